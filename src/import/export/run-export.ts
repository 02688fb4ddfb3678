import type { Database } from '../../database/connection.ts'
import { inTransaction } from '../../database/transaction.ts'
import { completeImportJob } from '../job.store.ts'
import type { ImportRun } from '../job-run.ts'
import { recordTypes } from '../records/kinds.ts'
import { type RecordKind, recordKinds } from '../records/record-type.ts'
import { findImportColumns } from '../staging/column.store.ts'
import { createExportTarget } from './export-directory.ts'
import { type Layout, type WrittenBatch, writeRecordFiles } from './legacy-files.ts'
import { countForeignPasswords } from './legacy-record.store.ts'
import { listLegacyRecords } from './legacy-records.ts'

/**
 * The whole of an export as a job. The directory comes first, then the job is completed: one that failed although its
 * directory is there was interrupted between the two, and the directory is complete.
 * @throws DiskFailure, the signal's reason, the driver's error; nothing is left of the directory then.
 */
export async function runExportJob(run: ImportRun): Promise<void> {
  const { jobId, request, directory, connection, report, signal } = run
  report.phase = 'reading'
  report.startedAt = new Date()
  const { foreignPasswords } = await runExport({
    db: connection.db,
    directory,
    layout: request.layout === 'era1' ? 'era1' : 'era2',
    signal,
    onBatch: (kind, { records, bytes }) => {
      report.counts[kind].exported += records
      report.bytesRead += bytes
    },
  })
  report.readingFinishedAt = new Date()
  report.bytesTotal = report.bytesRead
  const { exported } = report.counts.users
  if (exported > 0) report.warnings.users.API_KEY_IS_DIGEST = exported
  if (foreignPasswords > 0) report.warnings.users.PASSWORD_UNKNOWN_THERE = foreignPasswords
  await run.stopProgress()
  await completeImportJob(connection.db, jobId, report)
  report.phase = 'completed'
}

export interface ExportOptions {
  /** Of one connection that nobody else uses, without a limit on a statement's time. */
  readonly db: Database
  /** Must not exist or must be empty; a real path except for its last part. */
  readonly directory: string
  readonly layout: Layout
  readonly signal: AbortSignal
  /** Told of each batch that stands in a file. */
  onBatch(kind: RecordKind, batch: WrittenBatch): void
}

/** What the old application can't make use of. */
interface ExportLosses {
  /** Users whose password it can't verify. */
  readonly foreignPasswords: number
}

/**
 * Writes the legacy application's files from the tables, all of one moment. When it returns, the directory is
 * complete and on the disk; when it throws, nothing is left of it.
 * @throws DiskFailure, the signal's reason, the driver's error.
 */
export async function runExport(options: ExportOptions): Promise<ExportLosses> {
  const { db, directory, signal } = options
  const target = await createExportTarget(directory)
  try {
    const losses = await inTransaction(db, (trx) => writeAllKinds(trx, target.partial, options), {
      ...{ isolation: 'repeatable read', isReadOnly: true, runsOnce: true },
    })
    signal.throwIfAborted()
    await target.publish()
    return losses
  } finally {
    await target.discard()
  }
}

async function writeAllKinds(
  trx: Database,
  directory: string,
  { layout, signal, onBatch }: ExportOptions,
): Promise<ExportLosses> {
  const { tables: columns } = await findImportColumns(trx)
  for (const kind of recordKinds) {
    const records = listLegacyRecords(trx, recordTypes[kind], { layout, columns })
    for await (const batch of writeRecordFiles(records, { directory, layout, kind })) {
      signal.throwIfAborted()
      onBatch(kind, batch)
    }
  }
  return { foreignPasswords: await countForeignPasswords(trx) }
}
