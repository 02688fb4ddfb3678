import { type Selection, sql } from 'kysely'
import { parentTable } from '../database/conditions.ts'
import type { Database } from '../database/connection.ts'
import { type Page, type PageRequest, type SortKey, takePage } from '../database/pagination.ts'
import type { Parent } from '../database/request-batcher.ts'
import { choosePageColumns } from '../database/selected-fields.ts'
import { requireFound } from '../errors.ts'
import type { DB } from '../generated/database.ts'
import type { MessageChange } from './message.rules.ts'
import { requireOpen } from './session.rules.ts'

const revisionColumns = [
  'chat_message_revisions.id',
  'chat_message_revisions.message_id as messageId',
  'chat_message_revisions.user_id as userId',
  'chat_message_revisions.content',
  'chat_message_revisions.components',
  'chat_message_revisions.replaced_at as replacedAt',
] as const

export type RevisionRow = Selection<DB, 'chat_message_revisions', (typeof revisionColumns)[number]>
type RevisionListRow = RevisionRow & { readonly sortKey: Date | string | number }
export type RevisionPage = Page<RevisionListRow>

export const revisionSortKeys = {
  replaced_at: { type: 'timestamptz', expression: sql`chat_message_revisions.replaced_at` },
} satisfies Record<string, SortKey>

/** A page of each message's former versions; rows of one message are in the order in which the page is fetched. */
export function listRevisions(
  db: Database,
  messages: readonly Parent[],
  page: PageRequest,
): Promise<RevisionListRow[]> {
  return db
    .selectFrom(parentTable(messages))
    .innerJoinLateral(
      (eb) =>
        eb
          .selectFrom('chat_message_revisions')
          .select([...revisionColumns, page.sortKey.expression.as('sortKey')])
          .whereRef('chat_message_revisions.message_id', '=', 'parent.id')
          .whereRef('chat_message_revisions.user_id', '=', 'parent.user_id')
          .$call(takePage(page, 'chat_message_revisions.id'))
          .as('revision'),
      (join) => join.onTrue(),
    )
    .select(choosePageColumns('revision', revisionColumns, page.fields, { always: ['messageId'] }))
    .orderBy('revision.sortKey', page.fetchDirection)
    .orderBy('revision.id', page.fetchDirection)
    .execute()
}

/** The number of each message's former versions. Messages without any are omitted. */
export function countRevisions(
  db: Database,
  messages: readonly Parent[],
): Promise<{ parentId: string; count: number }[]> {
  return db
    .selectFrom(parentTable(messages))
    .innerJoin('chat_message_revisions', (join) =>
      join
        .onRef('chat_message_revisions.message_id', '=', 'parent.id')
        .onRef('chat_message_revisions.user_id', '=', 'parent.user_id'),
    )
    .select(['parent.id as parentId', sql<number>`count(*)::int`.as('count')])
    .groupBy('parent.id')
    .execute()
}

/**
 * Changes a message of the user and keeps its former version. A change to the same content keeps nothing. Locks the
 * session, which serializes concurrent calls.
 * @throws AppError NOT_FOUND, CONFLICT for a message of a deleted session.
 */
export async function editMessage(
  transaction: Database,
  message: Parent,
  { content, components }: MessageChange,
): Promise<void> {
  await lockSession(transaction, message)
  const contentAfter = content === undefined ? sql`content` : sql`${content}::text`
  const componentsAfter = components === undefined ? sql`components` : sql`${components}::jsonb`
  await sql`
    with former as (
      select id, user_id, ${contentAfter} as content_after, ${componentsAfter} as components_after
      from chat_messages
      where id = ${message.id}::uuid and user_id = ${message.userId}::uuid
        and (content, components) is distinct from (${contentAfter}, ${componentsAfter})
      for update
    ), kept as (
      insert into chat_message_revisions (${keptColumns}, message_id, is_deletion)
      select ${keptColumns}, id, false from chat_messages
      where user_id = ${message.userId}::uuid and id = (select id from former)
    )
    update chat_messages set content = content_after, components = components_after
    from former where chat_messages.id = former.id and chat_messages.user_id = ${message.userId}::uuid`.execute(
    transaction,
  )
}

/**
 * Deletes a message of the user, keeps it in the history, and updates the counters of its session. Locks the session,
 * which serializes concurrent calls.
 * @returns the id of the session.
 * @throws AppError NOT_FOUND, CONFLICT for a message of a deleted session.
 */
export async function deleteMessage(transaction: Database, message: Parent): Promise<string> {
  const sessionId = await lockSession(transaction, message)
  const { rows } = await sql<{ createdAt: Date }>`
    with deleted as (
      delete from chat_messages where id = ${message.id}::uuid and user_id = ${message.userId}::uuid
      returning id, ${keptColumns}
    )
    insert into chat_message_revisions (${keptColumns}, message_id, is_deletion)
    select ${keptColumns}, id, true from deleted
    returning created_at as "createdAt"`.execute(transaction)
  const { createdAt } = requireFound(rows[0], 'Message')
  await uncountMessage(transaction, { id: sessionId, userId: message.userId }, createdAt)
  return sessionId
}

const keptColumns = sql.raw(
  'session_id, user_id, role, content, components, tokens_used, model, processing_time, metadata, created_at',
)

/** Locks the session of the message, unless it is deleted, and returns its id. */
async function lockSession(transaction: Database, { id, userId }: Parent): Promise<string> {
  const session = await transaction
    .selectFrom('chat_messages')
    .innerJoin('chat_sessions', 'chat_sessions.id', 'chat_messages.session_id')
    .select([
      'chat_sessions.id',
      'chat_sessions.is_active as isActive',
      'chat_sessions.updated_at as updatedAt',
    ])
    .where('chat_messages.id', '=', id)
    .where('chat_messages.user_id', '=', userId)
    .where('chat_sessions.user_id', '=', userId)
    .forNoKeyUpdate('chat_sessions')
    .executeTakeFirst()
  const found = requireFound(session, 'Message')
  requireOpen(found)
  return found.id
}

/** An imported session may have another number of messages and another last time than its messages; they are kept. */
async function uncountMessage(transaction: Database, { id, userId }: Parent, createdAt: Date): Promise<void> {
  await sql`
    update chat_sessions set
      message_count = greatest(message_count - 1, 0),
      last_message_at = case when last_message_at > ${createdAt} then last_message_at else (
        select created_at from chat_messages
        where session_id = ${id}::uuid and user_id = ${userId}::uuid
        order by created_at desc, id desc limit 1) end
    where id = ${id}::uuid and user_id = ${userId}::uuid`.execute(transaction)
}
