import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Database } from '../database/connection.ts'
import { isOpenAccount } from './account-security.store.ts'
import type { Viewer } from './viewer.ts'

/** An open account. */
export interface OpenAccount extends Viewer {
  /** Of its tokens; those of an earlier version have ended. */
  readonly version: number
  /** The digest of its API key. */
  readonly apiKey: string
}

/** Those of the accounts with these ids that are open, in any order. */
export function findOpenAccounts(db: Database, ids: readonly string[]): Promise<OpenAccount[]> {
  return selectOpen(db, sql`users.id = any(${ids}::uuid[])`)
}

/** Those of the accounts with API keys of these digests that are open, in any order. */
export function findOpenAccountsByApiKey(db: Database, digests: readonly string[]): Promise<OpenAccount[]> {
  return selectOpen(db, sql`users.api_key = any(${digests}::text[])`)
}

function selectOpen(db: Database, isWanted: RawBuilder<SqlBool>): Promise<OpenAccount[]> {
  return db
    .selectFrom('users')
    .leftJoin('account_security', 'account_security.user_id', 'users.id')
    .select(['users.id', 'users.role', 'users.api_key as apiKey'])
    .select(sql<number>`coalesce(account_security.token_version, 0)`.as('version'))
    .where(isWanted)
    .where(isOpenAccount)
    .execute()
}
