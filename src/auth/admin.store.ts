import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Database } from '../database/connection.ts'
import type { UserRole, UserTier } from '../generated/graphql.ts'
import { endTokens } from './account.store.ts'
import { deleteCodes } from './code.store.ts'

/** Undefined fields are unchanged. */
export interface AccessChange {
  readonly id: string
  readonly role: UserRole | undefined
  readonly tier: UserTier | undefined
  readonly isActive: boolean | undefined
  /** Update the user only if `updated_at` equals this. */
  readonly ifUnmodifiedSince: Date | undefined
}

export interface AccessState {
  readonly updatedAt: Date
  /** Deleted by its owner; can't be reopened. */
  readonly isDeleted: boolean
}

const isNotDeleted: RawBuilder<SqlBool> = sql`not exists (
  select from account_security where account_security.user_id = users.id and account_security.deleted_at is not null
)`

/** Whether any account exists, open or closed. */
export async function hasUsers(db: Database): Promise<boolean> {
  const user = await db.selectFrom('users').select('id').limit(1).executeTakeFirst()
  return user !== undefined
}

/**
 * Locks the administrators who can log in until the transaction ends. If two administrators step down concurrently,
 * the second waits for the first and finds itself the last.
 * @returns their ids.
 */
export async function lockAdmins(transaction: Database): Promise<readonly string[]> {
  const admins = await transaction
    .selectFrom('users')
    .select('users.id')
    .where('role', '=', 'admin')
    .where('is_active', '=', true)
    .where(isNotDeleted)
    // A fixed order prevents deadlocks between concurrent calls.
    .orderBy('users.id')
    .forUpdate()
    .execute()
  return admins.map(({ id }) => id)
}

/**
 * Closing an account revokes its tokens and codes. Its API key works again once the account is reopened.
 * @returns false if the change is empty, the user does not exist or was modified since `ifUnmodifiedSince`, or the
 * account to reopen was deleted by its owner.
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

export function findAccessState(db: Database, id: string): Promise<AccessState | undefined> {
  return db
    .selectFrom('users')
    .leftJoin('account_security', 'account_security.user_id', 'users.id')
    .select(['users.updated_at as updatedAt', sql<boolean>`deleted_at is not null`.as('isDeleted')])
    .where('users.id', '=', id)
    .executeTakeFirst()
}
