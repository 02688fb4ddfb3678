import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { sweepLeases } from '../../src/analyses/lease-sweep.ts'
import { startApi } from '../support/api.ts'
import { insertAnalysis, insertUser } from '../support/factories.ts'
import { begin, cancel, complete, expireLease, report } from './analysis-calls.ts'

const api = await startApi()
const { db } = api
const owner = await insertUser(db)
const team = { owner, worker: await insertUser(db, { role: 'worker' }) }
const { worker } = team

async function timesOf(id: string) {
  const fields = 'startedAt finishedAt completedAt estimatedRemainingSeconds'
  return (await api.ask(`{ analysis(id: "${id}") { ${fields} } }`, {}, owner)).data.analysis
}

const never = { startedAt: null, finishedAt: null, completedAt: null, estimatedRemainingSeconds: null }
const time = expect.any(String)

test('a pending analysis has no times, a running one has its start', async () => {
  const pending = await insertAnalysis(db, { user_id: owner.id })
  const before = await timesOf(pending.id)
  const { id } = await begin(api, team)

  expect(before).toEqual(never)
  expect(await timesOf(id)).toEqual({ ...never, startedAt: time })
})

test('a completed analysis has finished when it was completed', async () => {
  const { id, leaseToken } = await begin(api, team)
  await complete(api, worker, leaseToken)

  const times = await timesOf(id)

  expect(times).toEqual({ ...never, startedAt: time, finishedAt: time, completedAt: times.finishedAt })
})

test('a failed or cancelled analysis has finished without being completed', async () => {
  const failed = await begin(api, team)
  await report(api, worker, 'failAnalysis', { leaseToken: failed.leaseToken, errorMessage: 'No.' })
  const cancelled = await begin(api, team)
  await cancel(api, owner, cancelled.id)
  const unstarted = await insertAnalysis(db, { user_id: owner.id })
  await cancel(api, owner, unstarted.id)

  expect(await timesOf(failed.id)).toEqual({ ...never, startedAt: time, finishedAt: time })
  expect(await timesOf(cancelled.id)).toEqual({ ...never, startedAt: time, finishedAt: time })
  expect(await timesOf(unstarted.id)).toEqual({ ...never, finishedAt: time })
})

test.each([
  [0, null],
  [1, 99 * 60],
  [25, 180],
  [50, 60],
  [75, 20],
  [99, 1],
  [100, 0],
])('after a minute with %i percent, about %s seconds remain', async (progress, seconds) => {
  const { id, leaseToken } = await begin(api, team)
  await db
    .updateTable('analysis_runs')
    .set({ started_at: sql`current_timestamp - interval '1 minute'` })
    .where('analysis_id', '=', id)
    .execute()
  await report(api, worker, 'reportProgress', { leaseToken, progress })

  const { estimatedRemainingSeconds: found } = await timesOf(id)

  if (seconds === null) expect(found).toBeNull()
  // The request may take up to two of the 60 seconds.
  else expect(Math.abs(found - seconds)).toBeLessThanOrEqual(1 + seconds / 30)
})

test('an analysis that is requeued has no estimate, and another start replaces the first', async () => {
  const { id, leaseToken } = await begin(api, team)
  await report(api, worker, 'reportProgress', { leaseToken, progress: 50 })
  const { startedAt } = await timesOf(id)
  await expireLease(api, id)
  await sweepLeases(db)

  expect(await timesOf(id)).toEqual({ ...never, startedAt })

  await api.ask('mutation { claimAnalysis(input: {}) { lease { token } } }', {}, worker)
  const again = await timesOf(id)
  expect(again.startedAt > startedAt).toBe(true)
  expect(again.estimatedRemainingSeconds).toBeNull()
})

test('an imported analysis has the times that were recorded', async () => {
  const completed_at = new Date('2025-03-01T09:30:00.000Z')
  const [completed, failed, running] = [
    await insertAnalysis(db, { user_id: owner.id, status: 'completed', completed_at }),
    await insertAnalysis(db, { user_id: owner.id, status: 'failed' }),
    await insertAnalysis(db, { user_id: owner.id, status: 'running', progress: 50 }),
  ]

  const completedAt = completed_at.toISOString()
  expect(await timesOf(completed.id)).toEqual({ ...never, completedAt, finishedAt: completedAt })
  expect(await timesOf(failed.id)).toEqual(never)
  expect(await timesOf(running.id)).toEqual(never)
})
