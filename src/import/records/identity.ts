import { hash } from 'node:crypto'
import type { JsonObject, JsonValue } from '../../json/json-value.ts'
import type { Codec } from './codec.ts'
import type { ImportedTable, RecordContext, RecordRows, Rejection } from './record-type.ts'
import { type RejectionCode, rejectionCodes, type Warn } from './warnings.ts'

/** Never change it: ids derived under another one would make every import bring new rows. */
const derivedIdNamespace = Buffer.from('7ef82122140741d3ae627202c8736a0b', 'hex')
const uuidPattern = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i

/** The reason by its code, for the place in the record. */
export function reject(code: RejectionCode, pointer: string): Rejection {
  return { code, pointer, message: rejectionCodes[code] }
}

/** A UUID column that may be empty: a reference that leads nowhere drops nothing but itself. */
export const uuid: Codec<string> = {
  decode(value, warn) {
    const id = toUuid(value)
    if (id === undefined) warn('INVALID_ID')
    return id
  },
  encode: (column) => column,
}

/** The UUID in the form that PostgreSQL gives back, lower case; undefined when the value is none. */
export function toUuid(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' && uuidPattern.test(value) ? value.toLowerCase() : undefined
}

/** The record's id, or its key where it has none and stands in an object keyed by id. */
export function readId(record: JsonObject, context: RecordContext): string | Rejection {
  const id = ownValue(record, 'id')
  if (id === null) return toUuid(context.key) ?? reject('MISSING_ID', '/id')
  return toUuid(id) ?? reject('INVALID_ID', '/id')
}

/**
 * The user whom the record belongs to: the one it names, else the one whose folder it is in. The application asked
 * the record when it checked access, so the record wins where the two differ. Whether that user exists is not known
 * here.
 */
export function readOwner(record: JsonObject, context: RecordContext, warn: Warn): string | Rejection {
  const named = ownValue(record, 'userId')
  const namedId = toUuid(named)
  const folderId = toUuid(context.ownerId)
  const owner = namedId ?? folderId
  if (owner === undefined) {
    const isNobody = named === null || named === 'anonymous'
    return reject(isNobody ? 'MISSING_OWNER' : 'INVALID_OWNER', '/userId')
  }
  if (named !== null && folderId !== undefined && namedId !== folderId) warn('OWNER_DIFFERS', '/userId')
  return owner
}

/** Whose the record is, and which. */
export interface Identity {
  readonly id: string
  readonly user_id: string
}

/** The id and the owner of a record that has both. */
export function readIdentity(record: JsonObject, context: RecordContext, warn: Warn): Identity | Rejection {
  const id = readId(record, context)
  if (typeof id !== 'string') return id
  const owner = readOwner(record, context, warn)
  return typeof owner === 'string' ? { id, user_id: owner } : owner
}

/** A UUID (version 5) made of the parts: the same for the same parts, so that importing again finds its row. */
export function deriveId(...parts: readonly string[]): string {
  const name = Buffer.concat([derivedIdNamespace, Buffer.from(JSON.stringify(parts))])
  const digits = hash('sha1', name, 'hex')
  const variant = '89ab'.charAt(Number.parseInt(digits.charAt(16), 16) % 4)
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `5${digits.slice(13, 16)}`,
    `${variant}${digits.slice(17, 20)}`,
    digits.slice(20, 32),
  ].join('-')
}

/** The member, null when there is none: inherited properties do not count. */
export function ownValue(record: JsonObject, key: string): JsonValue {
  return Object.hasOwn(record, key) ? (record[key] ?? null) : null
}

/** The row of the record itself, which stands before those of its parts. */
export function getOwnRow<Table extends ImportedTable>(
  rows: RecordRows,
  table: Table,
): NonNullable<RecordRows[Table]>[number] {
  const [row] = rows[table] ?? []
  if (row === undefined) throw new Error(`The rows of a record must have one of the table ${table}.`)
  return row
}
