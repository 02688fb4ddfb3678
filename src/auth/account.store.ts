import { type SqlBool, sql } from 'kysely'
import type { Database } from '../database/connection.ts'
import type { Viewer } from './viewer.ts'

export interface Credentials {
  readonly id: string
  readonly role: Viewer['role']
  readonly password: string
}

export interface NewAccount {
  readonly email: string
  readonly passwordHash: string
  readonly name: string
  readonly apiKeyDigest: string
  readonly role?: Viewer['role']
}

/** The active user with this id. */
export function findViewerById(db: Database, id: string): Promise<Viewer | undefined> {
  return db
    .selectFrom('users')
    .select(['id', 'role'])
    .where('id', '=', id)
    .where('is_active', '=', true)
    .executeTakeFirst()
}

/** The active user with this API key. */
export function findViewerByApiKey(db: Database, digest: string): Promise<Viewer | undefined> {
  return db
    .selectFrom('users')
    .select(['id', 'role'])
    .where('api_key', '=', digest)
    .where('is_active', '=', true)
    .executeTakeFirst()
}

/** The active account with this e-mail, without regard to case. */
export function findCredentials(db: Database, email: string): Promise<Credentials | undefined> {
  return db
    .selectFrom('users')
    .select(['id', 'role', 'password'])
    .where(sql<SqlBool>`email = lower(${email})`)
    .where('is_active', '=', true)
    .executeTakeFirst()
}

/** Opens an account and gives its id. Fails on `idx_users_email` when the e-mail is taken. */
export async function insertAccount(db: Database, account: NewAccount): Promise<string> {
  const { id } = await db
    .insertInto('users')
    .values({
      email: sql`lower(${account.email})`,
      password: account.passwordHash,
      name: account.name,
      api_key: account.apiKeyDigest,
      role: account.role ?? 'user',
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** Notes a login. A new hash replaces the old one if that is still the one that was verified. */
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
    .where('id', '=', account.id)
    .execute()
}

/** Whether anybody has an account. */
export async function hasUsers(db: Database): Promise<boolean> {
  return (await db.selectFrom('users').select('id').limit(1).executeTakeFirst()) !== undefined
}
