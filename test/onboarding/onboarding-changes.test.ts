import { expect, test } from 'vitest'
import { callsOf } from '../contracts/contract-calls.ts'
import { codesOf, startApi } from '../support/api.ts'
import { insertContract, insertUser } from '../support/factories.ts'
import { address, onboardingCalls } from './onboarding-calls.ts'

const api = await startApi()
const { update, updated } = onboardingCalls(api)
const otherAddress = '0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359'

test('the first change creates the onboarding, and later ones keep omitted fields', async () => {
  const user = await insertUser(api.db)

  const first = await updated(user, { website: 'https://a.example', twitter: '@a', deploymentBlock: 7 })
  const second = await updated(user, { twitter: null, discord: 'a' })

  expect(first).toMatchObject({ isCompleted: false, website: 'https://a.example', twitter: '@a' })
  expect(second).toMatchObject({ ...first, twitter: null, discord: 'a', updatedAt: second.updatedAt })
  expect(second.updatedAt > first.updatedAt).toBe(true)
})

test('a change leaves the state of indexing as it is', async () => {
  const user = await insertUser(api.db)

  const changed = await updated(user, { website: 'https://a.example', deploymentBlock: 7 })

  expect(changed).toMatchObject({ isIndexed: false, indexingProgress: 0, lastUpdatedAt: null })
})

test.each([
  ['the address of the default contract changes', true, { targetAddress: otherAddress }, null],
  ['the chain of the default contract changes', true, { targetChain: 'lisk' }, null],
  ['the default contract is renamed or spelled otherwise', true, { name: 'B', targetChain: 'eth' }, 7],
  ['the address of another contract changes', false, { targetAddress: otherAddress }, 7],
])('if %s, the deployment block is cleared or kept', async (_case, isDefault, change, expected) => {
  const user = await insertUser(api.db)
  const values = { target_address: address, is_default: isDefault }
  const { id } = await insertContract(api.db, { user_id: user.id, ...values })
  await updated(user, { deploymentBlock: 7 })

  const answer = await callsOf(api, user).update({ id, ...change })

  expect(codesOf(answer)).toEqual([])
  expect((await updated(user, {})).deploymentBlock).toBe(expected)
})

test('a change based on an outdated state is rejected', async () => {
  const user = await insertUser(api.db)
  const { updatedAt } = await updated(user, { twitter: '@a' })
  const current = (await updated(user, { twitter: '@b', ifUnmodifiedSince: updatedAt })).updatedAt

  const { errors } = await update(user, { twitter: '@c', ifUnmodifiedSince: updatedAt })

  expect(errors).toMatchObject([{ extensions: { code: 'CONFLICT', updatedAt: current } }])
  const newcomer = await insertUser(api.db)
  expect(codesOf(await update(newcomer, { ifUnmodifiedSince: updatedAt }))).toEqual(['NOT_FOUND'])
})
