import { sql } from 'kysely'
import type { Database } from '../database/connection.ts'
import type { ActivityKind } from '../generated/graphql.ts'

export interface CountRequest {
  readonly userId: string
  readonly table: 'contracts' | 'chat_sessions'
}

/** Counts the active rows for each request, in the order of the requests, in one statement. */
export async function countActive(
  db: Database,
  requests: readonly CountRequest[],
): Promise<readonly number[]> {
  const selects = requests.map(
    ({ userId, table }, place) => sql`
      select ${sql.lit(place)} as place, count(*)::int as count from ${sql.table(table)}
      where user_id = ${userId}::uuid and is_active`,
  )
  const { rows } = await sql<{
    count: number
  }>`${sql.join(selects, sql` union all `)} order by place`.execute(db)
  return rows.map(({ count }) => count)
}

export interface ActivityRow {
  readonly at: Date
  readonly kind: ActivityKind
  readonly subjectId: string
}

export interface ActivityRequest {
  readonly userId: string
  readonly first: number
}

/**
 * The user's latest activity, newest first. Each kind selects at most `first` rows. Messages of deleted sessions are
 * excluded by a subquery, because its plan does not depend on statistics.
 */
export async function listActivity(
  db: Database,
  { userId, first }: ActivityRequest,
): Promise<readonly ActivityRow[]> {
  const { rows } = await sql<ActivityRow>`
    select at, kind, "subjectId" from (
      (select created_at as at, 'contract_added' as kind, id as "subjectId" from contracts
        where user_id = ${userId}::uuid order by created_at desc, id desc limit ${first})
      union all
      (select created_at, 'analysis_started', id from analyses
        where user_id = ${userId}::uuid order by created_at desc, id desc limit ${first})
      union all
      (select completed_at, 'analysis_completed', id from analyses
        where user_id = ${userId}::uuid and status = 'completed' and completed_at is not null
        order by completed_at desc, id desc limit ${first})
      union all
      (select created_at, 'message_received', id from chat_messages
        where user_id = ${userId}::uuid and (
          select is_active from chat_sessions
          where chat_sessions.id = session_id and chat_sessions.user_id = chat_messages.user_id)
        order by created_at desc, id desc limit ${first})
    ) as activity
    order by at desc, kind, "subjectId" desc limit ${first}`.execute(db)
  return rows
}
