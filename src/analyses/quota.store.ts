import { type SqlBool, sql } from 'kysely'
import { countOfMonth, nextMonthStart, resetOfMonth } from '../database/conditions.ts'
import type { Database } from '../database/connection.ts'

export interface QuotaRow {
  readonly userId: string
  /** Analyses a month; null for no limit. */
  readonly limit: number | null
  readonly used: number
  readonly remaining: number | null
  readonly resetsAt: Date
}

const used = countOfMonth('users.monthly_analysis_count', 'users.monthly_reset_date')

// Without the condition it were 0 for a tier without a limit: greatest() passes over NULL.
const remaining = sql<number | null>`
  case when tier_quotas.monthly_analyses is not null then greatest(tier_quotas.monthly_analyses - ${used}, 0) end`

/** What each of these users may start this month, in any order. */
export function findQuotas(db: Database, userIds: readonly string[]): Promise<QuotaRow[]> {
  return db
    .selectFrom('users')
    .innerJoin('tier_quotas', 'tier_quotas.tier', 'users.tier')
    .select([
      'users.id as userId',
      'tier_quotas.monthly_analyses as limit',
      used.as('used'),
      remaining.as('remaining'),
      nextMonthStart.as('resetsAt'),
    ])
    .where(sql<SqlBool>`users.id = any(${userIds}::uuid[])`)
    .execute()
}

/**
 * Counts an analysis, if the month has one left; false if not. One statement, which locks the user's row: of calls at
 * once each sees the counts of those before it. The first of a month begins at one.
 */
export async function chargeQuota(db: Database, userId: string): Promise<boolean> {
  const charged = await db
    .updateTable('users')
    .set({
      analysis_count: sql`users.analysis_count + 1`,
      monthly_analysis_count: sql`${used} + 1`,
      monthly_reset_date: resetOfMonth('users.monthly_reset_date'),
      last_analysis: sql`current_timestamp`,
    })
    .where('users.id', '=', userId)
    // A subquery, not a join: after waiting for the row it is run anew, for the tier that the row has by then.
    .where(
      sql<SqlBool>`${used} < (
        select coalesce(monthly_analyses, 2147483647) from tier_quotas where tier_quotas.tier = users.tier)`,
    )
    .returning('users.id')
    .executeTakeFirst()
  return charged !== undefined
}
