import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../../database/connection.ts'

/** A column with PostgreSQL's internal name of its type: `jsonb`, `_text`, `timestamptz` ... */
export interface Column {
  readonly name: string
  readonly type: string
}

/** The columns of every table of a schema, in their order. */
export type TableColumns = ReadonlyMap<string, readonly Column[]>

export interface ImportColumns {
  readonly staging: TableColumns
  readonly tables: TableColumns
}

/** Reads the columns from the catalog, so no list has to be kept in sync with the migrations. */
export async function findImportColumns(db: Database): Promise<ImportColumns> {
  return { staging: await findTableColumns(db, 'staging'), tables: await findTableColumns(db, 'public') }
}

async function findTableColumns(db: Database, schema: string): Promise<TableColumns> {
  const { rows } = await sql<{ table: string; columns: Column[] }>`
    select table_name as "table",
      json_agg(json_build_object('name', column_name, 'type', udt_name) order by ordinal_position) as columns
    from information_schema.columns
    where table_schema = ${schema}
    group by table_name`.execute(db)
  return new Map(rows.map(({ table, columns }) => [table, columns]))
}

/** @throws Error for a table that does not exist. */
export function getColumns(columns: TableColumns, table: string): readonly Column[] {
  const found = columns.get(table)
  if (found === undefined) throw new Error(`The database has no table ${table}.`)
  return found
}

/**
 * Expressions for the sizes in bytes of the table's columns of variable length, as text. Sizes on disk are misleading:
 * repeated text is compressed a hundredfold, and a number such as 1e999 takes a dozen bytes.
 * @param table the name or alias of the table in the statement.
 */
export function sizesOfColumns(table: string, columns: readonly Column[]): RawBuilder<unknown>[] {
  return columns.flatMap(({ name, type }) => {
    const column = sql.ref(`${table}.${name}`)
    const text = textOfColumn[type]?.(column)
    return text === undefined ? [] : [sql`coalesce(octet_length(${text}), 0)`]
  })
}

const unchanged = (column: RawBuilder<unknown>) => column
const printed = (column: RawBuilder<unknown>) => sql`${column}::text`

/** PostgreSQL knows the length of a text without decompressing it, but has to print jsonb and arrays. */
const textOfColumn: Readonly<Record<string, (column: RawBuilder<unknown>) => RawBuilder<unknown>>> = {
  text: unchanged,
  varchar: unchanged,
  bytea: unchanged,
  jsonb: printed,
  _text: printed,
}
