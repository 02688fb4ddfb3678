import { type Kysely, sql } from 'kysely'

/**
 * Operations on an import: jobs that retry its rejects, verify it or revert it, and jobs that export the tables. Each of them is
 * a separate job, which refers to the import by `of_job`.
 * - `import_files` is the proof of an import, one row per file. A digest is the sum of the SHA-256 of its records, modulo 2^256,
 *   so it does not depend on their order.
 * - `import_undo` contains what a job replaced, or null for a row that it inserted without a legacy record.
 * - `import_rejects.imported_by` is the retry that later imported the reject.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
alter table import_jobs
  add column operation varchar(20) not null default 'import',
  add column of_job uuid,
  add column source varchar(20) not null default 'directory',
  add column on_damage varchar(20) not null default 'salvage',
  add column is_verified boolean not null default true,
  add column records_published bigint not null default 0,
  add column resumed_at timestamptz(3),
  add column reverted_at timestamptz(3),
  alter column directory drop not null,
  add constraint import_jobs_of_job_fkey foreign key (of_job) references import_jobs (id),
  add constraint import_jobs_operation_known check (operation in ('import', 'retry', 'verify', 'revert', 'export')),
  add constraint import_jobs_source_known check (source in ('directory', 'upload', 'rejects', 'tables')),
  add constraint import_jobs_on_damage_known check (on_damage in ('salvage', 'fail'))`.execute(db)
  await sql`create index import_jobs_of_other on import_jobs (of_job)`.execute(db)

  await sql`
alter table import_rejects
  add column imported_by uuid,
  add constraint import_rejects_imported_by_fkey foreign key (imported_by) references import_jobs (id)`.execute(
    db,
  )
  await sql`create index import_rejects_of_retry on import_rejects (imported_by)`.execute(db)

  await sql`
create table import_files (
  job_id uuid not null,
  number integer not null,
  kind varchar(20) not null,
  path text not null,
  is_backup boolean not null,
  bytes bigint not null,
  bytes_sha256 bytea,
  records bigint not null,
  rejected bigint not null,
  verified bigint not null,
  differing bigint not null,
  source_digest bytea,
  published_digest bytea,
  constraint import_files_pkey primary key (job_id, number),
  constraint import_files_job_id_fkey foreign key (job_id) references import_jobs (id) on delete cascade,
  constraint import_files_kind_known
    check (kind in ('users', 'contracts', 'analyses', 'chat_sessions', 'chat_messages'))
)`.execute(db)

  await sql`
create table import_undo (
  job_id uuid not null,
  kind varchar(20) not null,
  id uuid not null,
  rows jsonb,
  legacy_record jsonb,
  constraint import_undo_pkey primary key (job_id, kind, id),
  constraint import_undo_job_id_fkey foreign key (job_id) references import_jobs (id) on delete cascade,
  constraint import_undo_kind_known
    check (kind in ('users', 'contracts', 'analyses', 'chat_sessions', 'chat_messages'))
)`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table import_undo`.execute(db)
  await sql`drop table import_files`.execute(db)
  await sql`alter table import_rejects drop column imported_by`.execute(db)
  await sql`delete from import_jobs where directory is null or operation <> 'import'`.execute(db)
  await sql`
alter table import_jobs
  drop column operation, drop column of_job, drop column source, drop column on_damage, drop column is_verified,
  drop column records_published, drop column resumed_at, drop column reverted_at,
  alter column directory set not null`.execute(db)
}
