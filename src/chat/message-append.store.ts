import { sql } from 'kysely'
import type { Database } from '../database/connection.ts'
import type { Parent } from '../database/gathering.ts'
import { requireFound } from '../errors.ts'
import type { NewMessage } from './message.rules.ts'
import { requireOpen } from './session.rules.ts'
import { findSessionState } from './session-change.store.ts'

/**
 * Adds messages to the user's session and gives their ids, in their order. The session comes first: its row is locked,
 * so that of calls at once each counts the messages of those before it. Each message is a millisecond later than the
 * one before, within the call and across calls, so that a list by time keeps their order.
 * @throws AppError NOT_FOUND, CONFLICT for a deleted session.
 */
export async function appendMessages(
  transaction: Database,
  { id, userId }: Parent,
  messages: readonly NewMessage[],
): Promise<string[]> {
  const session = await transaction
    .updateTable('chat_sessions')
    .set({
      message_count: sql`message_count + ${messages.length}::int`,
      last_message_at: sql`
        greatest(clock_timestamp()::timestamptz(3), last_message_at + interval '1 millisecond')
        + ${messages.length - 1}::int * interval '1 millisecond'`,
    })
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .where('is_active', '=', true)
    .returning('last_message_at as lastMessageAt')
    .executeTakeFirst()
  if (session === undefined) requireOpen(await findSessionState(transaction, { id, userId }))
  const { lastMessageAt } = requireFound(session, 'Chat session')
  return insertMessages(transaction, { id, userId }, messages, lastMessageAt)
}

/** @param lastAt when the last of them was said; each one before it a millisecond earlier. */
async function insertMessages(
  transaction: Database,
  { id, userId }: Parent,
  messages: readonly NewMessage[],
  lastAt: Date | null,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with added as (
      insert into chat_messages (session_id, user_id, role, content, components, tokens_used, model, processing_time,
        metadata, created_at)
      select ${id}::uuid, ${userId}::uuid, role, content, components::jsonb, tokens_used, model, processing_time,
        metadata::jsonb, ${lastAt}::timestamptz - (${messages.length}::int - place) * interval '1 millisecond'
      from unnest(
        ${messages.map(({ role }) => role)}::text[],
        ${messages.map(({ content }) => content)}::text[],
        ${messages.map(({ components }) => components)}::text[],
        ${messages.map(({ tokensUsed }) => tokensUsed)}::int[],
        ${messages.map(({ model }) => model)}::text[],
        ${messages.map(({ processingTime }) => processingTime)}::int[],
        ${messages.map(({ metadata }) => metadata)}::text[]
      ) with ordinality as message(role, content, components, tokens_used, model, processing_time, metadata, place)
      returning id, created_at
    )
    select id from added order by created_at`.execute(transaction)
  return rows.map((row) => row.id)
}
