import type { DedicatedConnection } from '../../database/connection.ts'
import { toInstantText } from '../../json/print.ts'
import { type Column, getColumns, type TableColumns } from './column.store.ts'

/** A row by column name, with values of the driver's types (see RecordRows). */
export type CopyRow = Readonly<Record<string, unknown>>

export interface TableRows {
  readonly schema: 'public' | 'staging'
  readonly table: string
  /** Of all tables of the schema. */
  readonly columns: TableColumns
  /** All with the same columns; a column that is missing from them gets its default. */
  readonly rows: readonly CopyRow[]
}

/** Copies rows into a table. Without rows, sends no statement. */
export async function copyRows(
  connection: DedicatedConnection,
  { schema, table, columns, rows }: TableRows,
): Promise<void> {
  const [row] = rows
  if (row === undefined) return
  const present = getColumns(columns, table).filter(({ name }) => name in row)
  const names = present.map(({ name }) => name).join(', ')
  await connection.copy(`copy ${schema}.${table} (${names}) from stdin`, toCopyText(present, rows))
}

const nullText = '\\N'

/**
 * Rows in the text format of PostgreSQL's COPY, one per line, with the columns in this order.
 * @throws Error for a row that lacks a column, or a value of the wrong type: a defect of the caller.
 */
export function toCopyText(columns: readonly Column[], rows: readonly CopyRow[]): string {
  let text = ''
  for (const row of rows) {
    let separator = ''
    for (const column of columns) {
      text += separator + toField(column, row[column.name])
      separator = '\t'
    }
    text += '\n'
  }
  return text
}

function toField(column: Column, value: unknown): string {
  if (value === null) return nullText
  if (value === undefined) return fail(value, column)
  switch (column.type) {
    case 'jsonb':
      // JSON text has no other characters that COPY requires to be escaped.
      return JSON.stringify(value).replaceAll('\\', '\\\\')
    case '_text':
      return escapeText(toArrayLiteral(value, column))
    case 'bytea':
      return `\\\\x${Buffer.isBuffer(value) ? value.toString('hex') : fail(value, column)}`
    case 'timestamptz':
      return value instanceof Date ? toInstantText(value.getTime()) : fail(value, column)
    default:
      return toPlainField(column, value)
  }
}

function toPlainField(column: Column, value: unknown): string {
  if (typeof value === 'string') return escapeText(value)
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return fail(value, column)
}

/** Quotes every item: one may be empty, or the word null. */
function toArrayLiteral(value: unknown, column: Column): string {
  if (!Array.isArray(value)) return fail(value, column)
  const items = value.map((item) =>
    typeof item === 'string' ? `"${item.replace(/["\\]/g, '\\$&')}"` : fail(item, column),
  )
  return `{${items.join(',')}}`
}

const special = /[\\\t\n\r]/

function escapeText(text: string): string {
  if (!special.test(text)) return text
  return text.replaceAll('\\', '\\\\').replaceAll('\t', '\\t').replaceAll('\n', '\\n').replaceAll('\r', '\\r')
}

function fail(value: unknown, column: Column): never {
  throw new Error(
    `A value of type ${typeof value} can't be stored in the ${column.type} column ${column.name}.`,
  )
}
