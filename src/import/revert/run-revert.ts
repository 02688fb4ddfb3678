import type { Database } from '../../database/connection.ts'
import { ImportFailure } from '../failure.ts'
import { explainIrreversible, listCounts } from '../import.rules.ts'
import { completeImportJob, findImportJobs } from '../job.store.ts'
import type { ImportRun } from '../job-run.ts'
import { markAsImport } from '../publish/write-tables.ts'
import { type RecordKind, recordKinds } from '../records/record-type.ts'
import { createJobRejects } from '../reject.store.ts'
import { findImportColumns } from '../staging/column.store.ts'
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

const supersededAtOnce = 1000

/**
 * Takes an import back in one transaction: what it inserted is removed, what it updated is as before, and what was
 * changed since or is needed by what stays is left alone and listed among the job's rejects. When it throws, everything
 * is as it was. A dry run does the same and rolls it back; its list is written beside the transaction.
 * @throws ImportFailure, the signal's reason, the driver's error.
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
    if (!trx.isCommitted && !trx.isRolledBack) await trx.rollback().execute().catch(ignoreLostConnection)
    throw error
  }
  report.phase = 'completed'
}

/** The error that ended the work tells more, and a connection that is gone has rolled back. */
function ignoreLostConnection(): void {}

async function revertAll(run: ImportRun, trx: Database, notesDb: Database): Promise<void> {
  const { report, signal } = run
  const ofJobId = await requireReversible(run, trx)
  await markAsImport(trx)
  const notes = createJobRejects(notesDb, run.jobId, report)
  const { tables: columns } = await findImportColumns(trx)
  const dependents = new Map<RecordKind, readonly DependentColumn[]>()
  for (const kind of recordKinds) dependents.set(kind, await findDependentColumns(trx, kind))
  const reverting: RevertContext = { trx, ofJobId, columns, dependents, notes, report, signal }
  await rejectSuperseded(reverting)
  // What refers to others goes first.
  for (const kind of recordKinds.toReversed()) await revertKind(reverting, kind)
  await revertPlaceholders(reverting)
  await notes.flush()
  await clearImportedBy(trx, ofJobId)
}

/** Returns the id of the job that is reverted; nobody else reverts it from now on. */
async function requireReversible({ request }: ImportRun, trx: Database): Promise<string> {
  const ofJobId = request.ofJobId ?? ''
  const [job] = await findImportJobs(trx, [ofJobId])
  const problem = job === undefined ? 'It is gone.' : explainIrreversible(job)
  if (job === undefined || problem !== null) throw new ImportFailure('NOT_POSSIBLE', problem ?? '')
  const updated = listCounts(job.counts).reduce((sum, count) => sum + count.updated, 0)
  if ((await countUndo(trx, ofJobId)) < updated) {
    throw new ImportFailure('NOT_POSSIBLE', 'It replaced rows before the server kept what it replaces.')
  }
  if (!(await markReverted(trx, ofJobId))) {
    throw new ImportFailure('NOT_POSSIBLE', 'It was reverted a moment ago.')
  }
  return ofJobId
}

async function rejectSuperseded({ trx, ofJobId, notes, report, signal }: RevertContext): Promise<void> {
  await openSupersededRecords(trx, ofJobId)
  for (;;) {
    const records = await fetchSupersededRecords(trx, supersededAtOnce)
    if (records.length === 0) return
    for (const { laterJobId, ...place } of records) {
      const message = `Import ${laterJobId} updated it since; revert that one first.`
      report.counts[place.kind].read++
      report.counts[place.kind].rejected++
      await notes.add({ ...place, code: 'CHANGED_SINCE', message })
    }
    signal.throwIfAborted()
  }
}
