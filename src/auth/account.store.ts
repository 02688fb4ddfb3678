import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Database } from '../database/connection.ts'
import { deleteCodes, endTokens, isOpenAccount, markDeleted } from './account-security.store.ts'
import { deleteKnownClients, isClientOutdated, isKnownClient, saveKnownClient } from './known-client.store.ts'
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

export interface PasswordChange {
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
  await saveKnownClient(transaction, account.id, client)
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
