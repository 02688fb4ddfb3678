import { type Selection, sql } from 'kysely'
import { isOfKey, keyTable, parentTable } from '../database/conditions.ts'
import type { Database } from '../database/connection.ts'
import type { Parent, ScopedId } from '../database/gathering.ts'
import type { Page } from '../database/page.ts'
import { inPage, type PageRequest, type SortKey } from '../database/pagination.ts'
import { choosePageColumns } from '../database/selected-fields.ts'
import type { DB } from '../generated/database.ts'
import type { AnalysisOrderField } from '../generated/graphql.ts'
import { type AnalysisConditions, matchesConditions } from './analysis-filter.store.ts'

// Without results and logs: they are large, and lists never show them.
export const analysisColumns = [
  'analyses.id',
  'analyses.user_id as userId',
  'analyses.config_id as configId',
  'analyses.contract_address as contractAddress',
  'analyses.contract_chain as contractChain',
  'analyses.analysis_type as type',
  'analyses.status',
  'analyses.progress',
  'analyses.metadata',
  'analyses.error_message as errorMessage',
  'analyses.has_errors as hasErrors',
  'analyses.current_step as currentStep',
  'analyses.completed_at as completedAt',
  'analyses.created_at as createdAt',
  'analyses.updated_at as updatedAt',
  'analyses.last_update as lastUpdate',
] as const

/** What fields of other names need. */
const byField = { owner: ['userId'], config: ['configId'], results: ['id', 'userId'], logs: ['id', 'userId'] }
/** What a list's rows have whatever is asked for, too: whose they are. */
const analysisNeeds = {
  owner: { always: ['userId'], byField },
  contract: { always: ['configId'], byField },
}

export type AnalysisRow = Selection<DB, 'analyses', (typeof analysisColumns)[number]>
export type AnalysisListRow = AnalysisRow & { readonly sortKey: Date | string }
export type AnalysisPage = Page<AnalysisListRow>

/** Whose analyses a list holds: a user's, or those started from a contract. */
export type AnalysisParent = 'owner' | 'contract'

const parentColumns = { owner: 'analyses.user_id', contract: 'analyses.config_id' } as const

export const analysisSortKeys = {
  created_at: { type: 'timestamptz', expression: sql`analyses.created_at` },
  updated_at: { type: 'timestamptz', expression: sql`analyses.updated_at` },
} satisfies Record<AnalysisOrderField, SortKey>

/** Those of the ids that are whose they must be, in any order. */
export function findAnalyses(db: Database, keys: readonly ScopedId[]): Promise<AnalysisRow[]> {
  return db
    .selectFrom(keyTable(keys))
    .innerJoin('analyses', (join) => join.on(isOfKey('analyses.id', 'analyses.user_id')))
    .select(analysisColumns)
    .execute()
}

/**
 * A page of each parent's analyses; within a parent in the page's fetching order. Whose they must be is asked of the
 * page's rows: beside the contract it would tell the planner that there are hardly any, and it would read all that the
 * user has, for every contract.
 */
export function listAnalyses(
  db: Database,
  { kind, parents }: { readonly kind: AnalysisParent; readonly parents: readonly Parent[] },
  conditions: AnalysisConditions,
  page: PageRequest,
): Promise<AnalysisListRow[]> {
  return db
    .selectFrom(parentTable(parents))
    .innerJoinLateral(
      (eb) =>
        eb
          .selectFrom('analyses')
          .select([...analysisColumns, page.sortKey.expression.as('sortKey')])
          .whereRef(parentColumns[kind], '=', kind === 'owner' ? 'parent.user_id' : 'parent.id')
          .where(matchesConditions(conditions))
          .where(inPage(page, 'analyses.id'))
          .orderBy(page.sortKey.expression, page.fetchDirection)
          .orderBy('analyses.id', page.fetchDirection)
          .limit(page.fetchLimit)
          .as('analysis'),
      (join) => join.onRef('analysis.userId', '=', 'parent.user_id'),
    )
    .select(choosePageColumns('analysis', analysisColumns, page.fields, analysisNeeds[kind]))
    .orderBy('analysis.sortKey', page.fetchDirection)
    .orderBy('analysis.id', page.fetchDirection)
    .execute()
}

/** How many analyses each parent has that match; parents without any are left out. See listAnalyses. */
export function countAnalyses(
  db: Database,
  { kind, parents }: { readonly kind: AnalysisParent; readonly parents: readonly Parent[] },
  conditions: AnalysisConditions,
): Promise<{ parentId: string; count: number }[]> {
  return db
    .selectFrom(parentTable(parents))
    .innerJoin('analyses', parentColumns[kind], kind === 'owner' ? 'parent.user_id' : 'parent.id')
    .select('parent.id as parentId')
    .select(sql<number>`(count(*) filter (where analyses.user_id = parent.user_id))::int`.as('count'))
    .where(matchesConditions(conditions))
    .groupBy('parent.id')
    .execute()
}
