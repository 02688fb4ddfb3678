import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../../database/connection.ts'
import type { ImportedTable } from '../records/record-type.ts'
import { type RecordTable, recordTables } from '../records/tables.ts'
import type { RecordKind } from '../scan/source-item.ts'
import { inRange, type StagedRange } from '../staging/staging.store.ts'

/** The columns of type jsonb, in which a JSON null is another value than none. */
export const jsonColumns: Readonly<Partial<Record<ImportedTable, readonly string[]>>> = {
  user_preferences: ['custom_settings'],
  contract_analysis_params: ['custom_params'],
  analyses: ['results', 'metadata', 'logs'],
  chat_sessions: ['metadata'],
  chat_messages: ['components', 'metadata'],
}

/**
 * Keeps what the batches of an import are about to replace: the rows of each record to be updated, with all its parts, and
 * what is known of the legacy record that they came from; and of each owner that it makes up, that there was none. To
 * be called in the publishing transaction, when the rows are locked and before the first is written; once for each batch.
 */
export async function insertUndo(
  trx: Database,
  jobId: string,
  kind: RecordKind,
  range: Pick<StagedRange, 'first' | 'last'>,
): Promise<void> {
  const { own, parts } = recordTables[kind]
  await sql`
    insert into import_undo (job_id, kind, id, rows, legacy_record)
    select ${jobId}::uuid, records.kind, records.id, ${rowsByTable([own, ...parts])}, to_jsonb(legacy_records)
    from staging.records
    left join legacy_records on legacy_records.kind = records.kind and legacy_records.id = records.id
    where records.kind = ${kind} and records.action = 'update' and ${inRange('records.batch', range)}`.execute(
    trx,
  )
  await sql`
    insert into import_undo (job_id, kind, id)
    select ${jobId}::uuid, 'users', users.id from staging.users
    where ${inRange('users.batch', range)} and not exists (
      select from staging.records where records.kind = 'users' and records.id = users.id
    )`.execute(trx)
}

/** An object from each table's name to the list of the record's rows in it. */
function rowsByTable(tables: readonly RecordTable[]): RawBuilder<unknown> {
  const members = tables.map(
    ({ table, key }) => sql`${sql.lit(table)}, (
      select coalesce(jsonb_agg(${rowObject(table)} order by part.id), '[]')
      from ${sql.table(table)} as part where part.${sql.ref(key)} = records.id
    )`,
  )
  return sql`jsonb_build_object(${sql.join(members)})`
}

/** The row `part` as an object. A JSON column without any value is left out: null stands for a JSON null. */
function rowObject(table: ImportedTable): RawBuilder<unknown> {
  const names = jsonColumns[table] ?? []
  if (names.length === 0) return sql`to_jsonb(part)`
  const missing = names.map((name) => sql`case when part.${sql.ref(name)} is null then ${sql.lit(name)} end`)
  return sql`to_jsonb(part) - array_remove(array[${sql.join(missing)}]::text[], null)`
}
