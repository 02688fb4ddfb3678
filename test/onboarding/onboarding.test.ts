import { expect, test } from 'vitest'
import { completionReasons } from '../../src/onboarding/completion-reason.rules.ts'
import { codesOf, startApi } from '../support/api.ts'
import { type Account, insertContract, insertOnboarding, insertUser } from '../support/factories.ts'
import { address, onboardingCalls, requiredInput } from './onboarding-calls.ts'

const api = await startApi({ maxConnections: 20 })
const { complete, status, update } = onboardingCalls(api)

const abi = JSON.stringify([{ type: 'receive' }])
const contractsOf = (user: Account) =>
  api.db.selectFrom('contracts').select(['id', 'is_default']).where('user_id', '=', user.id).execute()

test('completing the onboarding saves all fields and the default contract', async () => {
  const user = await insertUser(api.db)
  const facts = { contractPurpose: 'Trade', contractCategory: 'dex', contractStartDate: '2026-02-28' }
  const links = { website: 'https://dex.example', twitter: '@dex', logo: 'data:image/png;base64,AA==' }

  const { data } = await complete(user, { ...facts, ...links, contractAbi: abi })

  const { onboarding, contract, warnings } = data.completeOnboarding
  expect(onboarding).toMatchObject({
    ...requiredInput,
    ...facts,
    ...links,
    contractAbi: abi,
    isCompleted: true,
    discord: null,
  })
  expect(contract).toMatchObject({ name: 'DEX', targetAddress: address, targetAbi: abi, isDefault: true })
  expect(warnings).toEqual([])
})

test('an existing contract with that address, in any case, is updated and becomes the default', async () => {
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

test('an existing contract is found by any spelling of its chain', async () => {
  const user = await insertUser(api.db)
  const values = { user_id: user.id, target_address: address, target_chain: 'ETH' }
  const known = await insertContract(api.db, values)

  const { data } = await complete(user)

  expect(data.completeOnboarding.contract).toMatchObject({ id: known.id })
  expect(await contractsOf(user)).toHaveLength(1)
})

test('of several imported contracts with that address, the default one is used', async () => {
  const user = await insertUser(api.db)
  const values = { user_id: user.id, target_address: address }
  await insertContract(api.db, values)
  const known = await insertContract(api.db, { ...values, is_default: true })

  expect((await complete(user)).data.completeOnboarding.contract.id).toBe(known.id)
})

test('the indexing progress is reset for another contract, and links are kept', async () => {
  const user = await insertUser(api.db)
  await complete(user, { website: 'https://dex.example', twitter: '@dex', contractPurpose: 'Trade' })
  await update(user, { deploymentBlock: 5 })
  await api.db
    .updateTable('user_onboarding')
    .set({ is_indexed: true, indexing_progress: 100, continuous_sync: true })
    .where('user_id', '=', user.id)
    .execute()

  const same = (await complete(user, { contractAddress: address.toLowerCase(), twitter: null })).data
  const alias = (await complete(user, { contractChain: 'eth' })).data
  const other = (await complete(user, { contractChain: 'lisk' })).data

  expect(same.completeOnboarding.onboarding).toMatchObject({
    isIndexed: true,
    twitter: null,
    contractPurpose: null,
  })
  expect(alias.completeOnboarding.onboarding.isIndexed).toBe(true)
  expect(other.completeOnboarding.onboarding).toMatchObject({
    ...{
      isIndexed: false,
      indexingProgress: 0,
      isContinuousSync: false,
      deploymentBlock: null,
      lastUpdatedAt: null,
    },
    ...{ website: 'https://dex.example', continuousSyncStoppedAt: expect.any(String) },
  })
})

test('twenty concurrent completions create one contract, which is the default', async () => {
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

test.each([
  [null, null, null],
  ['completed', 'COMPLETED', null],
  ['stopped by user', 'STOPPED_BY_USER', null],
  ['out of credit', 'OTHER', 'out of credit'],
  ['constructor', 'OTHER', 'constructor'],
])('the stored reason %j of a completion is %j, with the original %j', async (stored, reason, original) => {
  const user = await insertUser(api.db)
  await insertOnboarding(api.db, { user_id: user.id, completion_reason: stored })
  const fields = 'completionReason originalCompletionReason'

  const { data } = await api.ask(`{ me { onboarding { ${fields} } } }`, {}, user)

  expect(data.me.onboarding).toEqual({ completionReason: reason, originalCompletionReason: original })
})

test('IndexingCompletionReason has the stored reasons, and OTHER', async () => {
  const { data } = await api.ask('{ __type(name: "IndexingCompletionReason") { enumValues { name } } }')

  const names = data.__type.enumValues.map(({ name }: { name: string }) => name)
  expect(names).toEqual([...[...completionReasons.values()].map((reason) => reason.toUpperCase()), 'OTHER'])
})

test('every step is missing for a new user', async () => {
  expect(await status(await insertUser(api.db))).toEqual({
    ...{ isCompleted: false, defaultContract: null, onboarding: null },
    missingSteps: ['SOCIAL_LINKS', 'LOGO', 'DEFAULT_CONTRACT', 'INDEXING'],
  })
})

test.each([
  [{ telegram: 't.me/dex' }, {}, ['LOGO', 'DEFAULT_CONTRACT', 'INDEXING']],
  [{ website: '', logo: '' }, {}, ['SOCIAL_LINKS', 'LOGO', 'DEFAULT_CONTRACT', 'INDEXING']],
  [{ logo: 'AA==', is_indexed: true }, {}, ['SOCIAL_LINKS', 'DEFAULT_CONTRACT']],
  [{}, { is_default: true }, ['SOCIAL_LINKS', 'LOGO', 'INDEXING']],
  [{}, { is_default: true, is_active: false }, ['SOCIAL_LINKS', 'LOGO', 'DEFAULT_CONTRACT', 'INDEXING']],
])('with %j and a contract with %j, the missing steps are %j', async (onboarding, contract, missingSteps) => {
  const user = await insertUser(api.db)
  await insertOnboarding(api.db, { user_id: user.id, ...onboarding })
  await insertContract(api.db, { user_id: user.id, ...contract })

  expect((await status(user)).missingSteps).toEqual(missingSteps)
})

test('the status after completion shows the default contract and the onboarding', async () => {
  const user = await insertUser(api.db)
  const { data } = await complete(user, { website: 'https://dex.example' })

  expect(await status(user)).toMatchObject({
    ...{ isCompleted: true, onboarding: { website: 'https://dex.example' } },
    defaultContract: { id: data.completeOnboarding.contract.id },
  })
})
