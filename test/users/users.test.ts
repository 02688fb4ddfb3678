import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { codesOf, startApi } from '../support/api.ts'
import {
  insertAnalysis,
  insertContract,
  insertOnboarding,
  insertPreferences,
  insertUser,
} from '../support/factories.ts'

const api = await startApi()
const admin = await insertUser(api.db, { role: 'admin', name: 'Root', email: 'root@example.org' })

await Promise.all([
  insertUser(api.db, {
    ...{ name: 'Anna Karenina', email: 'anna@lit.example', tier: 'starter', is_active: false },
    created_at: '1877-01-01T00:00:00Z',
  }),
  insertUser(api.db, {
    ...{ name: 'Konstantin Levin', email: 'k@lit.example', role: 'worker', tier: 'pro' },
    created_at: '1878-01-01T00:00:00Z',
  }),
  insertUser(api.db, { name: '100% Vronsky_\\', email: 'v@lit.example' }),
])

/** The names of the users that match the filter, in alphabetical order. */
async function namesOf(filter: object): Promise<string[]> {
  const query = 'query ($filter: UserFilter) { users(filter: $filter) { edges { node { name } } } }'
  const { data } = await api.ask(query, { filter }, admin)
  return data.users.edges.map(({ node }: { node: { name: string } }) => node.name).sort()
}

test('a user can read all fields of their account', async () => {
  const user = await insertUser(api.db, { name: 'Vera', tier: 'enterprise', analysis_count: 3 })
  await insertPreferences(api.db, { user_id: user.id, custom_settings: '{"theme":"dark"}' })
  await insertOnboarding(api.db, { user_id: user.id, completed: true, deployment_block: '18000000000' })

  const { data } = await api.ask(
    `{ me { id email name role tier isActive isEmailVerified analysisCount lastLoginAt
        preferences { defaultChain hasEmailNotifications customSettings }
        onboarding { isCompleted deploymentBlock logo lastAnalysis { id } } } }`,
    {},
    user,
  )

  expect(data.me).toEqual({
    ...{ id: user.id, email: user.email, name: 'Vera', role: 'USER', tier: 'ENTERPRISE', isActive: true },
    ...{ isEmailVerified: false, analysisCount: 3, lastLoginAt: null },
    preferences: { defaultChain: 'ethereum', hasEmailNotifications: true, customSettings: { theme: 'dark' } },
    onboarding: { isCompleted: true, deploymentBlock: 18_000_000_000, logo: null, lastAnalysis: null },
  })
})

test('a new user has neither onboarding nor preferences', async () => {
  const user = await insertUser(api.db)

  const { data } = await api.ask(
    '{ me { onboarding { isCompleted } preferences { defaultChain } } }',
    {},
    user,
  )

  expect(data.me).toEqual({ onboarding: null, preferences: null })
})

test('the last analysis of the onboarding is null if it was deleted or belongs to another user', async () => {
  const stranger = await insertUser(api.db)
  const foreign = await insertAnalysis(api.db, { user_id: stranger.id })
  const asked = async (lastAnalysisId: string | undefined, role: 'user' | 'worker' | 'admin') => {
    const user = await insertUser(api.db, { role })
    const own = await insertAnalysis(api.db, { user_id: user.id })
    await insertOnboarding(api.db, { user_id: user.id, last_analysis_id: lastAnalysisId ?? own.id })
    const { data } = await api.ask('{ me { onboarding { lastAnalysis { id } } } }', {}, user)
    return data.me.onboarding.lastAnalysis
  }

  expect(await asked(randomUUID(), 'user')).toBeNull()
  for (const role of ['user', 'worker', 'admin'] as const) expect(await asked(foreign.id, role)).toBeNull()
  expect(await asked(undefined, 'user')).toEqual({ id: expect.any(String) })
})

test('the large columns of the onboarding are read only if selected', async () => {
  const user = await insertUser(api.db)
  await insertOnboarding(api.db, { user_id: user.id, logo: 'data:image/png;base64,AA', contract_abi: '[]' })
  const ask = (fields: string) => api.ask(`{ me { onboarding { ${fields} } } }`, {}, user)

  const without = await api.statementsOf(() => ask('isCompleted website'))
  const both = await api.statementsOf(() => ask('logo contractAbi'))

  expect(without.join()).not.toMatch(/logo|contract_abi/)
  expect(both).toHaveLength(without.length + 1)
  expect((await ask('logo contractAbi')).data.me.onboarding.logo).toBe('data:image/png;base64,AA')
})

test('only administrators can read users', async () => {
  const user = await insertUser(api.db)
  const worker = await insertUser(api.db, { role: 'worker' })
  const queries = ['{ users { totalCount } }', `{ user(id: "${user.id}") { id } }`]

  for (const query of queries) {
    expect(codesOf(await api.ask(query))).toEqual(['UNAUTHENTICATED'])
    expect(codesOf(await api.ask(query, {}, user))).toEqual(['FORBIDDEN'])
    expect(codesOf(await api.ask(query, {}, worker))).toEqual(['FORBIDDEN'])
    expect(codesOf(await api.ask(query, {}, admin))).toEqual([])
  }
})

test('an administrator can read another user’s contracts and analyses through the user', async () => {
  const user = await insertUser(api.db)
  const contract = await insertContract(api.db, { user_id: user.id, name: 'Theirs' })
  await insertAnalysis(api.db, { user_id: user.id, config_id: contract.id })

  const { data } = await api.ask(
    `{ user(id: "${user.id.toUpperCase()}") {
        contracts { totalCount edges { node { name owner { id } analyses { totalCount } } } } } }`,
    {},
    admin,
  )

  const node = { name: 'Theirs', owner: { id: user.id }, analyses: { totalCount: 1 } }
  expect(data.user.contracts).toEqual({ totalCount: 1, edges: [{ node }] })
})

test.each([
  ['a part of the name in any case', { search: 'NNA kar' }, ['Anna Karenina']],
  ['a part of the e-mail', { search: 'k@lit' }, ['Konstantin Levin']],
  ['a literal percent sign', { search: '%' }, ['100% Vronsky_\\']],
  ['a literal underscore', { search: 'y_' }, ['100% Vronsky_\\']],
  ['a literal backslash', { search: '_\\' }, ['100% Vronsky_\\']],
  ['a role', { roles: ['WORKER'], search: 'lit.example' }, ['Konstantin Levin']],
  ['several tiers', { tiers: ['PRO', 'STARTER'] }, ['Anna Karenina', 'Konstantin Levin']],
  ['an empty list of tiers', { tiers: [] }, []],
  ['closed accounts', { isActive: false }, ['Anna Karenina']],
  ['all conditions together', { search: 'lit.example', isActive: false, tiers: ['PRO'] }, []],
  [
    'a range of creation times',
    { createdAt: { from: '1877-01-01T00:00:00Z', to: '1877-01-02T00:00:00Z' } },
    ['Anna Karenina'],
  ],
  [
    'a range without a start',
    { createdAt: { to: '1878-01-01T00:00:00.001Z' } },
    ['Anna Karenina', 'Konstantin Levin'],
  ],
])('users can be filtered by %s', async (_what, filter, names) => {
  expect(await namesOf(filter)).toEqual(names)
})
