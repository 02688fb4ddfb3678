import type { Database } from '../../database/connection.ts'
import { inTransaction } from '../../database/transaction.ts'
import type { ImportReport } from '../counts.ts'
import { completeImportJob } from '../job.store.ts'
import type { ImportRun } from '../job-run.ts'
import { findImportColumns } from '../records/column.store.ts'
import { recordTypes } from '../records/kinds.ts'
import { type RecordKind, recordKinds } from '../records/record-type.ts'
import { addSkippedPaths } from '../skipped-paths.ts'
import { createExportTarget } from './export-directory.ts'
import { type Layout, type WrittenBatch, writeRecordFiles } from './legacy-files.ts'
import { countForeignPasswords } from './legacy-record.store.ts'
import { listLegacyRecords } from './legacy-records.ts'
import { type WrittenDocument, writeDocuments } from './write-documents.ts'

/**
 * Runs an export job. The directory is published before the job is completed. If the process dies between the two, the
 * job counts as failed although its directory is complete.
 * @throws DiskFailure, the signal's reason, or the driver's error; then nothing is left of the directory.
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
    onDocument: (document) => addDocument(report, document),
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

function addDocument(report: ImportReport, document: WrittenDocument): void {
  report.documents.found++
  if ('bytes' in document) {
    report.documents.exported++
    report.bytesRead += document.bytes
    return
  }
  report.documents.rejected++
  report.skippedPaths = addSkippedPaths(report.skippedPaths, [document.skipped])
}

export interface ExportOptions {
  /** A dedicated connection without a statement timeout. */
  readonly db: Database
  /** Must be empty or must not exist. A real path except for its last part. */
  readonly directory: string
  readonly layout: Layout
  readonly signal: AbortSignal
  /** Called after each batch is written. */
  onBatch(kind: RecordKind, batch: WrittenBatch): void
  /** Called after each of the other files is written or skipped. */
  onDocument(document: WrittenDocument): void
}

/** Warnings about exported values that the legacy application can't use. */
interface ExportLosses {
  /** Number of users whose password the legacy application can't verify. */
  readonly foreignPasswords: number
}

/**
 * Writes the legacy application's files from one consistent snapshot. The directory appears atomically, when everything
 * is on disk. If this throws, nothing is left of it.
 * @throws DiskFailure, the signal's reason, or the driver's error.
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
  { layout, signal, onBatch, onDocument }: ExportOptions,
): Promise<ExportLosses> {
  const { tables: columns } = await findImportColumns(trx)
  for (const kind of recordKinds) {
    const records = listLegacyRecords(trx, recordTypes[kind], { layout, columns })
    for await (const batch of writeRecordFiles(records, { directory, layout, kind })) {
      signal.throwIfAborted()
      onBatch(kind, batch)
    }
  }
  for await (const document of writeDocuments(trx, directory)) {
    signal.throwIfAborted()
    onDocument(document)
  }
  return { foreignPasswords: await countForeignPasswords(trx) }
}
