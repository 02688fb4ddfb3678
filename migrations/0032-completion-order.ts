import { type Kysely, sql } from 'kysely'

/**
 * Lists of analyses can be in the order of their completion. An analysis without a time of completion counts as completed
 * at the earliest time that the API and imports store, the beginning of year 0, which PostgreSQL calls 1 BC: positions in
 * a page need a value. The index is built concurrently, which is not possible in a transaction.
 */
export const isTransactional = false

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`drop index concurrently if exists analyses_by_end`.execute(db)
  await sql`
create index concurrently analyses_by_end on analyses
(user_id, coalesce(completed_at, timestamptz '0001-01-01 00:00:00+00 BC') desc, id desc)`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop index concurrently if exists analyses_by_end`.execute(db)
}
