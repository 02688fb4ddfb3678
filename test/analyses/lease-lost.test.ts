import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { codesOf, startApi } from '../support/api.ts'
import { insertUser } from '../support/factories.ts'
import { begin, claim, expireLease, renew, report, reports } from './analysis-calls.ts'

const api = await startApi()
const { db } = api
const owner = await insertUser(db)
const worker = await insertUser(db, { role: 'worker' })
const team = { owner, worker }
const rowOf = (id: string) =>
  db.selectFrom('analyses').selectAll().where('id', '=', id).executeTakeFirstOrThrow()

test.each(reports)('%s with an expired claim changes nothing', async (_name, call) => {
  const { id, leaseToken } = await begin(api, team)
  await expireLease(api, id)
  const before = await rowOf(id)

  expect(codesOf(await call(api, worker, leaseToken))).toEqual(['LEASE_LOST'])
  expect(await rowOf(id)).toEqual(before)
})

test.each(['cancelled', 'failed', 'completed', 'pending'] as const)(
  'reports do not change an analysis that is %s',
  async (status) => {
    const { id, leaseToken } = await begin(api, team)
    await db.updateTable('analyses').set({ status }).where('id', '=', id).execute()
    const before = await rowOf(id)

    for (const [, call] of reports)
      expect(codesOf(await call(api, worker, leaseToken))).toEqual(['LEASE_LOST'])

    expect(await rowOf(id)).toEqual(before)
  },
)

test.each(reports)('%s rejects an unknown token and the token of another worker', async (_name, call) => {
  const { leaseToken } = await begin(api, team)
  const other = await insertUser(db, { role: 'worker' })

  expect(codesOf(await call(api, worker, randomUUID()))).toEqual(['LEASE_LOST'])
  expect(codesOf(await call(api, other, leaseToken))).toEqual(['LEASE_LOST'])
  expect(codesOf(await call(api, worker, 'x'))).toEqual(['BAD_USER_INPUT'])
})

test.each(reports)('%s requires the role worker', async (_name, call) => {
  const { leaseToken } = await begin(api, team)

  expect(codesOf(await call(api, owner, leaseToken))).toEqual(['FORBIDDEN'])
  expect(codesOf(await claim(api, owner))).toEqual(['FORBIDDEN'])
  expect(codesOf(await claim(api, { headers: {} }))).toEqual(['UNAUTHENTICATED'])
})

test.each([9, 3601])('a claim of %i seconds is rejected', async (leaseSeconds) => {
  const answers = [
    await claim(api, worker, { leaseSeconds }),
    await renew(api, worker, { leaseSeconds, leaseToken: randomUUID() }),
  ]

  expect(answers.map(codesOf)).toEqual([['BAD_USER_INPUT'], ['BAD_USER_INPUT']])
  expect(answers[0]?.errors[0]?.extensions.argument).toBe('input.leaseSeconds')
})

test.each([
  ['reportProgress', 'progress', { progress: 101 }],
  ['reportProgress', 'progress', { progress: -1 }],
  ['reportProgress', 'currentStep', { progress: 1, currentStep: 'x'.repeat(256) }],
  ['reportProgress', 'currentStep', { progress: 1, currentStep: 'a\0' }],
  ['appendLogs', 'entries', { entries: [] }],
  ['appendLogs', 'entries', { entries: Array.from({ length: 101 }, () => ({ message: 'a' })) }],
  ['appendLogs', 'entries.1.message', { entries: [{ message: 'a' }, { message: '' }] }],
  ['appendLogs', 'entries.0.message', { entries: [{ message: 'x'.repeat(10_001) }] }],
  ['appendLogs', 'entries.0.level', { entries: [{ message: 'a', level: 'loud' }] }],
  ['appendLogs', 'entries.0.level', { entries: [{ message: 'a', level: 'OTHER' }] }],
  ['appendLogs', 'entries.0.data', { entries: [{ message: 'a', data: 'x'.repeat(10_000) }] }],
  ['completeAnalysis', 'results', { results: [] }],
  ['completeAnalysis', 'results', { results: { a: 'b\0' } }],
  ['completeAnalysis', 'metadata', { results: {}, metadata: 1 }],
  ['failAnalysis', 'errorMessage', { errorMessage: ' ' }],
  ['failAnalysis', 'results', { errorMessage: 'No.', results: 1 }],
] as const)('%s rejects an invalid %s', async (mutation, argument, input) => {
  const answer = await report(api, worker, mutation, { ...input, leaseToken: randomUUID() })

  expect(codesOf(answer)).toEqual(['BAD_USER_INPUT'])
  expect(answer.errors[0]?.extensions.argument).toBe(`input.${argument}`)
})
