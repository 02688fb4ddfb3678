import type { Link, PrepareLink } from './link.ts'
import { prepareOwnerLink } from './link-owner.ts'
import { ownRow } from './own-row.ts'
import { findOwners } from './reference.store.ts'

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
