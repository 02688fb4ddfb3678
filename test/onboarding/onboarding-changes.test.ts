import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { codesOf, startApi } from '../support/api.ts'
import { insertAnalysis, insertUser } from '../support/factories.ts'
import { onboardingCalls } from './onboarding-calls.ts'

const api = await startApi()
const { update, updated } = onboardingCalls(api)

test('the first change creates the onboarding, and later ones keep omitted fields', async () => {
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

test('a report sets `lastUpdate`, a change of links does not', async () => {
  const user = await insertUser(api.db)

  expect((await updated(user, { twitter: '@a' })).lastUpdate).toBeNull()
  expect((await updated(user, { indexingProgress: 0 })).lastUpdate).not.toBeNull()
})

test('turning continuous indexing on or off sets the time, repeating it does not', async () => {
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

test.each(['user', 'admin'] as const)('the last analysis must belong to the %s', async (role) => {
  const user = await insertUser(api.db, { role })
  const own = await insertAnalysis(api.db, { user_id: user.id })
  const foreign = await insertAnalysis(api.db, { user_id: (await insertUser(api.db)).id })

  expect((await updated(user, { lastAnalysisId: own.id })).lastAnalysis).toEqual({ id: own.id })
  for (const lastAnalysisId of [foreign.id, randomUUID()]) {
    expect(codesOf(await update(user, { lastAnalysisId }))).toEqual(['NOT_FOUND'])
  }
  expect((await updated(user, { lastAnalysisId: null })).lastAnalysis).toBeNull()
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
