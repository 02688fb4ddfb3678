import { type Selection, sql } from 'kysely'
import { isOfKey, keyTable, parentTable } from '../database/conditions.ts'
import type { Database } from '../database/connection.ts'
import { inPage, type Page, type PageRequest, type SortKey } from '../database/pagination.ts'
import type { Parent, ScopedId } from '../database/request-batcher.ts'
import { choosePageColumns } from '../database/selected-fields.ts'
import { requireFound } from '../errors.ts'
import type { DB } from '../generated/database.ts'
import type { ChatMessageOrderField } from '../generated/graphql.ts'
import type { NewMessage } from './message.rules.ts'
import { requireOpen } from './session.rules.ts'
import { findSessionState } from './session.store.ts'

// Without components: charts and tables are large, and not every screen shows them.
const messageColumns = [
  'chat_messages.id',
  'chat_messages.session_id as sessionId',
  'chat_messages.user_id as userId',
  'chat_messages.role',
  'chat_messages.content',
  'chat_messages.tokens_used as tokensUsed',
  'chat_messages.model',
  'chat_messages.processing_time as processingTime',
  'chat_messages.metadata',
  'chat_messages.created_at as createdAt',
] as const

/** What a list's rows have whatever is asked for, and what fields of other names need. */
const messageNeeds = {
  always: ['sessionId'],
  byField: { session: ['sessionId'], components: ['id', 'userId'] },
}

export type MessageRow = Selection<DB, 'chat_messages', (typeof messageColumns)[number]>
type MessageListRow = MessageRow & { readonly sortKey: Date | string }
export type MessagePage = Page<MessageListRow>

export const messageSortKeys = {
  created_at: { type: 'timestamptz', expression: sql`chat_messages.created_at` },
} satisfies Record<ChatMessageOrderField, SortKey>

/** Those of the ids that are whose they must be, in any order. */
export function findMessages(db: Database, keys: readonly ScopedId[]): Promise<MessageRow[]> {
  return db
    .selectFrom(keyTable(keys))
    .innerJoin('chat_messages', (join) => join.on(isOfKey('chat_messages.id', 'chat_messages.user_id')))
    .select(messageColumns)
    .execute()
}

/**
 * A page of each session's messages; within a session in the page's fetching order. Whose they must be is asked of the
 * page's rows: beside the session it would tell the planner that there are hardly any, and it would read all that the
 * user has, for every session.
 */
export function listMessages(
  db: Database,
  sessions: readonly Parent[],
  page: PageRequest,
): Promise<MessageListRow[]> {
  return db
    .selectFrom(parentTable(sessions))
    .innerJoinLateral(
      (eb) =>
        eb
          .selectFrom('chat_messages')
          .select([...messageColumns, page.sortKey.expression.as('sortKey')])
          .whereRef('chat_messages.session_id', '=', 'parent.id')
          .where(inPage(page, 'chat_messages.id'))
          .orderBy(page.sortKey.expression, page.fetchDirection)
          .orderBy('chat_messages.id', page.fetchDirection)
          .limit(page.fetchLimit)
          .as('message'),
      (join) => join.onRef('message.userId', '=', 'parent.user_id'),
    )
    .select(choosePageColumns('message', messageColumns, page.fields, messageNeeds))
    .orderBy('message.sortKey', page.fetchDirection)
    .orderBy('message.id', page.fetchDirection)
    .execute()
}

/** How many messages each session has; sessions without any are left out. See listMessages for the condition. */
export function countMessages(
  db: Database,
  sessions: readonly Parent[],
): Promise<{ parentId: string; count: number }[]> {
  return db
    .selectFrom(parentTable(sessions))
    .innerJoin('chat_messages', 'chat_messages.session_id', 'parent.id')
    .select('parent.id as parentId')
    .select(sql<number>`(count(*) filter (where chat_messages.user_id = parent.user_id))::int`.as('count'))
    .groupBy('parent.id')
    .execute()
}

/** The charts and tables of those messages that belong to the given owners, as JSON text. */
export function findComponents(
  db: Database,
  messages: readonly Parent[],
): Promise<{ id: string; components: string | null }[]> {
  return db
    .selectFrom(parentTable(messages))
    .innerJoin('chat_messages', (join) =>
      join.onRef('chat_messages.id', '=', 'parent.id').onRef('chat_messages.user_id', '=', 'parent.user_id'),
    )
    .select(['chat_messages.id', sql<string | null>`chat_messages.components::text`.as('components')])
    .execute()
}

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
