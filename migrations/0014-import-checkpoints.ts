import { type Kysely, sql } from 'kysely'

const stagedTables = [
  'users',
  'user_onboarding',
  'user_preferences',
  'contracts',
  'contract_competitors',
  'contract_rpc_config',
  'contract_analysis_params',
  'analyses',
  'chat_sessions',
  'chat_messages',
  'records',
] as const

/**
 * Lets an import resume after the last batch that was staged completely. Every staged row has the number of its batch,
 * by which it is published. The transaction that stages a batch passes the number in the setting
 * metagauge.import_batch, and commits it with a row of `staging.batches` and the position reached in its files.
 * - `staging.job` is the job that uses the staging tables; at most one row.
 * - `staging.files` are the job's files in reading order. `items` is the number of staged records and damaged sections.
 *   An import can't resume with a file that has changed since it was found.
 * - `staging.uploads` are uploaded files, in chunks. They are often compressed, so PostgreSQL does not try to.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const table of stagedTables) {
    await sql`truncate staging.${sql.id(table)}`.execute(db)
    await sql`alter table staging.${sql.id(table)} add column batch integer not null`.execute(db)
    // Not together with the column: it would be evaluated here, where no batch is set.
    await sql`
alter table staging.${sql.id(table)}
  alter column batch set default current_setting('metagauge.import_batch')::integer`.execute(db)
    await sql`create index ${sql.id(`${table}_by_batch`)} on staging.${sql.id(table)} (batch)`.execute(db)
  }
  await sql`
create table staging.job (
  id uuid not null constraint job_pkey primary key,
  is_one boolean not null default true constraint job_is_one unique,
  constraint job_is_one_true check (is_one)
)`.execute(db)
  await sql`alter table staging.records add column file_number integer not null`.execute(db)
  await sql`
create table staging.files (
  number integer not null constraint files_pkey primary key,
  path text not null,
  kind varchar(20) not null,
  is_backup boolean not null,
  owner_id text,
  bytes bigint not null,
  modified_at text,
  bytes_sha256 bytea,
  items bigint not null default 0,
  records bigint not null default 0,
  rejected bigint not null default 0,
  is_read boolean not null default false
)`.execute(db)
  await sql`
create table staging.batches (
  number integer not null constraint batches_pkey primary key,
  kind varchar(20) not null,
  has_updates boolean not null,
  has_placeholders boolean not null,
  counts jsonb not null,
  warnings jsonb not null
)`.execute(db)
  await sql`
create table staging.uploads (
  file_number integer not null,
  number integer not null,
  bytes bytea not null,
  constraint uploads_pkey primary key (file_number, number)
)`.execute(db)
  await sql`alter table staging.uploads alter column bytes set storage external`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table staging.uploads`.execute(db)
  await sql`drop table staging.batches`.execute(db)
  await sql`drop table staging.files`.execute(db)
  await sql`drop table staging.job`.execute(db)
  await sql`alter table staging.records drop column file_number`.execute(db)
  for (const table of stagedTables) {
    await sql`alter table staging.${sql.id(table)} drop column batch`.execute(db)
  }
}
