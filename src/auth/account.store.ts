import { sql } from 'kysely'
import type { Database } from '../database/connection.ts'
import { deleteCodes, endTokens, isOpenAccount, markDeleted } from './account-security.store.ts'
import type { Viewer } from './viewer.ts'

export interface Credentials {
  readonly id: string
  readonly email: string
  readonly role: Viewer['role']
  /** The hash. */
  readonly password: string
  /** Of the tokens that are good. */
  readonly tokenVersion: number
}

export interface NewAccount {
  /** In lower case. */
  readonly email: string
  readonly passwordHash: string
  readonly name: string
  readonly apiKeyDigest: string
  readonly role?: Viewer['role']
}

/** Matches no hash: nobody can log in with a password. */
export const noPassword = '!'

/** The open account with this e-mail, in lower case. */
export function findCredentialsByEmail(db: Database, email: string): Promise<Credentials | undefined> {
  return selectCredentials(db).where('users.email', '=', email).executeTakeFirst()
}

/** The open account with this id. */
export function findCredentialsById(db: Database, id: string): Promise<Credentials | undefined> {
  return selectCredentials(db).where('users.id', '=', id).executeTakeFirst()
}

function selectCredentials(db: Database) {
  return db
    .selectFrom('users')
    .leftJoin('account_security', 'account_security.user_id', 'users.id')
    .select((eb) => [
      'users.id',
      'users.email',
      'users.role',
      'users.password',
      eb.fn.coalesce('account_security.token_version', eb.lit(0)).as('tokenVersion'),
    ])
    .where(isOpenAccount)
}

/** Opens an account and gives its id. Fails on `idx_users_email` when the e-mail is taken. */
export async function insertAccount(db: Database, account: NewAccount): Promise<string> {
  const { id } = await db
    .insertInto('users')
    .values({
      email: account.email,
      password: account.passwordHash,
      name: account.name,
      api_key: account.apiKeyDigest,
      role: account.role ?? 'user',
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/**
 * Notes a login, unless the row is locked: an import may hold it for long. A new hash replaces the old one if that is
 * still the one that was verified.
 */
export async function updateLogin(
  db: Database,
  account: Credentials,
  newHash: string | undefined,
): Promise<void> {
  await db
    .updateTable('users')
    .set({ last_login: sql`current_timestamp` })
    .$if(newHash !== undefined, (query) =>
      query.set({
        password: sql`case when password = ${account.password} then ${newHash} else password end`,
      }),
    )
    .where('id', 'in', (eb) =>
      eb.selectFrom('users').select('id').where('id', '=', account.id).forNoKeyUpdate().skipLocked(),
    )
    .execute()
}

/** Replaces the API key; false when there is no such account. */
export async function updateApiKey(db: Database, id: string, digest: string): Promise<boolean> {
  const updated = await db
    .updateTable('users')
    .set({ api_key: digest })
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return updated.numUpdatedRows === 1n
}

/**
 * Replaces the password if it is still the one that was verified, and ends all tokens and codes to reset it.
 * @returns the version of the tokens from now on; undefined when another call was faster.
 */
export async function updatePassword(
  transaction: Database,
  account: Credentials,
  newHash: string,
): Promise<number | undefined> {
  const updated = await transaction
    .updateTable('users')
    .set({ password: newHash })
    .where('id', '=', account.id)
    .where('password', '=', account.password)
    .executeTakeFirstOrThrow()
  if (updated.numUpdatedRows === 0n) return undefined
  await deleteCodes(transaction, account.id, 'password_reset')
  return endTokens(transaction, account.id)
}

/**
 * Closes the account for its owner and for good: no credential fits it any more, and its e-mail is free. Its rows stay.
 * @param apiKeyDigest of a key that nobody knows.
 * @returns false when another call was faster.
 */
export async function deleteAccount(
  transaction: Database,
  account: Credentials,
  apiKeyDigest: string,
): Promise<boolean> {
  const updated = await transaction
    .updateTable('users')
    .set({
      is_active: false,
      email: `deleted+${account.id}@invalid`,
      email_verified: false,
      password: noPassword,
      api_key: apiKeyDigest,
    })
    .where('id', '=', account.id)
    .where('password', '=', account.password)
    .executeTakeFirstOrThrow()
  if (updated.numUpdatedRows === 0n) return false
  await markDeleted(transaction, account.id)
  return true
}
