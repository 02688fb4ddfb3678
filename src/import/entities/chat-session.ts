import type { Selectable } from 'kysely'
import type { DB } from '../../generated/database.ts'
import type { JsonObject } from '../../json/json-value.ts'
import { flag } from './choice-codec.ts'
import { timestamp } from './date-codec.ts'
import type { Decoded, Entity, RecordContext, RecordRows, Rejection } from './entity.ts'
import { always, decodeFields, encodeFields, sometimes } from './fields.ts'
import { readIdentity } from './identity.ts'
import { json } from './json-codec.ts'
import { count } from './number-codec.ts'
import { recordDates } from './record-dates.ts'
import { getOwnRow } from './rows.ts'
import { text } from './text-codec.ts'
import { createWarnings } from './warnings.ts'

const fields = {
  contract_address: always('/contractAddress', text(255), null),
  contract_chain: always('/contractChain', text(50), null),
  contract_name: always('/contractName', text(255), null),
  title: always('/title', text(500), 'New Chat'),
  is_active: always('/isActive', flag, true),
  message_count: always('/messageCount', count, 0),
  last_message_at: sometimes('/lastMessageAt', timestamp, null),
  metadata: always('/metadata', json, {}),
  ...recordDates,
}

/** chat_sessions.json: a user's chat about a contract. */
export const chatSessionEntity: Entity = {
  kind: 'chat_sessions',
  conceal: (record) => record,
  decode,
  encode,
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
