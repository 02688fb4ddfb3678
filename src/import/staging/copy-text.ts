import { toInstantText } from '../../json/print.ts'
import type { Column } from './column.store.ts'

/** A row by column name; the values as the driver returns them, see RecordRows. */
export type CopyRow = Readonly<Record<string, unknown>>

const nullText = '\\N'

/**
 * Rows in the text format of PostgreSQL's COPY, one line each, the columns in the order given.
 * @throws Error for a row without one of the columns, or a value that its type can't hold: a defect of the caller.
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
      // JSON has no other character that has to be escaped.
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

/** Everything quoted: an item may be empty, or the word null. */
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
  throw new Error(`A value of type ${typeof value} can't go into the ${column.type} column ${column.name}.`)
}
