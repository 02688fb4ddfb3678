import type { Database } from '../../database/connection.ts'
import { deleteDocuments } from '../document.store.ts'
import { ImportFailure } from '../failure.ts'
import { explainIrreversible, listCounts } from '../import.rules.ts'
import { completeImportJob, findImportJobs } from '../job.store.ts'
import { createJobRejects } from '../job-reject.store.ts'
import type { ImportRun } from '../job-run.ts'
import { markAsImport } from '../publish/write-tables.ts'
import { findImportColumns } from '../records/column.store.ts'
import { type RecordKind, recordKinds } from '../records/record-type.ts'
import {
  clearImportedBy,
  countUndo,
  type DependentColumn,
  fetchSupersededRecords,
  findDependentColumns,
  markReverted,
  openSupersededRecords,
} from './revert.store.ts'
import { type RevertContext, revertKind, revertPlaceholders } from './revert-records.ts'

const supersededPageSize = 1000

/**
 * Reverts an import in one transaction: deletes what it inserted and restores what it updated. Records that have changed
 * since then, or that remaining rows depend on, stay unchanged and become rejects of this job. If this throws, nothing has
 * changed. A dry run does the same and rolls back; it writes its rejects outside the transaction.
 * @throws ImportFailure, the signal's reason, or the driver's error.
 */
export async function runRevert(run: ImportRun): Promise<void> {
  const { jobId, connection, report, signal } = run
  report.phase = 'publishing'
  report.startedAt = new Date()
  const trx = await connection.db.startTransaction().setIsolationLevel('read committed').execute()
  try {
    if (run.request.isDryRun) {
      await revertAll(run, trx, run.db)
      await trx.rollback().execute()
      await run.stopProgress()
      await completeImportJob(connection.db, jobId, report)
    } else {
      await revertAll(run, trx, trx)
      await run.stopProgress()
      signal.throwIfAborted()
      await completeImportJob(trx, jobId, report)
      await trx.commit().execute()
    }
  } catch (error) {
    // The original error is more useful than one from the rollback; a lost connection has rolled back anyway.
    if (!trx.isCommitted && !trx.isRolledBack) await trx.rollback().execute().catch(ignore)
    throw error
  }
  report.phase = 'completed'
}

function ignore(): void {}

async function revertAll(run: ImportRun, trx: Database, rejectsDb: Database): Promise<void> {
  const { report, signal } = run
  const ofJobId = await lockReversible(run, trx)
  await markAsImport(trx)
  const rejects = createJobRejects(rejectsDb, run.jobId, report)
  const { tables: columns } = await findImportColumns(trx)
  const dependents = new Map<RecordKind, readonly DependentColumn[]>()
  for (const kind of recordKinds) dependents.set(kind, await findDependentColumns(trx, kind))
  const context: RevertContext = { trx, ofJobId, columns, dependents, rejects, report, signal }
  await rejectSuperseded(context)
  report.documents.removed = await deleteDocuments(trx, ofJobId)
  report.documents.found = report.documents.removed
  // Referencing kinds before the kinds that they reference.
  for (const kind of recordKinds.toReversed()) await revertKind(context, kind)
  await revertPlaceholders(context)
  await rejects.flush()
  await clearImportedBy(trx, ofJobId)
}

/** Returns the id of the job to revert, after marking it as reverted, which locks out concurrent reverts. */
async function lockReversible({ request }: ImportRun, trx: Database): Promise<string> {
  const ofJobId = request.ofJobId ?? ''
  const [job] = await findImportJobs(trx, [ofJobId])
  const problem = job === undefined ? 'The job no longer exists.' : explainIrreversible(job)
  if (job === undefined || problem !== null) throw new ImportFailure('NOT_POSSIBLE', problem ?? '')
  const updated = listCounts(job.counts).reduce((sum, count) => sum + count.updated, 0)
  if ((await countUndo(trx, ofJobId)) < updated) {
    const reason = 'It ran before the server kept the rows that an import replaces.'
    throw new ImportFailure('NOT_POSSIBLE', reason)
  }
  if (!(await markReverted(trx, ofJobId))) {
    throw new ImportFailure('NOT_POSSIBLE', 'It has just been reverted.')
  }
  return ofJobId
}

/** Rejects the records that a later import has updated. */
async function rejectSuperseded({ trx, ofJobId, rejects, report, signal }: RevertContext): Promise<void> {
  await openSupersededRecords(trx, ofJobId)
  for (;;) {
    const records = await fetchSupersededRecords(trx, supersededPageSize)
    if (records.length === 0) return
    for (const { laterJobId, ...record } of records) {
      const message = `Import ${laterJobId} has updated it since then. Revert that import first.`
      report.counts[record.kind].read++
      report.counts[record.kind].rejected++
      await rejects.add({ ...record, code: 'CHANGED_SINCE', message })
    }
    signal.throwIfAborted()
  }
}
