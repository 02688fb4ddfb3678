import { sql } from 'kysely'
import type { Database } from '../database/connection.ts'

/** The purpose of a code. */
export type CodePurpose = 'password_reset' | 'email_verification'

/** A code is valid only for its account, e-mail and purpose. */
export interface CodeSubject {
  readonly userId: string
  readonly email: string
  readonly purpose: CodePurpose
}

/**
 * How long a code is valid, as stated in the schema and the e-mails. Password reset codes are valid as long as the window
 * in which the account's e-mails are counted.
 */
const lifetimes = {
  password_reset: '1 hour',
  email_verification: '24 hours',
} as const satisfies Record<CodePurpose, string>

/** Stores a new code. Earlier codes stay valid. */
export async function insertCode(
  db: Database,
  { userId, purpose }: CodeSubject,
  digest: string,
): Promise<void> {
  await db
    .insertInto('account_codes')
    .values({
      user_id: userId,
      purpose,
      digest,
      expires_at: sql<string>`current_timestamp + ${lifetimes[purpose]}::interval`,
    })
    .execute()
}

/** Whether the code is valid. */
export async function hasCode(
  db: Database,
  { userId, purpose }: CodeSubject,
  digest: string,
): Promise<boolean> {
  const found = await db
    .selectFrom('account_codes')
    .select('digest')
    .where('user_id', '=', userId)
    .where('purpose', '=', purpose)
    .where('digest', '=', digest)
    .where('expires_at', '>', sql<Date>`current_timestamp`)
    .executeTakeFirst()
  return found !== undefined
}

/**
 * Uses the code in one statement, so that only one of several concurrent calls succeeds. A wrong code changes nothing.
 * @returns whether the code was valid.
 */
export async function useCode(
  db: Database,
  { userId, purpose }: CodeSubject,
  digest: string,
): Promise<boolean> {
  const used = await db
    .deleteFrom('account_codes')
    .where('user_id', '=', userId)
    .where('purpose', '=', purpose)
    .where('digest', '=', digest)
    .where('expires_at', '>', sql<Date>`current_timestamp`)
    .executeTakeFirstOrThrow()
  return used.numDeletedRows === 1n
}

/** Deletes the codes of the account, or only those of one purpose. */
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

/**
 * Deletes up to `limit` expired codes, skipping those that another server is deleting.
 * @returns how many were deleted.
 */
export async function deleteExpiredCodes(db: Database, limit: number): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
delete from account_codes where (user_id, purpose, digest) in (
  select user_id, purpose, digest from account_codes where expires_at <= now()
  limit ${limit} for update skip locked
)`.execute(db)
  return Number(numAffectedRows)
}
