import { sql } from 'kysely'
import type { Database } from '../../database/connection.ts'
import { canonicalSha256 } from '../../json/canonical.ts'
import { applyDifference, type Extra } from '../../json/difference.ts'
import type { RecordRows, RecordType } from '../records/record-type.ts'
import { type RecordTable, tablesOf } from '../records/tables.ts'
import type { RecordKind } from '../scan/source-item.ts'
import { type Column, getColumns, type TableColumns } from '../staging/column.store.ts'
import { inRange, type StagedRange } from '../staging/staging.store.ts'

/** A record that was read back. */
export interface RebuiltRecord {
  readonly id: string
  /** What `legacy_records` says of it; undefined when it says nothing. */
  readonly expected: ExpectedRecord | undefined
  /** The hash of what its rows give back, 64 hexadecimal digits; undefined when there are no rows. */
  readonly sha256: string | undefined
}

/** What the database holds of a record. */
export interface StoredRecord {
  readonly id: string
  readonly expected: ExpectedRecord | undefined
  readonly rows: RecordRows | undefined
}

/** What the database holds of the records. @param ids as many as may be held at once. */
export async function findStoredRecords(
  db: Database,
  entity: RecordType,
  columns: TableColumns,
  ids: readonly string[],
): Promise<StoredRecord[]> {
  const rowsById = await findRecordRows(db, entity, columns, ids)
  const expected = await findExpectedRecords(db, entity.kind, ids)
  const expectedById = new Map(expected.map((record) => [record.id, record]))
  return ids.map((id) => ({ id, expected: expectedById.get(id), rows: rowsById.get(id) }))
}

/**
 * Rebuilds the legacy record from its rows and what the rows can't hold. Its hash is that of the source when nothing
 * was lost. In the transaction that wrote the rows nobody can have changed them.
 */
export function rebuildRecord({ id, expected, rows }: StoredRecord, entity: RecordType): RebuiltRecord {
  if (rows === undefined) return { id, expected, sha256: undefined }
  const record = applyDifference(entity.encode(rows), expected?.extra ?? {})
  return { id, expected, sha256: canonicalSha256(record) }
}

/** True when the rows give back what the source said. */
export function matchesSource({ expected, sha256 }: RebuiltRecord): boolean {
  return expected !== undefined && expected.sha256 === sha256
}

type LooseRows = Record<string, Readonly<Record<string, unknown>>[]>

async function findRecordRows(
  db: Database,
  { kind }: RecordType,
  columns: TableColumns,
  ids: readonly string[],
): Promise<Map<string, RecordRows>> {
  const byId = new Map<string, LooseRows>()
  for (const part of tablesOf(kind)) {
    for (const row of await findPublishedRows(db, part, getColumns(columns, part.table), ids)) {
      addRow(byId, String(row[part.key]), part.table, row)
    }
  }
  // The audited cast: the columns come from the catalog, and the generated types from the same migrations.
  return byId as Map<string, RecordRows>
}

function addRow(
  byId: Map<string, LooseRows>,
  id: string,
  table: string,
  row: Readonly<Record<string, unknown>>,
): void {
  const rows = byId.get(id) ?? {}
  byId.set(id, rows)
  const ofTable = rows[table]
  if (ofTable === undefined) rows[table] = [row]
  else ofTable.push(row)
}

/** A staged record that has been written into the tables. */
interface WrittenRecord {
  readonly id: string
  readonly fileNumber: number
}

/** What has to come out of a record's rows. */
interface ExpectedRecord {
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
async function findExpectedRecords(
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
  { table, key }: RecordTable,
  columns: readonly Column[],
  ids: readonly string[],
): Promise<Readonly<Record<string, unknown>>[]> {
  const selected = columns.map(({ name }) => sql.ref(name))
  const { rows } = await sql<Readonly<Record<string, unknown>>>`
    select ${sql.join(selected)} from ${sql.table(table)}
    where ${sql.ref(key)} = any(${ids}::uuid[])`.execute(db)
  return rows
}
