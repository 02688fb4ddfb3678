import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { changeAccess, decodeAccessChange } from '../../src/auth/admin.ts'
import { codesOf, startApi } from '../support/api.ts'
import { insertUser } from '../support/factories.ts'
import { invalidArgument } from '../support/invalid-argument.ts'
import { loggedMails, untilMailed } from '../support/mail.ts'
import { argon2Job, listStartedJobs } from '../support/started-jobs.ts'
import {
  bearer,
  createAccountCalls,
  findResetCode,
  from,
  insertMember,
  isLetIn,
  password,
  untilWaiting,
} from './account-calls.ts'

const api = await startApi({ trustedProxies: ['127.0.0.1'] })
const { logIn, requestReset, requestVerification, resetPassword } = createAccountCalls(api)
const newPassword = 'another horse'
const wrongCode = '2222-2222-2222'

test('a mailed code sets a new password and revokes the old one, all tokens and the API key', async () => {
  const user = await insertMember(api)
  const old = bearer((await logIn(user.email)).data.login.token)
  const code = await findResetCode(api, user.email)

  const { data } = await resetPassword({ email: user.email.toUpperCase(), code, newPassword })

  expect(data.resetPassword.user).toEqual({ id: user.id, email: user.email })
  expect(await isLetIn(api, bearer(data.resetPassword.token))).toBe(true)
  expect(await isLetIn(api, old)).toBe(false)
  expect(await isLetIn(api, user)).toBe(false)
  expect(codesOf(await logIn(user.email, newPassword))).toEqual([])
  expect(codesOf(await logIn(user.email, password))).toEqual(['INVALID_CREDENTIALS'])
})

test('the e-mail is short plain text, and states how long the code is valid', async () => {
  const user = await insertMember(api)
  await findResetCode(api, user.email)

  const { subject, text, to } = await untilMailed(api, user.email)

  expect({ to, subject }).toEqual({ to: user.email, subject: 'Your password reset code' })
  expect(text).toContain('used once, within one hour')
  expect(text.split('\n').every((line) => line.length < 80)).toBe(true)
})

test('a code is accepted in any case, with or without dashes and spaces', async () => {
  const user = await insertMember(api)
  const code = await findResetCode(api, user.email)

  const typed = ` ${code.toLowerCase().replaceAll('-', ' ')} `

  expect(codesOf(await resetPassword({ email: user.email, code: typed, newPassword }))).toEqual([])
})

test('a code can be used only once, also by concurrent requests', async () => {
  const user = await insertMember(api)
  const code = await findResetCode(api, user.email)
  const reset = () => resetPassword({ email: user.email, code, newPassword })

  const answers = await Promise.all(Array.from({ length: 10 }, reset))

  expect(answers.flatMap(codesOf)).toEqual(Array.from({ length: 9 }, () => 'INVALID_CODE'))
  expect(codesOf(await reset())).toEqual(['INVALID_CODE'])
})

test('an account that is closed while its code is being used gets no new password', async () => {
  const user = await insertMember(api)
  const code = await findResetCode(api, user.email)
  const { reset } = await api.db.transaction().execute(async (transaction) => {
    await sql`select from users where id = ${user.id} for update`.execute(transaction)
    const answer = resetPassword({ email: user.email, code, newPassword })
    await untilWaiting(api, 1)
    await changeAccess(transaction, decodeAccessChange(user.id, { isActive: false }))
    return { reset: answer }
  })

  expect(codesOf(await reset)).toEqual(['INVALID_CODE'])
  await api.db
    .transaction()
    .execute((transaction) => changeAccess(transaction, decodeAccessChange(user.id, { isActive: true })))
  expect(codesOf(await logIn(user.email, password, from('192.0.2.9')))).toEqual([])
})

test('an expired code is rejected', async () => {
  const user = await insertMember(api)
  const code = await findResetCode(api, user.email)
  await api.db
    .updateTable('account_codes')
    .set({ expires_at: sql`current_timestamp - interval '1 millisecond'` })
    .where('user_id', '=', user.id)
    .execute()

  expect(codesOf(await resetPassword({ email: user.email, code, newPassword }))).toEqual(['INVALID_CODE'])
})

test('a code expires after one hour, the window in which requests for codes are counted', async () => {
  const user = await insertMember(api)
  await findResetCode(api, user.email)

  const { seconds } = await api.db
    .selectFrom('account_codes')
    .select(sql<number>`extract(epoch from expires_at - created_at)::int`.as('seconds'))
    .where('user_id', '=', user.id)
    .executeTakeFirstOrThrow()

  expect(seconds).toBe(3600)
})

test('a stranger’s wrong codes do not invalidate the owner’s code, and are rejected after twenty', async () => {
  const user = await insertMember(api)
  const code = await findResetCode(api, user.email)
  const tries = Array.from({ length: 22 }, () =>
    resetPassword({ email: user.email, code: wrongCode, newPassword }, from('192.0.2.1')),
  )

  const codes = (await Promise.all(tries)).flatMap(codesOf)

  expect(codes.filter((each) => each === 'INVALID_CODE')).toHaveLength(20)
  expect(codes.filter((each) => each === 'TOO_MANY_ATTEMPTS')).toHaveLength(2)
  const reset = { email: user.email, code, newPassword }
  expect(codesOf(await resetPassword(reset, from('192.0.2.2')))).toEqual([])
})

test('one client can try fifty codes across all accounts', async () => {
  const tries = Array.from({ length: 55 }, (_, number) =>
    resetPassword({ email: `nobody${number}@example.com`, code: wrongCode, newPassword }, from('192.0.2.3')),
  )

  const codes = (await Promise.all(tries)).flatMap(codesOf)

  expect(codes.filter((each) => each === 'TOO_MANY_ATTEMPTS')).toHaveLength(5)
})

test('a valid code causes one hash, wrong codes cause none', async () => {
  const user = await insertMember(api)
  const code = await findResetCode(api, user.email)
  const countHashes = async (codes: readonly string[]) => {
    const jobs = await listStartedJobs(() =>
      Promise.all(
        codes.map((each) => resetPassword({ email: user.email, code: each, newPassword }, from('192.0.2.4'))),
      ),
    )
    return jobs.filter((job) => job === argon2Job).length
  }

  expect(await countHashes(Array.from({ length: 19 }, () => wrongCode))).toBe(0)
  expect(await countHashes([code])).toBe(1)
})

test('a code requested by another client does not invalidate the owner’s code', async () => {
  const user = await insertMember(api)
  const first = await findResetCode(api, user.email)
  const later = await findResetCode(api, user.email, 2)

  expect(codesOf(await resetPassword({ email: user.email, code: first, newPassword }))).toEqual([])
  expect(codesOf(await resetPassword({ email: user.email, code: later, newPassword }))).toEqual([
    'INVALID_CODE',
  ])
})

test('five codes per hour can be requested for an e-mail, whether or not it has an account', async () => {
  const user = await insertMember(api)

  for (const email of [user.email, 'unknown@example.com']) {
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, number) => requestReset(email, from(`192.0.3.${number}`))),
    )
    expect(answers.flatMap(codesOf)).toEqual(['TOO_MANY_ATTEMPTS', 'TOO_MANY_ATTEMPTS', 'TOO_MANY_ATTEMPTS'])
  }
})

test('an owner’s requests for codes are counted separately', async () => {
  const user = await insertMember(api)
  await logIn(user.email, password, from('192.0.2.5'))
  await Promise.all(
    Array.from({ length: 6 }, (_, number) => requestReset(user.email, from(`192.0.4.${number}`))),
  )

  expect(codesOf(await requestReset(user.email, from('192.0.2.5')))).toEqual([])
})

test('one client can request thirty codes per hour', async () => {
  const answers = await Promise.all(
    Array.from({ length: 33 }, (_, number) => requestReset(`nobody${number}@example.com`, from('192.0.2.6'))),
  )

  expect(answers.flatMap(codesOf)).toHaveLength(3)
})

test('no code is sent to an address that can’t receive mail', async () => {
  const owners = await Promise.all(
    ['admin@localhost', 'admin@metagauge.invalid', 'x@mail.localhost'].map((email) =>
      insertMember(api, { email }),
    ),
  )

  const resets = await Promise.all(owners.map(({ email }) => requestReset(email)))
  const verifications = await Promise.all(owners.map((owner) => requestVerification(owner)))

  expect(resets.flatMap(codesOf)).toEqual([])
  expect(verifications.flatMap(codesOf)).toEqual(['CONFLICT', 'CONFLICT', 'CONFLICT'])
  await sleep(100)
  expect(owners.flatMap(({ email }) => loggedMails(api, email))).toEqual([])
})

test('the code of one account is invalid for another', async () => {
  const [user, other] = [await insertMember(api), await insertMember(api)]
  const code = await findResetCode(api, user.email)
  await findResetCode(api, other.email)

  expect(codesOf(await resetPassword({ email: other.email, code, newPassword }))).toEqual(['INVALID_CODE'])
})

test('only the digest of a code is stored', async () => {
  const user = await insertMember(api)
  const code = await findResetCode(api, user.email)

  const stored = await api.db
    .selectFrom('account_codes')
    .select('digest')
    .where('user_id', '=', user.id)
    .executeTakeFirstOrThrow()

  expect(stored.digest).toMatch(/^sha256:[0-9a-f]{64}$/)
  expect(JSON.stringify(stored)).not.toContain(code.replaceAll('-', ''))
})

test('requests for unknown and closed accounts return the same response, and send no e-mail', async () => {
  const closed = await insertMember(api, { is_active: false })
  const known = await insertMember(api)
  const emails = [known.email, closed.email, 'nobody@example.com', 'no address']

  const answers = await Promise.all(emails.map((email) => requestReset(email)))

  expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
  expect(answers[0]?.data.requestPasswordReset).toEqual({ isAccepted: true })
  await untilMailed(api, known.email)
  await sleep(100)
  expect(emails.slice(1).flatMap((email) => loggedMails(api, email))).toEqual([])
})

test('a wrong code, an unknown e-mail and a closed account return the same error', async () => {
  const known = await insertMember(api)
  const closed = await insertMember(api, { is_active: false })
  const refuse = (email: string) => resetPassword({ email, code: wrongCode, newPassword })

  const answers = await Promise.all([known.email, closed.email, 'nobody@example.com'].map(refuse))

  expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
  expect(answers.flatMap(codesOf)).toEqual(['INVALID_CODE', 'INVALID_CODE', 'INVALID_CODE'])
})

test('an account without a password gets one by a reset', async () => {
  const user = await insertUser(api.db)
  const code = await findResetCode(api, user.email)

  expect(codesOf(await resetPassword({ email: user.email, code, newPassword }))).toEqual([])
  expect(codesOf(await logIn(user.email, newPassword))).toEqual([])
})

test('a password that is too short does not use up the code', async () => {
  const user = await insertMember(api)
  const code = await findResetCode(api, user.email)

  const refused = await resetPassword({ email: user.email, code, newPassword: 'short' })

  expect(refused.errors[0]?.extensions).toEqual(invalidArgument('input.newPassword'))
  expect(codesOf(await resetPassword({ email: user.email, code, newPassword }))).toEqual([])
})
