import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { allOf, containsText, withinRange } from '../database/conditions.ts'
import { isAddress, isAnyChain } from '../database/identity.ts'
import { isUuid } from '../database/validation.ts'
import type { AnalysisFilter } from '../generated/graphql.ts'

/** A decoded AnalysisFilter. */
export type AnalysisConditions = Omit<AnalysisFilter, 'results'> & {
  /** JSON text that the results contain in the sense of `@>`. */
  readonly results?: string
}

/**
 * An SQL condition that is true if all conditions match.
 * @param userIds the owners of the analyses to which it is applied.
 */
export function matchesConditions(
  conditions: AnalysisConditions,
  userIds: readonly string[],
): RawBuilder<SqlBool> {
  const { search, statuses, types, contractId, results, address, chains, createdAt, completedAt } = conditions
  const owners = [...new Set(userIds)]
  return allOf([
    ...(search ? [matchesSearch(search, owners)] : []),
    ...(statuses ? [sql<SqlBool>`analyses.status = any(${statuses}::text[])`] : []),
    ...(types ? [sql<SqlBool>`analyses.analysis_type = any(${types}::text[])`] : []),
    ...(contractId == null ? [] : [sql<SqlBool>`analyses.config_id = ${contractId}::uuid`]),
    ...(results === undefined ? [] : [sql<SqlBool>`analyses.results @> ${results}::jsonb`]),
    ...(address ? [matchesAddress(address, owners)] : []),
    ...(chains ? [matchesChains(chains)] : []),
    ...withinRange(sql.ref('analyses.created_at'), createdAt),
    ...withinRange(sql.ref('analyses.completed_at'), completedAt),
  ])
}

/** True for the analysis with this id, those of the address, and those of contracts whose names contain the text. */
function matchesSearch(search: string, userIds: readonly string[]): RawBuilder<SqlBool> {
  const text = search.trim()
  return sql`(analyses.id = ${isUuid(text) ? text : null}::uuid or ${matchesAddress(text, userIds)}
    or analyses.config_id in (
      select contracts.id from contracts
      where contracts.user_id = any(${userIds}::uuid[]) and ${containsText('contracts.name', search)}))`
}

/**
 * True where the analysis, or the contract it was started from, has the address. Both are found once for the statement, in
 * indexes. A condition on each analysis and its contract took 40 times as long for an owner with 40,000 analyses.
 */
function matchesAddress(address: string, userIds: readonly string[]): RawBuilder<SqlBool> {
  const ownColumns = { address: 'own.contract_address', chain: 'own.contract_chain' }
  const contractColumns = { address: 'contracts.target_address', chain: 'contracts.target_chain' }
  return sql`(
    analyses.id in (
      select own.id from analyses as own
      where own.user_id = any(${userIds}::uuid[]) and ${isAddress(ownColumns, address)})
    or analyses.config_id in (
      select contracts.id from contracts
      where contracts.user_id = any(${userIds}::uuid[]) and ${isAddress(contractColumns, address)}))`
}

/** True where the analysis, or the contract it was started from, is on one of the chains. */
function matchesChains(chains: readonly string[]): RawBuilder<SqlBool> {
  return sql`(${isAnyChain('analyses.contract_chain', chains)} or exists (
    select from contracts
    where contracts.id = analyses.config_id and contracts.user_id = analyses.user_id
      and ${isAnyChain('contracts.target_chain', chains)}))`
}
