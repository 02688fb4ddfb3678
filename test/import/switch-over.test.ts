import { afterAll, beforeEach, expect, test } from 'vitest'
import { lockSweep } from '../../src/analyses/lease.store.ts'
import { startLeaseSweep } from '../../src/analyses/lease-sweep.ts'
import { createSwitchOver } from '../../src/import/import.rules.ts'
import { describeOutcome } from '../../src/import/report/outcome.ts'
import { createLogger } from '../../src/logger.ts'
import { startApi } from '../support/api.ts'
import { insertAnalysis, insertUser } from '../support/factories.ts'
import {
  clearTables,
  countsOf,
  createTestRunner,
  getJob,
  importFiles,
  listRejects,
  runJob,
} from '../support/imports.ts'
import { legacyAnalysis, legacyContract, legacyUser } from '../support/legacy-records.ts'
import { runProgram } from '../support/programs.ts'

// The server sweeps during the whole file, as the serving role.
const api = await startApi()
const sweep = startLeaseSweep({ db: api.served.db, logger: createLogger('silent'), intervalMs: 30 })
afterAll(() => sweep.close())
const { connection, url } = api.testDatabase
const { pool } = connection

const user = legacyUser()
const contract = legacyContract(user.id)
const running = legacyAnalysis(user.id, {
  ...{ status: 'running', progress: 40, currentStep: 'Counting', configId: contract.id },
})
const done = { ...running, status: 'completed', progress: 100, currentStep: null, results: { total: 7 } }
const newer = { onConflict: 'update_if_newer' } as const
const filesWith = (analysis: object) => ({
  'users.json': [user],
  'contracts.json': [contract],
  'analyses.json': [analysis],
})

beforeEach(() =>
  // Between two sweeps: a sweep locks the tables in another order.
  expect
    .poll(() =>
      connection.db.transaction().execute(async (trx) => {
        const isBetween = await lockSweep(trx)
        if (isBetween) await clearTables(connection)
        return isBetween
      }),
    )
    .toBe(true),
)

async function stateOf(id: string) {
  const { rows } = await pool.query('select status, progress, results from analyses where id = $1', [id])
  return rows[0]
}

/** Resolves when a sweep has begun and ended: it fails an analysis that has no worker and was not imported. */
async function untilSwept() {
  const owner = await insertUser(api.db)
  const lost = { user_id: owner.id, status: 'running', updated_at: new Date(0) } as const
  const { id } = await insertAnalysis(api.db, lost)
  await expect.poll(async () => (await stateOf(id))?.status).toBe('failed')
}

async function switchOver() {
  const runner = createTestRunner(connection)
  const jobId = await runner.start(createSwitchOver(null))
  await runner.untilEnded(jobId)
  return getJob(connection, jobId)
}

test('sweeps do not touch imported analyses that the legacy application left running', async () => {
  const first = await importFiles(connection, filesWith(running))
  await untilSwept()
  expect(await stateOf(running.id)).toMatchObject({ status: 'running', progress: 40 })
  const verification = await runJob(connection, 'verify', first.id)
  expect(await listRejects(connection, verification.id)).toEqual([])

  const later = { ...done, updatedAt: '2025-01-01T00:05:00.000Z' }
  const second = await importFiles(connection, filesWith(later), newer)
  await untilSwept()
  expect(countsOf(second, 'analyses')).toMatchObject({ updated: 1, skipped: 0 })
  expect(await stateOf(running.id)).toEqual({ status: 'completed', progress: 100, results: { total: 7 } })

  for (const { id } of [second, first]) {
    const reverted = await runJob(connection, 'revert', id)
    await untilSwept()
    expect(await listRejects(connection, reverted.id)).toEqual([])
  }
  expect(await stateOf(running.id)).toBeUndefined()
})

test('a deleted contract does not end its imported running analyses', async () => {
  await importFiles(connection, filesWith(running))
  await pool.query('delete from contracts')
  await pool.query(`update analyses set updated_at = now() - interval '1 hour'`)
  await untilSwept()
  expect(await stateOf(running.id)).toMatchObject({ status: 'running' })
})

test('a switch-over fails running analyses, and is not a change by a user', async () => {
  const first = await importFiles(connection, filesWith(running))
  const job = await switchOver()
  expect(job).toMatchObject({ operation: 'switch_over', phase: 'completed' })
  expect(countsOf(job, 'analyses')).toMatchObject({ read: 1, updated: 1 })
  expect(describeOutcome(job)).toMatch(
    /^1 analysis that the legacy application left running was marked as failed\. /,
  )
  expect(await stateOf(running.id)).toMatchObject({ status: 'failed' })

  const verification = await runJob(connection, 'verify', first.id)
  expect(await listRejects(connection, verification.id)).toEqual([])
  const later = { ...done, updatedAt: '2025-01-01T00:05:00.000Z' }
  const second = await importFiles(connection, filesWith(later), newer)
  expect(countsOf(second, 'analyses')).toMatchObject({ updated: 1, skipped: 0 })
  expect(await stateOf(running.id)).toMatchObject({ status: 'completed' })

  for (const { id } of [second, first]) {
    const reverted = await runJob(connection, 'revert', id)
    expect(await listRejects(connection, reverted.id)).toEqual([])
  }
  expect(await stateOf(running.id)).toBeUndefined()
})

test('a change by a user after a switch-over counts as such', async () => {
  const first = await importFiles(connection, filesWith(running))
  await switchOver()
  await pool.query(`update analyses set metadata = '{"note": "kept"}'`)
  const verification = await runJob(connection, 'verify', first.id)
  expect(await listRejects(connection, verification.id)).toMatchObject([
    { kind: 'analyses', code: 'CHANGED_SINCE' },
  ])
})

test('the revert of an import after a switch-over restores the failed analysis', async () => {
  const first = await importFiles(connection, filesWith(running))
  await switchOver()
  const second = await importFiles(
    connection,
    filesWith({ ...done, updatedAt: '2025-01-01T00:05:00.000Z' }),
    newer,
  )
  await runJob(connection, 'revert', second.id)
  expect(await stateOf(running.id)).toMatchObject({ status: 'failed' })
  expect(await listRejects(connection, (await runJob(connection, 'verify', first.id)).id)).toEqual([])
})

test('an analysis that a worker claimed here is not ended by a switch-over', async () => {
  await importFiles(connection, filesWith(running))
  const worker = await insertUser(api.db, { role: 'worker' })
  await pool.query(
    `insert into analysis_leases (analysis_id, user_id, worker_id, expires_at)
    values ($1, $2, $3, now() + interval '1 hour')`,
    [running.id, user.id, worker.id],
  )
  expect(countsOf(await switchOver(), 'analyses')).toMatchObject({ read: 0, updated: 0 })
  expect(await stateOf(running.id)).toMatchObject({ status: 'running' })
})

test('the command switches over, and says when there is nothing to do', async () => {
  await importFiles(connection, filesWith(running))
  const environment = { DATABASE_URL: url, JWT_SECRET: 'only-the-server-signs-tokens-with-it' }
  const run = () => runProgram('src/import/cli/import.cli.ts', ['--switch-over'], environment)
  const first = run()
  expect(await first.exited, first.stderr()).toBe(0)
  expect(first.stdout()).toMatch(/1 analysis that the legacy application left running was marked as failed\./)
  const second = run()
  expect(await second.exited, second.stderr()).toBe(0)
  expect(second.stdout()).toMatch(/Nothing to switch over: no imported analysis is running\./)
})
