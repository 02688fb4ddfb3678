import type { ImportedTable, RecordRows } from './entity.ts'

/** The row of the record itself, which stands before those of its parts. */
export function getOwnRow<Table extends ImportedTable>(
  rows: RecordRows,
  table: Table,
): NonNullable<RecordRows[Table]>[number] {
  const [row] = rows[table] ?? []
  if (row === undefined) throw new Error(`The rows of a record must have one of the table ${table}.`)
  return row
}
