import { sql } from 'kysely'
import type { Database } from '../../database/connection.ts'
import { kindTables } from '../stages/kind-tables.ts'
import type { RecordKind } from '../stages/record.ts'

/** A column that refers to a kind's own rows: its rows would go with them, or lose what they refer to. */
export interface DependentColumn {
  readonly kind: RecordKind
  readonly table: string
  readonly column: string
}

/** Rows of one table that hang on a record. */
export interface Dependents {
  readonly id: string
  readonly table: string
  readonly count: number
}

/**
 * Every foreign key to the own row of a record, but for those of the record's own parts. Read from the catalog, so that
 * a table of a later migration is not forgotten.
 */
export async function findDependentColumns(db: Database, kind: RecordKind): Promise<DependentColumn[]> {
  const { own, parts } = kindTables[kind]
  const partTables = parts.map(({ table }) => table)
  const { rows } = await sql<DependentColumn>`
    select ${kind} as kind, child.relname as "table", child_column.attname as "column"
    from pg_constraint as key
    cross join unnest(key.conkey, key.confkey) as pair (child, parent)
    join pg_class as child on child.oid = key.conrelid
    join pg_attribute as child_column
      on child_column.attrelid = key.conrelid and child_column.attnum = pair.child
    join pg_attribute as parent_column
      on parent_column.attrelid = key.confrelid and parent_column.attnum = pair.parent
    where key.contype = 'f' and key.confrelid = ${`public.${own.table}`}::regclass
      and parent_column.attname = 'id' and child.relname <> all(${partTables})
    order by child.relname, child_column.attname`.execute(db)
  return rows
}

/** How many rows of the tables hang on each of the records; records without any are left out. */
export async function countDependents(
  trx: Database,
  columns: readonly DependentColumn[],
  ids: readonly string[],
): Promise<Dependents[]> {
  if (columns.length === 0 || ids.length === 0) return []
  const counts = columns.map(
    ({ table, column }) => sql`
      select ${sql.ref(column)} as id, ${sql.lit(table)} as "table", count(*)::int as count
      from ${sql.table(table)} where ${sql.ref(column)} = any(${ids}::uuid[]) group by ${sql.ref(column)}`,
  )
  const { rows } = await sql<Dependents>`${sql.join(counts, sql` union all `)}`.execute(trx)
  return rows
}
