import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { allOf, equalsText, withinRange } from '../database/conditions.ts'
import type { AnalysisFilter } from '../generated/graphql.ts'

/** A filter whose arguments are checked. */
export type AnalysisConditions = Omit<AnalysisFilter, 'results'> & {
  /** JSON text that the results contain, at the same place. */
  readonly results?: string
}

/** True of the analyses for which all conditions hold. */
export function matchesConditions(conditions: AnalysisConditions): RawBuilder<SqlBool> {
  const { status, type, configId, results, address, chain, createdAt, completedAt } = conditions
  return allOf([
    ...(status ? [sql<SqlBool>`analyses.status = any(${status}::text[])`] : []),
    ...(type ? [sql<SqlBool>`analyses.analysis_type = any(${type}::text[])`] : []),
    ...(configId == null ? [] : [sql<SqlBool>`analyses.config_id = ${configId}::uuid`]),
    ...(results === undefined ? [] : [sql<SqlBool>`analyses.results @> ${results}::jsonb`]),
    ...(address ? [ownOrConfigs((table, column) => equalsText(`${table}.${column}_address`, address))] : []),
    ...(chain
      ? [ownOrConfigs((table, column) => sql`${sql.ref(`${table}.${column}_chain`)} = any(${chain}::text[])`)]
      : []),
    ...withinRange(sql.ref('analyses.created_at'), createdAt),
    ...withinRange(sql.ref('analyses.completed_at'), completedAt),
  ])
}

/** True of the analysis's own contract or, when it was started from a configuration, of that one's. */
function ownOrConfigs(
  condition: (table: string, column: string) => RawBuilder<SqlBool>,
): RawBuilder<SqlBool> {
  return sql`(${condition('analyses', 'contract')} or exists (
    select from contracts
    where contracts.id = analyses.config_id and contracts.user_id = analyses.user_id
      and ${condition('contracts', 'target')}))`
}

/**
 * The analysis's own chain or its contract's. A subquery, not a join: its plan is good also for a user who has just
 * imported much, of whom the statistics know nothing yet.
 */
export const chainOfAnalysis = sql<string | null>`
  coalesce(analyses.contract_chain, (select target_chain from contracts
    where contracts.id = analyses.config_id and contracts.user_id = analyses.user_id))`
