import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Database } from '../database/connection.ts'
import type { UserRole, UserTier } from '../generated/graphql.ts'
import { deleteCodes, endTokens } from './account.store.ts'

/** What an administrator changes of a user; what is undefined stays. */
export interface AccessChange {
  readonly id: string
  readonly role: UserRole | undefined
  readonly tier: UserTier | undefined
  readonly isActive: boolean | undefined
  /** Change only a user who was last changed at this moment. */
  readonly ifUnmodifiedSince: Date | undefined
}

/** What decides about a change that was not made. */
export interface AccessState {
  readonly updatedAt: Date
  /** Deleted by its owner: it can't be opened again. */
  readonly isDeleted: boolean
}

const isNotDeleted: RawBuilder<SqlBool> = sql`not exists (
  select from account_security where account_security.user_id = users.id and account_security.deleted_at is not null
)`

/**
 * The administrators who can log in. Until the transaction ends nobody else gets an answer, so that of two
 * administrators who leave at the same moment the second finds itself the last.
 */
export async function lockAdmins(transaction: Database): Promise<readonly string[]> {
  const admins = await transaction
    .selectFrom('users')
    .select('users.id')
    .where('role', '=', 'admin')
    .where('is_active', '=', true)
    .where(isNotDeleted)
    // Always in the same order: two who lock them at once would else wait for each other.
    .orderBy('users.id')
    .forUpdate()
    .execute()
  return admins.map(({ id }) => id)
}

/**
 * Changes what a user may do. Closing the account ends its tokens and codes; its API key works again when the account
 * is opened again.
 * @returns false when nothing was named, there is no such user, it was changed since the moment given, or it is to be
 * opened and its owner deleted it.
 */
export async function updateAccess(transaction: Database, change: AccessChange): Promise<boolean> {
  const { id, role, tier, isActive, ifUnmodifiedSince } = change
  if (role === undefined && tier === undefined && isActive === undefined) return false
  const updated = await transaction
    .updateTable('users')
    .set({ role, tier, is_active: isActive })
    .where('id', '=', id)
    .$if(ifUnmodifiedSince !== undefined, (query) =>
      query.where(sql<SqlBool>`updated_at = ${ifUnmodifiedSince}`),
    )
    .$if(isActive === true, (query) => query.where(isNotDeleted))
    .executeTakeFirstOrThrow()
  if (updated.numUpdatedRows === 0n) return false
  if (isActive === false) {
    await endTokens(transaction, id)
    await deleteCodes(transaction, id)
  }
  return true
}

/** What explains why a change was not made. */
export function findAccessState(db: Database, id: string): Promise<AccessState | undefined> {
  return db
    .selectFrom('users')
    .leftJoin('account_security', 'account_security.user_id', 'users.id')
    .select(['users.updated_at as updatedAt', sql<boolean>`deleted_at is not null`.as('isDeleted')])
    .where('users.id', '=', id)
    .executeTakeFirst()
}
