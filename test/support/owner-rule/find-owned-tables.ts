import { sql } from 'kysely'
import type { Database } from '../../../src/database/connection.ts'
import type { OwnedTables } from './reading.ts'

/** The tables with a `user_id`, as the catalog has them; and `users`, whose rows are their own owners. */
export async function findOwnedTables(db: Database): Promise<OwnedTables> {
  const { rows } = await sql<{ table: string }>`
    select table_name as "table" from information_schema.columns
    where table_schema = 'public' and column_name = 'user_id'`.execute(db)
  return new Map([['users', 'id'], ...rows.map(({ table }) => [table, 'user_id'] as const)])
}
