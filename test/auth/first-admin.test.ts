import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createFirstAdmin } from '../../src/auth/admin.ts'
import { codesOf, startApi } from '../support/api.ts'
import { loggedMails } from '../support/mail.ts'
import { createAccountCalls, findResetCode, isLetIn } from './account-calls.ts'

const api = await startApi()
const { requestReset, updateProfile } = createAccountCalls(api)

test('no code is sent for the first administrator until a real e-mail is set', async () => {
  const admin = await createFirstAdmin(api.db)
  const { email } = await api.db.selectFrom('users').select('email').executeTakeFirstOrThrow()
  expect(email).toBe('admin@metagauge.invalid')

  expect(codesOf(await requestReset(email))).toEqual([])
  await sleep(100)
  expect(loggedMails(api, email)).toEqual([])

  expect(codesOf(await updateProfile({ email: 'root@example.com' }, admin))).toEqual([])
  expect(await findResetCode(api, 'root@example.com')).toMatch(/^[2-9A-Z]{4}-/)
  expect(await isLetIn(api, admin)).toBe(true)
})
