import { type Kysely, sql } from 'kysely'

/**
 * The results of an import: the job, the rejects, and for each imported record the data that has no column.
 * `legacy_records` can be dropped when the legacy application is shut down. `raw` is bytea, because a damaged record
 * may contain bytes that a text column can't store.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
create table import_jobs (
  id uuid not null default gen_random_uuid() constraint import_jobs_pkey primary key,
  started_by uuid,
  directory text not null,
  layout varchar(20) not null default 'auto',
  is_dry_run boolean not null default false,
  on_conflict varchar(20) not null default 'skip',
  include_backups boolean not null default true,
  orphans varchar(20) not null default 'quarantine',
  phase varchar(20) not null default 'queued',
  is_cancel_requested boolean not null default false,
  counts jsonb not null default '{}',
  warnings jsonb not null default '{}',
  skipped_paths jsonb not null default '[]',
  bytes_read bigint not null default 0,
  bytes_total bigint not null default 0,
  error_code varchar(50),
  error_message text,
  created_at timestamptz(3) not null default current_timestamp,
  started_at timestamptz(3),
  reading_finished_at timestamptz(3),
  heartbeat_at timestamptz(3),
  finished_at timestamptz(3),
  constraint import_jobs_started_by_fkey foreign key (started_by) references users (id) on delete set null,
  constraint import_jobs_layout_known check (layout in ('auto', 'era1', 'era2')),
  constraint import_jobs_on_conflict_known check (on_conflict in ('skip', 'update_if_newer')),
  constraint import_jobs_orphans_known check (orphans in ('quarantine', 'placeholder_owner')),
  constraint import_jobs_phase_known
    check (phase in ('queued', 'reading', 'publishing', 'verifying', 'completed', 'failed', 'cancelled'))
)`.execute(db)
  await sql`create index import_jobs_by_creation on import_jobs (created_at desc, id desc)`.execute(db)
  await sql`create index import_jobs_of_user on import_jobs (started_by)`.execute(db)

  await sql`
create table import_rejects (
  job_id uuid not null,
  number integer not null,
  kind varchar(20) not null,
  file text not null,
  line bigint not null,
  byte_offset bigint not null,
  pointer text not null,
  code varchar(50) not null,
  message text not null,
  raw bytea not null,
  raw_bytes bigint not null,
  created_at timestamptz(3) not null default current_timestamp,
  constraint import_rejects_pkey primary key (job_id, number),
  constraint import_rejects_job_id_fkey foreign key (job_id) references import_jobs (id) on delete cascade,
  constraint import_rejects_kind_known
    check (kind in ('users', 'contracts', 'analyses', 'chat_sessions', 'chat_messages'))
)`.execute(db)
  await sql`create index import_rejects_by_code on import_rejects (job_id, code, number)`.execute(db)

  await sql`
create table legacy_records (
  kind varchar(20) not null,
  id uuid not null,
  job_id uuid not null,
  file text not null,
  line bigint not null,
  byte_offset bigint not null,
  pointer text not null,
  sha256 bytea not null,
  extra jsonb not null default '{}',
  raw bytea,
  imported_at timestamptz(3) not null default current_timestamp,
  constraint legacy_records_pkey primary key (kind, id),
  constraint legacy_records_job_id_fkey foreign key (job_id) references import_jobs (id),
  constraint legacy_records_kind_known
    check (kind in ('users', 'contracts', 'analyses', 'chat_sessions', 'chat_messages')),
  constraint legacy_records_sha256_length check (octet_length(sha256) = 32)
)`.execute(db)
  await sql`create index legacy_records_of_job on legacy_records (job_id)`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table legacy_records`.execute(db)
  await sql`drop table import_rejects`.execute(db)
  await sql`drop table import_jobs`.execute(db)
}
