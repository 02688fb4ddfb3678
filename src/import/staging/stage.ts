import type { DedicatedConnection } from '../../database/connection.ts'
import { inTransaction } from '../../database/transaction.ts'
import { computeDifference } from '../../json/difference.ts'
import type { RecordType } from '../records/record-type.ts'
import { tablesOf } from '../records/tables.ts'
import { type BatchCounts, countBatch } from '../report/counts.ts'
import type { RecordKind } from '../scan/source-item.ts'
import { getColumns, type ImportColumns } from './column.store.ts'
import { type CopyRow, toCopyText } from './copy-text.ts'
import {
  type CompletedRecord,
  type FileProgress,
  isWritten,
  type Reject,
  type ResolvedBatch,
  type ResolvedRecord,
  type SourcePosition,
} from './decode.ts'
import { checkStagingOwner, insertStagedBatch, setBatchNumber, updateFileProgress } from './staging.store.ts'

export interface StagingTarget {
  readonly connection: DedicatedConnection
  readonly jobId: string
  readonly kind: RecordKind
  readonly columns: ImportColumns
  /** The numbers given last, of the job's batches and rejects; 0 before the first. */
  readonly numbers: { batch: number; reject: number }
}

/** A batch that is staged, with what was counted in it. */
interface StagedBatch {
  readonly counts: BatchCounts
  readonly files: readonly FileProgress[]
}

/**
 * Copies each batch into the staging tables and its rejects into `import_rejects`, one transaction a batch: a batch
 * is there as a whole, with how far its files are read, or not at all. Rejects survive whatever becomes of the import.
 */
export async function* stageBatches(
  batches: AsyncIterable<ResolvedBatch<CompletedRecord>>,
  target: StagingTarget,
): AsyncGenerator<StagedBatch> {
  for await (const batch of batches) {
    const counts = countBatch(batch)
    const number = target.numbers.batch + 1
    await inTransaction(target.connection.db, async (trx) => {
      await checkStagingOwner(trx, target.jobId)
      await setBatchNumber(trx, number)
      await writeBatch(batch, target)
      await insertStagedBatch(trx, { number, kind: target.kind, batch, counts })
      await updateFileProgress(trx, batch)
    })
    target.numbers.batch = number
    target.numbers.reject += batch.rejects.length
    yield { counts, files: batch.files }
  }
}

async function writeBatch(batch: ResolvedBatch<CompletedRecord>, target: StagingTarget): Promise<void> {
  await copyInto('staging', 'users', batch.placeholders, target)
  for (const { table } of tablesOf(target.kind)) {
    const rows = batch.records.flatMap((record): readonly CopyRow[] => record.rows[table] ?? [])
    await copyInto('staging', table, rows, target)
  }
  await copyInto('staging', 'records', batch.records.map(toRecordRow), target)
  const rejects = batch.rejects.toSorted((one, other) => comparePositions(one.place, other.place))
  const first = target.numbers.reject + 1
  const rows = rejects.map((reject, index) => toRejectRow(reject, target.jobId, first + index))
  await copyInto('public', 'import_rejects', rows, target)
}

function comparePositions(one: SourcePosition, other: SourcePosition): number {
  return one.fileNumber - other.fileNumber || one.offset - other.offset
}

async function copyInto(
  schema: 'public' | 'staging',
  table: string,
  rows: readonly CopyRow[],
  target: StagingTarget,
): Promise<void> {
  const [row] = rows
  if (row === undefined) return
  const { staging, tables } = target.columns
  const all = getColumns(schema === 'staging' ? staging : tables, table)
  // A column that has a default, as the time of a reject, may be missing in all rows.
  const columns = all.filter(({ name }) => name in row)
  const names = columns.map(({ name }) => name).join(', ')
  await target.connection.copy(`copy ${schema}.${table} (${names}) from stdin`, toCopyText(columns, rows))
}

const actions = { inserted: 'insert', updated: 'update', unchanged: 'none', skipped: 'none' } as const

function toRecordRow(record: CompletedRecord): CopyRow {
  const { place, id, fate, changedAt, sha256, extra, keptBytes, bytes } = record
  return {
    ...toPositionColumns(place),
    file_number: place.fileNumber,
    id,
    action: actions[fate],
    changed_at: changedAt,
    bytes: bytes.length,
    sha256: Buffer.from(sha256, 'hex'),
    extra,
    raw: isWritten(fate) ? keptBytes : null,
  }
}

function toRejectRow(
  { place, code, message, raw, rawBytes }: Reject,
  jobId: string,
  number: number,
): CopyRow {
  return {
    ...toPositionColumns(place),
    job_id: jobId,
    number,
    code,
    message: toStorableText(message),
    raw,
    raw_bytes: rawBytes,
  }
}

function toPositionColumns({ kind, file, line, offset, pointer }: SourcePosition): CopyRow {
  return {
    kind,
    file: toStorableText(file),
    line,
    byte_offset: offset,
    pointer: toStorableText(pointer),
  }
}

/** A file's name or a message may hold what a TEXT column can't: it is only for people to read. */
function toStorableText(text: string): string {
  return text.replaceAll('\0', '\ufffd').toWellFormed()
}

/** Adds to each record that is written what its rows can't hold of it: rows and rest together are the original. */
export async function* computeExtra(
  batches: AsyncIterable<ResolvedBatch>,
  entity: RecordType,
): AsyncGenerator<ResolvedBatch<CompletedRecord>> {
  for await (const batch of batches) {
    yield { ...batch, records: batch.records.map((record) => addExtra(record, entity)) }
  }
}

function addExtra(record: ResolvedRecord, entity: RecordType): CompletedRecord {
  const extra = isWritten(record.fate) ? computeDifference(record.record, entity.encode(record.rows)) : {}
  return { ...record, extra }
}
