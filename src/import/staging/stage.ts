import type { DedicatedConnection } from '../../database/connection.ts'
import { inTransaction } from '../../database/transaction.ts'
import { computeDifference, type Extra } from '../../json/difference.ts'
import type { BatchCounts } from '../counts.ts'
import type { ImportColumns } from '../records/column.store.ts'
import { type CopyRow, copyRows } from '../records/copy-text.ts'
import { listRecordTables, recordTypes } from '../records/kinds.ts'
import type { RecordKind } from '../records/record-type.ts'
import { copyRejects, toPositionColumns } from '../reject.store.ts'
import { isWritten, type ResolvedBatch, type ResolvedRecord } from './resolve.ts'
import { checkStagingOwner, insertStagedBatch, setBatchNumber, updateFileProgress } from './staging.store.ts'

export interface StagingTarget {
  readonly connection: DedicatedConnection
  readonly jobId: string
  readonly kind: RecordKind
  readonly columns: ImportColumns
  /** The last numbers assigned to the job's batches and rejects; 0 before the first. */
  readonly numbers: { batch: number; reject: number }
}

/**
 * Copies each batch into the staging tables and its rejects into `import_rejects`, in one transaction per batch that
 * also saves how far its files are read. Rejects are kept even if the import fails. Yields the counts of each committed
 * batch.
 */
export async function* stageBatches(
  batches: AsyncIterable<ResolvedBatch>,
  target: StagingTarget,
): AsyncGenerator<BatchCounts> {
  const { connection, jobId, kind, numbers } = target
  for await (const batch of batches) {
    const counts = countBatch(batch)
    const records = batch.records.map(toRecordRow)
    const number = numbers.batch + 1
    await inTransaction(connection.db, async (trx) => {
      await checkStagingOwner(trx, jobId)
      await setBatchNumber(trx, number)
      await copyBatch(batch, records, target)
      await insertStagedBatch(trx, { number, kind, batch, counts })
      await updateFileProgress(trx, batch)
    })
    numbers.batch = number
    numbers.reject += batch.rejects.length + batch.refusals.length
    yield counts
  }
}

function countBatch(batch: ResolvedBatch): BatchCounts {
  const { rejects, refusals, copies } = batch
  const counts = {
    read: batch.records.length + rejects.length + copies.copies + copies.olderCopies,
    rejected: rejects.length,
    ...{ inserted: 0, updated: 0, unchanged: 0, skipped: 0, ...copies, refused: 0 },
    warnings: refusals.length,
  }
  const codes: Record<string, number> = {}
  const addCode = ({ code }: { readonly code: string }) => {
    codes[code] = (codes[code] ?? 0) + 1
  }
  for (const { action, warnings } of batch.records) {
    counts[action]++
    if (!isWritten(action)) continue
    counts.warnings += warnings.length
    warnings.forEach(addCode)
  }
  refusals.forEach(addCode)
  counts.skipped = counts.copies + counts.olderCopies + counts.refused
  return { counts, warnings: codes, renamedUsers: batch.renamedUsers }
}

async function copyBatch(
  batch: ResolvedBatch,
  records: readonly CopyRow[],
  { connection, jobId, kind, columns, numbers }: StagingTarget,
): Promise<void> {
  const copy = (table: string, rows: readonly CopyRow[]) =>
    copyRows(connection, { schema: 'staging', table, columns: columns.staging, rows })
  await copy('users', batch.placeholders)
  for (const { table } of listRecordTables(kind)) {
    await copy(
      table,
      batch.records.flatMap((record): readonly CopyRow[] => record.rows[table] ?? []),
    )
  }
  await copy('records', records)
  const firstNumber = numbers.reject + 1
  const { rejects, refusals } = batch
  await copyRejects(connection, columns.tables, { jobId, firstNumber, rejects, refusals })
}

const stagedActions = {
  inserted: 'insert',
  updated: 'update',
  unchanged: 'none',
  olderCopies: 'none',
  refused: 'none',
} as const

function toRecordRow(record: ResolvedRecord): CopyRow {
  const { position, id, action, changedAt, sha256, keptBytes, bytes } = record
  return {
    ...toPositionColumns(position),
    file_number: position.fileNumber,
    id,
    action: stagedActions[action],
    changed_at: changedAt,
    bytes: bytes.length,
    sha256: Buffer.from(sha256, 'hex'),
    extra: computeExtra(record),
    raw: isWritten(action) ? keptBytes : null,
  }
}

/** The values that the rows can't hold: rows and extra together restore the original. */
function computeExtra({ action, position, record, rows }: ResolvedRecord): Extra {
  return isWritten(action) ? computeDifference(record, recordTypes[position.kind].encode(rows)) : {}
}
