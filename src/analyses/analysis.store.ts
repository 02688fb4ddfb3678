import { type Insertable, type Selection, sql } from 'kysely'
import type { AddressWarning } from '../contracts/address.rules.ts'
import { isOfKey, keyTable, monthStart, parentTable } from '../database/conditions.ts'
import type { Database } from '../database/connection.ts'
import { isContract } from '../database/identity.ts'
import { orEarliest, type Page, type PageRequest, type SortKey, takePage } from '../database/pagination.ts'
import type { Parent, ScopedId } from '../database/request-batcher.ts'
import { choosePageColumns, ofSubquery } from '../database/selected-fields.ts'
import type { DB } from '../generated/database.ts'
import type { AnalysisOrderField } from '../generated/graphql.ts'
import { type AnalysisConditions, matchesConditions } from './analysis-filter.store.ts'

// Without results and logs: they are large, and lists do not show them.
export const analysisColumns = [
  'analyses.id',
  'analyses.user_id as userId',
  'analyses.config_id as contractId',
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
  'analyses.last_update as lastUpdatedAt',
] as const

/** Columns that other fields depend on. */
const byField = {
  ...{ owner: ['userId'], contract: ['contractId'], results: ['id', 'userId'], logs: ['id', 'userId'] },
  interpretations: ['id', 'userId'],
  startedAt: ['id', 'userId'],
  finishedAt: ['id', 'userId', 'status', 'completedAt'],
  estimatedRemainingSeconds: ['id', 'userId', 'status', 'progress'],
}
/** Columns that are always selected: they identify the parent. */
const analysisNeeds = {
  owner: { always: ['userId'], byField },
  contract: { always: ['contractId'], byField },
}

export type AnalysisRow = Selection<DB, 'analyses', (typeof analysisColumns)[number]>
export type AnalysisListRow = AnalysisRow & { readonly sortKey: Date | string | number }
export type AnalysisPage = Page<AnalysisListRow>

/** A list has the analyses of a user, or those started from a contract. */
export type AnalysisParent = 'owner' | 'contract'

const parentColumns = { owner: 'analyses.user_id', contract: 'analyses.config_id' } as const

export const analysisSortKeys = {
  created_at: { type: 'timestamptz', expression: sql`analyses.created_at` },
  updated_at: { type: 'timestamptz', expression: sql`analyses.updated_at` },
  completed_at: { type: 'timestamptz', expression: orEarliest('analyses.completed_at') },
} satisfies Record<AnalysisOrderField, SortKey>

/** The analyses with these ids that the scope includes, in any order. */
export function findAnalyses(db: Database, keys: readonly ScopedId[]): Promise<AnalysisRow[]> {
  return db
    .selectFrom(keyTable(keys))
    .innerJoin('analyses', (join) => join.on(isOfKey('analyses.id', 'analyses.user_id')))
    .select(analysisColumns)
    .execute()
}

/**
 * A page of each parent's analyses; rows of one parent are in the order in which the page is fetched. The owner is
 * checked on the rows of the page: with a condition on both contract and owner, the planner would estimate very few rows
 * and read all analyses of the owner for every contract.
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
          .where(
            matchesConditions(
              conditions,
              parents.map(({ userId }) => userId),
            ),
          )
          .$call(takePage(page, 'analyses.id'))
          .as('analysis'),
      (join) => join.onRef('analysis.userId', '=', 'parent.user_id'),
    )
    .select(choosePageColumns('analysis', analysisColumns, page.fields, analysisNeeds[kind]))
    .orderBy('analysis.sortKey', page.fetchDirection)
    .orderBy('analysis.id', page.fetchDirection)
    .execute()
}

/** The newest completed analysis of each contract, in any order. Checks the owner like `listAnalyses`. */
export function findLatestCompleted(db: Database, contracts: readonly Parent[]): Promise<AnalysisRow[]> {
  return db
    .selectFrom(parentTable(contracts))
    .innerJoinLateral(
      (eb) =>
        eb
          .selectFrom('analyses')
          .select(analysisColumns)
          .whereRef('analyses.config_id', '=', 'parent.id')
          .where('analyses.status', '=', 'completed')
          .orderBy('analyses.created_at', 'desc')
          .orderBy('analyses.id', 'desc')
          .limit(1)
          .as('analysis'),
      (join) => join.onRef('analysis.userId', '=', 'parent.user_id'),
    )
    .select(ofSubquery('analysis', analysisColumns))
    .execute()
}

/** The number of each parent's analyses. Parents without any are omitted. Checks the owner like `listAnalyses`. */
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
    .where(
      matchesConditions(
        conditions,
        parents.map(({ userId }) => userId),
      ),
    )
    .groupBy('parent.id')
    .execute()
}

/**
 * The chain of the analysis or of its contract. A subquery instead of a join, because its plan does not depend on
 * statistics, which are missing for a user whose data was just imported.
 */
export const chainOfAnalysis = sql<string | null>`
  coalesce(analyses.contract_chain, (select target_chain from contracts
    where contracts.id = analyses.config_id and contracts.user_id = analyses.user_id))`

export type NewAnalysis = Pick<
  Insertable<DB['analyses']>,
  'user_id' | 'config_id' | 'contract_address' | 'contract_chain' | 'analysis_type' | 'metadata'
>

/** The quota is loaded only if selected. */
export interface StartedAnalysis {
  readonly analysis: AnalysisRow
  readonly warnings: readonly AddressWarning[]
}

/** Undefined if the user has no such contract. */
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

/** The user's active contract with this address and chain; of several, the default, then the oldest. */
export async function findContractOfAddress(
  db: Database,
  userId: string,
  target: { readonly address: string; readonly chain: string },
): Promise<string | undefined> {
  const contract = await db
    .selectFrom('contracts')
    .select('id')
    .where('user_id', '=', userId)
    .where('is_active', '=', true)
    .where(isContract({ address: 'target_address', chain: 'target_chain' }, target))
    .orderBy('is_default', 'desc')
    .orderBy('created_at')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  return contract?.id
}

/** What the database keeps about the run of a new analysis. */
export interface NewRun {
  /** Whether it was charged to the quota of this month. */
  readonly isCharged: boolean
  /** Its cycle of the contract's sync; null if it is not part of one. */
  readonly sync: SyncCycle | null
}

export interface SyncCycle {
  /** Identifies the sync: its start as text, with the precision of the column. */
  readonly startedAt: string
  /** From 1. */
  readonly cycle: number
  /** The cycles before this one, without a gap, that found nothing new or failed. */
  readonly emptyCycles: number
}

/** Inserts a pending analysis and returns its id. Violates `analyses_config_fkey` if the contract does not exist. */
export async function insertAnalysis(db: Database, analysis: NewAnalysis, run: NewRun): Promise<string> {
  const { isCharged, sync } = run
  const { id } = await db
    .with('inserted', (query) => query.insertInto('analyses').values(analysis).returning(['id', 'user_id']))
    .insertInto('analysis_runs')
    .columns(['analysis_id', 'user_id', 'charged_at', 'sync_started_at', 'sync_cycle', 'empty_cycles'])
    .expression((query) =>
      query
        .selectFrom('inserted')
        .select(['inserted.id', 'inserted.user_id'])
        .select([
          sql<Date | null>`case when ${isCharged}::boolean then current_timestamp end`.as('charged_at'),
          sql<Date | null>`${sync?.startedAt ?? null}::timestamptz`.as('sync_started_at'),
          sql<number | null>`${sync?.cycle ?? null}::int`.as('sync_cycle'),
          sql<number>`${sync?.emptyCycles ?? 0}::int`.as('empty_cycles'),
        ]),
    )
    .returning('analysis_id as id')
    .executeTakeFirstOrThrow()
  return id
}

/**
 * Cancels a pending or running analysis of the user; undefined if it is neither. Later reports of its worker change
 * nothing. If no worker has started it, a charge of this month is given back. The lease is deleted by the next sweep:
 * deleting it here would lock analysis and lease in the reverse order.
 */
export function cancelAnalysis(db: Database, { id, userId }: Parent): Promise<AnalysisRow | undefined> {
  return db
    .with('open', (query) =>
      query
        .selectFrom('analyses')
        .select(['id', 'user_id', 'status'])
        .where('id', '=', id)
        .where('user_id', '=', userId)
        .where('status', 'in', ['pending', 'running'])
        .forUpdate(),
    )
    .with('cancelled', (query) =>
      query
        .updateTable('analyses')
        .from('open')
        .set({ status: 'cancelled', current_step: null })
        .whereRef('analyses.id', '=', 'open.id')
        .whereRef('analyses.user_id', '=', 'open.user_id')
        .returning(analysisColumns),
    )
    .with('refunded', (query) =>
      query
        .updateTable('users')
        .from('open')
        .innerJoin('analysis_runs', (join) =>
          join
            .onRef('analysis_runs.analysis_id', '=', 'open.id')
            .onRef('analysis_runs.user_id', '=', 'open.user_id'),
        )
        .set({ monthly_analysis_count: sql`greatest(users.monthly_analysis_count - 1, 0)` })
        .whereRef('users.id', '=', 'open.user_id')
        .where('open.status', '=', 'pending')
        .where('analysis_runs.started_at', 'is', null)
        .where('analysis_runs.charged_at', '>=', monthStart),
    )
    .selectFrom('cancelled')
    .selectAll('cancelled')
    .executeTakeFirst()
}

export interface ResultsRequest extends Parent {
  /** Keys and indexes from the root; empty for the whole results. */
  readonly path: readonly string[]
}

interface ResultsPart {
  /** The position of the request in the list, from 1. */
  readonly place: number
  /** JSON text; null if the results have nothing at the path. */
  readonly part: string | null
}

/** Parts of results, extracted by PostgreSQL, so that the whole results are not transferred. */
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

// `#>` accepts "-1", "+1" and "01" as array indexes; a JSON pointer does not.
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

/** A stored log entry. PostgreSQL checks only that the column is an array. */
export interface AnalysisLogEntry {
  readonly timestamp?: string | null
  readonly level?: string | null
  readonly message: string
  readonly data?: unknown
}

export interface LogRequest extends Parent {
  /** The number of entries, counted from the end. */
  readonly last: number
}

interface LogTail {
  readonly id: string
  readonly last: number
  readonly entries: readonly AnalysisLogEntry[]
}

/** The last entries of each log, oldest first. */
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
