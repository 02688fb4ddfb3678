import type { Database } from '../../database/connection.ts'
import { inTransaction } from '../../database/transaction.ts'
import { kinds } from '../kinds.ts'
import { findImportColumns } from '../stages/column.store.ts'
import { type RecordKind, recordKinds } from '../stages/record.ts'
import { createExportTarget } from './export-target.ts'
import type { Layout } from './legacy-layout.ts'
import { countForeignPasswords } from './legacy-record.store.ts'
import { listLegacyRecords } from './list-legacy-records.ts'
import { type WrittenBatch, writeLegacyFiles } from './write-legacy-files.ts'

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
export interface ExportLosses {
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
    const records = listLegacyRecords(trx, kinds[kind].entity, { layout, columns })
    for await (const batch of writeLegacyFiles(records, { directory, layout, kind })) {
      signal.throwIfAborted()
      onBatch(kind, batch)
    }
  }
  return { foreignPasswords: await countForeignPasswords(trx) }
}
