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
 * Where an import collects its rows before it publishes them: the same columns as the ten tables, without their
 * indexes and constraints. One import at a time fills them; they are empty in between. A later migration that
 * changes a column of one of the ten changes it here too (a test compares the two).
 * `staging.records` is what becomes `legacy_records`; its key finds a record that stands twice in the source.
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
  file text not null,
  line bigint not null,
  byte_offset bigint not null,
  pointer text not null,
  sha256 bytea not null,
  extra jsonb not null,
  raw bytea,
  constraint records_pkey primary key (kind, id)
)`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table staging.records`.execute(db)
  for (const table of stagedTables) await sql`drop table staging.${sql.id(table)}`.execute(db)
  await sql`drop schema staging`.execute(db)
}
