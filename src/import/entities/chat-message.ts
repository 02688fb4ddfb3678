import type { Selectable } from 'kysely'
import type { DB } from '../../generated/database.ts'
import type { JsonObject } from '../../json/json-value.ts'
import { oneOf } from './choice-codec.ts'
import type { Decoded, Entity, RecordContext, RecordRows, Rejection } from './entity.ts'
import { decodeFields, encodeFields, required, sometimes } from './fields.ts'
import { ownValue, readId, reject, toUuid } from './identity.ts'
import { json } from './json-codec.ts'
import { duration, int4 } from './number-codec.ts'
import { otherMembers } from './other-members.ts'
import { recordDates } from './record-dates.ts'
import { getOwnRow } from './rows.ts'
import { longText, text } from './text-codec.ts'
import { createWarnings } from './warnings.ts'

/** Stands for the owner of the session, which the record does not name. */
const unknownOwner = '00000000-0000-0000-0000-000000000000'

const fields = {
  // An unknown role puts no words into the user's or the assistant's mouth.
  role: required('/role', oneOf(['user', 'assistant', 'system']), 'system'),
  content: required('/content', longText, ''),
  components: sometimes('/components', json, null),
  model: sometimes('/metadata/model', text(100), null),
  processing_time: sometimes('/metadata/processingTime', duration, null),
  tokens_used: sometimes('/metadata/tokens', int4, null),
  metadata: otherMembers('/metadata', ['model', 'processingTime', 'tokens']),
  created_at: recordDates.created_at,
}

/** chat_messages.json: one message of a chat session. */
export const chatMessageEntity: Entity = {
  kind: 'chat_messages',
  conceal: (record) => record,
  decode,
  encode,
}

/**
 * The row's `user_id` must become that of the session, whatever it is here: the user of the folder, or nobody. A
 * message may name a user itself, but the application always asked the session.
 */
function decode(record: JsonObject, context: RecordContext): Decoded | Rejection {
  const { warn, list } = createWarnings()
  const id = readId(record, context)
  if (typeof id !== 'string') return id
  const sessionId = readSessionId(record)
  if (typeof sessionId !== 'string') return sessionId
  const message: Selectable<DB['chat_messages']> = {
    id,
    session_id: sessionId,
    user_id: toUuid(context.ownerId) ?? unknownOwner,
    ...decodeFields(fields, record, warn),
  }
  return { id, rows: { chat_messages: [message] }, warnings: list() }
}

function readSessionId(record: JsonObject): string | Rejection {
  const sessionId = ownValue(record, 'sessionId')
  if (sessionId === null) return reject('MISSING_SESSION', '/sessionId')
  return toUuid(sessionId) ?? reject('INVALID_SESSION', '/sessionId')
}

/** Whether a message was still being streamed is of no use later: none is. */
function encode(rows: RecordRows): JsonObject {
  const message = getOwnRow(rows, 'chat_messages')
  const record = encodeFields(fields, message, { id: message.id, sessionId: message.session_id })
  record.isStreaming = false
  return record
}
