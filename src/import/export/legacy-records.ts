import type { Database } from '../../database/connection.ts'
import { canonicalSha256 } from '../../json/canonical.ts'
import { applyDifference } from '../../json/difference.ts'
import {
  isJsonArray,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  toJsonText,
} from '../../json/json-value.ts'
import { findRecordRows } from '../publish/rebuild-record.ts'
import { ownValue, toUuid } from '../records/identity.ts'
import type { RecordKind, RecordRows, RecordType } from '../records/record-type.ts'
import { prefetch } from '../source/read-records.ts'
import type { TableColumns } from '../staging/column.store.ts'
import { hasFolders, type Layout } from './legacy-files.ts'
import {
  closeRecordList,
  fetchRecordHeads,
  findLegacyRests,
  type LegacyRest,
  openRecordList,
  type RecordHead,
} from './legacy-record.store.ts'

/** A record as it stands in the application's file. */
export interface LegacyRecord {
  /** A user's own id. */
  readonly ownerId: string
  readonly text: string
}

interface ListOptions {
  readonly layout: Layout
  /** Of the tables. */
  readonly columns: TableColumns
}

const headsAtOnce = 1000
/** Two batches are held at once, one read and one written; a larger record is alone. */
const maxBatchBytes = 1024 * 1024

/**
 * Every record of a kind as the application would have written it, the oldest first; owner by owner where each owner
 * has a file. To be called in a transaction of repeatable reads: all of it is of one moment.
 */
export async function* listLegacyRecords(
  trx: Database,
  entity: RecordType,
  options: ListOptions,
): AsyncGenerator<readonly LegacyRecord[]> {
  for await (const batch of prefetch(readBatches(trx, entity.kind, options))) {
    yield batch.map((known) => ({
      ownerId: known.ownerId,
      text: formatLegacyRecord(known, entity, options.layout),
    }))
  }
}

async function* readBatches(
  trx: Database,
  kind: RecordKind,
  { layout, columns }: ListOptions,
): AsyncGenerator<readonly ExportRecord[]> {
  const order = hasFolders(layout, kind) ? 'owner, creation' : 'creation'
  await openRecordList(trx, kind, { order, columns })
  for (;;) {
    const heads = await fetchRecordHeads(trx, headsAtOnce)
    if (heads.length === 0) break
    for (const group of splitBySize(heads)) yield await readRecords(trx, kind, group, columns)
  }
  await closeRecordList(trx)
}

function splitBySize(heads: readonly RecordHead[]): RecordHead[][] {
  const groups: RecordHead[][] = []
  let room = 0
  for (const head of heads) {
    if (head.bytes > room) {
      groups.push([])
      room = maxBatchBytes
    }
    groups.at(-1)?.push(head)
    room -= head.bytes
  }
  return groups
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

/** All that is known of a record. */
interface ExportRecord {
  readonly id: string
  readonly ownerId: string
  readonly rows: RecordRows
  /** Undefined for one that was made through the API. */
  readonly rest: LegacyRest | undefined
}

/** How much white space a record may be given; one so deep and large that it would take more stands on one line. */
const maxIndentation = 16 * 1024 * 1024

/**
 * The record's text as it stands in the application's list, its two spaces before it: what was imported and is
 * unchanged is the original, what was changed since is the newer value. Of a record in which a name stands twice, the
 * original bytes.
 */
function formatLegacyRecord(known: ExportRecord, entity: RecordType, layout: Layout): string {
  const { rest, rows } = known
  const encoded = entity.encode(rows)
  const rebuilt = rest === undefined ? encoded : applyDifference(encoded, rest.extra)
  if (!isJsonObject(rebuilt)) throw new Error(`${entity.kind} ${known.id} is no object.`)
  const record = withIdentity(rebuilt, known, entity, layout)
  const isOriginal = rest?.raw != null && record === rebuilt && canonicalSha256(record) === rest.sha256
  if (isOriginal) return `  ${rest.raw.toString('utf8')}`
  return formatListItem(orderFields(record, entity.kind))
}

/**
 * The record, with its id and its owner where it does not lead back to its row without: it may have had its owner
 * from its folder, or its id from a key or from what it said before it was changed.
 */
function withIdentity(
  record: JsonObject,
  { id, ownerId }: ExportRecord,
  entity: RecordType,
  layout: Layout,
): JsonObject {
  const hasOwner = entity.kind !== 'users' && entity.kind !== 'chat_messages'
  const namesOwner = !hasOwner || toUuid(ownValue(record, 'userId')) === ownerId
  if (namesOwner && toUuid(ownValue(record, 'id')) === id) return record
  const folder = hasFolders(layout, entity.kind) ? ownerId : null
  const decoded = entity.decode(entity.conceal(record), { ownerId: folder, key: null })
  const leadsBack = 'rows' in decoded && decoded.id === id && (namesOwner || folder !== null)
  if (leadsBack) return record
  return hasOwner ? { ...record, id, userId: ownerId } : { ...record, id }
}

/** As the application's JSON.stringify(list, null, 2) has it. */
function formatListItem(record: JsonObject): string {
  if (measureIndentation(record, 1) > maxIndentation) return `  ${toJsonText(record)}`
  return JSON.stringify([record], null, 2).slice('[\n'.length, -'\n]'.length)
}

/** Characters of white space before the lines of a value. */
function measureIndentation(value: JsonValue, level: number): number {
  if (value === null || typeof value !== 'object') return 0
  const members = isJsonArray(value) ? value : isJsonObject(value) ? Object.values(value) : []
  let characters = 2 * level
  for (const member of members) characters += 2 * (level + 1) + measureIndentation(member, level + 1)
  return characters
}

/** The fields of each kind in the order in which the application writes them. */
const fieldOrder: Readonly<Record<RecordKind, readonly string[]>> = {
  users: [
    ...['id', 'email', 'password', 'name', 'tier', 'apiKey', 'isActive', 'emailVerified'],
    ...['usage', 'onboarding', 'preferences', 'createdAt', 'updatedAt', 'lastLogin'],
  ],
  contracts: [
    ...[
      'id',
      'userId',
      'name',
      'description',
      'targetContract',
      'competitors',
      'rpcConfig',
      'analysisParams',
    ],
    ...['tags', 'isActive', 'isDefault', 'lastAnalyzed', 'analysisCount', 'createdAt', 'updatedAt'],
  ],
  analyses: [
    ...[
      'id',
      'userId',
      'configId',
      'contractAddress',
      'chain',
      'analysisType',
      'status',
      'progress',
      'results',
    ],
    ...[
      'metadata',
      'errorMessage',
      'logs',
      'completedAt',
      'createdAt',
      'updatedAt',
      'lastUpdate',
      'currentStep',
    ],
  ],
  chat_sessions: [
    ...[
      'id',
      'userId',
      'contractAddress',
      'contractChain',
      'contractName',
      'title',
      'isActive',
      'messageCount',
    ],
    ...['lastMessageAt', 'metadata', 'createdAt', 'updatedAt'],
  ],
  chat_messages: ['id', 'sessionId', 'role', 'content', 'components', 'metadata', 'isStreaming', 'createdAt'],
}

/**
 * The record with its fields in the application's order, and all others behind them in their own. The chains of
 * `rpcConfig`, which are rows without an order, stand as the application has them: by name.
 */
function orderFields(record: JsonObject, kind: RecordKind): JsonObject {
  const known: [string, JsonValue][] = []
  for (const key of fieldOrder[kind]) {
    const value = Object.hasOwn(record, key) ? record[key] : undefined
    if (value !== undefined) known.push([key, key === 'rpcConfig' ? sortByName(value) : value])
  }
  const names = new Set(known.map(([key]) => key))
  const others = Object.entries(record).filter(([key]) => !names.has(key))
  // Object.fromEntries makes own properties, of `__proto__` too.
  return Object.fromEntries([...known, ...others])
}

function sortByName(value: JsonValue): JsonValue {
  if (!isJsonObject(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
}
