import { sql } from 'kysely'
import type { Database } from '../../../src/database/connection.ts'
import { importedTables, type RecordRows } from '../../../src/import/records/record-type.ts'
import { canonicalText } from '../../../src/json/canonical.ts'
import type { JsonValue } from '../../../src/json/json-value.ts'

/** Stores the rows, reads them back, and rolls back. Checks every constraint of their tables except foreign keys. */
export async function storeAndRead(db: Database, rows: RecordRows): Promise<RecordRows> {
  const transaction = await db.startTransaction().execute()
  try {
    await sql`set local session_replication_role = replica`.execute(transaction)
    const stored: [string, unknown[]][] = []
    for (const table of importedTables) {
      const given = rows[table]
      if (given === undefined) continue
      await sql`
insert into ${sql.table(table)}
select * from json_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(given)}::json)`.execute(
        transaction,
      )
      stored.push([table, (await sql`select * from ${sql.table(table)}`.execute(transaction)).rows])
    }
    return Object.fromEntries(stored)
  } finally {
    await transaction.rollback().execute()
  }
}

/** Rows in a normalized form, in which trailing zeros of jsonb numbers make no difference. */
export function toComparable(rows: RecordRows): Record<string, unknown> {
  const tables = Object.entries(rows).map(([table, list]) => [table, list.map(toComparableRow).sort()])
  return Object.fromEntries(tables)
}

function toComparableRow(row: object): string {
  const columns: [string, JsonValue][] = Object.entries(row)
  return canonicalText(
    Object.fromEntries(
      columns.map(([name, value]) => [name, value instanceof Date ? value.toISOString() : value]),
    ),
  )
}
