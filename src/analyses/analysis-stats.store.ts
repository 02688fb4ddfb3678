import { type RawBuilder, sql } from 'kysely'
import { parentTable } from '../database/conditions.ts'
import type { Database } from '../database/connection.ts'
import type { Parent } from '../database/gathering.ts'
import { monthStart } from '../database/months.ts'
import type { AnalysisGroup, AnalysisStatus, TimeBucket } from '../generated/graphql.ts'
import { type AnalysisConditions, chainOfAnalysis, matchesConditions } from './analysis-filter.store.ts'

/** Which analyses are counted. */
export interface StatsRequest {
  readonly userId: string
  readonly conditions: AnalysisConditions
}

/** How many of a user's analyses have a status. */
export interface StatusCount {
  readonly userId: string
  readonly status: AnalysisStatus
  readonly count: number
}

/** What the times of the analyses tell. */
export interface StatsTimes {
  readonly thisMonth: number
  readonly averageDurationSeconds: number | null
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

/** Each user's counts, in the order of the statuses; an index has all that is needed unless there are conditions. */
export function countByStatus(
  db: Database,
  users: readonly Parent[],
  conditions: AnalysisConditions,
): Promise<StatusCount[]> {
  return db
    .selectFrom(parentTable(users))
    .innerJoin('analyses', 'analyses.user_id', 'parent.user_id')
    .select(['analyses.user_id as userId', 'analyses.status', sql<number>`count(*)::int`.as('count')])
    .where(matchesConditions(conditions))
    .groupBy(['analyses.user_id', 'analyses.status'])
    .orderBy('analyses.status')
    .execute()
}

/** One pass over the analyses. */
export function getTimes(db: Database, { userId, conditions }: StatsRequest): Promise<StatsTimes> {
  return db
    .selectFrom('analyses')
    .select([
      sql<number>`(count(*) filter (where created_at >= ${monthStart}))::int`.as('thisMonth'),
      sql<
        number | null
      >`(avg(extract(epoch from completed_at - created_at)) filter (where status = 'completed'))::float8`.as(
        'averageDurationSeconds',
      ),
    ])
    .where('analyses.user_id', '=', userId)
    .where(matchesConditions(conditions))
    .executeTakeFirstOrThrow()
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
