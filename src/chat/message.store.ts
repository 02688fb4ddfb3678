import { type Selection, sql } from 'kysely'
import { isOfKey, keyTable, parentTable } from '../database/conditions.ts'
import type { Database } from '../database/connection.ts'
import { type Page, type PageRequest, type SortKey, takePage } from '../database/pagination.ts'
import type { Parent, ScopedId } from '../database/request-batcher.ts'
import { choosePageColumns } from '../database/selected-fields.ts'
import { requireFound } from '../errors.ts'
import type { DB } from '../generated/database.ts'
import type { ChatMessageOrderField } from '../generated/graphql.ts'
import type { JsonValue } from '../json/json-value.ts'
import type { NewMessage } from './message.rules.ts'
import { requireOpen } from './session.rules.ts'
import { findSessionState } from './session.store.ts'

// Without components: they are large and not always selected.
const messageColumns = [
  'chat_messages.id',
  'chat_messages.session_id as sessionId',
  'chat_messages.user_id as userId',
  'chat_messages.role',
  'chat_messages.content',
  'chat_messages.tokens_used as tokensUsed',
  'chat_messages.model',
  'chat_messages.processing_time as processingTimeMs',
  'chat_messages.metadata',
  'chat_messages.created_at as createdAt',
] as const

/** Columns that are always selected, and columns that other fields depend on. */
const messageNeeds = {
  always: ['sessionId'],
  byField: { session: ['sessionId'], components: ['id', 'userId'], revisions: ['id', 'userId'] },
}

export type MessageRow = Selection<DB, 'chat_messages', (typeof messageColumns)[number]>
type MessageListRow = MessageRow & { readonly sortKey: Date | string | number }
export type MessagePage = Page<MessageListRow>

export const messageSortKeys = {
  created_at: { type: 'timestamptz', expression: sql`chat_messages.created_at` },
} satisfies Record<ChatMessageOrderField, SortKey>

/** The messages with these ids that the scope includes, in any order. */
export function findMessages(db: Database, keys: readonly ScopedId[]): Promise<MessageRow[]> {
  return db
    .selectFrom(keyTable(keys))
    .innerJoin('chat_messages', (join) => join.on(isOfKey('chat_messages.id', 'chat_messages.user_id')))
    .select(messageColumns)
    .execute()
}

/**
 * A page of each session's messages; rows of one session are in the order in which the page is fetched. The owner is
 * checked on the rows of the page: with a condition on both session and owner, the planner would estimate very few rows
 * and read all messages of the owner for every session.
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
          .$call(takePage(page, 'chat_messages.id'))
          .as('message'),
      (join) => join.onRef('message.userId', '=', 'parent.user_id'),
    )
    .select(choosePageColumns('message', messageColumns, page.fields, messageNeeds))
    .orderBy('message.sortKey', page.fetchDirection)
    .orderBy('message.id', page.fetchDirection)
    .execute()
}

/** The number of each session's messages. Sessions without any are omitted. Checks the owner like `listMessages`. */
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

/** The components of these messages, in any order. */
export function findComponents(
  db: Database,
  messages: readonly Parent[],
): Promise<{ id: string; components: JsonValue }[]> {
  return db
    .selectFrom(parentTable(messages))
    .innerJoin('chat_messages', (join) =>
      join.onRef('chat_messages.id', '=', 'parent.id').onRef('chat_messages.user_id', '=', 'parent.user_id'),
    )
    .select(['chat_messages.id', 'chat_messages.components'])
    .execute()
}

/**
 * Appends messages to the user's session. Updates the session first, which serializes concurrent calls. Each message is
 * at least a millisecond later than the previous one, also across calls, so that ordering by time keeps their order.
 * @returns the ids in the order of the messages.
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

/** @param lastAt the time of the last message; each earlier one is a millisecond before the next. */
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
        ${messages.map(({ processingTimeMs }) => processingTimeMs)}::int[],
        ${messages.map(({ metadata }) => metadata)}::text[]
      ) with ordinality as message(role, content, components, tokens_used, model, processing_time, metadata, place)
      returning id, created_at
    )
    select id from added order by created_at`.execute(transaction)
  return rows.map((row) => row.id)
}
