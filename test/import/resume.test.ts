import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { beforeEach, expect, test, vi } from 'vitest'
import { createImportRequest } from '../../src/import/import.rules.ts'
import { createTestDatabase } from '../support/database.ts'
import {
  clearTables,
  countsOf,
  createTestRunner,
  cutConnection,
  dumpTables,
  getJob,
  importAndPause,
  importTree,
  listRejects,
  lockTable,
  writeTree,
} from '../support/imports.ts'
import { legacyMessage, legacySession, legacyUser } from '../support/legacy-records.ts'
import { holdBatch, listStagedVersions, untilAllRead } from '../support/paused-imports.ts'

// Each test imports thousands of records two or three times, which is slow on a busy machine.
vi.setConfig({ testTimeout: 120_000 })

const { connection } = await createTestDatabase()
const { pool } = connection
/** The batch that is held while it is staged, in the middle of a file. */
const heldBatch = 5

beforeEach(() => clearTables(connection))

const user = legacyUser()
const session = legacySession(user.id)
const messages = Array.from({ length: 4_000 }, () => legacyMessage(session.id))
const tree = {
  // Numbers are not objects, so they are rejected.
  'users.json': [user, 1],
  'chat_sessions.json': [session, 2],
  'chat_messages.json': [3, ...messages],
}

/** Interrupts an import while it stages a batch in the middle of the messages. */
async function importInterrupted(directory: string): Promise<string> {
  const held = await holdBatch(connection, heldBatch)
  const runner = createTestRunner(connection)
  const jobId = await runner.start(createImportRequest({ directory }, null))
  await held.untilHeld()
  await runner.close()
  await held.letGo()
  expect(await getJob(connection, jobId)).toMatchObject({ phase: 'failed', errorCode: 'INTERRUPTED' })
  return jobId
}

test('an interrupted import continues after the last batch that it staged', async () => {
  const directory = await writeTree(tree)
  const jobId = await importInterrupted(directory)
  const staged = await listStagedVersions(connection, heldBatch)
  expect(staged.length).toBeGreaterThan(1_000)

  const publishing = await lockTable(connection, 'users', 'exclusive')
  const runner = createTestRunner(connection)
  expect(await runner.start(createImportRequest({ directory }, null))).toBe(jobId)
  await untilAllRead(connection, 3)
  expect(await listStagedVersions(connection, heldBatch)).toEqual(staged)
  await publishing.query('commit')
  publishing.release()
  await runner.untilEnded(jobId)

  const job = await getJob(connection, jobId)
  expect(job).toMatchObject({ phase: 'completed', errorCode: null, resumedAt: expect.any(Date) })
  await expectSameAsUndisturbed(directory, jobId)
})

/** Expects the tables, counts, and rejects of an undisturbed import. */
async function expectSameAsUndisturbed(directory: string, jobId: string): Promise<void> {
  const found = await findResult(jobId)
  await clearTables(connection)
  const { id } = await importTree(connection, directory)
  expect(found).toEqual(await findResult(id))
}

async function findResult(jobId: string) {
  const { legacy_records, ...tables } = await dumpTables(connection)
  const { rows } = await pool.query(
    `
    select array_agg(number order by number) as numbers from import_rejects where job_id = $1`,
    [jobId],
  )
  const { counts, warnings, recordsPublished } = await getJob(connection, jobId)
  const { length } = legacy_records ?? []
  return {
    tables,
    length,
    rows,
    counts,
    warnings,
    recordsPublished,
    rejects: await listRejects(connection, jobId),
  }
}

test('changed files are read again, and each reject is kept once', async () => {
  const directory = await writeTree(tree)
  const jobId = await importInterrupted(directory)
  const added = legacyUser()
  await writeFile(join(directory, 'users.json'), JSON.stringify([1, added, user]))

  const job = await importTree(connection, directory)

  expect(job).toMatchObject({ id: jobId, phase: 'completed' })
  expect(countsOf(job, 'users')).toMatchObject({ read: 3, inserted: 2, rejected: 1 })
  expect(countsOf(job, 'chat_messages')).toMatchObject({ read: 4_001, inserted: 4_000, rejected: 1 })
  await expectSameAsUndisturbed(directory, jobId)
})

test('a server that lost its job to another one no longer updates it', async () => {
  const directory = await writeTree(tree)
  const second = createTestRunner(connection)
  let again: Promise<string> | undefined
  const { id } = await importAndPause(connection, directory, {}, async () => {
    // As if the first server has not yet noticed that its connection is lost.
    await cutConnection(connection)
    again = second.start(createImportRequest({ directory }, null))
    await sleep(200)
  })
  expect(await again).toBe(id)
  await second.untilEnded(id)
  expect(await getJob(connection, id)).toMatchObject({ phase: 'completed', errorCode: null })
  await expectSameAsUndisturbed(directory, id)
})
