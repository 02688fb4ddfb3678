import { type RawBuilder, type Selectable, sql } from 'kysely'
import type { Database } from '../../database/connection.ts'
import type { DB } from '../../generated/database.ts'
import { canonicalSha256 } from '../../json/canonical.ts'
import { applyDifference, type Extra } from '../../json/difference.ts'
import type { JsonValue } from '../../json/json-value.ts'
import { type Column, getColumns, sizesOfColumns, type TableColumns } from '../records/column.store.ts'
import { listRecordTables } from '../records/kinds.ts'
import type { RecordKind, RecordRows, RecordTable, RecordType } from '../records/record-type.ts'
import { isChangedBySystem } from '../staging/known-records.store.ts'
import { findDamagedRecords } from './record-digest.ts'

/** The data of one record in the database. */
export interface StoredRecord {
  readonly id: string
  /** Undefined if the record was not imported. */
  readonly expected: ExpectedRecord | undefined
  /** Undefined if there are no rows. */
  readonly rows: RecordRows | undefined
  /** Whether something that the record does not contain is not as it was published. */
  readonly isDamaged: boolean
}

/** The data in `legacy_records` about the source of a record. */
export interface ExpectedRecord {
  readonly id: string
  readonly file: string
  readonly line: string
  readonly sha256: string
  readonly extra: Extra
}

/**
 * Reads the records with their rows, without the changes that the system made since the import.
 * @param ids at most as many as fit in memory.
 */
export async function findStoredRecords(
  db: Database,
  type: RecordType,
  columns: TableColumns,
  ids: readonly string[],
): Promise<StoredRecord[]> {
  const rowsById = await findRecordRows(db, type.kind, columns, ids)
  if (type.kind === 'analyses') await undoSystemChanges(db, rowsById, ids)
  const expected = await findExpectedRecords(db, type.kind, ids)
  const damaged = await findDamagedRecords(db, type.kind, columns, ids)
  const expectedById = new Map(expected.map((record) => [record.id, record]))
  return ids.map((id) => {
    const rows = rowsById.get(id)
    // Parts without their own row are what is left of a deleted record.
    const isWhole = rows?.[type.kind]?.[0] !== undefined
    return {
      id,
      expected: expectedById.get(id),
      rows: isWhole ? rows : undefined,
      isDamaged: damaged.has(id),
    }
  })
}

/**
 * The rows of each record in all tables of its kind, by the record's id; without an entry for a record without rows.
 */
export async function findRecordRows(
  db: Database,
  kind: RecordKind,
  columns: TableColumns,
  ids: readonly string[],
  schema: 'public' | 'staging' = 'public',
): Promise<Map<string, RecordRows>> {
  const byId = new Map<string, Record<string, Row[]>>()
  for (const recordTable of listRecordTables(kind)) {
    const { table, key } = recordTable
    for (const row of await findRows(db, { ...recordTable, schema }, getColumns(columns, table), ids)) {
      const rows = byId.get(String(row[key])) ?? {}
      byId.set(String(row[key]), rows)
      const tableRows = rows[table] ?? []
      rows[table] = tableRows
      tableRows.push(row)
    }
  }
  // The columns come from the catalog, and the generated types from the same migrations.
  return byId as Map<string, RecordRows>
}

type Row = Readonly<Record<string, unknown>>

async function findRows(
  db: Database,
  { schema, table, key }: RecordTable & { readonly schema: string },
  columns: readonly Column[],
  ids: readonly string[],
): Promise<Row[]> {
  const selected = columns.map(({ name }) => sql.ref(name))
  const { rows } = await sql<Row>`
    select ${sql.join(selected)} from ${sql.table(`${schema}.${table}`)}
    where ${sql.ref(key)} = any(${ids}::uuid[])`.execute(db)
  return rows
}

/** Replaces the columns of analyses that only a switch-over has changed by their former values. */
async function undoSystemChanges(
  db: Database,
  rowsById: Map<string, RecordRows>,
  ids: readonly string[],
): Promise<void> {
  const { rows } = await sql<Pick<AnalysisRow, 'id' | SystemColumn>>`
    select analyses.id, was.status, was.has_errors, was.current_step, was.error_message, was.updated_at
    from analyses
    join legacy_records as record on record.kind = 'analyses' and record.id = analyses.id
      and ${isChangedBySystem('analyses', 'record')}
    cross join jsonb_populate_record(null::analyses, record.system_change -> 'was') as was
    where analyses.id = any(${ids}::uuid[])`.execute(db)
  for (const was of rows) {
    const analyses = rowsById.get(was.id)?.analyses?.map((row) => ({ ...row, ...was }))
    if (analyses !== undefined) rowsById.set(was.id, { analyses })
  }
}

type AnalysisRow = Selectable<DB['analyses']>
type SystemColumn = 'status' | 'has_errors' | 'current_step' | 'error_message' | 'updated_at'

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

/** A record rebuilt from its rows. */
export interface RebuiltRecord {
  readonly id: string
  readonly expected: ExpectedRecord | undefined
  /** SHA-256 of the rebuilt record, 64 hexadecimal digits; undefined if there are no rows. */
  readonly sha256: string | undefined
  readonly isDamaged: boolean
}

/** Rebuilds a record and hashes it. The hash is that of the source if nothing was lost. */
export function hashStoredRecord(
  { id, expected, rows, isDamaged }: StoredRecord,
  type: RecordType,
): RebuiltRecord {
  if (rows === undefined) return { id, expected, isDamaged, sha256: undefined }
  return {
    id,
    expected,
    isDamaged,
    sha256: canonicalSha256(rebuildRecord(rows, expected?.extra ?? {}, type)),
  }
}

/**
 * The legacy record of these rows. `extra` has the values that the rows could not hold; a changed row takes precedence
 * over it.
 */
export function rebuildRecord(rows: RecordRows, extra: Extra, type: RecordType): JsonValue {
  return applyDifference(type.encode(rows), extra)
}

/** True if the record rebuilt from the rows equals the source, and its parts are as they were published. */
export function matchesSource({ expected, sha256, isDamaged }: RebuiltRecord): boolean {
  return expected !== undefined && expected.sha256 === sha256 && !isDamaged
}

/** A larger record has a group to itself. */
const maxGroupBytes = 4 * 1024 * 1024

/** Rebuilds the records from their rows, in groups of limited size. */
export async function* readBackGroups(
  db: Database,
  type: RecordType,
  columns: TableColumns,
  ids: readonly string[],
): AsyncGenerator<RebuiltRecord[]> {
  const sizes = await findStoredSizes(db, type.kind, columns, ids)
  const bytesById = new Map(sizes.map(({ id, bytes }) => [id, bytes]))
  const records = ids.map((id) => ({ id, bytes: bytesById.get(id) ?? 0 }))
  for (const group of splitBySize(records, maxGroupBytes)) {
    const groupIds = group.map(({ id }) => id)
    const stored = await findStoredRecords(db, type, columns, groupIds)
    yield stored.map((record) => hashStoredRecord(record, type))
  }
}

/** Splits a list into groups of limited size, in order. An item that is larger has a group to itself. */
export function splitBySize<Item extends { readonly bytes: number }>(
  items: readonly Item[],
  maxBytes: number,
): Item[][] {
  const groups: Item[][] = []
  let room = 0
  for (const item of items) {
    if (groups.length === 0 || item.bytes > room) {
      groups.push([])
      room = maxBytes
    }
    groups.at(-1)?.push(item)
    room -= item.bytes
  }
  return groups
}

/** The total size of a record's values as text. */
interface StoredSize {
  readonly id: string
  readonly bytes: number
}

/** Finds the sizes of the records that have rows. */
async function findStoredSizes(
  db: Database,
  kind: RecordKind,
  columns: TableColumns,
  ids: readonly string[],
): Promise<StoredSize[]> {
  const parts: RawBuilder<unknown>[] = listRecordTables(kind).map((part) => sizesOf(part, columns, ids))
  const rest = sql`
    select id, octet_length(extra::text) + coalesce(octet_length(raw), 0) as bytes from legacy_records
    where kind = ${kind} and id = any(${ids}::uuid[])`
  const { rows } = await sql<StoredSize>`
    select id, sum(bytes)::float8 as bytes from (${sql.join([...parts, rest], sql` union all `)}) as sizes
    group by id`.execute(db)
  return rows
}

function sizesOf(
  { table, key }: RecordTable,
  columns: TableColumns,
  ids: readonly string[],
): RawBuilder<unknown> {
  const sizes = sizesOfColumns(table, getColumns(columns, table))
  return sql`
    select ${sql.ref(key)} as id, ${sql.join(sizes, sql` + `)} as bytes
    from ${sql.table(table)} where ${sql.ref(key)} = any(${ids}::uuid[])`
}
