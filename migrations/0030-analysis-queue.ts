import { type Kysely, sql } from 'kysely'

/**
 * `analyses.queued_at` is when an analysis was queued again; NULL if it was queued only once, at `created_at`. Otherwise, a
 * refreshed analysis would be claimed before those that have waited longer. An analysis whose lease expired keeps its place
 * in the queue. Imported analyses have no `queued_at`.
 *
 * The previous release uses `analyses_waiting`, which a later migration drops. The index is built concurrently, which is not
 * possible in a transaction.
 */
export const isTransactional = false

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table analyses add column if not exists queued_at timestamptz(3)`.execute(db)
  await sql`alter table staging.analyses add column if not exists queued_at timestamptz(3)`.execute(db)
  await sql`drop index concurrently if exists analyses_queue`.execute(db)
  await sql`
create index concurrently analyses_queue on analyses (coalesce(queued_at, created_at), id)
where status = 'pending'`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop index concurrently if exists analyses_queue`.execute(db)
  await sql`alter table staging.analyses drop column if exists queued_at`.execute(db)
  await sql`alter table analyses drop column if exists queued_at`.execute(db)
}
