import type { Database } from '../../database/connection.ts'
import { applyDifference } from '../../json/apply-difference.ts'
import { canonicalSha256 } from '../../json/canonical.ts'
import type { Entity, RecordRows } from '../entities/entity.ts'
import { columnsOf, type TableColumns } from './column.store.ts'
import { tablesOf } from './kind-tables.ts'
import { type ExpectedRecord, findExpectedRecords, findPublishedRows } from './published.store.ts'

/** A record that was read back. */
export interface ReadBack {
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
  entity: Entity,
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
export function readBack({ id, expected, rows }: StoredRecord, entity: Entity): ReadBack {
  if (rows === undefined) return { id, expected, sha256: undefined }
  const record = applyDifference(entity.encode(rows), expected?.extra ?? {})
  return { id, expected, sha256: canonicalSha256(record) }
}

/** True when the rows give back what the source said. */
export function isProven({ expected, sha256 }: ReadBack): boolean {
  return expected !== undefined && expected.sha256 === sha256
}

type LooseRows = Record<string, Readonly<Record<string, unknown>>[]>

async function findRecordRows(
  db: Database,
  { kind }: Entity,
  columns: TableColumns,
  ids: readonly string[],
): Promise<Map<string, RecordRows>> {
  const byId = new Map<string, LooseRows>()
  for (const part of tablesOf(kind)) {
    for (const row of await findPublishedRows(db, part, columnsOf(columns, part.table), ids)) {
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
