import { hash } from '@node-rs/bcrypt'
import { expect, test } from 'vitest'
import { codesOf, startApi } from '../support/api.ts'
import { insertContract, insertUser } from '../support/factories.ts'
import { hashPassword } from '../support/passwords.ts'
import { createAccountCalls, findResetCode } from './account-calls.ts'

const api = await startApi()
const { resetPassword, updateProfile } = createAccountCalls(api)
const password = 'correct horse'

const register = (input: object) =>
  api.ask(
    `mutation ($input: RegisterInput!) {
      register(input: $input) { apiKey token expiresAt user { id email name role tier contracts { totalCount } } }
    }`,
    { input: { email: 'new@example.com', password, name: 'New', ...input } },
  )
const logIn = (email: string, secret = password, sender?: { apiKey: string }) =>
  api.ask(
    `mutation ($input: LoginInput!) {
      login(input: $input) { token expiresAt user { id lastLoginAt contracts { totalCount } } }
    }`,
    { input: { email, password: secret } },
    sender,
  )
const storedUser = (email: string) =>
  api.db
    .selectFrom('users')
    .select(['password', 'api_key as apiKey'])
    .where('email', '=', email)
    .executeTakeFirstOrThrow()

test('registration returns the account, a token and an API key, and both are valid', async () => {
  const { data } = await register({ email: 'Ada@Example.com', name: 'Ada' })

  const { user, token, apiKey } = data.register
  const empty = { totalCount: 0 }
  const expected = { email: 'ada@example.com', name: 'Ada', role: 'USER', tier: 'FREE', contracts: empty }
  expect(user).toEqual({ id: user.id, ...expected })
  const byToken = await api.ask('{ me { id } }', {}, { headers: { authorization: `Bearer ${token}` } })
  const byKey = await api.ask('{ me { id } }', {}, { apiKey })
  expect([byToken.data.me.id, byKey.data.me.id]).toEqual([user.id, user.id])
})

test('only an argon2id hash of the password and a digest of the API key are stored', async () => {
  const { data } = await register({ email: 'stored@example.com' })

  const stored = await storedUser('stored@example.com')
  expect(stored.password).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expect(stored.apiKey).toMatch(/^sha256:[0-9a-f]{64}$/)
  expect(JSON.stringify(stored)).not.toContain(data.register.apiKey)
})

test('an e-mail can be registered only once, ignoring case, also by concurrent registrations', async () => {
  const answers = await Promise.all(
    ['twice@example.com', 'TWICE@example.com', 'Twice@Example.com'].map((email) => register({ email })),
  )

  expect(answers.flatMap(codesOf)).toEqual(['EMAIL_TAKEN', 'EMAIL_TAKEN'])
})

test.each([
  ['a short password', { password: '1234567' }, 'password'],
  ['a password that is too long', { password: 'x'.repeat(1025) }, 'password'],
  ['an empty name', { name: '' }, 'name'],
  ['a blank name', { name: ' \t' }, 'name'],
  ['a long name', { name: 'x'.repeat(256) }, 'name'],
  ['a long e-mail', { email: `${'x'.repeat(60)}@${'example.'.repeat(30)}com` }, 'email'],
  ['a malformed e-mail', { email: 'nobody' }, 'email'],
  ['a NUL in the name', { name: 'a\0b' }, 'name'],
  ['a lone surrogate in the name', { name: 'a\ud800b' }, 'name'],
  ['an e-mail in a reserved domain', { email: 'deleted+1@invalid' }, 'email'],
  ['no password', { password: undefined }, 'password'],
])('registering with %s is rejected with the path of the argument', async (_what, input, named) => {
  const answer = await register(input)

  expect(codesOf(answer)).toEqual(['BAD_USER_INPUT'])
  expect(answer.text).toContain(named)
})

test.each([8, 1024])('a password of %i characters logs in', async (length) => {
  const secret = 'x'.repeat(length)
  const email = `length${length}@example.com`
  await register({ email, password: secret })

  expect(codesOf(await logIn(email, secret))).toEqual([])
})

test('a login ignores the case of the e-mail, is recorded, and returns a token for a day', async () => {
  const user = await insertUser(api.db, { email: 'bob@example.com', password: await hashPassword(password) })

  const { login } = (await logIn('BOB@Example.com')).data

  const hours = (Date.parse(login.expiresAt) - Date.now()) / 3_600_000
  expect(hours).toBeGreaterThan(23.9)
  expect(hours).toBeLessThanOrEqual(24)
  expect(login.user.id).toBe(user.id)
  expect(Date.now() - Date.parse(login.user.lastLoginAt)).toBeLessThan(10_000)
})

test('an unknown e-mail, a wrong password and a closed account return the same error', async () => {
  const hashed = await hashPassword(password)
  await insertUser(api.db, { email: 'right@example.com', password: hashed })
  await insertUser(api.db, { email: 'closed@example.com', password: hashed, is_active: false })
  await insertUser(api.db, { email: 'keyonly@example.com', password: '!' })

  const wrong = await logIn('right@example.com', 'wrong horse')

  expect(codesOf(wrong)).toEqual(['INVALID_CREDENTIALS'])
  for (const email of ['unknown@example.com', 'closed@example.com', 'keyonly@example.com', '', '%']) {
    const answer = await logIn(email)
    expect({ text: answer.text, status: answer.status }).toEqual({ text: wrong.text, status: wrong.status })
  }
})

test.each([
  ['2a', 6],
  ['2b', 4],
] as const)('a legacy $%s$ hash logs in once and is then replaced by argon2id', async (version, cost) => {
  const email = `legacy${cost}@example.com`
  const legacy = (await hash(password, cost)).replace('$2b$', `$${version}$`)
  await insertUser(api.db, { email, password: legacy })

  expect(codesOf(await logIn(email, 'wrong horse'))).toEqual(['INVALID_CREDENTIALS'])
  expect((await storedUser(email)).password).toBe(legacy)
  expect(codesOf(await logIn(email))).toEqual([])
  expect((await storedUser(email)).password).toMatch(/^\$argon2id\$/)
  expect(codesOf(await logIn(email))).toEqual([])
})

const legacyHash = await hash(password, 4)
const ownHash = await hashPassword(password)

test.each([
  ['bcrypt of cost 31', legacyHash.replace('$04$', '$31$')],
  ['400 passes', ownHash.replace('t=2', 't=400')],
  ['2 GiB', ownHash.replace('m=19456', 'm=2097152')],
  ['no memory', ownHash.replace('m=19456', 'm=0')],
  ['a number beyond any integer', ownHash.replace('m=19456', `m=${'9'.repeat(40)}`)],
  ['too many lanes', ownHash.replace('p=1', 'p=99')],
  ['a truncated salt', ownHash.replace(/\$[^$]{22}\$/, '$AA$')],
  ['no digest', ownHash.replace(/[^$]+$/, '')],
])(
  'an imported hash with %s rejects logins, not faster than others, until the password is reset',
  async (what, imported) => {
    const email = `${what.toLowerCase().replaceAll(' ', '.')}@example.com`
    await insertUser(api.db, { email, password: imported })
    const startedAt = performance.now()

    const answer = await logIn(email)

    expect(codesOf(answer)).toEqual(['INVALID_CREDENTIALS'])
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(1000)
    const code = await findResetCode(api, email)
    await resetPassword({ email, code, newPassword: 'another horse' })
    expect(codesOf(await logIn(email, 'another horse'))).toEqual([])
  },
)

test('an account without a usable hash can’t change its e-mail without a password', async () => {
  const user = await insertUser(api.db, { password: ownHash.replace('t=2', 't=400') })

  const answers = [
    await updateProfile({ email: 'thief@example.com' }, user),
    await updateProfile({ email: 'thief@example.com', currentPassword: password }, user),
  ]

  expect(answers.flatMap(codesOf)).toEqual(['BAD_USER_INPUT', 'INVALID_CREDENTIALS'])
})

test('the response to a login describes the account that logged in, not the one that authenticated the request', async () => {
  const hashed = await hashPassword(password)
  const user = await insertUser(api.db, { email: 'owner@example.com', password: hashed })
  await insertContract(api.db, { user_id: user.id })
  const other = await insertUser(api.db)

  const { data } = await logIn('owner@example.com', password, other)

  expect(data.login.user).toMatchObject({ id: user.id, contracts: { totalCount: 1 } })
})
