import type { Database } from '../../database/connection.ts'
import type { Entity, RecordRows } from '../entities/entity.ts'
import { columnsOf, type TableColumns } from '../stages/column.store.ts'
import { kindTables } from '../stages/kind-tables.ts'
import { prefetch } from '../stages/prefetch.ts'
import { findPublishedRows } from '../stages/published.store.ts'
import type { RecordKind } from '../stages/record.ts'
import { hasFolders, type Layout } from './legacy-layout.ts'
import {
  closeRecordList,
  fetchRecordHeads,
  findLegacyRests,
  openRecordList,
  type RecordHead,
} from './legacy-record.store.ts'
import { type KnownRecord, toLegacyText } from './legacy-text.ts'

/** A record as it stands in the application's file. */
export interface LegacyRecord {
  /** A user's own id. */
  readonly ownerId: string
  readonly text: string
}

export interface ListOptions {
  readonly layout: Layout
  /** Of the tables. */
  readonly columns: TableColumns
}

const headsAtOnce = 1000
/** Two batches are held at once, one read and one written; a larger record is alone. */
const maxBatchBytes = 1024 * 1024

/**
 * Every record of a kind as the application would have written it, the oldest first; owner by owner where each owner
 * has a file. To be called in a transaction of repeatable reads: all of it is of one moment.
 */
export async function* listLegacyRecords(
  trx: Database,
  entity: Entity,
  options: ListOptions,
): AsyncGenerator<readonly LegacyRecord[]> {
  for await (const batch of prefetch(readBatches(trx, entity.kind, options))) {
    yield batch.map((known) => ({
      ownerId: known.ownerId,
      text: toLegacyText(known, entity, options.layout),
    }))
  }
}

async function* readBatches(
  trx: Database,
  kind: RecordKind,
  { layout, columns }: ListOptions,
): AsyncGenerator<readonly KnownRecord[]> {
  const order = hasFolders(layout, kind) ? 'owner, creation' : 'creation'
  await openRecordList(trx, kind, { order, columns })
  for (;;) {
    const heads = await fetchRecordHeads(trx, headsAtOnce)
    if (heads.length === 0) break
    for (const group of splitBySize(heads)) yield await readRecords(trx, kind, group, columns)
  }
  await closeRecordList(trx)
}

function splitBySize(heads: readonly RecordHead[]): RecordHead[][] {
  const groups: RecordHead[][] = []
  let room = 0
  for (const head of heads) {
    if (head.bytes > room) {
      groups.push([])
      room = maxBatchBytes
    }
    groups.at(-1)?.push(head)
    room -= head.bytes
  }
  return groups
}

async function readRecords(
  trx: Database,
  kind: RecordKind,
  heads: readonly RecordHead[],
  columns: TableColumns,
): Promise<KnownRecord[]> {
  const ids = heads.map(({ id }) => id)
  const rowsById = await findRows(trx, kind, columns, ids)
  const rests = await findLegacyRests(trx, kind, ids)
  const restsById = new Map(rests.map((rest) => [rest.id, rest]))
  return heads.map(({ id, ownerId }) => ({
    id,
    ownerId,
    rows: rowsById.get(id) ?? {},
    rest: restsById.get(id),
  }))
}

type LooseRows = Record<string, Readonly<Record<string, unknown>>[]>

async function findRows(
  trx: Database,
  kind: RecordKind,
  columns: TableColumns,
  ids: readonly string[],
): Promise<Map<string, RecordRows>> {
  const { own, parts } = kindTables[kind]
  const byId = new Map<string, LooseRows>(ids.map((id) => [id, {}]))
  for (const part of [own, ...parts]) {
    for (const row of await findPublishedRows(trx, part, columnsOf(columns, part.table), ids)) {
      const rows = byId.get(String(row[part.key])) ?? {}
      rows[part.table] ??= []
      rows[part.table]?.push(row)
    }
  }
  // The audited cast: the columns come from the catalog, and the generated types from the same migrations.
  return byId as Map<string, RecordRows>
}
