import { hash } from 'node:crypto'
import type { JsonObject, JsonValue } from '../../json/json-value.ts'
import type { Codec } from './codec.ts'
import type { RecordContext } from './record-type.ts'
import { type Rejection, reject, type Warn } from './warnings.ts'

/** Never change this: with another namespace, every import would insert new rows. */
const derivedIdNamespace = Buffer.from('7ef82122140741d3ae627202c8736a0b', 'hex')
const uuidPattern = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i

/** A UUID column that may be empty: an invalid reference is dropped, the record is not. */
export const uuid: Codec<string> = {
  decode(value, warn) {
    const id = toUuid(value)
    if (id === undefined) warn('INVALID_ID')
    return id
  },
  encode: (column) => column,
}

/** The UUID as PostgreSQL returns it, in lower case; undefined if the value is not a UUID. */
export function toUuid(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' && uuidPattern.test(value) ? value.toLowerCase() : undefined
}

/** The record's id; without one, its key in an object keyed by id. */
export function readId(record: JsonObject, context: RecordContext): string | Rejection {
  const id = ownValue(record, 'id')
  if (id === null) return toUuid(context.key) ?? reject('MISSING_ID', '/id')
  return toUuid(id) ?? reject('INVALID_ID', '/id')
}

/**
 * The owner that the record names, or else the owner of its folder. The record wins because the legacy application
 * checked access against it. The owner may not exist.
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

export interface Identity {
  readonly id: string
  readonly user_id: string
}

export function readIdentity(record: JsonObject, context: RecordContext, warn: Warn): Identity | Rejection {
  const id = readId(record, context)
  if (typeof id !== 'string') return id
  const owner = readOwner(record, context, warn)
  return typeof owner === 'string' ? { id, user_id: owner } : owner
}

/** A version 5 UUID derived from the parts: importing the same record again finds its row. */
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

/** The own member of this name, or null; inherited properties don't count. */
export function ownValue(record: JsonObject, key: string): JsonValue {
  return Object.hasOwn(record, key) ? (record[key] ?? null) : null
}
