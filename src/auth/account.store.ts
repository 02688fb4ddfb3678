import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Database } from '../database/connection.ts'
import type { CodePurpose } from './codes.ts'
import {
  deleteKnownClients,
  isClientOutdated,
  isKnownClient,
  upsertKnownClient,
} from './known-client.store.ts'
import type { Viewer } from './viewer.ts'

export interface Credentials {
  readonly id: string
  readonly email: string
  readonly role: Viewer['role']
  /** The hash. */
  readonly password: string
  /** Of the tokens that are good. */
  readonly tokenVersion: number
  /** Whether the account has logged in from the requesting client. */
  readonly isKnownClient: boolean
  /** Whether the next login should record the client again. */
  readonly isClientOutdated: boolean
}

interface NewAccount {
  /** In lower case. */
  readonly email: string
  readonly passwordHash: string
  readonly name: string
  readonly apiKeyDigest: string
  readonly role?: Viewer['role']
}

/** Matches no hash: nobody can log in with a password. */
export const noPassword = '!'

/**
 * The open account with this e-mail, in lower case.
 * @param client the digest of the client that asks.
 */
export function findCredentialsByEmail(
  db: Database,
  email: string,
  client: Buffer,
): Promise<Credentials | undefined> {
  return selectCredentials(db, client).where('users.email', '=', email).executeTakeFirst()
}

/**
 * The open account with this id.
 * @param client the digest of the client that asks.
 */
export function findCredentialsById(
  db: Database,
  id: string,
  client: Buffer,
): Promise<Credentials | undefined> {
  return selectCredentials(db, client).where('users.id', '=', id).executeTakeFirst()
}

function selectCredentials(db: Database, client: Buffer) {
  return db
    .selectFrom('users')
    .leftJoin('account_security', 'account_security.user_id', 'users.id')
    .leftJoin('known_clients', (join) =>
      join.onRef('known_clients.user_id', '=', 'users.id').on('known_clients.client', '=', client),
    )
    .select((eb) => [
      'users.id',
      'users.email',
      'users.role',
      'users.password',
      eb.fn.coalesce('account_security.token_version', eb.lit(0)).as('tokenVersion'),
      isKnownClient.as('isKnownClient'),
      isClientOutdated.as('isClientOutdated'),
    ])
    .where(isOpenAccount)
}

/** Makes other changes of the account wait until the transaction ends. */
export async function lockAccount(transaction: Database, id: string): Promise<void> {
  await transaction.selectFrom('users').select('id').where('id', '=', id).forNoKeyUpdate().execute()
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
 * Records a login, unless the row is locked, for example by a long import. A new hash replaces the old one only if that
 * is still the one that was verified.
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

/** The credential that must be unchanged for the API key to be replaced. */
export type KeyProof = { readonly password: string } | { readonly apiKey: string }

/**
 * Replaces the API key.
 * @param proof the hash that was verified, or the digest of the key that authenticated the request, so that of two
 * concurrent replacements only one succeeds. The operator needs none.
 * @returns false if there is no such account or the credential has changed.
 */
export async function updateApiKey(
  db: Database,
  id: string,
  digest: string,
  proof?: KeyProof,
): Promise<boolean> {
  const updated = await db
    .updateTable('users')
    .set({ api_key: digest })
    .where('id', '=', id)
    .where(proof === undefined ? sql<SqlBool>`true` : isProven(proof))
    .executeTakeFirstOrThrow()
  return updated.numUpdatedRows === 1n
}

function isProven(proof: KeyProof): RawBuilder<SqlBool> {
  return 'password' in proof ? sql`password = ${proof.password}` : sql`api_key = ${proof.apiKey}`
}

interface PasswordChange {
  readonly newHash: string
  /** Replaces the API key by an unknown one; undefined keeps it. */
  readonly apiKeyDigest: string | undefined
  /** The client that changes the password. All other known clients are forgotten. */
  readonly client: Buffer
}

/**
 * Replaces the password if it is still the one that was verified, and revokes all tokens, password reset codes and,
 * if requested, the API key.
 * @returns the version of the tokens from now on; undefined when another call was faster.
 */
export async function updatePassword(
  transaction: Database,
  account: Credentials,
  { newHash, apiKeyDigest, client }: PasswordChange,
): Promise<number | undefined> {
  const updated = await transaction
    .updateTable('users')
    .set({ password: newHash, api_key: apiKeyDigest })
    .where('id', '=', account.id)
    .where('password', '=', account.password)
    .executeTakeFirstOrThrow()
  if (updated.numUpdatedRows === 0n) return undefined
  await deleteCodes(transaction, account.id, 'password_reset')
  await deleteKnownClients(transaction, account.id)
  await upsertKnownClient(transaction, account.id, client)
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

/**
 * True for an account that lets its owner in, where `users` is joined to its `account_security`. A deleted account
 * stays closed even when an import writes the row of `users` anew.
 */
const isOpenAccount: RawBuilder<SqlBool> = sql`(users.is_active and account_security.deleted_at is null)`

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
async function markDeleted(transaction: Database, userId: string): Promise<void> {
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

/** What is undefined stays. */
export interface ProfileChange {
  readonly name: string | undefined
  /** In lower case. */
  readonly email: string | undefined
  /** Change only a user who was last changed at this moment. */
  readonly ifUnmodifiedSince: Date | undefined
}

/**
 * Changes the profile. A new e-mail is not verified, and invalidates all codes, which were sent to the previous e-mail.
 * @param password the hash that was verified for another e-mail. Then the changes need a transaction.
 * @returns false when nothing was named, there is no such user, or it was changed since the moment given or the hash
 * was verified.
 */
export async function updateProfile(
  db: Database,
  id: string,
  { name, email, ifUnmodifiedSince }: ProfileChange,
  password?: string,
): Promise<boolean> {
  if (name === undefined && email === undefined) return false
  const updated = await db
    .updateTable('users')
    .set({ name, email })
    .$if(email !== undefined, (query) =>
      query.set({ email_verified: sql<boolean>`email_verified and email = ${email}` }),
    )
    .where('id', '=', id)
    .$if(ifUnmodifiedSince !== undefined, (query) =>
      query.where(sql<SqlBool>`updated_at = ${ifUnmodifiedSince}`),
    )
    .$if(password !== undefined, (query) => query.where('password', '=', password ?? ''))
    .executeTakeFirstOrThrow()
  if (updated.numUpdatedRows === 0n) return false
  if (password !== undefined) await deleteCodes(db, id)
  return true
}

/** Notes that the user reads this e-mail; false when it is not theirs any more. */
export async function updateEmailVerified(db: Database, id: string, email: string): Promise<boolean> {
  const updated = await db
    .updateTable('users')
    .set({ email_verified: true })
    .where('id', '=', id)
    .where('email', '=', email)
    .executeTakeFirstOrThrow()
  return updated.numUpdatedRows === 1n
}

/** When the user was last changed. */
export async function findUpdatedAt(db: Database, id: string): Promise<Date | undefined> {
  const user = await db
    .selectFrom('users')
    .select('updated_at as updatedAt')
    .where('id', '=', id)
    .executeTakeFirst()
  return user?.updatedAt
}

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
