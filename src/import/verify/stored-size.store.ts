import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../../database/connection.ts'
import { columnsOf, type TableColumns } from '../stages/column.store.ts'
import { type KindTable, tablesOf } from '../stages/kind-tables.ts'
import type { RecordKind } from '../stages/record.ts'

/** A record with about what it takes on disk, compressed as it is there. */
export interface StoredSize {
  readonly id: string
  readonly bytes: number
}

const variableTypes: readonly string[] = ['text', 'varchar', 'jsonb', '_text', 'bytea']

/** How large the records are, found without unpacking any of their values; those without rows are left out. */
export async function findStoredSizes(
  db: Database,
  kind: RecordKind,
  columns: TableColumns,
  ids: readonly string[],
): Promise<StoredSize[]> {
  const parts: RawBuilder<unknown>[] = tablesOf(kind).map((part) => sizesOf(part, columns, ids))
  const rest = sql`
    select id, pg_column_size(extra) as bytes from legacy_records
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
    .map(({ name }) => sql`coalesce(pg_column_size(${sql.ref(name)}), 0)`)
  return sql`
    select ${sql.ref(key)} as id, ${sql.join(sizes, sql` + `)} as bytes
    from ${sql.table(table)} where ${sql.ref(key)} = any(${ids}::uuid[])`
}
