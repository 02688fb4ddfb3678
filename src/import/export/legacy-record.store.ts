import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../../database/connection.ts'
import type { Extra } from '../../json/difference.ts'
import { getColumns, sizesOfColumns, type TableColumns } from '../records/column.store.ts'
import { recordTypes } from '../records/kinds.ts'
import type { RecordKind, RecordTable } from '../records/record-type.ts'

/** Identifies a record and its size. */
export interface RecordHead {
  readonly id: string
  /** The owner; for a user, the user itself. */
  readonly ownerId: string
  /** Approximate size of its rows and of its `legacy_records` row as text. */
  readonly bytes: number
}

/** The data in `legacy_records` about an imported record. */
export interface LegacyRest {
  readonly id: string
  readonly sha256: string
  readonly extra: Extra
  /** The original bytes if a key is repeated, which the parsed record can't represent; otherwise null. */
  readonly raw: Buffer | null
}

/** By creation date, over all owners or within each owner. */
export type RecordOrder = 'creation' | 'owner, creation'

/** Fixed size of a row, which limits a batch to about a thousand rows. */
const bytesOfRow = 1000

/**
 * Opens a cursor over a kind's records, oldest first. Requires a repeatable-read transaction; only one list can be open
 * at a time. PostgreSQL sorts ids and sizes once, on disk if there are many; keyset pages would sort again for every
 * page, because no index has this order across owners. Placeholder owners are omitted.
 */
export async function openRecordList(
  trx: Database,
  kind: RecordKind,
  { order, columns }: { readonly order: RecordOrder; readonly columns: TableColumns },
): Promise<void> {
  const { own } = recordTypes[kind].tables
  const isRecord = kind === 'users' ? sql`own.email <> 'placeholder+' || own.id || '@invalid'` : sql`true`
  // An index has the reverse of this order.
  const sorting =
    order === 'creation' ? sql`own.created_at, own.id` : sql`own.user_id desc, own.created_at, own.id`
  // Plan for reading the whole list, not just its beginning.
  await sql`set local cursor_tuple_fraction = 1`.execute(trx)
  await sql`
    declare legacy_record_list no scroll cursor for
    select own.id, own.${sql.ref(kind === 'users' ? 'id' : 'user_id')} as "ownerId",
      (${sizeOfRecord(kind, columns)})::float8 as bytes
    from ${sql.table(own.table)} as own
    left join legacy_records as rest on rest.kind = ${sql.lit(kind)} and rest.id = own.id
    where ${isRecord}
    order by ${sorting}`.execute(trx)
}

/** Fetches the next records of the list; none at its end. */
export async function fetchRecordHeads(trx: Database, limit: number): Promise<RecordHead[]> {
  const { rows } = await sql<RecordHead>`fetch ${sql.lit(limit)} from legacy_record_list`.execute(trx)
  return rows
}

/** Closes the list, so that another one can be opened. */
export async function closeRecordList(trx: Database): Promise<void> {
  await sql`close legacy_record_list`.execute(trx)
}

/** Finds the `legacy_records` rows of the records; records that were not imported have none. */
export async function findLegacyRests(
  trx: Database,
  kind: RecordKind,
  ids: readonly string[],
): Promise<LegacyRest[]> {
  const { rows } = await sql<LegacyRest>`
    select id, encode(sha256, 'hex') as sha256, extra, raw
    from legacy_records where kind = ${kind} and id = any(${ids}::uuid[])`.execute(trx)
  return rows
}

/** Counts users whose password the legacy application can't verify, because it supports only bcrypt. */
export async function countForeignPasswords(trx: Database): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from users where password like '$argon2id$%'`.execute(trx)
  return rows[0]?.count ?? 0
}

function sizeOfRecord(kind: RecordKind, columns: TableColumns): RawBuilder<unknown> {
  const { own, parts } = recordTypes[kind].tables
  const sizes = [
    sql`${sql.lit(bytesOfRow)}`,
    ...sizesOfColumns('own', getColumns(columns, own.table)),
    ...sizesOfColumns('rest', getColumns(columns, 'legacy_records')),
    ...parts.map((part) => sizeOfPart(part, columns)),
  ]
  return sql.join(sizes, sql` + `)
}

function sizeOfPart({ table, key }: RecordTable, columns: TableColumns): RawBuilder<unknown> {
  const sizes = sql.join([sql`0`, ...sizesOfColumns('part', getColumns(columns, table))], sql` + `)
  return sql`
    coalesce((select sum(${sizes}) from ${sql.table(table)} as part where part.${sql.ref(key)} = own.id), 0)`
}
