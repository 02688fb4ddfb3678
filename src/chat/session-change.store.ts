import { type SqlBool, sql } from 'kysely'
import type { Database } from '../database/connection.ts'
import type { Parent } from '../database/gathering.ts'
import { requireFound } from '../errors.ts'
import { type ChatSubject, requireAll, requireOpen, type SessionState } from './session.rules.ts'
import { type SessionRow, sessionColumns } from './session.store.ts'

/**
 * Gives the user's newest session about the contract, or a new one. Of calls at once for one contract each waits until
 * the transaction before it has ended, so one of them makes the session and the others find it. No constraint can say
 * that: imported users may have several sessions about one contract.
 */
export async function openSession(
  transaction: Database,
  userId: string,
  subject: ChatSubject,
): Promise<{ session: SessionRow; isNew: boolean }> {
  const { contractAddress: address, contractChain: chain } = subject
  await sql`select pg_advisory_xact_lock(hashtextextended(${userId} || lower(${address}) || lower(${chain}), 0))`.execute(
    transaction,
  )
  const found = await transaction
    .selectFrom('chat_sessions')
    .select(sessionColumns)
    .where('user_id', '=', userId)
    .where(sql<SqlBool>`lower(contract_address) = lower(${address})`)
    .where(sql<SqlBool>`lower(contract_chain) = lower(${chain})`)
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
 * Gives the user's session another title.
 * @param since change only if it was last changed at this moment.
 * @throws AppError NOT_FOUND, CONFLICT when it is deleted or was changed since.
 */
export async function renameSession(
  db: Database,
  { id, userId }: Parent,
  title: string,
  since?: Date,
): Promise<SessionRow> {
  const renamed = await db
    .updateTable('chat_sessions')
    .set({ title })
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .where('is_active', '=', true)
    .$if(since !== undefined, (query) => query.where(sql<SqlBool>`updated_at = ${since}`))
    .returning(sessionColumns)
    .executeTakeFirst()
  if (renamed === undefined) requireOpen(await findSessionState(db, { id, userId }), since)
  return requireFound(renamed, 'Chat session')
}

/**
 * Deletes the user's sessions, all or none; their messages stay. What was deleted before stays as it is. The rows are
 * locked in one order, so that two calls for the same sessions never wait for each other.
 * @throws AppError NOT_FOUND unless all are the user's.
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

/** What a change asks of the user's session; undefined when there is none. */
export function findSessionState(db: Database, { id, userId }: Parent): Promise<SessionState | undefined> {
  return db
    .selectFrom('chat_sessions')
    .select(['is_active as isActive', 'updated_at as updatedAt'])
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .executeTakeFirst()
}
