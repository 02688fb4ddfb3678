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
] as const

/**
 * The tables in which an import stages its rows before it publishes them: the columns of the ten tables, without their
 * constraints. Only one import at a time uses them; otherwise they are empty. A later migration that changes a column of one of
 * the ten tables must change it here, too (a test compares them).
 * `staging.records` becomes `legacy_records`. Its key detects a record that occurs twice in the source, so it also contains
 * records of which nothing is written (`none`).
 * The indexes serve the lookups of a batch (owner, session, configuration) and its uniqueness checks.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create schema staging`.execute(db)
  for (const table of stagedTables) {
    await sql`create table staging.${sql.id(table)} (like ${sql.id(table)})`.execute(db)
  }
  await sql`
create table staging.records (
  kind varchar(20) not null,
  id uuid not null,
  action varchar(10) not null,
  changed_at timestamptz(3) not null,
  file text not null,
  line bigint not null,
  byte_offset bigint not null,
  pointer text not null,
  bytes integer not null,
  sha256 bytea not null,
  extra jsonb not null,
  raw bytea,
  constraint records_pkey primary key (kind, id),
  constraint records_action_known check (action in ('insert', 'update', 'none'))
)`.execute(db)
  await sql`create index records_to_update on staging.records (kind, id) where action = 'update'`.execute(db)
  await sql`create index users_by_id on staging.users (id)`.execute(db)
  await sql`create index users_by_email on staging.users (email)`.execute(db)
  await sql`create index users_by_api_key on staging.users (api_key)`.execute(db)
  await sql`create index contracts_by_id on staging.contracts (id)`.execute(db)
  await sql`
create index contracts_by_default on staging.contracts (user_id) where is_default and is_active`.execute(db)
  await sql`create index chat_sessions_by_id on staging.chat_sessions (id)`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table staging.records`.execute(db)
  for (const table of stagedTables) await sql`drop table staging.${sql.id(table)}`.execute(db)
  await sql`drop schema staging`.execute(db)
}
