import { expect, test } from 'vitest'
import { codesOf, startApi } from '../support/api.ts'
import { insertContract, insertUser } from '../support/factories.ts'
import { loggedMails } from '../support/mail.ts'
import {
  bearer,
  createAccountCalls,
  findResetCode,
  insertMember,
  isLetIn,
  password,
} from './account-calls.ts'

const api = await startApi()
const { register, logIn, deleteAccount, requestReset, resetPassword } = createAccountCalls(api)

const storedUser = (id: string) =>
  api.db
    .selectFrom('users')
    .select(['email', 'password', 'api_key as apiKey', 'is_active as isActive', 'name'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()

test('a deleted account rejects its API key, tokens, password and codes', async () => {
  const user = await insertMember(api)
  const token = bearer((await logIn(user.email)).data.login.token)
  const code = await findResetCode(api, user.email)

  const { data } = await deleteAccount({ password }, token)

  expect(data.deleteAccount).toEqual({ deletedId: user.id })
  expect(await isLetIn(api, token)).toBe(false)
  expect(await isLetIn(api, user)).toBe(false)
  expect(codesOf(await logIn(user.email))).toEqual(['INVALID_CREDENTIALS'])
  const reset = await resetPassword({ email: user.email, code, newPassword: 'another horse' })
  expect(codesOf(reset)).toEqual(['INVALID_CODE'])
})

test('a deleted account keeps its rows, without the e-mail and credentials', async () => {
  const user = await insertMember(api, { name: 'Leaver' })
  const contract = await insertContract(api.db, { user_id: user.id })
  const before = await storedUser(user.id)

  await deleteAccount({ password }, user)

  const stored = await storedUser(user.id)
  expect(stored).toMatchObject({ name: 'Leaver', isActive: false, password: '!' })
  expect(stored.email).toBe(`deleted+${user.id}@invalid`)
  expect(stored.apiKey).not.toBe(before.apiKey)
  expect(
    await api.db.selectFrom('contracts').select('id').where('id', '=', contract.id).execute(),
  ).toHaveLength(1)
})

test('the e-mail of a deleted account can be registered again, without access to the old data', async () => {
  const user = await insertMember(api)
  await insertContract(api.db, { user_id: user.id })
  await deleteAccount({ password }, user)

  const { data } = await register({ email: user.email, password, name: 'Again' })

  const newcomer = { apiKey: data.register.apiKey }
  expect(data.register.user.id).not.toBe(user.id)
  const { data: mine } = await api.ask('{ contracts { totalCount } }', {}, newcomer)
  expect(mine.contracts).toEqual({ totalCount: 0 })
  expect(codesOf(await deleteAccount({ password }, newcomer))).toEqual([])
})

test('an account is not deleted with a wrong password, without a password, or without signing in', async () => {
  const user = await insertMember(api)
  const keyOnly = await insertUser(api.db)

  expect(codesOf(await deleteAccount({ password: 'wrong horse' }, user))).toEqual(['INVALID_CREDENTIALS'])
  expect(codesOf(await deleteAccount({ password: '!' }, keyOnly))).toEqual(['INVALID_CREDENTIALS'])
  expect(codesOf(await deleteAccount({ password }))).toEqual(['UNAUTHENTICATED'])
  expect([await isLetIn(api, user), await isLetIn(api, keyOnly)]).toEqual([true, true])
})

test('one of several concurrent deletions succeeds, and the others are rejected', async () => {
  const user = await insertMember(api)

  const answers = await Promise.all([1, 2, 3].map(() => deleteAccount({ password }, user)))

  expect(answers.filter(({ errors }) => errors.length === 0)).toHaveLength(1)
  expect(answers.flatMap(codesOf)).toHaveLength(2)
  expect(answers.flatMap(codesOf)).not.toContain('INTERNAL')
  expect((await storedUser(user.id)).email).toBe(`deleted+${user.id}@invalid`)
})

test('the request that deletes an account is no longer authenticated afterwards', async () => {
  const user = await insertMember(api)

  const answer = await api.ask(
    'mutation ($password: String!) { deleteAccount(input: { password: $password }) { deletedId } rotateApiKey { apiKey } }',
    { password },
    user,
  )

  expect(codesOf(answer)).toEqual(['UNAUTHENTICATED'])
})

test('an import that overwrites the user does not reopen a deleted account', async () => {
  const user = await insertMember(api)
  const { password: hashed, apiKey, email } = await storedUser(user.id)
  const token = bearer((await logIn(user.email)).data.login.token)
  await deleteAccount({ password }, user)

  await api.db
    .updateTable('users')
    .set({ is_active: true, email, password: hashed, api_key: apiKey })
    .where('id', '=', user.id)
    .execute()

  expect([await isLetIn(api, user), await isLetIn(api, token)]).toEqual([false, false])
  expect(codesOf(await logIn(user.email))).toEqual(['INVALID_CREDENTIALS'])
  await requestReset(user.email)
  expect(loggedMails(api, user.email)).toEqual([])
})
