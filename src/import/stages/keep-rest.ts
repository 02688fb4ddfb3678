import { difference } from '../../json/difference.ts'
import type { Entity } from '../entities/entity.ts'
import { type CompletedRecord, isWritten, type ResolvedBatch, type ResolvedRecord } from './batch.ts'

/** Adds to each record that is written what its rows can't hold of it: rows and rest together are the original. */
export async function* keepRest(
  batches: AsyncIterable<ResolvedBatch>,
  entity: Entity,
): AsyncGenerator<ResolvedBatch<CompletedRecord>> {
  for await (const batch of batches) {
    yield { ...batch, records: batch.records.map((record) => complete(record, entity)) }
  }
}

function complete(record: ResolvedRecord, entity: Entity): CompletedRecord {
  const extra = isWritten(record.fate) ? difference(record.record, entity.encode(record.rows)) : {}
  return { ...record, extra }
}
