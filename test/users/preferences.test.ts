import { expect, test } from 'vitest'
import { codesOf, type Sender, startApi } from '../support/api.ts'
import { insertPreferences, insertUser } from '../support/factories.ts'
import { invalidArgument } from '../support/invalid-argument.ts'

const api = await startApi()

const updatePreferences = (input: object, sender?: Sender) =>
  api.ask(
    `mutation ($input: UpdatePreferencesInput!) { updatePreferences(input: $input) {
      preferences { hasEmailNotifications hasAnalysisNotifications defaultChain customSettings updatedAt } } }`,
    { input },
    sender,
  )

/** A user with stored preferences. */
async function insertSetUser(settings: object = { theme: 'dark', panels: { left: 1, right: 2 } }) {
  const user = await insertUser(api.db)
  await insertPreferences(api.db, {
    user_id: user.id,
    email_notifications: false,
    default_chain: 'lisk',
    custom_settings: JSON.stringify(settings),
  })
  return user
}

const settingsOf = async (sender: Sender) =>
  (await api.ask('{ me { preferences { customSettings } } }', {}, sender)).data.me.preferences.customSettings

test('the first change creates the preferences, with defaults for omitted fields', async () => {
  const user = await insertUser(api.db)

  const { data } = await updatePreferences({ defaultChain: 'starknet' }, user)

  expect(data.updatePreferences.preferences).toMatchObject({
    hasEmailNotifications: true,
    hasAnalysisNotifications: true,
    defaultChain: 'starknet',
    customSettings: {},
  })
})

test('an empty change creates the preferences, and does not change existing ones', async () => {
  const newcomer = await insertUser(api.db)
  const user = await insertSetUser()
  const before = (await updatePreferences({}, user)).data.updatePreferences.preferences

  const { data } = await updatePreferences({}, newcomer)
  const again = await updatePreferences({}, user)

  expect(data.updatePreferences.preferences).toMatchObject({ defaultChain: 'ethereum', customSettings: {} })
  expect(again.data.updatePreferences.preferences).toEqual(before)
})

test('omitted fields are unchanged', async () => {
  const user = await insertSetUser()

  const { data } = await updatePreferences({ hasAnalysisNotifications: false }, user)

  expect(data.updatePreferences.preferences).toMatchObject({
    hasEmailNotifications: false,
    hasAnalysisNotifications: false,
    defaultChain: 'lisk',
    customSettings: { theme: 'dark', panels: { left: 1, right: 2 } },
  })
})

test('custom settings are merged: members are replaced as a whole, and null removes them', async () => {
  const user = await insertSetUser({ theme: 'dark', panels: { left: 1 }, zoom: 2 })

  const { data } = await updatePreferences(
    { customSettings: { panels: { right: 3, gone: null }, zoom: null, unknown: null, list: [null] } },
    user,
  )

  expect(data.updatePreferences.preferences.customSettings).toEqual({
    theme: 'dark',
    panels: { right: 3, gone: null },
    list: [null],
  })
})

test('no concurrent change is lost, including those that create the preferences', async () => {
  const user = await insertUser(api.db)
  const names = Array.from({ length: 30 }, (_, number) => `member${number}`)

  const answers = await Promise.all(
    names.map((name) => updatePreferences({ customSettings: { [name]: true } }, user)),
  )

  expect(answers.flatMap(codesOf)).toEqual([])
  expect(Object.keys(await settingsOf(user)).sort()).toEqual(names.sort())
})

test.each([
  ['null for e-mail notifications', { hasEmailNotifications: null }, 'input.hasEmailNotifications'],
  ['null for analysis notifications', { hasAnalysisNotifications: null }, 'input.hasAnalysisNotifications'],
  ['null for the chain', { defaultChain: null }, 'input.defaultChain'],
  ['an empty chain', { defaultChain: '' }, 'input.defaultChain'],
  ['a long chain', { defaultChain: 'x'.repeat(51) }, 'input.defaultChain'],
  ['a NUL in the chain', { defaultChain: 'a\0' }, 'input.defaultChain'],
  ['null for the settings', { customSettings: null }, 'input.customSettings'],
  ['settings that are an array', { customSettings: [1] }, 'input.customSettings'],
  ['settings that are a string', { customSettings: 'dark' }, 'input.customSettings'],
  ['a NUL in the settings', { customSettings: { a: 'b\0' } }, 'input.customSettings'],
  ['a NUL in the name of a setting', { customSettings: { 'a\0': null } }, 'input.customSettings'],
  ['a lone surrogate in the settings', { customSettings: { a: '\ud800' } }, 'input.customSettings'],
  ['settings that are too large', { customSettings: { a: 'x'.repeat(65_536) } }, 'input.customSettings'],
])('%s is rejected with the path of the argument, and nothing is changed', async (_what, input, argument) => {
  const user = await insertSetUser()

  const answer = await updatePreferences({ hasAnalysisNotifications: false, ...input }, user)

  expect(answer.errors[0]?.extensions).toEqual(invalidArgument(argument))
  expect(await settingsOf(user)).toEqual({ theme: 'dark', panels: { left: 1, right: 2 } })
})

test('the size of custom settings is limited across changes', async () => {
  const user = await insertSetUser({ large: 'x'.repeat(65_000) })

  const answer = await updatePreferences({ customSettings: { more: 'x'.repeat(1000) } }, user)

  expect(answer.errors[0]?.extensions).toEqual(invalidArgument('input.customSettings'))
  expect(codesOf(await updatePreferences({ customSettings: { large: null, more: 'x' } }, user))).toEqual([])
})

test('a change based on an outdated state is rejected with the time of the last change', async () => {
  const user = await insertSetUser()
  const { updatedAt } = (await updatePreferences({}, user)).data.updatePreferences.preferences
  const change = (defaultChain: string) =>
    updatePreferences({ defaultChain, ifUnmodifiedSince: updatedAt }, user)

  const first = await change('ethereum')
  const late = await change('starknet')

  const newer = first.data.updatePreferences.preferences.updatedAt
  expect(late.errors[0]?.extensions).toEqual({
    code: 'CONFLICT',
    argument: 'input.ifUnmodifiedSince',
    updatedAt: newer,
  })
})

test('only one of several concurrent changes based on the same state succeeds', async () => {
  const user = await insertSetUser()
  const { updatedAt } = (await updatePreferences({}, user)).data.updatePreferences.preferences

  const answers = await Promise.all(
    ['a', 'b', 'c', 'd'].map((defaultChain) =>
      updatePreferences({ defaultChain, ifUnmodifiedSince: updatedAt }, user),
    ),
  )

  expect(answers.flatMap(codesOf)).toEqual(['CONFLICT', 'CONFLICT', 'CONFLICT'])
})

test('`ifUnmodifiedSince` returns NOT_FOUND if there are no preferences', async () => {
  const user = await insertUser(api.db)

  const answer = await updatePreferences(
    { defaultChain: 'lisk', ifUnmodifiedSince: '2026-01-01T00:00:00.000Z' },
    user,
  )

  expect(codesOf(answer)).toEqual(['NOT_FOUND'])
})

test('preferences require a viewer, and a user changes only their own', async () => {
  const [user, other] = [await insertSetUser(), await insertSetUser({})]

  await updatePreferences({ customSettings: { theme: 'light' } }, other)

  expect(codesOf(await updatePreferences({ defaultChain: 'lisk' }))).toEqual(['UNAUTHENTICATED'])
  expect(await settingsOf(user)).toMatchObject({ theme: 'dark' })
})

test('later fields of the same request see the changed preferences', async () => {
  const user = await insertSetUser({})

  const { data } = await api.ask(
    `mutation { a: updatePreferences(input: { defaultChain: "a" }) { preferences { defaultChain } }
                b: updatePreferences(input: { defaultChain: "b" }) { preferences { defaultChain } } }`,
    {},
    user,
  )

  expect([data.a.preferences.defaultChain, data.b.preferences.defaultChain]).toEqual(['a', 'b'])
})
