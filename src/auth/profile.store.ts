import { type SqlBool, sql } from 'kysely'
import type { Database } from '../database/connection.ts'
import { deleteCodes } from './account-security.store.ts'

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
