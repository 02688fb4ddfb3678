import { sql } from 'kysely'
import type { Database } from '../../database/connection.ts'
import type { Extra } from '../../json/difference.ts'
import type { Column } from './column.store.ts'
import type { KindTable } from './kind-tables.ts'
import type { RecordKind } from './record.ts'
import { inRange, type StagedRange } from './staging.store.ts'

/** A staged record that has been written into the tables. */
export interface WrittenRecord {
  readonly id: string
  readonly fileNumber: number
}

/** What has to come out of a record's rows. */
export interface ExpectedRecord {
  readonly id: string
  readonly file: string
  readonly line: string
  readonly sha256: string
  readonly extra: Extra
}

/** The staged records of the range that were written, and not left alone. */
export async function listWrittenRecords(db: Database, range: StagedRange): Promise<WrittenRecord[]> {
  const { rows } = await sql<WrittenRecord>`
    select id, file_number as "fileNumber" from staging.records
    where ${inRange('batch', range)} and action <> 'none'`.execute(db)
  return rows
}

/** What `legacy_records` keeps of the records: read from there, not from the staging. */
export async function findExpectedRecords(
  db: Database,
  kind: RecordKind,
  ids: readonly string[],
): Promise<ExpectedRecord[]> {
  const { rows } = await sql<ExpectedRecord>`
    select id, file, line, encode(sha256, 'hex') as sha256, extra
    from legacy_records where kind = ${kind} and id = any(${ids}::uuid[])`.execute(db)
  return rows
}

/** The rows of the records in one table. */
export async function findPublishedRows(
  db: Database,
  { table, key }: KindTable,
  columns: readonly Column[],
  ids: readonly string[],
): Promise<Readonly<Record<string, unknown>>[]> {
  const selected = columns.map(({ name }) => sql.ref(name))
  const { rows } = await sql<Readonly<Record<string, unknown>>>`
    select ${sql.join(selected)} from ${sql.table(table)}
    where ${sql.ref(key)} = any(${ids}::uuid[])`.execute(db)
  return rows
}
