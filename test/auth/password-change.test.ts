import { hash } from '@node-rs/bcrypt'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { createApiKey, digestApiKey } from '../../src/auth/api-keys.ts'
import { type Answer, codesOf, type Sender, startApi } from '../support/api.ts'
import { insertUser } from '../support/factories.ts'
import { invalidArgument } from '../support/invalid-argument.ts'
import {
  bearer,
  createAccountCalls,
  findResetCode,
  insertMember,
  isLetIn,
  password,
  untilWaiting,
} from './account-calls.ts'

const api = await startApi()
const { logIn, changePassword, deleteAccount, resetPassword, rotateApiKey, updateProfile } =
  createAccountCalls(api)
const newPassword = 'another horse'
const change = { currentPassword: password, newPassword }

test('changing the password revokes all tokens except the new one, and keeps the API key', async () => {
  const user = await insertMember(api)
  const [first, second] = await Promise.all([logIn(user.email), logIn(user.email)])
  const tokens = [first, second].map(({ data }) => bearer(data.login.token))

  const { data } = await changePassword(change, tokens[0])

  expect(data.changePassword.user).toEqual({ id: user.id })
  expect(await Promise.all(tokens.map((token) => isLetIn(api, token)))).toEqual([false, false])
  expect(await isLetIn(api, bearer(data.changePassword.token))).toBe(true)
  expect(await isLetIn(api, user)).toBe(true)
  expect(codesOf(await logIn(user.email))).toEqual(['INVALID_CREDENTIALS'])
  expect(codesOf(await logIn(user.email, newPassword))).toEqual([])
})

test('changing a password does not affect the tokens of other users', async () => {
  const [user, other] = [await insertMember(api), await insertMember(api)]
  const { data } = await logIn(other.email)

  await changePassword(change, user)

  expect(await isLetIn(api, bearer(data.login.token))).toBe(true)
})

test('a password with a legacy hash can be changed', async () => {
  const user = await insertUser(api.db, { password: await hash(password, 4) })

  expect(codesOf(await changePassword(change, user))).toEqual([])
  expect(codesOf(await logIn(user.email, newPassword))).toEqual([])
})

test.each([
  ['without the current password', { currentPassword: 'wrong horse' }, 'INVALID_CREDENTIALS'],
  ['to a short one', { newPassword: '1234567' }, 'BAD_USER_INPUT'],
  ['to an endless one', { newPassword: 'x'.repeat(1025) }, 'BAD_USER_INPUT'],
])('a password is not changed %s, and all tokens stay valid', async (_what, input, code) => {
  const user = await insertMember(api)
  const { data } = await logIn(user.email)
  const token = bearer(data.login.token)

  expect(codesOf(await changePassword({ ...change, ...input }, token))).toEqual([code])

  expect(await isLetIn(api, token)).toBe(true)
  expect(codesOf(await logIn(user.email))).toEqual([])
})

test('changing the password requires an existing password', async () => {
  const user = await insertUser(api.db)

  expect(codesOf(await changePassword({ ...change, currentPassword: '!' }, user))).toEqual([
    'INVALID_CREDENTIALS',
  ])
})

test('only one of several concurrent changes succeeds, and only its token is valid', async () => {
  const user = await insertMember(api)
  const secrets = ['horse number 1', 'horse number 2', 'horse number 3', 'horse number 4']

  const answers = await Promise.all(
    secrets.map((secret) => changePassword({ ...change, newPassword: secret }, user)),
  )

  const won = answers.findIndex(({ errors }) => errors.length === 0)
  const failures = answers.flatMap(codesOf)
  expect(failures).toHaveLength(3)
  expect(failures.every((code) => code === 'CONFLICT' || code === 'INVALID_CREDENTIALS')).toBe(true)
  expect(await isLetIn(api, bearer(answers[won]?.data.changePassword.token))).toBe(true)
  expect(codesOf(await logIn(user.email, secrets[won]))).toEqual([])
})

test('changing the password invalidates password reset codes', async () => {
  const user = await insertMember(api)
  const code = await findResetCode(api, user.email)

  await changePassword(change, user)

  const answer = await resetPassword({ email: user.email, code, newPassword: 'stolen horse' })
  expect(codesOf(answer)).toEqual(['INVALID_CODE'])
})

test('changing the password revokes the API key on request, and reports whether it was kept', async () => {
  const user = await insertMember(api)

  const kept = (await changePassword(change, user)).data.changePassword
  expect(kept.isApiKeyKept).toBe(true)
  expect(await isLetIn(api, user)).toBe(true)

  const again = { currentPassword: newPassword, newPassword: password, endApiKey: true }
  const ended = (await changePassword(again, user)).data.changePassword
  expect(ended.isApiKeyKept).toBe(false)
  expect(await isLetIn(api, user)).toBe(false)
  expect(await isLetIn(api, bearer(ended.token))).toBe(true)
})

test('changing the password and rotating the API key require a viewer', async () => {
  expect(codesOf(await changePassword(change))).toEqual(['UNAUTHENTICATED'])
  expect(codesOf(await rotateApiKey())).toEqual(['UNAUTHENTICATED'])
  expect(codesOf(await rotateApiKey(undefined, { password }))).toEqual(['UNAUTHENTICATED'])
})

test('a new API key is shown once, works at once, and the old one no longer does', async () => {
  const user = await insertMember(api)

  const { apiKey } = (await rotateApiKey(user)).data.rotateApiKey

  expect(await isLetIn(api, user)).toBe(false)
  expect(await isLetIn(api, { apiKey })).toBe(true)
  const stored = await api.db
    .selectFrom('users')
    .select('api_key')
    .where('id', '=', user.id)
    .executeTakeFirstOrThrow()
  expect(stored.api_key).toMatch(/^sha256:[0-9a-f]{64}$/)
  expect(api.log()).not.toContain(apiKey)
})

test('rotating the API key requires the password, and the token stays valid', async () => {
  const user = await insertMember(api)
  const token = bearer((await logIn(user.email)).data.login.token)

  for (const input of [undefined, {}, { password: null }]) {
    const refused = await rotateApiKey(token, input)
    expect(refused.errors[0]?.extensions).toEqual(invalidArgument('input.password'))
  }
  expect(codesOf(await rotateApiKey(token, { password: 'wrong horse' }))).toEqual(['INVALID_CREDENTIALS'])
  expect(await isLetIn(api, user)).toBe(true)

  const { apiKey } = (await rotateApiKey(token, { password })).data.rotateApiKey
  expect(await isLetIn(api, { apiKey })).toBe(true)
  expect(await isLetIn(api, token)).toBe(true)
})

test('a login in the same request as another account’s API key counts as a token, not a key', async () => {
  const [user, other] = [await insertMember(api), await insertMember(api)]

  const answer = await api.ask(
    'mutation ($input: LoginInput!) { login(input: $input) { token } rotateApiKey { apiKey } }',
    { input: { email: user.email, password } },
    other,
  )

  expect(codesOf(answer)).toEqual(['BAD_USER_INPUT'])
  expect([await isLetIn(api, user), await isLetIn(api, other)]).toEqual([true, true])
})

test('only the last of several concurrently created API keys works', async () => {
  const user = await insertMember(api)
  const { data } = await logIn(user.email)

  const answers = await Promise.all(
    [1, 2, 3, 4].map(() => rotateApiKey(bearer(data.login.token), { password })),
  )

  const keys = answers.map((answer) => answer.data.rotateApiKey.apiKey)
  const working = await Promise.all(keys.map((apiKey) => isLetIn(api, { apiKey })))
  expect(working.filter(Boolean)).toHaveLength(1)
})

test('only one of several concurrent replacements of an API key by itself succeeds', async () => {
  const user = await insertMember(api)

  const answers = await Promise.all([1, 2, 3, 4].map(() => rotateApiKey(user)))

  const made = answers.filter(({ errors }) => errors.length === 0)
  expect(made).toHaveLength(1)
  expect(await isLetIn(api, { apiKey: made[0]?.data.rotateApiKey.apiKey })).toBe(true)
})

const attacks: readonly [string, (sender: Sender, email: string) => Promise<Answer>][] = [
  ['replace the API key', (sender) => rotateApiKey(sender, { password })],
  ['replace the API key by itself', (sender) => rotateApiKey(sender)],
  [
    'change the e-mail',
    (sender, email) => updateProfile({ email: `new.${email}`, currentPassword: password }, sender),
  ],
  ['change the password', (sender) => changePassword({ currentPassword: password, newPassword }, sender)],
  ['delete the account', (sender) => deleteAccount({ password }, sender)],
]

test.each(attacks)('replaced credentials can’t be used to %s', async (_what, attack) => {
  const user = await insertMember(api)
  const otherDigest = digestApiKey(createApiKey())
  const { attacked } = await api.db.transaction().execute(async (transaction) => {
    await sql`select from users where id = ${user.id} for update`.execute(transaction)
    const answer = attack(user, user.email)
    await untilWaiting(api, 1)
    const changed = { password: 'another', api_key: otherDigest }
    await transaction.updateTable('users').set(changed).where('id', '=', user.id).execute()
    return { attacked: answer }
  })

  expect(codesOf(await attacked)).toEqual(['CONFLICT'])
  const stored = await api.db
    .selectFrom('users')
    .select(['email', 'password', 'api_key', 'is_active'])
    .where('id', '=', user.id)
    .executeTakeFirstOrThrow()
  expect(stored).toEqual({
    ...{ email: user.email, password: 'another', api_key: otherDigest, is_active: true },
  })
})
