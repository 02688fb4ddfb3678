import { type Kysely, sql } from 'kysely'

/**
 * Newer records that an import refused because their rows were changed here are kept and can be taken over, and
 * everything that an import wrote can be verified later.
 * - `import_rejects.is_refusal`: a refused record. `identity` is a digest of the record's kind and bytes, so that a reject in
 *   a file and in its backup counts once. `digest` is the SHA-256 of everything that is stored of a reject.
 * - `legacy_records.changed_at`: when the legacy application last changed the imported record. `digest` covers what the
 *   record does not contain: its position, and the ids, owners and times of its parts. `previous_jobs` are the imports
 *   that wrote the record before.
 * - `import_undo.rows` is an empty object for a record that was deleted before the job inserted it again.
 * - A staged record is `kept` if its row was changed here after the record was staged.
 * The index is built concurrently, which is not possible in a transaction, so every statement can be repeated.
 */
export const isTransactional = false

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
alter table legacy_records
  add column if not exists changed_at timestamptz(3),
  add column if not exists digest bytea,
  add column if not exists previous_jobs uuid[]`.execute(db)
  await sql`
alter table import_rejects
  add column if not exists is_refusal boolean not null default false,
  add column if not exists identity bytea,
  add column if not exists digest bytea`.execute(db)
  await sql`drop index concurrently if exists import_rejects_by_identity`.execute(db)
  await sql`create index concurrently import_rejects_by_identity on import_rejects (job_id, identity)`.execute(
    db,
  )
  await sql`alter table import_jobs validate constraint import_jobs_operation_known`.execute(db)
  await sql`alter table staging.records drop constraint if exists records_action_known`.execute(db)
  await sql`
alter table staging.records add constraint records_action_known
  check (action in ('insert', 'update', 'none', 'kept')) not valid`.execute(db)
  await sql`alter table staging.records validate constraint records_action_known`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table staging.records drop constraint records_action_known`.execute(db)
  await sql`
alter table staging.records add constraint records_action_known
  check (action in ('insert', 'update', 'none'))`.execute(db)
  await sql`drop index concurrently import_rejects_by_identity`.execute(db)
  await sql`delete from import_rejects where is_refusal`.execute(db)
  await sql`delete from import_jobs where operation = 'take_over'`.execute(db)
  // Not validated, as the migration before leaves it.
  await sql`
alter table import_jobs
  drop constraint import_jobs_operation_known,
  add constraint import_jobs_operation_known
    check (operation in ('import', 'retry', 'verify', 'revert', 'export', 'switch_over', 'take_over')) not valid`.execute(
    db,
  )
  await sql`
alter table import_rejects
  drop column is_refusal, drop column identity, drop column digest`.execute(db)
  await sql`
alter table legacy_records drop column changed_at, drop column digest, drop column previous_jobs`.execute(db)
}
