import type { Database } from '../../database/connection.ts'
import { applyDifference } from '../../json/apply-difference.ts'
import { canonicalSha256 } from '../../json/canonical.ts'
import type { Entity, RecordRows } from '../entities/entity.ts'
import { columnsOf, type TableColumns } from './column.store.ts'
import { kindTables } from './kind-tables.ts'
import {
  type ExpectedRecord,
  findExpectedRecords,
  findPublishedRows,
  listWrittenRecords,
  type WrittenRecord,
} from './published.store.ts'

/** A record that its rows do not give back. */
export interface Mismatch {
  readonly id: string
  /** File and line of the source; undefined when not even that has been kept. */
  readonly place: string | undefined
}

export interface VerifiedBatch {
  readonly verified: number
  readonly mismatches: readonly Mismatch[]
}

/** How much is looked at in one go. */
const maxBatchRows = 1000
const maxBatchBytes = 1024 * 1024

/**
 * Reads back every record of a kind that the import wrote, rebuilds the legacy record from its rows and what the
 * rows can't hold, and compares its hash with the source's. To be called in the publishing transaction.
 */
export async function* verifyRecords(
  trx: Database,
  entity: Entity,
  columns: TableColumns,
): AsyncGenerator<VerifiedBatch> {
  let afterId: string | null = null
  for (;;) {
    const records: WrittenRecord[] = await listWrittenRecords(trx, entity.kind, {
      afterId,
      limit: maxBatchRows,
    })
    for (const ids of splitBySize(records)) yield await verifyBatch(trx, entity, columns, ids)
    const last = records.at(-1)
    if (last === undefined) return
    afterId = last.id
  }
}

/** Groups of ids whose records have at most `maxBatchBytes` together; a larger record is alone. */
function splitBySize(records: readonly WrittenRecord[]): string[][] {
  const groups: string[][] = []
  let room = 0
  for (const { id, bytes } of records) {
    if (bytes > room) {
      groups.push([])
      room = maxBatchBytes
    }
    groups.at(-1)?.push(id)
    room -= bytes
  }
  return groups
}

async function verifyBatch(
  trx: Database,
  entity: Entity,
  columns: TableColumns,
  ids: readonly string[],
): Promise<VerifiedBatch> {
  const rowsById = await findRecordRows(trx, entity, columns, ids)
  const expected = await findExpectedRecords(trx, entity.kind, ids)
  const proven = expected.filter((record) => isProven(record, rowsById.get(record.id), entity))
  const provenIds = new Set(proven.map(({ id }) => id))
  const placesById = new Map(expected.map(({ id, file, line }) => [id, `${file}:${line}`]))
  const mismatches = ids.filter((id) => !provenIds.has(id)).map((id) => ({ id, place: placesById.get(id) }))
  return { verified: proven.length, mismatches }
}

function isProven(expected: ExpectedRecord, rows: RecordRows | undefined, entity: Entity): boolean {
  if (rows === undefined) return false
  return canonicalSha256(applyDifference(entity.encode(rows), expected.extra)) === expected.sha256
}

type LooseRows = Record<string, Readonly<Record<string, unknown>>[]>

async function findRecordRows(
  trx: Database,
  { kind }: Entity,
  columns: TableColumns,
  ids: readonly string[],
): Promise<Map<string, RecordRows>> {
  const { own, parts } = kindTables[kind]
  const byId = new Map<string, LooseRows>()
  for (const part of [own, ...parts]) {
    const tableColumns = columnsOf(columns, part.table)
    for (const row of await findPublishedRows(trx, part, tableColumns, ids)) {
      const id = String(row[part.key])
      const rows = byId.get(id) ?? {}
      byId.set(id, rows)
      rows[part.table] = [...(rows[part.table] ?? []), row]
    }
  }
  // The audited cast: the columns come from the catalog, and the generated types from the same migrations.
  return byId as Map<string, RecordRows>
}
