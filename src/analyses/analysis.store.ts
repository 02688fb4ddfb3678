import { type Insertable, type RawBuilder, type Selection, type SqlBool, sql } from 'kysely'
import type { AddressWarning } from '../contracts/address.rules.ts'
import { allOf, equalsText, isOfKey, keyTable, parentTable, withinRange } from '../database/conditions.ts'
import type { Database } from '../database/connection.ts'
import { inPage, type Page, type PageRequest, type SortKey } from '../database/pagination.ts'
import type { Parent, ScopedId } from '../database/request-batcher.ts'
import { choosePageColumns } from '../database/selected-fields.ts'
import type { DB } from '../generated/database.ts'
import type { AnalysisFilter, AnalysisOrderField } from '../generated/graphql.ts'

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

export type NewAnalysis = Pick<
  Insertable<DB['analyses']>,
  'user_id' | 'config_id' | 'contract_address' | 'contract_chain' | 'analysis_type' | 'metadata'
>

/** What `startAnalysis` gives; the quota is loaded when asked for. */
export interface StartedAnalysis {
  readonly analysis: AnalysisRow
  readonly warnings: readonly AddressWarning[]
}

/** Whether the user's contract is active; undefined when the user has no such contract. */
export function findContractState(
  db: Database,
  { id, userId }: Parent,
): Promise<{ isActive: boolean } | undefined> {
  return db
    .selectFrom('contracts')
    .select('is_active as isActive')
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .executeTakeFirst()
}

/** Adds an analysis that waits for a worker, and gives its id. Fails on `analyses_config_fkey` without the contract. */
export async function insertAnalysis(db: Database, analysis: NewAnalysis): Promise<string> {
  const { id } = await db.insertInto('analyses').values(analysis).returning('id').executeTakeFirstOrThrow()
  return id
}

/**
 * Stops an analysis of the user that waits or runs; undefined when it does neither. From then on its worker's
 * reports change nothing. The claim stays until the next sweep: whoever locks both locks the claim first.
 */
export function cancelAnalysis(db: Database, { id, userId }: Parent): Promise<AnalysisRow | undefined> {
  return db
    .updateTable('analyses')
    .set({ status: 'cancelled', current_step: null })
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .where('status', 'in', ['pending', 'running'])
    .returning(analysisColumns)
    .executeTakeFirst()
}

export interface ResultsRequest extends Parent {
  /** Keys and indexes from the top down; none for the whole. */
  readonly path: readonly string[]
}

interface ResultsPart {
  /** The place of the request in the list of requests, from 1. */
  readonly place: number
  /** JSON text; null where nothing stands at the path. */
  readonly part: string | null
}

/** The asked parts of the analyses' results. PostgreSQL cuts them out. */
export function findResults(db: Database, requests: readonly ResultsRequest[]): Promise<ResultsPart[]> {
  const ids = requests.map(({ id }) => id)
  const userIds = requests.map(({ userId }) => userId)
  const paths = requests.map(({ path }) => JSON.stringify(path))
  const request = sql<{ id: string; user_id: string; path: string; place: string }>`
    unnest(${ids}::uuid[], ${userIds}::uuid[], ${paths}::text[]) with ordinality`.as<'request'>(
    sql`request(id, user_id, path, place)`,
  )
  return db
    .selectFrom(request)
    .innerJoin('analyses', (join) =>
      join.onRef('analyses.id', '=', 'request.id').onRef('analyses.user_id', '=', 'request.user_id'),
    )
    .select([sql<number>`request.place::int`.as('place'), partOfResults.as('part')])
    .execute()
}

// `#>` also takes "-1", "+1" and "01" for places in an array. In a JSON pointer these are names, and arrays have none.
const partOfResults = sql<string | null>`
  case when request.path = '[]' then analyses.results else (
    select analyses.results #> steps.path
    from (select array(select jsonb_array_elements_text(request.path::jsonb))) as steps(path)
    where not exists (
      select from unnest(steps.path) with ordinality as step(name, place)
      where name ~ '^\\s*[+-]?[0-9]+$' and name !~ '^(0|[1-9][0-9]*)$'
        and jsonb_typeof(analyses.results #> steps.path[:place - 1]) = 'array'
    )
  ) end::text`

/** An entry as the column holds it. PostgreSQL checks that the column is an array, not what is in it. */
export interface AnalysisLogEntry {
  readonly timestamp?: string | null
  readonly level?: string | null
  readonly message: string
  readonly data?: unknown
}

export interface LogRequest extends Parent {
  /** How many entries, counted from the end. */
  readonly last: number
}

interface LogTail {
  readonly id: string
  readonly last: number
  readonly entries: readonly AnalysisLogEntry[]
}

/** The last entries of each analysis's log, the oldest of them first. */
export function findLogTails(db: Database, requests: readonly LogRequest[]): Promise<LogTail[]> {
  const ids = requests.map(({ id }) => id)
  const userIds = requests.map(({ userId }) => userId)
  const lasts = requests.map(({ last }) => last)
  const request = sql<{ id: string; user_id: string; last: number }>`
    unnest(${ids}::uuid[], ${userIds}::uuid[], ${lasts}::int[])`.as<'request'>(
    sql`request(id, user_id, last)`,
  )
  return db
    .selectFrom(request)
    .innerJoin('analyses', (join) =>
      join.onRef('analyses.id', '=', 'request.id').onRef('analyses.user_id', '=', 'request.user_id'),
    )
    .select(['analyses.id', 'request.last', lastEntries.as('entries')])
    .execute()
}

const lastEntries = sql<AnalysisLogEntry[]>`(
  select coalesce(jsonb_agg(entry.value order by entry.place), '[]')
  from jsonb_array_elements(analyses.logs) with ordinality as entry(value, place)
  where entry.place > jsonb_array_length(analyses.logs) - request.last)`
