import { sql } from 'kysely'
import type { Database } from '../database/connection.ts'

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
