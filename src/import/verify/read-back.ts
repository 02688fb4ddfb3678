import type { Database } from '../../database/connection.ts'
import { findStoredRecords, hashStoredRecord, type RebuiltRecord } from '../publish/rebuild-record.ts'
import type { TableColumns } from '../records/column.store.ts'
import type { RecordType } from '../records/record-type.ts'
import { findStoredSizes } from './verify.store.ts'

/** A larger record has a group to itself. */
const maxGroupBytes = 4 * 1024 * 1024

/** Rebuilds the records from their rows, in groups of limited size. */
export async function* readBackGroups(
  db: Database,
  type: RecordType,
  columns: TableColumns,
  ids: readonly string[],
): AsyncGenerator<RebuiltRecord[]> {
  const sizes = await findStoredSizes(db, type.kind, columns, ids)
  const sizeById = new Map(sizes.map(({ id, bytes }) => [id, bytes]))
  for (const group of splitBySize(ids, (id) => sizeById.get(id) ?? 0)) {
    const stored = await findStoredRecords(db, type, columns, group)
    yield stored.map((record) => hashStoredRecord(record, type))
  }
}

function splitBySize(ids: readonly string[], sizeOf: (id: string) => number): string[][] {
  const groups: string[][] = []
  let room = 0
  for (const id of ids) {
    const bytes = sizeOf(id)
    if (groups.length === 0 || bytes > room) {
      groups.push([])
      room = maxGroupBytes
    }
    groups.at(-1)?.push(id)
    room -= bytes
  }
  return groups
}
