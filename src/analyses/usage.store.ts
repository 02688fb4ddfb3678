import { sql } from 'kysely'
import type { Database } from '../database/connection.ts'
import type { AnalysisType } from '../generated/graphql.ts'
import { chainOfAnalysis } from './analysis-filter.store.ts'

/** Whose usage, over how many months; this month is the last of them. */
export interface UsageRequest {
  readonly userId: string
  readonly months: number
}

export interface UsageRow {
  /** The place of the request in the list of requests, from 1. */
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

/** What each of these users had analysed, by months in UTC. */
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
        select chain, count(*) from started where started.place = request.place group by chain) as each) as "byChain"
    from request`.execute(db)
  return rows
}

const countsByMonth = sql`
  select to_char(each_month, 'YYYY-MM-DD') as month, count(started.month) as started,
    count(*) filter (where status = 'completed') as completed, count(*) filter (where status = 'failed') as failed
  from generate_series(request.first_month, request.this_month, interval '1 month') as each_month
  left join started on started.place = request.place and started.month = each_month
  group by each_month`
