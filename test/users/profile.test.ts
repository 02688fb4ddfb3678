import { expect, test } from 'vitest'
import { createAccountCalls, insertMember, password } from '../auth/account-calls.ts'
import { codesOf, startApi } from '../support/api.ts'
import { insertUser } from '../support/factories.ts'
import { invalidArgument } from '../support/invalid-argument.ts'

const api = await startApi()
const { updateProfile, logIn } = createAccountCalls(api)

test('a user changes the name, and omitted fields are unchanged', async () => {
  const user = await insertMember(api, { email_verified: true })

  const { data } = await updateProfile({ name: 'Ada' }, user)

  expect(data.updateProfile.user).toMatchObject({ name: 'Ada', email: user.email, isEmailVerified: true })
})

test('a new e-mail requires the password, is the login at once, and is unverified', async () => {
  const user = await insertMember(api, { email_verified: true })
  const email = `New.${user.email}`

  const without = await updateProfile({ email }, user)
  const wrong = await updateProfile({ email, currentPassword: 'wrong horse' }, user)
  const { data } = await updateProfile({ email, currentPassword: password }, user)

  expect(without.errors[0]?.extensions).toEqual(invalidArgument('input.currentPassword'))
  expect(codesOf(wrong)).toEqual(['INVALID_CREDENTIALS'])
  expect(data.updateProfile.user).toMatchObject({ email: email.toLowerCase(), isEmailVerified: false })
  expect(codesOf(await logIn(email))).toEqual([])
  expect(codesOf(await logIn(user.email))).toEqual(['INVALID_CREDENTIALS'])
})

test('the same e-mail in another case requires no password and stays verified', async () => {
  const user = await insertMember(api, { email_verified: true })

  const { data } = await updateProfile({ email: user.email.toUpperCase() }, user)

  expect(data.updateProfile.user).toMatchObject({ email: user.email, isEmailVerified: true })
})

test('an account without a password can change its e-mail', async () => {
  const user = await insertUser(api.db)

  const { data } = await updateProfile({ email: `new.${user.email}` }, user)

  expect(data.updateProfile.user.email).toBe(`new.${user.email}`)
})

test('an e-mail can be used only once, ignoring case, also by concurrent changes', async () => {
  const taken = await insertUser(api.db)
  const users = await Promise.all([1, 2, 3].map(() => insertUser(api.db)))

  const late = await updateProfile({ email: taken.email.toUpperCase() }, users[0])
  const answers = await Promise.all(users.map((user) => updateProfile({ email: 'wanted@example.com' }, user)))

  expect(codesOf(late)).toEqual(['EMAIL_TAKEN'])
  expect(answers.flatMap(codesOf)).toEqual(['EMAIL_TAKEN', 'EMAIL_TAKEN'])
})

test.each([
  ['null for the name', { name: null }, 'input.name'],
  ['an empty name', { name: ' ' }, 'input.name'],
  ['a long name', { name: 'x'.repeat(256) }, 'input.name'],
  ['a NUL in the name', { name: 'a\0' }, 'input.name'],
  ['null for the e-mail', { email: null }, 'input.email'],
  ['a long e-mail', { email: `${'x'.repeat(60)}@${'example.'.repeat(30)}com` }, 'input.email'],
  ['an e-mail in a reserved domain', { email: 'a@b.invalid' }, 'input.email'],
])('%s is rejected with the path of the argument, and nothing is changed', async (_what, input, argument) => {
  const user = await insertUser(api.db, { name: 'Before' })

  const answer = await updateProfile({ name: 'After', ...input }, user)

  expect(answer.errors[0]?.extensions).toEqual(invalidArgument(argument))
  const { data } = await api.ask('{ me { name email } }', {}, user)
  expect(data.me).toEqual({ name: 'Before', email: user.email })
})

test('a change based on an outdated state is rejected with the time of the last change', async () => {
  const user = await insertUser(api.db)
  const { updatedAt } = (await updateProfile({}, user)).data.updateProfile.user

  const first = await updateProfile({ name: 'First', ifUnmodifiedSince: updatedAt }, user)
  const late = await updateProfile({ name: 'Late', ifUnmodifiedSince: updatedAt }, user)
  const idle = await updateProfile({ ifUnmodifiedSince: updatedAt }, user)

  const newer = first.data.updateProfile.user.updatedAt
  const refusal = { code: 'CONFLICT', argument: 'input.ifUnmodifiedSince', updatedAt: newer }
  expect(late.errors[0]?.extensions).toEqual(refusal)
  expect(idle.errors[0]?.extensions).toEqual(refusal)
})

test('an empty change does not change `updatedAt`', async () => {
  const user = await insertUser(api.db)
  const { data: before } = await api.ask('{ me { updatedAt } }', {}, user)

  const { data } = await updateProfile({ ifUnmodifiedSince: before.me.updatedAt }, user)

  expect(data.updateProfile.user.updatedAt).toBe(before.me.updatedAt)
})

test('only one of several concurrent changes based on the same state succeeds', async () => {
  const user = await insertUser(api.db)
  const { updatedAt } = (await updateProfile({}, user)).data.updateProfile.user

  const answers = await Promise.all(
    ['A', 'B', 'C', 'D'].map((name) => updateProfile({ name, ifUnmodifiedSince: updatedAt }, user)),
  )

  expect(answers.flatMap(codesOf)).toEqual(['CONFLICT', 'CONFLICT', 'CONFLICT'])
})

test('later fields of the same request see the changed user', async () => {
  const user = await insertUser(api.db, { name: 'Before' })

  const { data } = await api.ask(
    `mutation { a: updateProfile(input: { name: "One" }) { user { name } }
                b: updateProfile(input: { name: "Two" }) { user { name } } }`,
    {},
    user,
  )

  expect(data).toEqual({ a: { user: { name: 'One' } }, b: { user: { name: 'Two' } } })
})

test('updating the profile requires a viewer', async () => {
  expect(codesOf(await updateProfile({ name: 'Nobody' }))).toEqual(['UNAUTHENTICATED'])
})

test.each([
  'no domain@',
  'two@signs@example.com',
  'ümlaut@exämple.com',
  'İstanbul@example.com',
  'a b@example.com',
  `${'x'.repeat(250)}@a.b`,
])('a legacy account with the e-mail %s can log in, read itself and change its name', async (legacy) => {
  const user = await insertMember(api, { email: legacy.toLowerCase() })

  const { data } = await logIn(legacy)
  const named = await updateProfile({ name: 'Still here' }, user)

  expect(data.login.user).toEqual({ id: user.id })
  expect(named.data.updateProfile.user).toMatchObject({ name: 'Still here', email: legacy.toLowerCase() })
})
