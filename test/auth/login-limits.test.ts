import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { type Answer, type Api, codesOf, startApi } from '../support/api.ts'
import { insertUser } from '../support/factories.ts'
import { bearer, createAccountCalls, findResetCode, from, insertMember, password } from './account-calls.ts'

const api = await startApi({ trustedProxies: ['127.0.0.1'] })
const second = await startApi({ trustedProxies: ['127.0.0.1'], testDatabase: api.testDatabase })
const { changePassword, deleteAccount } = createAccountCalls(api)

const repeat = <Result>(times: number, work: (number: number) => Promise<Result>) =>
  Promise.all(Array.from({ length: times }, (_, number) => work(number)))

const logInFrom = (address: string, email: string, secret = 'wrong horse', server: Api = api) =>
  server.ask(
    'mutation ($input: LoginInput!) { login(input: $input) { token user { id } } }',
    { input: { email, password: secret } },
    from(address),
  )

/** Counts the error codes. */
function tally(answers: readonly Answer[]): Record<string, number> {
  const counts = new Map<string, number>()
  for (const code of answers.flatMap(codesOf)) counts.set(code, (counts.get(code) ?? 0) + 1)
  return Object.fromEntries(counts)
}

/** Makes attempts from different clients, until the account rejects all unknown clients. */
const besiege = async (email: string) => {
  const answers = await repeat(60, (number) => logInFrom(`10.${number}.0.1`, email))
  expect(tally(answers)).toEqual({ INVALID_CREDENTIALS: 40, TOO_MANY_ATTEMPTS: 20 })
}

test('ten wrong passwords from one client are accepted in total by two servers', async () => {
  const user = await insertMember(api)

  const answers = await repeat(20, (number) =>
    logInFrom('192.0.2.1', user.email, 'wrong horse', number % 2 === 0 ? api : second),
  )

  expect(tally(answers)).toEqual({ INVALID_CREDENTIALS: 10, TOO_MANY_ATTEMPTS: 10 })
  const late = await logInFrom('192.0.2.1', user.email.toUpperCase(), password, second)
  expect(codesOf(late)).toEqual(['TOO_MANY_ATTEMPTS'])
  const { retryAfterSeconds = 0 } = late.errors[0]?.extensions ?? {}
  expect(retryAfterSeconds).toBeGreaterThan(840)
  expect(late.retryAfter).toBe(String(retryAfterSeconds))
  expect(retryAfterSeconds).toBeLessThanOrEqual(900)
})

test('a stranger’s wrong passwords do not lock the owner out elsewhere, not even on a new client', async () => {
  const user = await insertMember(api)
  await repeat(5, (client) => repeat(12, () => logInFrom(`192.0.3.${client}`, user.email)))

  expect(codesOf(await logInFrom('192.0.3.99', user.email, password))).toEqual([])
})

test('an attack from many clients is limited, and the owner can log in from known clients', async () => {
  const user = await insertMember(api)
  const { token } = (await logInFrom('198.51.100.7', user.email, password)).data.login
  await besiege(user.email)

  expect(codesOf(await logInFrom('198.51.100.8', user.email, password))).toEqual(['TOO_MANY_ATTEMPTS'])
  expect(codesOf(await logInFrom('198.51.100.7', user.email, password))).toEqual([])
  expect(codesOf(await logInFrom('198.51.100.7', user.email, password, second))).toEqual([])
  const change = { currentPassword: password, newPassword: 'another horse' }
  expect(codesOf(await changePassword(change, from('198.51.100.9', bearer(token))))).toEqual([])
})

test('a signed-in owner is accepted even after a stranger has used up the attempts of the same client', async () => {
  const user = await insertMember(api)
  await repeat(12, () => logInFrom('198.51.100.20', user.email))

  const change = { currentPassword: password, newPassword: 'another horse' }
  expect(codesOf(await changePassword(change, from('198.51.100.20', user)))).toEqual([])
})

test('an owner who must wait can use a code, and the client is known from then on', async () => {
  const user = await insertMember(api)
  const code = await findResetCode(api, user.email)
  await besiege(user.email)
  const owner = from('198.51.100.30')

  const { resetPassword } = createAccountCalls(api)
  const answer = await resetPassword({ email: user.email, code, newPassword: 'another horse' }, owner)

  expect(codesOf(answer)).toEqual([])
  expect(codesOf(await logInFrom('198.51.100.30', user.email, 'another horse'))).toEqual([])
})

test('a new password forgets all known clients except the one that set it', async () => {
  const user = await insertMember(api)
  await logInFrom('198.51.100.40', user.email, password)
  const change = { currentPassword: password, newPassword: 'another horse' }
  await changePassword(change, from('198.51.100.41', user))

  await besiege(user.email)

  expect(tally([await logInFrom('198.51.100.40', user.email)])).toEqual({ TOO_MANY_ATTEMPTS: 1 })
  expect(codesOf(await logInFrom('198.51.100.41', user.email, 'another horse'))).toEqual([])
})

test('an account knows its own clients, and only the twenty most recent ones', async () => {
  const user = await insertMember(api)
  for (let client = 0; client < 22; client += 1) {
    expect(codesOf(await logInFrom(`172.16.${client}.1`, user.email, password))).toEqual([])
  }

  const known = await api.db
    .selectFrom('known_clients')
    .select('client')
    .where('user_id', '=', user.id)
    .execute()

  expect(known).toHaveLength(20)
})

test('a client is known for ninety days after its last login', async () => {
  const [user, other] = [await insertMember(api), await insertMember(api)]
  for (const { email } of [user, other]) await logInFrom('198.51.100.50', email, password)
  const setAge = (userId: string, days: number) =>
    api.db
      .updateTable('known_clients')
      .set({ last_login_at: sql`now() - make_interval(days => ${days})` })
      .where('user_id', '=', userId)
      .execute()
  await setAge(user.id, 91)
  await setAge(other.id, 89)
  await besiege(user.email)
  await besiege(other.email)

  expect(codesOf(await logInFrom('198.51.100.50', user.email, password))).toEqual(['TOO_MANY_ATTEMPTS'])
  expect(codesOf(await logInFrom('198.51.100.50', other.email, password))).toEqual([])
})

test('an e-mail without an account is limited in the same way', async () => {
  const answers = await repeat(12, () => logInFrom('192.0.4.1', 'nobody@example.com'))
  expect(tally(answers)).toEqual({ INVALID_CREDENTIALS: 10, TOO_MANY_ATTEMPTS: 2 })
  await besiege('nothing@example.com')
})

test('different spellings of one e-mail are counted together', async () => {
  const user = await insertMember(api, { email: 'kelvin@example.com' })
  const spellings = [
    'kelvin@example.com',
    'KELVIN@EXAMPLE.COM',
    ' kelvin@example.com ',
    '\u212Aelvin@example.com',
  ]

  const answers = await repeat(16, (number) => logInFrom('192.0.4.2', spellings[number % 4] ?? ''))

  expect(tally(answers)).toEqual({ INVALID_CREDENTIALS: 10, TOO_MANY_ATTEMPTS: 6 })
  expect(codesOf(await logInFrom('192.0.4.3', ` ${user.email.toUpperCase()}`, password))).toEqual([])
})

test('a correct password does not count as an attempt', async () => {
  const user = await insertMember(api)
  for (let login = 0; login < 11; login += 1) {
    expect(codesOf(await logInFrom('198.51.100.1', user.email, password))).toEqual([])
  }
})

test('one client gets fifty attempts across all accounts; other clients and owners are not affected', async () => {
  const [user, neighbour] = [await insertMember(api), await insertMember(api)]
  await logInFrom('203.0.113.1', neighbour.email, password)

  const answers = await repeat(55, (number) => logInFrom('203.0.113.1', `nobody${number}@example.com`))

  expect(tally(answers)).toEqual({ INVALID_CREDENTIALS: 50, TOO_MANY_ATTEMPTS: 5 })
  expect(codesOf(await logInFrom('203.0.113.1', user.email, password))).toEqual(['TOO_MANY_ATTEMPTS'])
  expect(codesOf(await logInFrom('203.0.113.1', neighbour.email, password))).toEqual([])
  expect(codesOf(await logInFrom('203.0.113.2', user.email, password))).toEqual([])
})

test('addresses of one IPv6 network are one client', async () => {
  const { email } = await insertUser(api.db)

  const answers = await repeat(12, (number) => logInFrom(`2001:db8:0:7:${number}::1`, email))

  expect(tally(answers)).toEqual({ INVALID_CREDENTIALS: 10, TOO_MANY_ATTEMPTS: 2 })
})

test('addresses that a client adds to X-Forwarded-For are ignored', async () => {
  const { email } = await insertUser(api.db)

  const answers = await repeat(12, (number) => logInFrom(`192.0.5.${number}, 203.0.113.9`, email))

  expect(tally(answers)).toEqual({ INVALID_CREDENTIALS: 10, TOO_MANY_ATTEMPTS: 2 })
})

test('a stolen token can’t be used to guess the password', async () => {
  const user = await insertMember(api)
  const guess = (number: number) => {
    const sender = from(`192.0.6.${number % 3}`, user)
    return number % 2 === 0
      ? changePassword({ currentPassword: `guess ${number}`, newPassword: 'stolen horse' }, sender)
      : deleteAccount({ password: `guess ${number}` }, sender)
  }

  expect(tally(await repeat(30, guess))).toEqual({ INVALID_CREDENTIALS: 20, TOO_MANY_ATTEMPTS: 10 })
})

test('a login is rejected with UNAVAILABLE while attempts can’t be counted', async () => {
  const broken = await startApi()
  const user = await insertMember(broken)
  await broken.testDatabase.connection.pool.query('alter table rate_limits rename to elsewhere')
  const { logIn, register, requestReset, resetPassword } = createAccountCalls(broken)

  const answers = [
    await logIn(user.email),
    await register({ email: 'new@example.com', password, name: 'New' }),
    await requestReset(user.email),
    await resetPassword({ email: user.email, code: '2222-2222-2222', newPassword: 'another horse' }),
  ]

  expect(answers.flatMap(codesOf)).toEqual(Array.from({ length: 4 }, () => 'UNAVAILABLE'))
})
