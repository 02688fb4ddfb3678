import { sql } from 'kysely'
import type { Database } from '../../database/connection.ts'
import type { BatchCounts } from '../report.ts'
import type { ResolvedBatch } from './batch.ts'
import type { RecordKind } from './record.ts'

/** Rows that are staged in this transaction belong to the batch. */
export async function nameBatch(trx: Database, number: number): Promise<void> {
  await sql`select set_config('metagauge.import_batch', ${String(number)}, true)`.execute(trx)
}

/** Notes that a batch is staged as a whole. */
export async function insertStagedBatch(
  trx: Database,
  staged: {
    readonly number: number
    readonly kind: RecordKind
    readonly batch: ResolvedBatch
    readonly counts: BatchCounts
  },
): Promise<void> {
  const { number, kind, batch, counts } = staged
  const hasUpdates = batch.records.some(({ fate }) => fate === 'updated')
  await sql`
    insert into staging.batches (number, kind, has_updates, has_placeholders, counts, warnings)
    values (${number}, ${kind}, ${hasUpdates}, ${batch.placeholders.length > 0},
      ${JSON.stringify(counts.counts)}, ${JSON.stringify(counts.warnings)})`.execute(trx)
}

/** Notes how much of the files is staged with the batch. */
export async function saveFileProgress(trx: Database, batch: ResolvedBatch): Promise<void> {
  const records = countByFile(batch.records.map(({ place }) => place.fileNumber))
  const rejects = countByFile(batch.rejects.map(({ place }) => place.fileNumber))
  const rows = batch.files.map(({ number, items, isRead, bytesSha256 }) => ({
    number,
    items,
    is_read: isRead,
    bytes_sha256: bytesSha256 === null ? null : `\\x${bytesSha256.toString('hex')}`,
    records: records.get(number) ?? 0,
    rejected: rejects.get(number) ?? 0,
  }))
  await sql`
    update staging.files set items = progress.items, is_read = progress.is_read,
      bytes_sha256 = progress.bytes_sha256, records = files.records + progress.records,
      rejected = files.rejected + progress.rejected
    from jsonb_populate_recordset(null::staging.files, ${JSON.stringify(rows)}::jsonb) as progress
    where files.number = progress.number`.execute(trx)
}

function countByFile(numbers: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>()
  for (const number of numbers) counts.set(number, (counts.get(number) ?? 0) + 1)
  return counts
}
