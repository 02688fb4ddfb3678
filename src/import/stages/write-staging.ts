import { sql } from 'kysely'
import type { Database } from '../../database/connection.ts'
import type { DedicatedConnection } from '../../database/dedicated-connection.ts'
import { importedTables } from '../entities/entity.ts'
import { type CompletedRecord, isWritten, type Place, type Reject, type ResolvedBatch } from './batch.ts'
import { columnsOf, type ImportColumns } from './column.store.ts'
import { type CopyRow, toCopyText } from './copy-text.ts'

export interface StagingTarget {
  readonly connection: DedicatedConnection
  readonly jobId: string
  readonly columns: ImportColumns
  /** The next number among the job's rejects, from 1. */
  takeRejectNumber(): number
  /** The next number among the job's batches, from 1. */
  takeBatchNumber(): number
}

/**
 * Copies each batch into the staging tables and its rejects into `import_rejects`, one transaction a batch: a batch
 * is there as a whole or not at all, and rejects survive whatever becomes of the import.
 */
export async function* writeStaging(
  batches: AsyncIterable<ResolvedBatch<CompletedRecord>>,
  target: StagingTarget,
): AsyncGenerator<ResolvedBatch<CompletedRecord>> {
  for await (const batch of batches) {
    await target.connection.db.transaction().execute(async (trx) => {
      await nameBatch(trx, target.takeBatchNumber())
      await writeBatch(batch, target)
    })
    yield batch
  }
}

/** Rows that are staged in this transaction belong to the batch. */
async function nameBatch(trx: Database, batch: number): Promise<void> {
  await sql`select set_config('metagauge.import_batch', ${String(batch)}, true)`.execute(trx)
}

async function writeBatch(batch: ResolvedBatch<CompletedRecord>, target: StagingTarget): Promise<void> {
  await copyInto('staging', 'users', batch.placeholders, target)
  for (const table of importedTables) {
    const rows = batch.records.flatMap((record): readonly CopyRow[] => record.rows[table] ?? [])
    await copyInto('staging', table, rows, target)
  }
  await copyInto('staging', 'records', batch.records.map(toRecordRow), target)
  const rejects = batch.rejects.toSorted((one, other) => one.place.offset - other.place.offset)
  await copyInto(
    'public',
    'import_rejects',
    rejects.map((reject) => toRejectRow(reject, target)),
    target,
  )
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
  const all = columnsOf(schema === 'staging' ? staging : tables, table)
  // A column that has a default, as the time of a reject, may be missing in all rows.
  const columns = all.filter(({ name }) => name in row)
  const names = columns.map(({ name }) => name).join(', ')
  await target.connection.copy(`copy ${schema}.${table} (${names}) from stdin`, toCopyText(columns, rows))
}

const actions = { inserted: 'insert', updated: 'update', unchanged: 'none', skipped: 'none' } as const

function toRecordRow(record: CompletedRecord): CopyRow {
  const { place, id, fate, changedAt, sha256, extra, keptBytes, bytes } = record
  return {
    ...toPlaceColumns(place),
    id,
    action: actions[fate],
    changed_at: changedAt,
    bytes: bytes.length,
    sha256: Buffer.from(sha256, 'hex'),
    extra,
    raw: isWritten(fate) ? keptBytes : null,
  }
}

function toRejectRow({ place, code, message, raw, rawBytes }: Reject, target: StagingTarget): CopyRow {
  return {
    ...toPlaceColumns(place),
    job_id: target.jobId,
    number: target.takeRejectNumber(),
    code,
    message: toStorableText(message),
    raw,
    raw_bytes: rawBytes,
  }
}

function toPlaceColumns({ kind, file, line, offset, pointer }: Place): CopyRow {
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
