import type { Database } from '../../database/connection.ts'
import type { Entity } from '../entities/entity.ts'
import type { TableColumns } from '../stages/column.store.ts'
import { findStoredRecords, type ReadBack, readBack } from '../stages/verify-records.ts'
import { findStoredSizes } from './stored-size.store.ts'

/** A larger record is read alone. */
const maxGroupBytes = 4 * 1024 * 1024

/** Rebuilds the records from their rows, no more of them at once than memory should hold; a large one is alone. */
export async function* readBackGroups(
  db: Database,
  entity: Entity,
  columns: TableColumns,
  ids: readonly string[],
): AsyncGenerator<ReadBack[]> {
  const sizes = await findStoredSizes(db, entity.kind, columns, ids)
  const sizeById = new Map(sizes.map(({ id, bytes }) => [id, bytes]))
  for (const group of splitBySize(ids, (id) => sizeById.get(id) ?? 0)) {
    const stored = await findStoredRecords(db, entity, columns, group)
    yield stored.map((record) => readBack(record, entity))
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
