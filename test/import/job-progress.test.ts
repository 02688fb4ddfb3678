import { beforeEach, expect, test } from 'vitest'
import { createReport } from '../../src/import/counts.ts'
import { completeImportJob, findImportJobs, updateImportProgress } from '../../src/import/job.store.ts'
import { createTestDatabase } from '../support/database.ts'
import { insertImportJob } from '../support/factories.ts'
import { clearTables } from '../support/imports.ts'

const { connection } = await createTestDatabase()
const { db, pool } = connection

beforeEach(() => clearTables(connection))

const reportOf = (bytesRead: number) => ({ ...createReport(), phase: 'publishing' as const, bytesRead })

test('progress updates create no new versions of the job row, which every imported record would have to skip', async () => {
  const jobId = await insertImportJob(db, { phase: 'publishing' })
  const findVersion = async () => (await pool.query('select ctid::text as version from import_jobs')).rows
  const before = await findVersion()

  for (const bytesRead of [1, 2, 3]) {
    await updateImportProgress(db, { jobId, resumedAt: null }, reportOf(bytesRead))
  }

  expect(await findVersion()).toEqual(before)
  expect(await findImportJobs(db, [jobId])).toMatchObject([{ bytesRead: '3', phase: 'publishing' }])
})

test('a progress update during completion does not overwrite the final state', async () => {
  const jobId = await insertImportJob(db, { phase: 'publishing' })
  let late: Promise<boolean> | undefined

  await db.transaction().execute(async (trx) => {
    await completeImportJob(trx, jobId, reportOf(100))
    late = updateImportProgress(db, { jobId, resumedAt: null }, reportOf(50))
    await expect.poll(countWaiting).toBe(1)
  })

  expect(await late).toBe(false)
  expect(await findImportJobs(db, [jobId])).toMatchObject([{ bytesRead: '100', phase: 'completed' }])
})

/** The number of sessions on this database that wait for a lock. */
async function countWaiting(): Promise<number> {
  const { rows } = await pool.query(
    `select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
  )
  return rows.length
}
