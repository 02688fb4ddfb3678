import type { Selectable } from 'kysely'
import type { Database } from '../../database/connection.ts'
import type { DB } from '../../generated/database.ts'
import type { JsonObject } from '../../json/json-value.ts'
import { flag } from './codec.ts'
import { timestamp } from './date-codec.ts'
import { decodeFields, encodeFields, field, optionalField, recordDates } from './fields.ts'
import { readIdentity } from './identity.ts'
import { json } from './json-codec.ts'
import { counter } from './number-codec.ts'
import { prepareOwnerLink } from './owner-link.ts'
import {
  type Decoded,
  getOwnRow,
  type Link,
  type LinkPolicies,
  type RecordContext,
  type RecordRows,
  type RecordType,
} from './record-type.ts'
import { text } from './text-codec.ts'
import { createWarnings, type Rejection } from './warnings.ts'

const fields = {
  contract_address: field('/contractAddress', text(255), null),
  contract_chain: field('/contractChain', text(50), null),
  contract_name: field('/contractName', text(255), null),
  title: field('/title', text(500), 'New Chat'),
  is_active: field('/isActive', flag, true),
  message_count: field('/messageCount', counter, 0),
  last_message_at: optionalField('/lastMessageAt', timestamp, null),
  metadata: field('/metadata', json, {}),
  ...recordDates,
}

/** chat_sessions.json: users' chats about their contracts. */
export const chatSessionRecords: RecordType = {
  kind: 'chat_sessions',
  tables: { own: { table: 'chat_sessions', key: 'id' }, parts: [] },
  conceal: (record) => record,
  decode,
  encode,
  prepareLink,
}

function decode(record: JsonObject, context: RecordContext): Decoded | Rejection {
  const { warn, list } = createWarnings()
  const identity = readIdentity(record, context, warn)
  if ('code' in identity) return identity
  const session: Selectable<DB['chat_sessions']> = { ...identity, ...decodeFields(fields, record, warn) }
  return { id: identity.id, rows: { chat_sessions: [session] }, warnings: list() }
}

function encode(rows: RecordRows): JsonObject {
  const session = getOwnRow(rows, 'chat_sessions')
  return encodeFields(fields, session, { id: session.id, userId: session.user_id })
}

/** A session requires its owner. */
async function prepareLink(
  db: Database,
  records: readonly Decoded[],
  { orphans }: LinkPolicies,
): Promise<Link> {
  const ownerIds = records.map(({ rows }) => getOwnRow(rows, 'chat_sessions').user_id)
  const linkOwner = await prepareOwnerLink(db, ownerIds, orphans)
  return ({ rows }) => {
    const owner = linkOwner(getOwnRow(rows, 'chat_sessions').user_id)
    return 'code' in owner ? owner : { ...owner, rows }
  }
}
