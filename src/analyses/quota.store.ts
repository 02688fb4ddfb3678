import { type SqlBool, sql } from 'kysely'
import { countOfMonth, nextMonthStart, resetOfMonth } from '../database/conditions.ts'
import type { Database } from '../database/connection.ts'
import type { AnalysisType } from '../generated/graphql.ts'

export interface QuotaRow {
  readonly userId: string
  /** Analyses per month; null if unlimited. */
  readonly limit: number | null
  readonly used: number
  readonly remaining: number | null
  readonly resetsAt: Date
}

const used = countOfMonth('users.monthly_analysis_count', 'users.monthly_reset_date')

// greatest() ignores NULL, so without this condition the result would be 0 for an unlimited tier.
const remaining = sql<number | null>`
  case when tier_quotas.monthly_analyses is not null then greatest(tier_quotas.monthly_analyses - ${used}, 0) end`

/** The quotas of these users, in any order. */
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
 * Counts an analysis, and charges it to the monthly quota if the user's tier charges its type. Resets the counter in a new
 * month. One statement that locks the user's row, so that concurrent calls can't exceed the quota.
 * @returns whether it was charged; undefined if the quota is used up.
 */
export async function chargeQuota(
  db: Database,
  userId: string,
  type: AnalysisType,
): Promise<boolean | undefined> {
  // Subqueries instead of a join: after waiting for the lock, PostgreSQL evaluates them again with the row's current tier.
  const isCharged = sql<boolean>`(
    select ${type}::text = any(charged_types) from tier_quotas where tier_quotas.tier = users.tier)`
  const counted = await db
    .updateTable('users')
    .set({
      analysis_count: sql`users.analysis_count + 1`,
      monthly_analysis_count: sql`${used} + ${isCharged}::int`,
      monthly_reset_date: resetOfMonth('users.monthly_reset_date'),
      last_analysis: sql`current_timestamp`,
    })
    .where('users.id', '=', userId)
    .where(
      sql<SqlBool>`(not ${isCharged} or ${used} < (
        select coalesce(monthly_analyses, 2147483647) from tier_quotas where tier_quotas.tier = users.tier))`,
    )
    .returning(isCharged.as('isCharged'))
    .executeTakeFirst()
  return counted?.isCharged
}
