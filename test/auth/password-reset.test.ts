import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { codesOf, startApi } from '../support/api.ts'
import { insertUser } from '../support/factories.ts'
import { loggedMails, untilMailed } from '../support/mail.ts'
import {
  bearer,
  createAccountCalls,
  findResetCode,
  insertMember,
  isLetIn,
  password,
} from './account-calls.ts'

const api = await startApi()
const { logIn, requestReset, resetPassword } = createAccountCalls(api)
const newPassword = 'another horse'
const wrongCode = '2222-2222-2222'

test('who reads the e-mail sets a new password; the old one and all tokens end', async () => {
  const user = await insertMember(api)
  const old = bearer((await logIn(user.email)).data.login.token)
  const code = await findResetCode(api, user.email)

  const { data } = await resetPassword({ email: user.email.toUpperCase(), code, newPassword })

  expect(data.resetPassword.user).toEqual({ id: user.id, email: user.email })
  expect(await isLetIn(api, bearer(data.resetPassword.token))).toBe(true)
  expect(await isLetIn(api, old)).toBe(false)
  expect(codesOf(await logIn(user.email, newPassword))).toEqual([])
  expect(codesOf(await logIn(user.email, password))).toEqual(['INVALID_CREDENTIALS'])
})

test('the message is short, plain, to the account’s e-mail, and says how long the code is good', async () => {
  const user = await insertMember(api)
  await findResetCode(api, user.email)

  const { subject, text, to } = await untilMailed(api, user.email)

  expect({ to, subject }).toEqual({ to: user.email, subject: 'Your code to set a new password' })
  expect(text).toContain('good once, for 15 minutes')
  expect(text.split('\n').every((line) => line.length < 80)).toBe(true)
})

test('a code is typed in any case, with or without dashes and blanks', async () => {
  const user = await insertMember(api)
  const code = await findResetCode(api, user.email)

  const typed = ` ${code.toLowerCase().replaceAll('-', ' ')} `

  expect(codesOf(await resetPassword({ email: user.email, code: typed, newPassword }))).toEqual([])
})

test('a code is good once, also for many who have it at the same moment', async () => {
  const user = await insertMember(api)
  const code = await findResetCode(api, user.email)
  const reset = () => resetPassword({ email: user.email, code, newPassword })

  const answers = await Promise.all(Array.from({ length: 10 }, reset))

  expect(answers.flatMap(codesOf)).toEqual(Array.from({ length: 9 }, () => 'INVALID_CODE'))
  expect(codesOf(await reset())).toEqual(['INVALID_CODE'])
})

test('an expired code is no code', async () => {
  const user = await insertMember(api)
  const code = await findResetCode(api, user.email)
  await api.db
    .updateTable('account_codes')
    .set({ expires_at: sql`current_timestamp - interval '1 millisecond'` })
    .where('user_id', '=', user.id)
    .execute()

  expect(codesOf(await resetPassword({ email: user.email, code, newPassword }))).toEqual(['INVALID_CODE'])
})

test('a code ends a quarter of an hour after it was made', async () => {
  const user = await insertMember(api)
  await findResetCode(api, user.email)

  const { seconds } = await api.db
    .selectFrom('account_codes')
    .select(sql<number>`extract(epoch from expires_at - created_at)::int`.as('seconds'))
    .where('user_id', '=', user.id)
    .executeTakeFirstOrThrow()

  expect(seconds).toBe(900)
})

test.each([
  [4, []],
  [5, ['INVALID_CODE']],
])('after %i wrong tries the right code gives %j', async (tries, codes) => {
  const user = await insertMember(api)
  const code = await findResetCode(api, user.email)
  for (let tried = 0; tried < tries; tried += 1) {
    const answer = await resetPassword({ email: user.email, code: wrongCode, newPassword })
    expect(codesOf(answer)).toEqual(['INVALID_CODE'])
  }

  expect(codesOf(await resetPassword({ email: user.email, code, newPassword }))).toEqual(codes)
})

test('of wrong tries at the same moment no more are heard than there are left', async () => {
  const user = await insertMember(api)
  const code = await findResetCode(api, user.email)

  await Promise.all(
    Array.from({ length: 12 }, () => resetPassword({ email: user.email, code: wrongCode, newPassword })),
  )

  const stored = await api.db
    .selectFrom('account_codes')
    .select('attempts_left')
    .where('user_id', '=', user.id)
    .executeTakeFirstOrThrow()
  expect(stored.attempts_left).toBe(0)
  expect(codesOf(await resetPassword({ email: user.email, code, newPassword }))).toEqual(['INVALID_CODE'])
})

test('a new code takes the place of the one before', async () => {
  const user = await insertMember(api)
  const first = await findResetCode(api, user.email)
  const second = await findResetCode(api, user.email, 2)

  expect(codesOf(await resetPassword({ email: user.email, code: first, newPassword }))).toEqual([
    'INVALID_CODE',
  ])
  expect(codesOf(await resetPassword({ email: user.email, code: second, newPassword }))).toEqual([])
})

test('the code of one account is none of another', async () => {
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

test('unknown and closed accounts get the same answer as a known one, and no mail', async () => {
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

test('a code that was never made, an unknown e-mail and a closed account get the same refusal', async () => {
  const known = await insertMember(api)
  const closed = await insertMember(api, { is_active: false })
  const refuse = (email: string) => resetPassword({ email, code: wrongCode, newPassword })

  const answers = await Promise.all([known.email, closed.email, 'nobody@example.com'].map(refuse))

  expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
  expect(answers.flatMap(codesOf)).toEqual(['INVALID_CODE', 'INVALID_CODE', 'INVALID_CODE'])
})

test('an account that had no password gets one', async () => {
  const user = await insertUser(api.db)
  const code = await findResetCode(api, user.email)

  expect(codesOf(await resetPassword({ email: user.email, code, newPassword }))).toEqual([])
  expect(codesOf(await logIn(user.email, newPassword))).toEqual([])
})

test('a password that is too short does not use the code up', async () => {
  const user = await insertMember(api)
  const code = await findResetCode(api, user.email)

  const refused = await resetPassword({ email: user.email, code, newPassword: 'short' })

  expect(refused.errors[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', argument: 'input.newPassword' })
  expect(codesOf(await resetPassword({ email: user.email, code, newPassword }))).toEqual([])
})
