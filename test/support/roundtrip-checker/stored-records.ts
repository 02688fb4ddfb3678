import type pg from 'pg'
import { type Kind, placesOf } from './columns.ts'
import { childrenOf, type JsonNode, nodeAt, type ObjectNode, readJson, textAt } from './json.ts'

/** The records and rejects in the database, by source position and by ID. */
export interface Stored {
  /** The record imported from this offset of this file, or else the one with this ID. */
  find(kind: Kind, file: string, offset: number, id: string | undefined): StoredRecord | undefined
  rejectsOf(file: string): readonly StoredReject[]
  rejectsOfKind(kind: Kind): readonly StoredReject[]
}

export interface StoredRecord {
  /** The source of the stored record. */
  readonly file: string
  readonly offset: number
  /** Rows by table, including child rows. */
  readonly rows: ReadonlyMap<string, readonly ObjectNode[]>
  /** The record's original value by pointer; undefined if it was absent. */
  readonly extra: ReadonlyMap<string, JsonNode | undefined>
  readonly raw: Buffer | undefined
}

export interface StoredReject {
  readonly offset: number
  readonly raw: Buffer
}

/** Reads all rows as JSON text from PostgreSQL, so that the driver changes no value. */
export async function readStored(pool: pg.Pool): Promise<Stored> {
  const tables = new Set(
    Object.values(placesOf).flatMap((places) => Object.values(places).map((place) => tableOf(place))),
  )
  const rows = new Map<string, Map<string, ObjectNode[]>>()
  for (const table of tables) rows.set(table, Map.groupBy(await readTable(pool, table), ownKey(table)))
  const records = await readTable(pool, 'legacy_records')
  const byId = new Map(records.map((row) => [`${textAt(row, ['kind'])} ${textAt(row, ['id'])}`, row]))
  const byPlace = new Map(
    records.map((row) => [`${textAt(row, ['file'])} ${numberAt(row, 'byte_offset')}`, row]),
  )
  const rejects = await readTable(pool, 'import_rejects')
  const rejectsByFile = Map.groupBy(rejects, (row) => textAt(row, ['file']))
  const rejectsByKind = Map.groupBy(rejects, (row) => textAt(row, ['kind']))
  return {
    find(kind, file, offset, id) {
      const legacy = byPlace.get(`${file} ${offset}`) ?? byId.get(`${kind} ${id?.toLowerCase()}`)
      return legacy && toRecord(legacy, rows)
    },
    rejectsOf: (file) => (rejectsByFile.get(file) ?? []).map(toReject),
    rejectsOfKind: (kind) => (rejectsByKind.get(kind) ?? []).map(toReject),
  }
}

function toReject(row: ObjectNode): StoredReject {
  return { offset: numberAt(row, 'byte_offset'), raw: bytesAt(row, 'raw') ?? Buffer.of() }
}

async function readTable(pool: pg.Pool, table: string): Promise<ObjectNode[]> {
  const { rows } = await pool.query<{ row: string }>(
    `select to_jsonb(stored)::text as row from ${table} stored`,
  )
  return rows.map(({ row }) => readJson(Buffer.from(row))).filter((node) => node.type === 'object')
}

function tableOf(place: string | readonly [string, string]): string {
  return (typeof place === 'string' ? place : place[0]).split('.')[0] ?? ''
}

/** The id of the record that a row belongs to. */
function ownKey(table: string): (row: ObjectNode) => string {
  const column = table.startsWith('user_') ? 'user_id' : table.startsWith('contract_') ? 'contract_id' : 'id'
  return (row) => textAt(row, [column]) ?? ''
}

function toRecord(
  legacy: ObjectNode,
  tables: ReadonlyMap<string, ReadonlyMap<string, ObjectNode[]>>,
): StoredRecord {
  const id = textAt(legacy, ['id']) ?? ''
  const extra = nodeAt(legacy, ['extra'])
  return {
    file: textAt(legacy, ['file']) ?? '',
    offset: numberAt(legacy, 'byte_offset'),
    rows: new Map([...tables].map(([table, byId]) => [table, byId.get(id) ?? []])),
    extra: new Map(extra && childrenOf(extra).map(([pointer, change]) => [pointer, originalOf(change)])),
    raw: bytesAt(legacy, 'raw'),
  }
}

function originalOf(change: JsonNode): JsonNode | undefined {
  const text = textAt(change, ['isText'])
  return text === undefined ? nodeAt(change, ['is']) : readJson(Buffer.from(text))
}

function numberAt(row: ObjectNode, column: string): number {
  const node = nodeAt(row, [column])
  return node?.type === 'number' ? Number(node.text) : Number.NaN
}

/** A bytea column: `\x` and hexadecimal digits. */
function bytesAt(row: ObjectNode, column: string): Buffer | undefined {
  const text = textAt(row, [column])
  return text === undefined ? undefined : Buffer.from(text.slice(2), 'hex')
}
