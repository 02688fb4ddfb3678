import type { Database } from '../../database/connection.ts'
import { canonicalSha256 } from '../../json/canonical.ts'
import {
  isJsonArray,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  toJsonText,
} from '../../json/json-value.ts'
import { findRecordRows, rebuildRecord, splitBySize } from '../publish/rebuild-record.ts'
import type { TableColumns } from '../records/column.store.ts'
import { ownValue, toUuid } from '../records/identity.ts'
import type { RecordKind, RecordRows, RecordType } from '../records/record-type.ts'
import { prefetch } from '../source/read-records.ts'
import { hasFolders, type Layout, type LegacyRecord } from './legacy-files.ts'
import {
  closeRecordList,
  fetchRecordHeads,
  findLegacyRests,
  type LegacyRest,
  openRecordList,
  type RecordHead,
} from './legacy-record.store.ts'

interface ListOptions {
  readonly layout: Layout
  readonly columns: TableColumns
}

const maxHeads = 1000
/** Two batches are in memory at a time: one being read and one being written. A larger record has a batch to itself. */
const maxBatchBytes = 1024 * 1024

/**
 * Lists all records of a kind as the legacy application would have written them, oldest first, and grouped by owner if
 * each owner has a file. Must run in a repeatable-read transaction, so that all records are from one snapshot.
 */
export async function* listLegacyRecords(
  trx: Database,
  type: RecordType,
  options: ListOptions,
): AsyncGenerator<readonly LegacyRecord[]> {
  for await (const batch of prefetch(readBatches(trx, type.kind, options))) {
    yield batch.map((record) => ({
      ownerId: record.ownerId,
      text: formatLegacyRecord(record, type, options.layout),
    }))
  }
}

/** A record as the database stores it. */
interface ExportRecord {
  readonly id: string
  readonly ownerId: string
  readonly rows: RecordRows
  /** Undefined for a record that was created through the API. */
  readonly rest: LegacyRest | undefined
}

async function* readBatches(
  trx: Database,
  kind: RecordKind,
  { layout, columns }: ListOptions,
): AsyncGenerator<readonly ExportRecord[]> {
  const order = hasFolders(layout, kind) ? 'owner, creation' : 'creation'
  await openRecordList(trx, kind, { order, columns })
  for (;;) {
    const heads = await fetchRecordHeads(trx, maxHeads)
    if (heads.length === 0) break
    for (const group of splitBySize(heads, maxBatchBytes)) yield await readRecords(trx, kind, group, columns)
  }
  await closeRecordList(trx)
}

async function readRecords(
  trx: Database,
  kind: RecordKind,
  heads: readonly RecordHead[],
  columns: TableColumns,
): Promise<ExportRecord[]> {
  const ids = heads.map(({ id }) => id)
  const rowsById = await findRecordRows(trx, kind, columns, ids)
  const rests = await findLegacyRests(trx, kind, ids)
  const restsById = new Map(rests.map((rest) => [rest.id, rest]))
  return heads.map(({ id, ownerId }) => ({
    id,
    ownerId,
    rows: rowsById.get(id) ?? {},
    rest: restsById.get(id),
  }))
}

/**
 * Formats a record as an item of the legacy application's list, indented by two spaces. Values that have not changed since
 * the import are the original ones. An unchanged record in which a key is repeated is written with its original bytes.
 */
function formatLegacyRecord(stored: ExportRecord, type: RecordType, layout: Layout): string {
  const { rest, rows } = stored
  const rebuilt = rebuildRecord(rows, rest?.extra ?? {}, type)
  if (!isJsonObject(rebuilt)) throw new Error(`${type.kind} ${stored.id} is not an object.`)
  const record = addIdentity(rebuilt, stored, type, layout)
  const isOriginal = rest?.raw != null && record === rebuilt && canonicalSha256(record) === rest.sha256
  if (isOriginal) return `  ${rest.raw.toString('utf8')}`
  return formatListItem(orderFields(record, type.kind))
}

/**
 * Adds the record's id and owner unless an import of the record would find them without that. The original may have had
 * its owner from the folder, or its id from a key or from a field that has changed since.
 */
function addIdentity(
  record: JsonObject,
  { id, ownerId }: ExportRecord,
  type: RecordType,
  layout: Layout,
): JsonObject {
  const hasOwner = type.kind !== 'users' && type.kind !== 'chat_messages'
  const namesOwner = !hasOwner || toUuid(ownValue(record, 'userId')) === ownerId
  if (namesOwner && toUuid(ownValue(record, 'id')) === id) return record
  const folder = hasFolders(layout, type.kind) ? ownerId : null
  const decoded = type.decode(type.conceal(record), { ownerId: folder, key: null })
  const isIdentified = 'rows' in decoded && decoded.id === id && (namesOwner || folder !== null)
  if (isIdentified) return record
  return hasOwner ? { ...record, id, userId: ownerId } : { ...record, id }
}

/** The fields of each kind in the order in which the legacy application writes them. */
const fieldOrder: Readonly<Record<RecordKind, readonly string[]>> = {
  users: [
    ...['id', 'email', 'password', 'name', 'tier', 'apiKey', 'isActive', 'emailVerified'],
    ...['usage', 'onboarding', 'preferences', 'createdAt', 'updatedAt', 'lastLogin'],
  ],
  contracts: [
    ...['id', 'userId', 'name', 'description', 'targetContract', 'competitors', 'rpcConfig'],
    ...['analysisParams', 'tags', 'isActive', 'isDefault', 'lastAnalyzed', 'analysisCount'],
    ...['createdAt', 'updatedAt'],
  ],
  analyses: [
    ...['id', 'userId', 'configId', 'contractAddress', 'chain', 'analysisType', 'status', 'progress'],
    ...['results', 'metadata', 'errorMessage', 'logs', 'completedAt', 'createdAt', 'updatedAt'],
    ...['lastUpdate', 'currentStep'],
  ],
  chat_sessions: [
    ...['id', 'userId', 'contractAddress', 'contractChain', 'contractName', 'title', 'isActive'],
    ...['messageCount', 'lastMessageAt', 'metadata', 'createdAt', 'updatedAt'],
  ],
  chat_messages: ['id', 'sessionId', 'role', 'content', 'components', 'metadata', 'isStreaming', 'createdAt'],
}

/**
 * Puts the fields in the legacy application's order, followed by unknown fields in their original order. The chains of
 * `rpcConfig` are ordered by name, as in the legacy application, because their rows have no order.
 */
function orderFields(record: JsonObject, kind: RecordKind): JsonObject {
  const known: [string, JsonValue][] = []
  for (const key of fieldOrder[kind]) {
    const value = Object.hasOwn(record, key) ? record[key] : undefined
    if (value !== undefined) known.push([key, key === 'rpcConfig' ? sortByName(value) : value])
  }
  const names = new Set(known.map(([key]) => key))
  const others = Object.entries(record).filter(([key]) => !names.has(key))
  // Object.fromEntries creates own properties, even for `__proto__`.
  return Object.fromEntries([...known, ...others])
}

function sortByName(value: JsonValue): JsonValue {
  if (!isJsonObject(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
}

/** A deep and wide record that would need more indentation than this is written on one line. */
const maxIndentation = 16 * 1024 * 1024

/** Formats the record as JSON.stringify(list, null, 2) does in the legacy application. */
function formatListItem(record: JsonObject): string {
  if (measureIndentation(record, 1) > maxIndentation) return `  ${toJsonText(record)}`
  return JSON.stringify([record], null, 2).slice('[\n'.length, -'\n]'.length)
}

/** Counts the characters of indentation in the formatted value. */
function measureIndentation(value: JsonValue, level: number): number {
  if (value === null || typeof value !== 'object') return 0
  const members = isJsonArray(value) ? value : isJsonObject(value) ? Object.values(value) : []
  let characters = 2 * level
  for (const member of members) characters += 2 * (level + 1) + measureIndentation(member, level + 1)
  return characters
}
