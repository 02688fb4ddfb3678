import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../../database/connection.ts'
import { columnsOf, type TableColumns } from '../stages/column.store.ts'
import { type KindTable, tablesOf } from '../stages/kind-tables.ts'
import type { RecordKind } from '../stages/record.ts'

/** A record with the bytes of its values as text. */
export interface StoredSize {
  readonly id: string
  readonly bytes: number
}

const variableTypes: readonly string[] = ['text', 'varchar', 'jsonb', '_text', 'bytea']

/**
 * The sizes of the records that have rows. The size of values on disk says little: repeated text is compressed a
 * hundredfold, and a number such as 1e999 takes a dozen bytes.
 */
export async function findStoredSizes(
  db: Database,
  kind: RecordKind,
  columns: TableColumns,
  ids: readonly string[],
): Promise<StoredSize[]> {
  const parts: RawBuilder<unknown>[] = tablesOf(kind).map((part) => sizesOf(part, columns, ids))
  const rest = sql`
    select id, octet_length(extra::text) + coalesce(octet_length(raw), 0) as bytes from legacy_records
    where kind = ${kind} and id = any(${ids}::uuid[])`
  const { rows } = await sql<StoredSize>`
    select id, sum(bytes)::float8 as bytes from (${sql.join([...parts, rest], sql` union all `)}) as sizes
    group by id`.execute(db)
  return rows
}

function sizesOf(
  { table, key }: KindTable,
  columns: TableColumns,
  ids: readonly string[],
): RawBuilder<unknown> {
  const sizes = columnsOf(columns, table)
    .filter(({ type }) => variableTypes.includes(type))
    .map(({ name, type }) => sizeOf(sql.ref(name), type))
  return sql`
    select ${sql.ref(key)} as id, ${sql.join(sizes, sql` + `)} as bytes
    from ${sql.table(table)} where ${sql.ref(key)} = any(${ids}::uuid[])`
}

/** PostgreSQL knows the length of a text without decompressing it. */
function sizeOf(column: RawBuilder<unknown>, type: string): RawBuilder<unknown> {
  const isText = type === 'text' || type === 'varchar' || type === 'bytea'
  return sql`coalesce(octet_length(${isText ? column : sql`${column}::text`}), 0)`
}
