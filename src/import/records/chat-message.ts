import type { Selectable } from 'kysely'
import type { Database } from '../../database/connection.ts'
import type { DB } from '../../generated/database.ts'
import type { JsonObject } from '../../json/json-value.ts'
import { oneOf } from './codec.ts'
import {
  decodeFields,
  encodeFields,
  optionalField,
  otherMembers,
  recordDates,
  requiredField,
} from './fields.ts'
import { ownValue, readId, toUuid } from './identity.ts'
import { json } from './json-codec.ts'
import { duration, int4 } from './number-codec.ts'
import {
  type Decoded,
  getOwnRow,
  type Link,
  type RecordContext,
  type RecordRows,
  type RecordType,
} from './record-type.ts'
import { findOwners } from './reference.store.ts'
import { longText, text } from './text-codec.ts'
import { createWarnings, type Rejection, reject } from './warnings.ts'

/** Placeholder until the owner is taken from the session: the record does not name it. */
const unknownOwner = '00000000-0000-0000-0000-000000000000'

const fields = {
  // A message of unknown role must not be attributed to the user or the assistant.
  role: requiredField('/role', oneOf(['user', 'assistant', 'system']), 'system'),
  content: requiredField('/content', longText, ''),
  components: optionalField('/components', json, null),
  model: optionalField('/metadata/model', text(100), null),
  processing_time: optionalField('/metadata/processingTime', duration, null),
  tokens_used: optionalField('/metadata/tokens', int4, null),
  metadata: otherMembers('/metadata', ['model', 'processingTime', 'tokens']),
  created_at: recordDates.created_at,
}

/** chat_messages.json: messages of chat sessions. */
export const chatMessageRecords: RecordType = {
  kind: 'chat_messages',
  tables: { own: { table: 'chat_messages', key: 'id' }, parts: [] },
  conceal: (record) => record,
  decode,
  encode,
  prepareLink,
}

/**
 * `prepareLink` replaces the row's `user_id` with that of the session. A userId in the record is ignored: the
 * application always looked at the session.
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

/** No imported message is still being streamed. */
function encode(rows: RecordRows): JsonObject {
  const message = getOwnRow(rows, 'chat_messages')
  const record = encodeFields(fields, message, { id: message.id, sessionId: message.session_id })
  record.isStreaming = false
  return record
}

/** A message requires its session and belongs to the session's owner. */
async function prepareLink(db: Database, records: readonly Decoded[]): Promise<Link> {
  const sessionIds = records.map(({ rows }) => getOwnRow(rows, 'chat_messages').session_id)
  const sessions = await findOwners(db, 'chat_sessions', [...new Set(sessionIds)])
  const ownersBySession = new Map(sessions.map(({ id, userId }) => [id, userId]))
  return ({ rows }) => {
    const message = getOwnRow(rows, 'chat_messages')
    const userId = ownersBySession.get(message.session_id)
    if (userId === undefined) return sessionUnknown(message.session_id)
    return { rows: { ...rows, chat_messages: [{ ...message, user_id: userId }] }, warnings: [] }
  }
}

function sessionUnknown(sessionId: string): Rejection {
  return {
    code: 'SESSION_UNKNOWN',
    pointer: '/sessionId',
    message: `There is no chat session ${sessionId}. Import the session first.`,
  }
}

/** A message written by an earlier import. */
export interface ImportedMessage {
  readonly id: string
  readonly content: string
  readonly hasComponents: boolean
  /** Whether its record was still being streamed. */
  readonly isStreaming: boolean
}

/** A decoded message with its parsed record. */
export interface MessageVersion {
  readonly record: JsonObject
  readonly rows: RecordRows
}

/**
 * True if a message contains everything the imported one does, and more. Messages have no modification date, and
 * their session's date does not help, but the legacy application changed a message only while it streamed the answer.
 * So a finished message replaces a streaming one, never the reverse; otherwise a message replaces only one that it
 * continues. Any other difference keeps the imported message: an older file must not lose anything.
 */
export function isNewerMessage(message: MessageVersion, imported: ImportedMessage | undefined): boolean {
  if (imported === undefined) return false
  const isStreaming = message.record.isStreaming === true
  if (isStreaming !== imported.isStreaming) return imported.isStreaming
  const { content, components } = getOwnRow(message.rows, 'chat_messages')
  if (!content.startsWith(imported.content)) return false
  const isLonger = content.length > imported.content.length
  // An answer's components arrive after its text.
  return imported.hasComponents ? isLonger && components !== null : isLonger || components !== null
}

/** True if the imported message contains everything that this one does: this one is an older version of it. */
export function isOlderMessage(
  { record, rows }: MessageVersion,
  imported: ImportedMessage | undefined,
): boolean {
  if (imported === undefined) return false
  const isStreaming = record.isStreaming === true
  if (isStreaming !== imported.isStreaming) return isStreaming
  const { content, components } = getOwnRow(rows, 'chat_messages')
  return (
    imported.content.startsWith(content) && imported.content.length > content.length && components === null
  )
}
