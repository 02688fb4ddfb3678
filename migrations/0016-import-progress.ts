import { type Kysely, sql } from 'kysely'

/**
 * The progress of a job, in its own table. It is updated every second, and each update leaves a dead row that can't be removed
 * while the import's one transaction is open. For each legacy record that is written, PostgreSQL looks up the job: in
 * `import_jobs` it scanned all dead rows, which took a fifth of a large import's time.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
create table import_progress (
  job_id uuid not null,
  counts jsonb not null default '{}',
  warnings jsonb not null default '{}',
  skipped_paths jsonb not null default '[]',
  bytes_read bigint not null default 0,
  bytes_total bigint not null default 0,
  records_published bigint not null default 0,
  started_at timestamptz(3),
  reading_finished_at timestamptz(3),
  heartbeat_at timestamptz(3),
  constraint import_progress_pkey primary key (job_id),
  constraint import_progress_job_id_fkey foreign key (job_id) references import_jobs (id) on delete cascade
)`.execute(db)
  await sql`
insert into import_progress (job_id, counts, warnings, skipped_paths, bytes_read, bytes_total, records_published,
  started_at, reading_finished_at, heartbeat_at)
select id, counts, warnings, skipped_paths, bytes_read, bytes_total, records_published,
  started_at, reading_finished_at, heartbeat_at
from import_jobs`.execute(db)
  await sql`
alter table import_jobs
  drop column counts, drop column warnings, drop column skipped_paths, drop column bytes_read,
  drop column bytes_total, drop column records_published, drop column started_at,
  drop column reading_finished_at, drop column heartbeat_at`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`
alter table import_jobs
  add column counts jsonb not null default '{}',
  add column warnings jsonb not null default '{}',
  add column skipped_paths jsonb not null default '[]',
  add column bytes_read bigint not null default 0,
  add column bytes_total bigint not null default 0,
  add column records_published bigint not null default 0,
  add column started_at timestamptz(3),
  add column reading_finished_at timestamptz(3),
  add column heartbeat_at timestamptz(3)`.execute(db)
  await sql`
update import_jobs set counts = progress.counts, warnings = progress.warnings, skipped_paths = progress.skipped_paths,
  bytes_read = progress.bytes_read, bytes_total = progress.bytes_total,
  records_published = progress.records_published, started_at = progress.started_at,
  reading_finished_at = progress.reading_finished_at, heartbeat_at = progress.heartbeat_at
from import_progress as progress where progress.job_id = import_jobs.id`.execute(db)
  await sql`drop table import_progress`.execute(db)
}
