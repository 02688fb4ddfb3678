import { sql } from 'kysely'
import type { Database } from '../database/connection.ts'
import type { CodePurpose, CodeSubject } from './account-code.rules.ts'

/** How long a code is good, and how often it may be tried wrongly; the schema's descriptions say the same. */
const maxTries = 5
const lifetimes = {
  password_reset: '15 minutes',
  email_verification: '24 hours',
} as const satisfies Record<CodePurpose, string>

/** Keeps a new code; the one before it is no longer good. */
export async function saveCode(
  db: Database,
  { userId, purpose }: CodeSubject,
  digest: string,
): Promise<void> {
  const code = {
    digest,
    attempts_left: maxTries,
    created_at: sql<string>`current_timestamp`,
    expires_at: sql<string>`current_timestamp + ${lifetimes[purpose]}::interval`,
  }
  await db
    .insertInto('account_codes')
    .values({ user_id: userId, purpose, ...code })
    .onConflict((conflict) => conflict.columns(['user_id', 'purpose']).doUpdateSet(code))
    .execute()
}

/**
 * Tries a code, in one statement: of any number of tries at once the right code is taken once, and no more tries than
 * there are left are heard.
 * @returns whether the code was right; it is used up then.
 */
export async function takeCode(
  db: Database,
  { userId, purpose }: CodeSubject,
  digest: string,
): Promise<boolean> {
  const tried = await db
    .updateTable('account_codes')
    .set({ attempts_left: sql`case when digest = ${digest} then 0 else attempts_left - 1 end` })
    .where('user_id', '=', userId)
    .where('purpose', '=', purpose)
    .where('attempts_left', '>', 0)
    .where('expires_at', '>', sql<Date>`current_timestamp`)
    .returning(sql<boolean>`digest = ${digest}`.as('isRight'))
    .executeTakeFirst()
  return tried?.isRight ?? false
}
