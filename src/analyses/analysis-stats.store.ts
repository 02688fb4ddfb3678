import { type RawBuilder, sql } from 'kysely'
import { monthStart, parentTable } from '../database/conditions.ts'
import type { Database } from '../database/connection.ts'
import type { Parent } from '../database/request-batcher.ts'
import type { AnalysisGroup, AnalysisStatus, AnalysisType, TimeBucket } from '../generated/graphql.ts'
import { chainOfAnalysis } from './analysis.store.ts'
import { type AnalysisConditions, matchesConditions } from './analysis-filter.store.ts'

export interface StatsRequest {
  readonly userId: string
  readonly conditions: AnalysisConditions
}

export interface StatusCount {
  readonly userId: string
  readonly status: AnalysisStatus
  readonly count: number
}

export interface StatsTimes {
  readonly thisMonth: number
  readonly averageDurationSeconds: number | null
}

export type SeriesRequest = StatsRequest & {
  readonly groupBy?: AnalysisGroup | null
  readonly bucket?: TimeBucket | null
}

export interface SeriesRow {
  /** The first day of the bucket, YYYY-MM-DD. */
  readonly bucket: string | null
  readonly group: string | null
  readonly count: number
}

const maxSeriesRows = 1000

/** Counts per user and status, ordered by status. An index-only scan unless there are conditions. */
export function countByStatus(
  db: Database,
  users: readonly Parent[],
  conditions: AnalysisConditions,
): Promise<StatusCount[]> {
  return db
    .selectFrom(parentTable(users))
    .innerJoin('analyses', 'analyses.user_id', 'parent.user_id')
    .select(['analyses.user_id as userId', 'analyses.status', sql<number>`count(*)::int`.as('count')])
    .where(
      matchesConditions(
        conditions,
        users.map(({ userId }) => userId),
      ),
    )
    .groupBy(['analyses.user_id', 'analyses.status'])
    .orderBy('analyses.status')
    .execute()
}

/** A duration begins when a worker started the analysis; for imported analyses, which have no run, when it was created. */
const durationSeconds = sql`
  extract(epoch from analyses.completed_at - coalesce(analysis_runs.started_at, analyses.created_at))`

export function getStatsTimes(db: Database, { userId, conditions }: StatsRequest): Promise<StatsTimes> {
  return db
    .selectFrom('analyses')
    .leftJoin('analysis_runs', (join) =>
      join
        .onRef('analysis_runs.analysis_id', '=', 'analyses.id')
        .onRef('analysis_runs.user_id', '=', 'analyses.user_id')
        .on('analyses.status', '=', sql.lit('completed')),
    )
    .select([
      sql<number>`(count(*) filter (where analyses.created_at >= ${monthStart}))::int`.as('thisMonth'),
      sql<number | null>`(avg(${durationSeconds}) filter (where analyses.status = 'completed'))::float8`.as(
        'averageDurationSeconds',
      ),
    ])
    .where('analyses.user_id', '=', userId)
    .where(matchesConditions(conditions, [userId]))
    .executeTakeFirstOrThrow()
}

/**
 * Counts by time bucket and group, the earliest bucket first. Returns only the latest `maxSeriesRows`. All spellings of
 * a chain are one group, which has the most frequent spelling.
 */
export async function listSeries(
  db: Database,
  { userId, conditions, groupBy, bucket }: SeriesRequest,
): Promise<readonly SeriesRow[]> {
  const counts = sql`
    select ${toBucket(bucket)} as bucket, ${groupBy == null ? sql`null::text` : groupExpressions[groupBy]} as "group",
      count(*)::int as count
    from analyses where analyses.user_id = ${userId}::uuid and ${matchesConditions(conditions, [userId])}
    group by 1, 2`
  const { rows } = await sql<SeriesRow>`
    select * from (
      ${groupBy === 'chain' ? mergeSpellings(counts) : counts} order by 1 desc, 2 limit ${maxSeriesRows}
    ) as latest order by bucket, "group"`.execute(db)
  return rows
}

function mergeSpellings(counts: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    with spelling as materialized (${counts}), chain as (
      select chain_identity("group") as identity, (array_agg("group" order by count desc, "group"))[1] as shown
      from (select "group", sum(count) as count from spelling group by 1) as each group by 1
    )
    select bucket, shown as "group", sum(count)::int as count
    from spelling join chain on chain_identity("group") is not distinct from identity
    group by 1, 2`
}

const groupExpressions: Readonly<Record<AnalysisGroup, RawBuilder<string | null>>> = {
  type: sql`upper(analyses.analysis_type)`,
  status: sql`upper(analyses.status)`,
  chain: chainOfAnalysis,
}

function toBucket(bucket: TimeBucket | null | undefined): RawBuilder<string | null> {
  if (bucket == null) return sql`null::text`
  return sql`to_char(date_trunc(${bucket}, analyses.created_at at time zone 'UTC'), 'YYYY-MM-DD')`
}

/** The last month is the current one. */
export interface UsageRequest {
  readonly userId: string
  readonly months: number
}

export interface UsageRow {
  /** The position of the request in the list, from 1. */
  readonly place: number
  readonly months: readonly {
    /** The first day, YYYY-MM-DD. */
    readonly month: string
    readonly started: number
    readonly completed: number
    readonly failed: number
  }[]
  readonly byType: readonly { readonly type: AnalysisType; readonly count: number }[]
  readonly byChain: readonly { readonly chain: string | null; readonly count: number }[]
}

/** Months begin in UTC. */
export async function findUsage(db: Database, requests: readonly UsageRequest[]): Promise<UsageRow[]> {
  const userIds = requests.map(({ userId }) => userId)
  const months = requests.map((request) => request.months)
  const { rows } = await sql<UsageRow>`
    with request as (
      select place::int, user_id, this_month - make_interval(months => months - 1) as first_month, this_month
      from unnest(${userIds}::uuid[], ${months}::int[]) with ordinality as asked(user_id, months, place),
        date_trunc('month', current_timestamp at time zone 'UTC') as this_month
    ), started as materialized (
      select place, date_trunc('month', analyses.created_at at time zone 'UTC') as month,
        analyses.analysis_type as type, analyses.status, ${chainOfAnalysis} as chain
      from request
      join analyses on analyses.user_id = request.user_id
        and analyses.created_at >= request.first_month at time zone 'UTC'
    )
    select place,
      (select jsonb_agg(to_jsonb(each) order by month) from (${countsByMonth}) as each) as months,
      (select coalesce(jsonb_agg(to_jsonb(each) order by count desc, type), '[]') from (
        select type, count(*) from started where started.place = request.place group by type) as each) as "byType",
      (select coalesce(jsonb_agg(to_jsonb(each) order by count desc, chain), '[]') from (
        select (array_agg(chain order by count desc, chain))[1] as chain, sum(count) as count
        from (select chain, count(*) from started where started.place = request.place group by chain) as spelling
        group by chain_identity(chain)) as each) as "byChain"
    from request`.execute(db)
  return rows
}

const countsByMonth = sql`
  select to_char(each_month, 'YYYY-MM-DD') as month, count(started.month) as started,
    count(*) filter (where status = 'completed') as completed, count(*) filter (where status = 'failed') as failed
  from generate_series(request.first_month, request.this_month, interval '1 month') as each_month
  left join started on started.place = request.place and started.month = each_month
  group by each_month`
