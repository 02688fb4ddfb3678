import { type RawBuilder, type Selection, type SqlBool, sql } from 'kysely'
import {
  allOf,
  containsText,
  equalsText,
  isOfKey,
  keyTable,
  parentTable,
  withinRange,
} from '../database/conditions.ts'
import type { Database } from '../database/connection.ts'
import type { Parent, ScopedId } from '../database/gathering.ts'
import type { Page } from '../database/page.ts'
import { inPage, type PageRequest, type SortKey } from '../database/pagination.ts'
import { choosePageColumns } from '../database/selected-fields.ts'
import type { DB } from '../generated/database.ts'
import type { ChatSessionFilter, ChatSessionOrderField } from '../generated/graphql.ts'

export const sessionColumns = [
  'chat_sessions.id',
  'chat_sessions.user_id as userId',
  'chat_sessions.title',
  'chat_sessions.contract_address as contractAddress',
  'chat_sessions.contract_chain as contractChain',
  'chat_sessions.contract_name as contractName',
  'chat_sessions.is_active as isActive',
  'chat_sessions.message_count as messageCount',
  'chat_sessions.metadata',
  'chat_sessions.last_message_at as lastMessageAt',
  'chat_sessions.created_at as createdAt',
  'chat_sessions.updated_at as updatedAt',
] as const

/** What a list's rows have whatever is asked for, and what fields of other names need. */
const sessionNeeds = {
  always: ['userId'],
  byField: { owner: ['userId'], lastActivityAt: ['lastMessageAt', 'createdAt'], messages: ['id', 'userId'] },
}

export type SessionRow = Selection<DB, 'chat_sessions', (typeof sessionColumns)[number]>
export type SessionListRow = SessionRow & { readonly sortKey: Date | string }
export type SessionPage = Page<SessionListRow>

const lastActivityAt = sql<Date>`coalesce(chat_sessions.last_message_at, chat_sessions.created_at)`

export const sessionSortKeys = {
  last_activity_at: { type: 'timestamptz', expression: lastActivityAt },
  created_at: { type: 'timestamptz', expression: sql`chat_sessions.created_at` },
} satisfies Record<ChatSessionOrderField, SortKey>

/** Those of the ids that are whose they must be, in any order. */
export function findSessions(db: Database, keys: readonly ScopedId[]): Promise<SessionRow[]> {
  return db
    .selectFrom(keyTable(keys))
    .innerJoin('chat_sessions', (join) => join.on(isOfKey('chat_sessions.id', 'chat_sessions.user_id')))
    .select(sessionColumns)
    .execute()
}

/** A page of each owner's sessions; within an owner in the page's fetching order. */
export function listSessions(
  db: Database,
  owners: readonly Parent[],
  filter: ChatSessionFilter,
  page: PageRequest,
): Promise<SessionListRow[]> {
  return db
    .selectFrom(parentTable(owners))
    .innerJoinLateral(
      (eb) =>
        eb
          .selectFrom('chat_sessions')
          .select([...sessionColumns, page.sortKey.expression.as('sortKey')])
          .whereRef('chat_sessions.user_id', '=', 'parent.user_id')
          .where(matches(filter))
          .where(inPage(page, 'chat_sessions.id'))
          .orderBy(page.sortKey.expression, page.fetchDirection)
          .orderBy('chat_sessions.id', page.fetchDirection)
          .limit(page.fetchLimit)
          .as('session'),
      (join) => join.onTrue(),
    )
    .select(choosePageColumns('session', sessionColumns, page.fields, sessionNeeds))
    .orderBy('session.sortKey', page.fetchDirection)
    .orderBy('session.id', page.fetchDirection)
    .execute()
}

/** How many sessions each owner has that match; owners without any are left out. */
export function countSessions(
  db: Database,
  owners: readonly Parent[],
  filter: ChatSessionFilter,
): Promise<{ parentId: string; count: number }[]> {
  return db
    .selectFrom(parentTable(owners))
    .innerJoin('chat_sessions', 'chat_sessions.user_id', 'parent.user_id')
    .select(['parent.id as parentId', sql<number>`count(*)::int`.as('count')])
    .where(matches(filter))
    .groupBy('parent.id')
    .execute()
}

function matches({
  search,
  address,
  chain,
  isActive,
  lastActivityAt: range,
}: ChatSessionFilter): RawBuilder<SqlBool> {
  return allOf([
    ...(search
      ? [
          sql<SqlBool>`(${containsText('chat_sessions.title', search)} or ${containsText('chat_sessions.contract_name', search)})`,
        ]
      : []),
    ...(address ? [equalsText('chat_sessions.contract_address', address)] : []),
    ...(chain ? [sql<SqlBool>`chat_sessions.contract_chain = any(${chain}::text[])`] : []),
    ...(isActive == null ? [] : [sql<SqlBool>`chat_sessions.is_active = ${isActive}`]),
    ...withinRange(lastActivityAt, range),
  ])
}
