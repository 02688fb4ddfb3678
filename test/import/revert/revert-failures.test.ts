import { setTimeout as sleep } from 'node:timers/promises'
import { beforeEach, expect, test } from 'vitest'
import { createRequest } from '../../../src/import/job.store.ts'
import type { ImportRunner } from '../../../src/import/runner.ts'
import { createTestDatabase } from '../../support/database.ts'
import { insertImportJob } from '../../support/factories.ts'
import {
  clearTables,
  countsOf,
  createTestRunner,
  cutConnection,
  dumpTables,
  getJob,
  importFiles,
  listRejects,
  runJob,
} from '../../support/imports.ts'
import { legacyContract, legacyMessage, legacySession, legacyUser } from '../../support/legacy-records.ts'

const { connection } = await createTestDatabase()
const { pool } = connection
const pollMs = 20

beforeEach(() => clearTables(connection))

const user = legacyUser()
const session = legacySession(user.id)
const files = {
  'users.json': [user],
  'contracts.json': [legacyContract(user.id)],
  'chat_sessions.json': [session],
  'chat_messages.json': [legacyMessage(session.id)],
}

/** Starts a revert, and does the work when messages, sessions and analyses are deleted but contracts are not. */
async function revertAndPause(
  ofJobId: string,
  work: (paused: { jobId: string; runner: ImportRunner; commit: () => Promise<void> }) => Promise<void>,
  change = 'select 1',
) {
  const blocker = await pool.connect()
  await blocker.query(
    `begin; set local idle_in_transaction_session_timeout = 0; select from contracts for update; ${change}`,
  )
  const runner = createTestRunner(connection)
  const jobId = await runner.start(createRequest({ operation: 'revert', ofJobId, startedById: null }))
  await untilBlockedOnRow()
  const commit = async () => {
    await blocker.query('commit')
  }
  await work({ jobId, runner, commit })
  await blocker.query('rollback')
  blocker.release()
  await runner.untilEnded(jobId)
  return getJob(connection, jobId)
}

async function untilBlockedOnRow(): Promise<void> {
  for (;;) {
    const { rows } = await pool.query(
      `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    )
    if (rows.length > 0) return
    await sleep(pollMs)
  }
}

test('a revert that is cancelled in the middle changes nothing', async () => {
  const { id } = await importFiles(connection, files)
  const before = await dumpTables(connection)
  const job = await revertAndPause(id, async ({ runner, jobId }) => {
    await runner.cancel(jobId)
    await runner.untilEnded(jobId)
  })
  expect(job).toMatchObject({ phase: 'cancelled', errorCode: null })
  expect(countsOf(job, 'chat_messages')).toMatchObject({ read: 1, removed: 0 })
  expect(await dumpTables(connection)).toEqual(before)
  expect(await runJob(connection, 'revert', id)).toMatchObject({ phase: 'completed' })
})

test('a revert whose connection is lost fails and changes nothing', async () => {
  const { id } = await importFiles(connection, files)
  const before = await dumpTables(connection)
  const job = await revertAndPause(id, async ({ runner, jobId }) => {
    await cutConnection(connection)
    await runner.untilEnded(jobId)
  })
  expect(job).toMatchObject({ phase: 'failed', errorCode: 'DATABASE_LOST' })
  expect(await getJob(connection, id)).toMatchObject({ revertedAt: null })
  expect(await dumpTables(connection)).toEqual(before)
})

test('a revert waits for a concurrent change and keeps it', async () => {
  const { id } = await importFiles(connection, files)
  const job = await revertAndPause(
    id,
    ({ commit }) => commit(),
    `update contracts set name = 'Chosen at the last moment'`,
  )
  expect(job).toMatchObject({ phase: 'completed' })
  expect(await listRejects(connection, job.id)).toMatchObject([
    { kind: 'contracts', code: 'CHANGED_SINCE' },
    { kind: 'users', code: 'HAS_DEPENDENTS' },
  ])
  const { rows } = await pool.query('select name from contracts')
  expect(rows).toEqual([{ name: 'Chosen at the last moment' }])
})

test('no other job runs during a revert, and the error names its id', async () => {
  const { id } = await importFiles(connection, files)
  let refusal: unknown
  const job = await revertAndPause(id, async () => {
    refusal = await runJob(connection, 'verify', id).catch((error) => error)
  })
  expect(refusal).toMatchObject({ code: 'IMPORT_RUNNING', details: { jobId: job.id } })
})

test('a reverted, dry-run, failed or too old import can not be reverted', async () => {
  const { id } = await importFiles(connection, files)
  await runJob(connection, 'revert', id)
  const dryRun = await importFiles(connection, files, { dryRun: true })
  const finished_at = new Date()
  const failed = await insertImportJob(connection.db, { phase: 'failed', finished_at })
  const counts = '{"users":{"updated":1}}'
  const older = await insertImportJob(connection.db, { phase: 'completed', finished_at }, { counts })
  const failures = [
    [id, 'was reverted at'],
    [dryRun.id, 'was a dry run'],
    [failed, 'failed or was cancelled'],
    [older, 'before the server kept the rows that an import replaces'],
  ]
  for (const [ofJobId = '', message] of failures) {
    const job = await runJob(connection, 'revert', ofJobId)
    expect(job).toMatchObject({ phase: 'failed', errorCode: 'NOT_POSSIBLE' })
    expect(job.errorMessage).toContain(message)
  }
})
