import { sql } from 'kysely'
import type { Database } from '../database/connection.ts'

/** Which of a user's rows are counted. */
export interface CountRequest {
  readonly userId: string
  readonly table: 'contracts' | 'chat_sessions'
}

/** How many active rows each of the requests finds, in their order; one statement, of the tables that are asked for. */
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
