import { sql } from 'kysely'
import type { Database } from '../database/connection.ts'
import type { CodePurpose, CodeSubject } from './account-code.rules.ts'

/**
 * How long a code is valid; the schema's descriptions and the mails say the same. Codes to reset a password are valid
 * as long as the window in which the account's mails are counted.
 */
const lifetimes = {
  password_reset: '1 hour',
  email_verification: '24 hours',
} as const satisfies Record<CodePurpose, string>

/** Keeps a new code beside those before it, which stay valid. */
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
 * Uses the code up, in one statement: of any number of calls at once one takes it. A wrong code changes nothing.
 * @returns whether the code was valid.
 */
export async function takeCode(
  db: Database,
  { userId, purpose }: CodeSubject,
  digest: string,
): Promise<boolean> {
  const taken = await db
    .deleteFrom('account_codes')
    .where('user_id', '=', userId)
    .where('purpose', '=', purpose)
    .where('digest', '=', digest)
    .where('expires_at', '>', sql<Date>`current_timestamp`)
    .executeTakeFirstOrThrow()
  return taken.numDeletedRows === 1n
}

/**
 * Deletes expired codes, at most so many at once. Those that another server deletes are skipped.
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
