import { setImmediate } from 'node:timers/promises'
import type { Database } from '../database/connection.ts'
import type { DedicatedConnection } from '../database/dedicated-connection.ts'
import { inTransaction } from '../database/transaction.ts'
import {
  createProofs,
  findStoredRange,
  type Proofs,
  proveRange,
  type StoredRange,
  saveAllProofs,
  saveFullProofs,
} from './file-proofs.ts'
import { completeImportJob } from './import-job-state.store.ts'
import { createPublishedCounts, type ImportReport, mergeReport, type PublishedCounts } from './report.ts'
import { findImportColumns, type TableColumns } from './stages/column.store.ts'
import { markImportedRejects } from './stages/reject.store.ts'
import { clearStaging, findStagedRange, requireStaging, type StagedRange } from './stages/staging.store.ts'
import { analyzeTables, beginPublishing, writeTables } from './stages/write-tables.ts'

/** The publishing of one job. */
export interface Publishing {
  readonly jobId: string
  readonly isVerified: boolean
  readonly connection: DedicatedConnection
  readonly signal: AbortSignal
  /** Resolves when more may be staged than the last time, with the report of reading once all is. */
  untilNews(): Promise<ImportReport | undefined>
  /** Called whenever some more is published, or proven. */
  onPublished(published: PublishedCounts): void
}

/**
 * Takes each staged batch over into the tables while others are still being staged, and reads it back: all in one
 * transaction that also ends the job. Readers see all of the import or nothing of it, and the same is true after any
 * crash.
 * @throws ImportFailure VERIFICATION_FAILED, the signal's reason, the driver's error.
 */
export async function publishBatches(publishing: Publishing): Promise<ImportReport> {
  const { jobId, connection, signal } = publishing
  // The staging may still have to be emptied, which the transaction would forbid.
  const readBefore = await publishing.untilNews()
  const { tables: columns } = await findImportColumns(connection.db)
  const published = createPublishedCounts()
  const proofs = createProofs()
  const work = async (trx: Database) => {
    await requireStaging(trx, jobId)
    await beginPublishing(trx)
    const target = { trx, columns, published, proofs }
    const reading = await publishAll(publishing, target, readBefore)
    await saveAllProofs(trx, jobId, proofs)
    await markImportedRejects(trx, jobId)
    await analyzeTables(trx, columns)
    await clearStaging(trx)
    signal.throwIfAborted()
    const report = mergeReport(reading, published)
    await completeImportJob(trx, jobId, report)
    return report
  }
  // Messages to the other thread, and counters, are not rolled back.
  return inTransaction(connection.db, work, { runsOnce: true })
}

interface Target {
  readonly trx: Database
  readonly columns: TableColumns
  readonly published: PublishedCounts
  readonly proofs: Proofs
}

/** Returns the report of reading once all that was staged is published. */
async function publishAll(
  publishing: Publishing,
  target: Target,
  readBefore: ImportReport | undefined,
): Promise<ImportReport> {
  let last = 0
  let reading = readBefore
  let unproven: StoredRange | undefined
  for (;;) {
    publishing.signal.throwIfAborted()
    const range = await findStagedRange(target.trx, last)
    if (range !== undefined) {
      unproven = await publishRange(publishing, range, target, unproven)
      last = range.last
    } else if (reading === undefined) {
      reading = await publishing.untilNews()
    } else {
      break
    }
  }
  if (unproven !== undefined) prove(publishing, unproven, target)
  return reading
}

/** Writes batches, and proves those before while PostgreSQL works. Returns what is to be proven next. */
async function publishRange(
  publishing: Publishing,
  range: StagedRange,
  target: Target,
  unproven: StoredRange | undefined,
): Promise<StoredRange | undefined> {
  const { jobId, isVerified, onPublished } = publishing
  const { trx, columns, published, proofs } = target
  published.kept[range.kind] += await whileActing(writeTables(trx, range, { jobId, columns }), () => {
    if (unproven !== undefined) prove(publishing, unproven, target)
  })
  published.records += range.written
  onPublished(published)
  await saveFullProofs(trx, jobId, proofs)
  return isVerified ? findStoredRange(trx, range, columns) : undefined
}

function prove({ onPublished }: Publishing, stored: StoredRange, { proofs, published }: Target): void {
  proveRange(stored, proofs)
  published.verified[stored.range.kind] += stored.records.length
  onPublished(published)
}

/** Acts once the work has been sent on its way. Whatever the act throws, nothing of the work goes on behind it. */
async function whileActing<Result>(work: Promise<Result>, act: () => void): Promise<Result> {
  try {
    await setImmediate()
    act()
  } finally {
    await work.catch(() => undefined)
  }
  return work
}
