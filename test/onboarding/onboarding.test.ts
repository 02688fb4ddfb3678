import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { codesOf, startApi } from '../support/api.ts'
import {
  type Account,
  insertAnalysis,
  insertContract,
  insertOnboarding,
  insertUser,
} from '../support/factories.ts'

const api = await startApi({ maxConnections: 20 })

const address = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed'
const told = { contractAddress: address, contractChain: 'ethereum', contractName: 'DEX' }
const abi = JSON.stringify([{ type: 'receive' }])
const fields = `completed website twitter discord telegram logo contractAddress contractChain contractName contractAbi
  contractPurpose contractCategory contractStartDate isIndexed indexingProgress lastAnalysis { id } lastUpdate currentStep
  deploymentBlock continuousSync continuousSyncStarted continuousSyncStopped hasErrors completionReason updatedAt`

const complete = (user: Account, values: object = {}) =>
  api.ask(
    `mutation ($input: CompleteOnboardingInput!) { completeOnboarding(input: $input) {
      onboarding { ${fields} } contract { id name targetAddress targetAbi isActive isDefault }
      warnings { code field } } }`,
    { input: { ...told, ...values } },
    user,
  )
const update = (user: Account, input: object) =>
  api.ask(
    `mutation ($input: UpdateOnboardingInput!) { updateOnboarding(input: $input) { onboarding { ${fields} } } }`,
    { input },
    user,
  )
const updated = async (user: Account, input: object) =>
  (await update(user, input)).data.updateOnboarding.onboarding
const contractsOf = (user: Account) =>
  api.db.selectFrom('contracts').select(['id', 'is_default']).where('user_id', '=', user.id).execute()

test('who completes it has told all, and has a default contract', async () => {
  const user = await insertUser(api.db)
  const facts = { contractPurpose: 'Trade', contractCategory: 'dex', contractStartDate: '2026-02-28' }
  const links = { website: 'https://dex.example', twitter: '@dex', logo: 'data:image/png;base64,AA==' }

  const { data } = await complete(user, { ...facts, ...links, contractAbi: abi })

  const { onboarding, contract, warnings } = data.completeOnboarding
  expect(onboarding).toMatchObject({
    ...told,
    ...facts,
    ...links,
    contractAbi: abi,
    completed: true,
    discord: null,
  })
  expect(contract).toMatchObject({ name: 'DEX', targetAddress: address, targetAbi: abi, isDefault: true })
  expect(warnings).toEqual([])
})

test('the contract of that address is brought up to date and becomes the default, whatever the case', async () => {
  const user = await insertUser(api.db)
  const values = { user_id: user.id, target_address: address.toLowerCase(), target_chain: 'Ethereum' }
  const known = await insertContract(api.db, { ...values, is_active: false, target_abi: abi })
  const other = await insertContract(api.db, { user_id: user.id, is_default: true })

  const { data } = await complete(user)

  const expected = { id: known.id, name: 'DEX', targetAbi: abi, isActive: true, isDefault: true }
  expect(data.completeOnboarding.contract).toMatchObject(expected)
  expect(await contractsOf(user)).toHaveLength(2)
  expect(await contractsOf(user)).toContainEqual({ id: other.id, is_default: false })
})

test('of several imported contracts of that address the default stays it', async () => {
  const user = await insertUser(api.db)
  const values = { user_id: user.id, target_address: address }
  await insertContract(api.db, values)
  const known = await insertContract(api.db, { ...values, is_default: true })

  expect((await complete(user)).data.completeOnboarding.contract.id).toBe(known.id)
})

test('what was reported of one contract does not hold for another; links stay', async () => {
  const user = await insertUser(api.db)
  await complete(user, { website: 'https://dex.example', twitter: '@dex', contractPurpose: 'Trade' })
  await update(user, { isIndexed: true, indexingProgress: 100, continuousSync: true, deploymentBlock: 5 })

  const same = (await complete(user, { contractAddress: address.toLowerCase(), twitter: null })).data
  const other = (await complete(user, { contractChain: 'lisk' })).data

  expect(same.completeOnboarding.onboarding).toMatchObject({
    isIndexed: true,
    twitter: null,
    contractPurpose: null,
  })
  expect(other.completeOnboarding.onboarding).toMatchObject({
    ...{
      isIndexed: false,
      indexingProgress: 0,
      continuousSync: false,
      deploymentBlock: null,
      lastUpdate: null,
    },
    ...{ website: 'https://dex.example', continuousSyncStopped: expect.any(String) },
  })
})

test('who completes it twenty times at once has one contract of the address, the default', async () => {
  const user = await insertUser(api.db)
  await insertContract(api.db, { user_id: user.id, is_default: true })

  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, place) =>
      complete(user, { contractAddress: place % 2 === 0 ? address : address.toLowerCase() }),
    ),
  )

  expect(answers.flatMap(codesOf)).toEqual([])
  expect((await contractsOf(user)).map((contract) => contract.is_default).sort()).toEqual([false, true])
})

test('a change begins the onboarding, and what is left out stays', async () => {
  const user = await insertUser(api.db)

  const first = await updated(user, { website: 'https://a.example', currentStep: 'reading', hasErrors: true })
  const second = await updated(user, { currentStep: null, indexingProgress: 30 })

  expect(first).toMatchObject({ completed: false, website: 'https://a.example', currentStep: 'reading' })
  expect(second).toMatchObject({
    ...first,
    currentStep: null,
    indexingProgress: 30,
    ...{ lastUpdate: second.lastUpdate, updatedAt: second.updatedAt },
  })
  expect(second.updatedAt > first.updatedAt).toBe(true)
})

test('the moment of a report is noted, and not that of a change of links', async () => {
  const user = await insertUser(api.db)

  expect((await updated(user, { twitter: '@a' })).lastUpdate).toBeNull()
  expect((await updated(user, { indexingProgress: 0 })).lastUpdate).not.toBeNull()
})

test('continuous indexing notes when it begins and when it ends, and not when that is said again', async () => {
  const user = await insertUser(api.db)
  const moments = ({ continuousSyncStarted, continuousSyncStopped }: Record<string, string | null>) => [
    continuousSyncStarted,
    continuousSyncStopped,
  ]

  const off = await updated(user, { continuousSync: false })
  const on = await updated(user, { continuousSync: true })
  const again = await updated(user, { continuousSync: true })
  const ended = await updated(user, { continuousSync: false })

  expect(moments(off)).toEqual([null, null])
  expect(moments(on)).toEqual([expect.any(String), null])
  expect(moments(again)).toEqual(moments(on))
  expect(moments(ended)).toEqual([on.continuousSyncStarted, expect.any(String)])
  expect(moments(await updated(user, { continuousSync: false }))).toEqual(moments(ended))
})

test.each(['user', 'admin'] as const)('the last analysis is one of the %s’s own', async (role) => {
  const user = await insertUser(api.db, { role })
  const own = await insertAnalysis(api.db, { user_id: user.id })
  const foreign = await insertAnalysis(api.db, { user_id: (await insertUser(api.db)).id })

  expect((await updated(user, { lastAnalysisId: own.id })).lastAnalysis).toEqual({ id: own.id })
  for (const lastAnalysisId of [foreign.id, randomUUID()]) {
    expect(codesOf(await update(user, { lastAnalysisId }))).toEqual(['NOT_FOUND'])
  }
  expect((await updated(user, { lastAnalysisId: null })).lastAnalysis).toBeNull()
})

test('who read an older state is refused', async () => {
  const user = await insertUser(api.db)
  const { updatedAt } = await updated(user, { twitter: '@a' })
  const current = (await updated(user, { twitter: '@b', ifUnmodifiedSince: updatedAt })).updatedAt

  const { errors } = await update(user, { twitter: '@c', ifUnmodifiedSince: updatedAt })

  expect(errors).toMatchObject([{ extensions: { code: 'CONFLICT', updatedAt: current } }])
  const newcomer = await insertUser(api.db)
  expect(codesOf(await update(newcomer, { ifUnmodifiedSince: updatedAt }))).toEqual(['NOT_FOUND'])
})

const status = async (user: Account) => {
  const query =
    '{ onboardingStatus { completed missingSteps defaultContract { id } onboarding { website } } }'
  return (await api.ask(query, {}, user)).data.onboardingStatus
}

test('the status of who has just come misses every step', async () => {
  expect(await status(await insertUser(api.db))).toEqual({
    ...{ completed: false, defaultContract: null, onboarding: null },
    missingSteps: ['SOCIAL_LINKS', 'LOGO', 'DEFAULT_CONTRACT', 'INDEXING'],
  })
})

test.each([
  [{ telegram: 't.me/dex' }, {}, ['LOGO', 'DEFAULT_CONTRACT', 'INDEXING']],
  [{ website: '', logo: '' }, {}, ['SOCIAL_LINKS', 'LOGO', 'DEFAULT_CONTRACT', 'INDEXING']],
  [{ logo: 'AA==', is_indexed: true }, {}, ['SOCIAL_LINKS', 'DEFAULT_CONTRACT']],
  [{}, { is_default: true }, ['SOCIAL_LINKS', 'LOGO', 'INDEXING']],
  [{}, { is_default: true, is_active: false }, ['SOCIAL_LINKS', 'LOGO', 'DEFAULT_CONTRACT', 'INDEXING']],
])(
  'with %j and a contract with %j these steps are missing: %j',
  async (onboarding, contract, missingSteps) => {
    const user = await insertUser(api.db)
    await insertOnboarding(api.db, { user_id: user.id, ...onboarding })
    await insertContract(api.db, { user_id: user.id, ...contract })

    expect((await status(user)).missingSteps).toEqual(missingSteps)
  },
)

test('the status of who has completed it shows the default contract and what was told', async () => {
  const user = await insertUser(api.db)
  const { data } = await complete(user, { website: 'https://dex.example' })

  expect(await status(user)).toMatchObject({
    ...{ completed: true, onboarding: { website: 'https://dex.example' } },
    defaultContract: { id: data.completeOnboarding.contract.id },
  })
})
