import { expect, test } from 'vitest'
import { lockSweep } from '../../src/analyses/lease.store.ts'
import { startLeaseSweep, sweepLeases } from '../../src/analyses/lease-sweep.ts'
import { createLogger } from '../../src/logger.ts'
import { codesOf, startApi } from '../support/api.ts'
import { insertAnalysis, insertUser } from '../support/factories.ts'
import { begin, cancel, claim, expireLease, inParallel, reportDone } from './analysis-calls.ts'

// `api` sweeps only when a test calls sweepLeases; some tests start other servers on the same database.
const api = await startApi({ maxConnections: 10 })
const { db } = api
const owner = await insertUser(db)
const worker = await insertUser(db, { role: 'worker' })
const team = { owner, worker }
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000)
const insertRunning = (values: object) =>
  insertAnalysis(db, { user_id: owner.id, status: 'running', ...values })

const rowOf = (id: string) =>
  db.selectFrom('analyses').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
const countLeases = async () => (await db.selectFrom('analysis_leases').select('token').execute()).length

test('an analysis whose worker stopped is requeued', async () => {
  const { id, leaseToken } = await begin(api, team)
  await reportDone(api, worker, leaseToken, 60)
  await expireLease(api, id)

  expect(await sweepLeases(db)).toEqual({ returned: 1, failed: 0 })

  expect(await rowOf(id)).toMatchObject({ status: 'pending', current_step: null, has_errors: false })
  expect((await claim(api, worker)).data.claimAnalysis.lease).toMatchObject({
    ...{ attempts: 2, analysis: { id, status: 'RUNNING', progress: 0 } },
  })
})

test('an analysis fails after three workers stopped', async () => {
  const { id } = await begin(api, team)
  const counts = []
  for (let attempt = 1; attempt <= 3; attempt++) {
    await expireLease(api, id)
    counts.push(await sweepLeases(db))
    await claim(api, worker)
  }

  expect(counts).toEqual([...Array(2).fill({ returned: 1, failed: 0 }), { returned: 0, failed: 1 }])
  expect(await rowOf(id)).toMatchObject({
    ...{ status: 'failed', has_errors: true, completed_at: null },
    error_message: '3 workers stopped before the analysis was completed. Start it again.',
  })
})

test('a swept claim stays invalid even if its expiry is extended', async () => {
  const { id, leaseToken } = await begin(api, team)
  await expireLease(api, id)
  await sweepLeases(db)
  const later = { expires_at: minutesAgo(-10) }
  await db.updateTable('analysis_leases').set(later).where('analysis_id', '=', id).execute()
  await db.updateTable('analyses').set({ status: 'running' }).where('id', '=', id).execute()

  expect(codesOf(await reportDone(api, worker, leaseToken, 1))).toEqual(['LEASE_LOST'])
})

test('a sweep changes neither valid claims nor ended analyses', async () => {
  const { id } = await begin(api, team)
  const longSilent = { updated_at: minutesAgo(60) }
  await db.updateTable('analyses').set(longSilent).where('id', '=', id).execute()
  const ended = await insertAnalysis(db, {
    user_id: owner.id,
    status: 'completed',
    updated_at: minutesAgo(60),
  })

  expect(await sweepLeases(db)).toEqual({ returned: 0, failed: 0 })

  expect(await rowOf(id)).toMatchObject({ status: 'running' })
  expect(await rowOf(ended.id)).toMatchObject({ status: 'completed' })
})

test('a running analysis without a lease fails after ten minutes without a change', async () => {
  const [old, recent] = [
    await insertRunning({ updated_at: minutesAgo(11), current_step: 'Counting' }),
    await insertRunning({ updated_at: minutesAgo(9) }),
  ]

  expect(await sweepLeases(db)).toEqual({ returned: 0, failed: 1 })

  expect(await rowOf(old.id)).toMatchObject({
    ...{ status: 'failed', has_errors: true, current_step: null },
    error_message: 'The analysis was interrupted. Start it again.',
  })
  expect(await rowOf(recent.id)).toMatchObject({ status: 'running', error_message: null })
})

test('the lease of a cancelled analysis is deleted', async () => {
  const { id } = await begin(api, team)
  const before = await countLeases()

  await cancel(api, owner, id)
  await sweepLeases(db)

  expect(await countLeases()).toBeLessThan(before)
})

test('only one server sweeps at a time', async () => {
  const { id } = await begin(api, team)
  await expireLease(api, id)

  await db.transaction().execute(async (trx) => {
    expect(await lockSweep(trx)).toBe(true)
    expect(await sweepLeases(db)).toBeUndefined()
  })

  expect(await sweepLeases(db)).toEqual({ returned: 1, failed: 0 })
})

test('two servers that sweep concurrently requeue each analysis once', async () => {
  await db.deleteFrom('analyses').execute()
  await inParallel(50, () => insertAnalysis(db, { user_id: owner.id }))
  await inParallel(50, () => claim(api, worker))
  await db
    .updateTable('analysis_leases')
    .set({ expires_at: minutesAgo(1) })
    .execute()
  const lines: string[] = []
  const logger = createLogger('info', { write: (line) => void lines.push(line) })

  const servers = [1, 2].map(() => startLeaseSweep({ db, logger, intervalMs: 20 }))
  const waiting = () => db.selectFrom('analyses').select('id').where('status', '=', 'pending').execute()
  await expect.poll(async () => (await waiting()).length).toBe(50)
  await Promise.all(servers.map((server) => server.close()))

  expect(lines.map((line) => JSON.parse(line))).toEqual([
    expect.objectContaining({ returned: 50, failed: 0 }),
  ])
})

test('a server sweeps regularly', async () => {
  const other = await startApi({ leaseSweepMs: 30 })
  const user = await insertUser(other.db)
  const { id } = await insertAnalysis(other.db, {
    ...{ user_id: user.id, status: 'running', updated_at: minutesAgo(20) },
  })

  const status = async () =>
    (await other.ask(`{ analysis(id: "${id}") { status } }`, {}, user)).data.analysis.status
  await expect.poll(status, { timeout: 5000 }).toBe('FAILED')
})
