import { applyDifference } from '../../json/apply-difference.ts'
import { canonicalSha256 } from '../../json/canonical.ts'
import {
  isJsonArray,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  toJsonText,
} from '../../json/json-value.ts'
import type { Entity, RecordRows } from '../entities/entity.ts'
import { ownValue, toUuid } from '../entities/identity.ts'
import { inWrittenOrder } from './field-order.ts'
import { hasFolders, type Layout } from './legacy-layout.ts'
import type { LegacyRest } from './legacy-record.store.ts'

/** All that is known of a record. */
export interface KnownRecord {
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
export function toLegacyText(known: KnownRecord, entity: Entity, layout: Layout): string {
  const { rest, rows } = known
  const encoded = entity.encode(rows)
  const rebuilt = rest === undefined ? encoded : applyDifference(encoded, rest.extra)
  if (!isJsonObject(rebuilt)) throw new Error(`${entity.kind} ${known.id} is no object.`)
  const record = withIdentity(rebuilt, known, entity, layout)
  const isOriginal = rest?.raw != null && record === rebuilt && canonicalSha256(record) === rest.sha256
  if (isOriginal) return `  ${rest.raw.toString('utf8')}`
  return toItemText(inWrittenOrder(record, entity.kind))
}

/**
 * The record, with its id and its owner where it does not lead back to its row without: it may have had its owner
 * from its folder, or its id from a key or from what it said before it was changed.
 */
function withIdentity(
  record: JsonObject,
  { id, ownerId }: KnownRecord,
  entity: Entity,
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
function toItemText(record: JsonObject): string {
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
