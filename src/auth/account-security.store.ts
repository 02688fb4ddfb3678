import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Database } from '../database/connection.ts'
import type { CodePurpose } from './account-code.rules.ts'
import { deleteKnownClients } from './known-client.store.ts'

/**
 * True for an account that lets its owner in, where `users` is joined to its `account_security`. A deleted account
 * stays closed even when an import writes the row of `users` anew.
 */
export const isOpenAccount: RawBuilder<SqlBool> = sql`(users.is_active and account_security.deleted_at is null)`

/**
 * Ends all tokens of the account, for good.
 * @returns the version of the tokens that are signed from now on.
 */
export async function endTokens(transaction: Database, userId: string): Promise<number> {
  const { version } = await transaction
    .insertInto('account_security')
    .values({ user_id: userId, token_version: 1 })
    .onConflict((conflict) =>
      conflict.column('user_id').doUpdateSet({ token_version: sql`account_security.token_version + 1` }),
    )
    .returning('token_version as version')
    .executeTakeFirstOrThrow()
  return version
}

/** Notes that the owner deleted the account, and ends all its tokens and codes. */
export async function markDeleted(transaction: Database, userId: string): Promise<void> {
  await endTokens(transaction, userId)
  await transaction
    .updateTable('account_security')
    .set({ deleted_at: sql`current_timestamp` })
    .where('user_id', '=', userId)
    .execute()
  await deleteCodes(transaction, userId)
  await deleteKnownClients(transaction, userId)
}

/** Makes the codes of the account worthless: all of them, or those of one purpose. */
export async function deleteCodes(
  transaction: Database,
  userId: string,
  purpose?: CodePurpose,
): Promise<void> {
  await transaction
    .deleteFrom('account_codes')
    .where('user_id', '=', userId)
    .$if(purpose !== undefined, (query) => query.where('purpose', '=', purpose ?? null))
    .execute()
}
