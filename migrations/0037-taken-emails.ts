import { type Kysely, sql } from 'kysely'

/**
 * Imports can create users whose e-mail another account has with a substitute e-mail.
 * - `import_jobs.on_email_taken`: what the import does with such users. PostgreSQL validates the constraint without a
 *   lock that blocks writes, which is not possible in the transaction that adds it.
 */
export const isTransactional = false

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
alter table import_jobs add column if not exists on_email_taken text not null default 'reject'`.execute(db)
  await sql`
alter table import_jobs drop constraint if exists import_jobs_on_email_taken_known`.execute(db)
  await sql`
alter table import_jobs add constraint import_jobs_on_email_taken_known
  check (on_email_taken in ('reject', 'rename')) not valid`.execute(db)
  await sql`alter table import_jobs validate constraint import_jobs_on_email_taken_known`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table import_jobs drop column on_email_taken`.execute(db)
}
