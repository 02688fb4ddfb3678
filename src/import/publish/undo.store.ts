import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../../database/connection.ts'
import { type Column, getColumns, type TableColumns } from '../records/column.store.ts'
import { listRecordTables } from '../records/kinds.ts'
import type { RecordTable } from '../records/record-type.ts'
import { inRange, type StagedRange } from '../staging/staging.store.ts'

/**
 * Saves what a range is about to replace: all rows of each record to update, with its legacy record; and, for each
 * placeholder owner, that no user existed. Call it once per range, when the rows are locked and before any is
 * written.
 */
export async function insertUndo(
  trx: Database,
  jobId: string,
  range: Pick<StagedRange, 'kind' | 'first' | 'last'>,
  columns: TableColumns,
): Promise<void> {
  const { kind } = range
  await sql`
    insert into import_undo (job_id, kind, id, rows, legacy_record)
    select ${jobId}::uuid, records.kind, records.id, ${collectRows(listRecordTables(kind), columns)}, to_jsonb(legacy_records)
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

/**
 * Saves the legacy records of rows that no longer exist and that the range inserts again, so that a revert restores
 * them: an earlier import wrote them, and they remember a deletion. Call it before the range's legacy records are
 * written. OFFSET 0 forces one index lookup per record, and none in the first import of a database.
 */
export async function insertFormerRecords(
  trx: Database,
  jobId: string,
  range: Pick<StagedRange, 'kind' | 'first' | 'last'>,
): Promise<void> {
  await sql`
    insert into import_undo (job_id, kind, id, rows, legacy_record)
    select ${jobId}::uuid, records.kind, records.id, '{}', to_jsonb(former)
    from staging.records
    cross join lateral (
      select * from legacy_records as former where kind = records.kind and id = records.id offset 0
    ) as former
    where (
        exists (select from legacy_records where job_id < ${jobId}::uuid)
        or exists (select from legacy_records where job_id > ${jobId}::uuid)
      )
      and records.kind = ${range.kind} and records.action = 'insert' and ${inRange('records.batch', range)}`.execute(
    trx,
  )
}

/** An object from table names to the lists of the record's rows. */
function collectRows(tables: readonly RecordTable[], columns: TableColumns): RawBuilder<unknown> {
  const members = tables.map(
    ({ table, key }) => sql`${sql.lit(table)}, (
      select coalesce(jsonb_agg(${rowObject(getColumns(columns, table))} order by part.id), '[]')
      from ${sql.table(table)} as part where part.${sql.ref(key)} = records.id
    )`,
  )
  return sql`jsonb_build_object(${sql.join(members)})`
}

/** The row `part` as an object. A JSONB column that is NULL is omitted, because null means a JSON null. */
function rowObject(columns: readonly Column[]): RawBuilder<unknown> {
  const names = columns.filter(({ type }) => type === 'jsonb').map(({ name }) => name)
  if (names.length === 0) return sql`to_jsonb(part)`
  const missing = names.map((name) => sql`case when part.${sql.ref(name)} is null then ${sql.lit(name)} end`)
  return sql`to_jsonb(part) - array_remove(array[${sql.join(missing)}]::text[], null)`
}
