import type { Selectable } from 'kysely'
import type { DB } from '../../generated/database.ts'
import type { JsonObject } from '../../json/json-value.ts'
import type { DecodedRecord } from '../staging/decode.ts'
import type { ImportedMessage } from '../staging/known-records.store.ts'
import { oneOf } from './codec.ts'
import {
  decodeFields,
  encodeFields,
  optionalField,
  otherMembers,
  recordDates,
  requiredField,
} from './fields.ts'
import { getOwnRow, ownValue, readId, reject, toUuid } from './identity.ts'
import { json } from './json-codec.ts'
import type { Link, PrepareLink } from './link.ts'
import { duration, int4 } from './number-codec.ts'
import { prepareOwnerLink } from './owner-link.ts'
import {
  type Decoded,
  ownRow,
  type RecordContext,
  type RecordRows,
  type RecordType,
  type Rejection,
} from './record-type.ts'
import { findOwners } from './reference.store.ts'
import { longText, text } from './text-codec.ts'
import { createWarnings } from './warnings.ts'

/** Stands for the owner of the session, which the record does not name. */
const unknownOwner = '00000000-0000-0000-0000-000000000000'

const fields = {
  // An unknown role puts no words into the user's or the assistant's mouth.
  role: requiredField('/role', oneOf(['user', 'assistant', 'system']), 'system'),
  content: requiredField('/content', longText, ''),
  components: optionalField('/components', json, null),
  model: optionalField('/metadata/model', text(100), null),
  processing_time: optionalField('/metadata/processingTime', duration, null),
  tokens_used: optionalField('/metadata/tokens', int4, null),
  metadata: otherMembers('/metadata', ['model', 'processingTime', 'tokens']),
  created_at: recordDates.created_at,
}

/** chat_messages.json: one message of a chat session. */
export const chatMessageRecords: RecordType = {
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

/** A session needs its owner. */
export const prepareSessionLink: PrepareLink = async (db, records, orphans): Promise<Link> => {
  const ownerIds = records.map(({ rows }) => ownRow(rows, 'chat_sessions').user_id)
  const linkOwner = await prepareOwnerLink(db, ownerIds, orphans)
  return ({ rows }) => {
    const owner = linkOwner(ownRow(rows, 'chat_sessions').user_id)
    return 'code' in owner ? owner : { ...owner, rows }
  }
}

/** A message needs its session, and belongs to the session's owner. */
export const prepareMessageLink: PrepareLink = async (db, records): Promise<Link> => {
  const sessionIds = records.map(({ rows }) => ownRow(rows, 'chat_messages').session_id)
  const sessions = await findOwners(db, 'chat_sessions', [...new Set(sessionIds)])
  const ownersBySession = new Map(sessions.map(({ id, userId }) => [id, userId]))
  return ({ rows }) => {
    const message = ownRow(rows, 'chat_messages')
    const userId = ownersBySession.get(message.session_id)
    if (userId === undefined) return sessionUnknown(message.session_id)
    return { rows: { ...rows, chat_messages: [{ ...message, user_id: userId }] }, warnings: [] }
  }
}

function sessionUnknown(sessionId: string) {
  return {
    code: 'SESSION_UNKNOWN',
    pointer: '/sessionId',
    message: `There is no chat session ${sessionId}. Import the session first.`,
  }
}

/**
 * True when a message says all that the imported one says, and more. A message has no date of change, and the date of
 * its session says nothing of it; but the old application changed a message only while the answer was being written.
 * So a finished one replaces one that was still being written, never the other way, and otherwise only what goes on
 * where the imported one ends. Whatever differs in another way stays as it is: an older file must lose nothing.
 */
export function isNewerMessage(record: DecodedRecord, imported: ImportedMessage | undefined): boolean {
  if (imported === undefined) return false
  const isBeingWritten = record.record.isStreaming === true
  if (isBeingWritten !== imported.isBeingWritten) return imported.isBeingWritten
  const { content, components } = ownRow(record.rows, 'chat_messages')
  if (!content.startsWith(imported.content)) return false
  const isLonger = content.length > imported.content.length
  // The components of an answer come behind its text.
  return imported.hasComponents ? isLonger && components !== null : isLonger || components !== null
}
