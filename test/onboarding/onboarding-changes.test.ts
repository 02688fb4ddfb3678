import { expect, test } from 'vitest'
import { codesOf, startApi } from '../support/api.ts'
import { insertUser } from '../support/factories.ts'
import { onboardingCalls } from './onboarding-calls.ts'

const api = await startApi()
const { update, updated } = onboardingCalls(api)

test('the first change creates the onboarding, and later ones keep omitted fields', async () => {
  const user = await insertUser(api.db)

  const first = await updated(user, { website: 'https://a.example', twitter: '@a', deploymentBlock: 7 })
  const second = await updated(user, { twitter: null, discord: 'a' })

  expect(first).toMatchObject({ completed: false, website: 'https://a.example', twitter: '@a' })
  expect(second).toMatchObject({ ...first, twitter: null, discord: 'a', updatedAt: second.updatedAt })
  expect(second.updatedAt > first.updatedAt).toBe(true)
})

test('a change leaves the state of indexing as it is', async () => {
  const user = await insertUser(api.db)

  const changed = await updated(user, { website: 'https://a.example', deploymentBlock: 7 })

  expect(changed).toMatchObject({ isIndexed: false, indexingProgress: 0, lastUpdate: null })
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
