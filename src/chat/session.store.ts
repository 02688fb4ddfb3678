import { type RawBuilder, type Selection, type SqlBool, sql } from 'kysely'
import { allOf, containsText, isOfKey, keyTable, parentTable, withinRange } from '../database/conditions.ts'
import type { Database } from '../database/connection.ts'
import { contractIdentity, isAddress, isAnyChain, isContract, isSameContract } from '../database/identity.ts'
import { orderKey, type Page, type PageRequest, type SortKey, takePage } from '../database/pagination.ts'
import type { Parent, ScopedId } from '../database/request-batcher.ts'
import { choosePageColumns } from '../database/selected-fields.ts'
import { requireFound } from '../errors.ts'
import type { DB } from '../generated/database.ts'
import type { ChatSessionFilter, ChatSessionOrderField } from '../generated/graphql.ts'
import { isWholeAddress } from '../search/search.rules.ts'
import {
  type ChatSubject,
  requireAll,
  requireOpen,
  type SessionChange,
  type SessionState,
} from './session.rules.ts'

const sessionColumns = [
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

/** Columns that are always selected, and columns that other fields depend on. */
const sessionNeeds = {
  always: ['userId'],
  byField: { owner: ['userId'], lastActivityAt: ['lastMessageAt', 'createdAt'], messages: ['id', 'userId'] },
}

export type SessionRow = Selection<DB, 'chat_sessions', (typeof sessionColumns)[number]>
type SessionListRow = SessionRow & { readonly sortKey: Date | string | number }
export type SessionPage = Page<SessionListRow>

const subjectColumns = { address: 'chat_sessions.contract_address', chain: 'chat_sessions.contract_chain' }

const lastActivityAt = sql<Date>`coalesce(chat_sessions.last_message_at, chat_sessions.created_at)`

export const sessionSortKeys = {
  last_activity_at: { type: 'timestamptz', expression: lastActivityAt },
  created_at: { type: 'timestamptz', expression: sql`chat_sessions.created_at` },
  title: { type: 'text', expression: orderKey('chat_sessions.title') },
  message_count: { type: 'integer', expression: sql`chat_sessions.message_count` },
} satisfies Record<ChatSessionOrderField, SortKey>

/** The sessions with these ids that the scope includes, in any order. */
export function findSessions(db: Database, keys: readonly ScopedId[]): Promise<SessionRow[]> {
  return db
    .selectFrom(keyTable(keys))
    .innerJoin('chat_sessions', (join) => join.on(isOfKey('chat_sessions.id', 'chat_sessions.user_id')))
    .select(sessionColumns)
    .execute()
}

/** A page of each owner's sessions; rows of one owner are in the order in which the page is fetched. */
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
          .$call(takePage(page, 'chat_sessions.id'))
          .as('session'),
      (join) => join.onTrue(),
    )
    .select(choosePageColumns('session', sessionColumns, page.fields, sessionNeeds))
    .orderBy('session.sortKey', page.fetchDirection)
    .orderBy('session.id', page.fetchDirection)
    .execute()
}

/** The newest active session of each contract's owner about the contract, in any spelling. */
export function findContractSessions(
  db: Database,
  contracts: readonly Parent[],
): Promise<{ contractId: string; id: string }[]> {
  const target = { address: 'contracts.target_address', chain: 'contracts.target_chain' }
  return db
    .selectFrom(parentTable(contracts))
    .innerJoin('contracts', (join) =>
      join.onRef('contracts.id', '=', 'parent.id').onRef('contracts.user_id', '=', 'parent.user_id'),
    )
    .innerJoinLateral(
      (eb) =>
        eb
          .selectFrom('chat_sessions')
          .select('chat_sessions.id')
          .whereRef('chat_sessions.user_id', '=', 'parent.user_id')
          .where(isSameContract(subjectColumns, target))
          .where('chat_sessions.is_active', '=', true)
          .orderBy('chat_sessions.created_at', 'desc')
          .orderBy('chat_sessions.id', 'desc')
          .limit(1)
          .as('session'),
      (join) => join.onTrue(),
    )
    .select(['contracts.id as contractId', 'session.id'])
    .execute()
}

/** The number of each owner's sessions. Owners without any are omitted. */
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
  chains,
  isActive,
  lastActivityAt: range,
}: ChatSessionFilter): RawBuilder<SqlBool> {
  return allOf([
    ...(search ? [matchesSearch(search)] : []),
    ...(address ? [isAddress(subjectColumns, address)] : []),
    ...(chains ? [isAnyChain('chat_sessions.contract_chain', chains)] : []),
    ...(isActive == null ? [] : [sql<SqlBool>`chat_sessions.is_active = ${isActive}`]),
    ...withinRange(lastActivityAt, range),
  ])
}

/** The identity of each address is computed only for a whole address: it takes longer than the rest. */
function matchesSearch(search: string): RawBuilder<SqlBool> {
  const address = search.trim()
  const conditions = [
    ...['title', 'contract_name', 'contract_address'].map((name) =>
      containsText(`chat_sessions.${name}`, search),
    ),
    ...(isWholeAddress(address) ? [isAddress(subjectColumns, address)] : []),
  ]
  return sql`(${sql.join(conditions, sql` or `)})`
}

/**
 * Returns the user's newest active session about the contract, in any spelling, or inserts one. An advisory lock serializes concurrent
 * calls for one contract. A unique constraint is not possible: imported users may have several sessions about one
 * contract.
 */
export async function openSession(
  transaction: Database,
  userId: string,
  subject: ChatSubject,
): Promise<{ session: SessionRow; isNew: boolean }> {
  const contract = { address: subject.contractAddress, chain: subject.contractChain }
  await sql`select pg_advisory_xact_lock(hashtextextended(${userId} || ' ' || ${contractIdentity(contract)}, 0))`.execute(
    transaction,
  )
  const found = await transaction
    .selectFrom('chat_sessions')
    .select(sessionColumns)
    .where('user_id', '=', userId)
    .where(isContract(subjectColumns, contract))
    .where('is_active', '=', true)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (found !== undefined) return { session: found, isNew: false }
  return { session: await insertSession(transaction, userId, subject), isNew: true }
}

function insertSession(
  transaction: Database,
  userId: string,
  { contractAddress, contractChain, contractName, title }: ChatSubject,
): Promise<SessionRow> {
  return transaction
    .insertInto('chat_sessions')
    .values({
      user_id: userId,
      contract_address: contractAddress,
      contract_chain: contractChain,
      contract_name: contractName,
      ...(title === undefined ? {} : { title }),
    })
    .returning(sessionColumns)
    .executeTakeFirstOrThrow()
}

/**
 * @param since update only if `updated_at` equals this.
 * @throws AppError NOT_FOUND, CONFLICT if the session is deleted or was modified since.
 */
export async function updateSession(
  db: Database,
  { id, userId }: Parent,
  { title, contractName }: SessionChange,
  since?: Date,
): Promise<SessionRow> {
  const updated = await db
    .updateTable('chat_sessions')
    .set({
      // A statement must set at least one column.
      ...(title === undefined ? { title: sql`title` } : { title }),
      ...(contractName === undefined ? {} : { contract_name: contractName }),
    })
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .where('is_active', '=', true)
    .$if(since !== undefined, (query) => query.where(sql<SqlBool>`updated_at = ${since}`))
    .returning(sessionColumns)
    .executeTakeFirst()
  if (updated === undefined) requireOpen(await findSessionState(db, { id, userId }), since)
  return requireFound(updated, 'Chat session')
}

/**
 * Marks all of the sessions or none as deleted, and keeps their messages. Sessions that are already deleted are
 * unchanged. Locks rows in a fixed order, which prevents deadlocks.
 * @throws AppError NOT_FOUND unless the user owns all sessions.
 */
export async function deleteSessions(
  transaction: Database,
  userId: string,
  ids: readonly string[],
): Promise<void> {
  const sessions = await transaction
    .selectFrom('chat_sessions')
    .select('id')
    .where(sql<SqlBool>`id = any(${ids}::uuid[])`)
    .where('user_id', '=', userId)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute()
  requireAll(
    sessions.map(({ id }) => id),
    ids,
  )
  await transaction
    .updateTable('chat_sessions')
    .set({ is_active: false })
    .where(sql<SqlBool>`id = any(${ids}::uuid[])`)
    .where('user_id', '=', userId)
    .where('is_active', '=', true)
    .execute()
}

/**
 * Restores a deleted session. A session that isn't deleted is unchanged.
 * @throws AppError NOT_FOUND.
 */
export async function restoreSession(db: Database, { id, userId }: Parent): Promise<void> {
  const restored = await db
    .updateTable('chat_sessions')
    .set({ is_active: true })
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .where('is_active', '=', false)
    .executeTakeFirst()
  if (restored.numUpdatedRows === 0n) requireFound(await findSessionState(db, { id, userId }), 'Chat session')
}

export function findSessionState(db: Database, { id, userId }: Parent): Promise<SessionState | undefined> {
  return db
    .selectFrom('chat_sessions')
    .select(['is_active as isActive', 'updated_at as updatedAt'])
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .executeTakeFirst()
}
