import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../database/connection.ts'
import { monthStart } from '../database/months.ts'
import type { AnalysisGroup, AnalysisStatus, TimeBucket } from '../generated/graphql.ts'
import { type AnalysisConditions, chainOfAnalysis, matchesConditions } from './analysis-filter.store.ts'

/** Which analyses are counted. */
export interface StatsRequest {
  readonly userId: string
  readonly conditions: AnalysisConditions
}

export interface StatsSummary {
  readonly total: number
  readonly thisMonth: number
  /** 0 to 1; null when none is completed or failed. */
  readonly successRate: number | null
  readonly averageDurationSeconds: number | null
  readonly byStatus: readonly { readonly status: AnalysisStatus; readonly count: number }[]
}

export type SeriesRequest = StatsRequest & {
  readonly groupBy?: AnalysisGroup | null
  readonly bucket?: TimeBucket | null
}

export interface SeriesRow {
  /** The first day of the span, YYYY-MM-DD. */
  readonly bucket: string | null
  readonly group: string | null
  readonly count: number
}

const maxSeriesRows = 1000

/** All that is told without telling spans of time apart; one pass over the analyses. */
export function getSummary(db: Database, { userId, conditions }: StatsRequest): Promise<StatsSummary> {
  const summary = sql<StatsSummary>`(
    with counts as (
      select status, count(*) as count, count(*) filter (where created_at >= ${monthStart}) as this_month,
        avg(extract(epoch from completed_at - created_at)) filter (where status = 'completed') as seconds
      from analyses where user_id = ${userId}::uuid and ${matchesConditions(conditions)}
      group by status
    )
    select coalesce(sum(count), 0)::int as total, coalesce(sum(this_month), 0)::int as "thisMonth",
      (sum(count) filter (where status = 'completed')
        / sum(count) filter (where status in ('completed', 'failed')))::float8 as "successRate",
      max(seconds)::float8 as "averageDurationSeconds",
      coalesce(jsonb_agg(jsonb_build_object('status', status, 'count', count) order by status), '[]') as "byStatus"
    from counts)`
  return db.selectFrom(summary.as('summary')).selectAll('summary').executeTakeFirstOrThrow()
}

/** Counts by group and span of time, the earliest span first; of too many rows the latest. */
export async function listSeries(
  db: Database,
  { userId, conditions, groupBy, bucket }: SeriesRequest,
): Promise<readonly SeriesRow[]> {
  const { rows } = await sql<SeriesRow>`
    select * from (
      select ${toBucket(bucket)} as bucket, ${groupBy == null ? sql`null::text` : groups[groupBy]} as "group",
        count(*)::int as count
      from analyses where analyses.user_id = ${userId}::uuid and ${matchesConditions(conditions)}
      group by 1, 2 order by 1 desc, 2 limit ${maxSeriesRows}
    ) as latest order by bucket, "group"`.execute(db)
  return rows
}

const groups: Readonly<Record<AnalysisGroup, RawBuilder<string | null>>> = {
  type: sql`upper(analyses.analysis_type)`,
  status: sql`upper(analyses.status)`,
  chain: chainOfAnalysis,
}

function toBucket(bucket: TimeBucket | null | undefined): RawBuilder<string | null> {
  if (bucket == null) return sql`null::text`
  return sql`to_char(date_trunc(${bucket}, analyses.created_at at time zone 'UTC'), 'YYYY-MM-DD')`
}
