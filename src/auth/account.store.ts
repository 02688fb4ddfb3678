import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Database } from '../database/connection.ts'
import { deleteCodes } from './code.store.ts'
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
  /** The version of tokens that are valid. */
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

/** A value of `users.password` that no password matches. */
export const noPassword = '!'

/**
 * The open account with this e-mail.
 * @param email in lower case.
 * @param client the digest of the requesting client.
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
 * @param client the digest of the requesting client.
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

/** Blocks other changes of the account until the transaction ends. */
export async function lockAccount(transaction: Database, id: string): Promise<void> {
  await transaction.selectFrom('users').select('id').where('id', '=', id).forNoKeyUpdate().execute()
}

/** @returns the id. Violates `idx_users_email` if the e-mail is taken. */
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
 * @param proof the hash that was verified, or the digest of the key that authenticated the request, so that only one of
 * two concurrent replacements succeeds. The command line passes none.
 * @returns false if the account does not exist or the credential has changed.
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
  /** The digest of a key that was never issued, to revoke the API key; undefined keeps it. */
  readonly apiKeyDigest: string | undefined
  /** The client that changes the password. All other known clients are forgotten. */
  readonly client: Buffer
}

/**
 * Replaces the password if it is still the one that was verified, and revokes all tokens, password reset codes and,
 * if requested, the API key.
 * @returns the version of tokens from now on; undefined if the password has changed.
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
 * Closes the account permanently: removes its credentials and frees its e-mail. Keeps its rows.
 * @param apiKeyDigest the digest of a key that was never issued.
 * @returns false if the password has changed.
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
 * For queries that join `users` with `account_security`: whether the account is open. A deleted account stays closed
 * even if an import overwrites its row in `users`.
 */
const isOpenAccount: RawBuilder<SqlBool> = sql`(users.is_active and account_security.deleted_at is null)`

/**
 * Revokes all tokens of the account.
 * @returns the version of tokens that are signed from now on.
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

/** Marks the account as deleted by its owner, and revokes its tokens and codes. */
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

/** Undefined fields are unchanged. */
export interface ProfileChange {
  readonly name: string | undefined
  /** In lower case. */
  readonly email: string | undefined
  /** Update the user only if `updated_at` equals this. */
  readonly ifUnmodifiedSince: Date | undefined
}

/**
 * A new e-mail is unverified, and invalidates all codes, because they were sent to the previous e-mail.
 * @param password the hash that was verified before changing the e-mail. If given, call this in a transaction.
 * @returns false if the change is empty, the user does not exist or was modified since `ifUnmodifiedSince`, or the
 * password has changed.
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

/** Marks the e-mail as verified. Returns false if the user no longer has it. */
export async function updateEmailVerified(db: Database, id: string, email: string): Promise<boolean> {
  const updated = await db
    .updateTable('users')
    .set({ email_verified: true })
    .where('id', '=', id)
    .where('email', '=', email)
    .executeTakeFirstOrThrow()
  return updated.numUpdatedRows === 1n
}

export async function findUpdatedAt(db: Database, id: string): Promise<Date | undefined> {
  const user = await db
    .selectFrom('users')
    .select('updated_at as updatedAt')
    .where('id', '=', id)
    .executeTakeFirst()
  return user?.updatedAt
}

export interface OpenAccount extends Viewer {
  /** The version of tokens that are valid. */
  readonly version: number
  /** The digest of the API key. */
  readonly apiKey: string
}

/** The open accounts with these ids, in any order. */
export function findOpenAccounts(db: Database, ids: readonly string[]): Promise<OpenAccount[]> {
  return selectOpen(db, sql`users.id = any(${ids}::uuid[])`)
}

/** The open accounts whose API keys have these digests, in any order. */
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
