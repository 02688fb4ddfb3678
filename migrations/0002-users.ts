import { type Kysely, sql } from 'kysely'

/**
 * The plan's users, user_onboarding and user_preferences. Intended differences:
 * - timestamptz(3) for TIMESTAMP: legacy values are UTC with milliseconds, the resolution of a JavaScript Date.
 * - NOT NULL wherever there is a default, and on user_id: no third state besides true and false.
 * - users: `role`, `last_login`; `email` is stored in lower case, so its UNIQUE ignores case; `api_key` contains the digest of
 *   the key, never the key.
 * - user_onboarding: `deployment_block`, `continuous_sync_started`.
 * - UNIQUE constraints have the plan's index names, so that there are never two indexes on the same columns.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
create table users (
  id uuid not null default gen_random_uuid() constraint users_pkey primary key,
  email varchar(255) not null constraint idx_users_email unique,
  password varchar(255) not null,
  name varchar(255) not null,
  role varchar(50) not null default 'user',
  tier varchar(50) not null default 'free',
  api_key varchar(255) not null constraint idx_users_api_key unique,
  is_active boolean not null default true,
  email_verified boolean not null default false,
  analysis_count integer not null default 0,
  monthly_analysis_count integer not null default 0,
  last_analysis timestamptz(3),
  monthly_reset_date timestamptz(3) not null default current_timestamp,
  last_login timestamptz(3),
  created_at timestamptz(3) not null default current_timestamp,
  updated_at timestamptz(3) not null default current_timestamp,
  constraint users_email_lower_case check (email = lower(email)),
  constraint users_role_known check (role in ('user', 'worker', 'admin')),
  constraint users_tier_known check (tier in ('free', 'starter', 'pro', 'enterprise')),
  constraint users_api_key_is_digest check (api_key ~ '^sha256:[0-9a-f]{64}$'),
  constraint users_analysis_count_not_negative check (analysis_count >= 0),
  constraint users_monthly_analysis_count_not_negative check (monthly_analysis_count >= 0)
)`.execute(db)
  await sql`create index idx_users_tier on users (tier)`.execute(db)
  await sql`create index users_by_creation on users (created_at desc, id desc)`.execute(db)
  await sql`
create trigger users_touch before update on users
for each row execute function touch_updated_at()`.execute(db)

  await sql`
create table user_onboarding (
  id uuid not null default gen_random_uuid() constraint user_onboarding_pkey primary key,
  user_id uuid not null constraint idx_onboarding_user unique,
  completed boolean not null default false,
  website varchar(500),
  twitter varchar(255),
  discord varchar(255),
  telegram varchar(255),
  logo text,
  contract_address varchar(255),
  contract_chain varchar(50),
  contract_abi text,
  contract_name varchar(255),
  contract_purpose text,
  contract_category varchar(100),
  contract_start_date date,
  is_indexed boolean not null default false,
  indexing_progress integer not null default 0,
  last_analysis_id uuid,
  last_update timestamptz(3),
  current_step varchar(255),
  deployment_block bigint,
  continuous_sync boolean not null default false,
  continuous_sync_started timestamptz(3),
  has_errors boolean not null default false,
  completion_reason varchar(255),
  continuous_sync_stopped timestamptz(3),
  created_at timestamptz(3) not null default current_timestamp,
  updated_at timestamptz(3) not null default current_timestamp,
  constraint user_onboarding_user_id_fkey foreign key (user_id) references users (id) on delete cascade,
  constraint user_onboarding_indexing_progress_percent check (indexing_progress between 0 and 100)
)`.execute(db)
  await sql`create index idx_onboarding_contract on user_onboarding (contract_address, contract_chain)`.execute(
    db,
  )
  await sql`
create trigger user_onboarding_touch before update on user_onboarding
for each row execute function touch_updated_at()`.execute(db)

  await sql`
create table user_preferences (
  id uuid not null default gen_random_uuid() constraint user_preferences_pkey primary key,
  user_id uuid not null constraint idx_preferences_user unique,
  email_notifications boolean not null default true,
  analysis_notifications boolean not null default true,
  default_chain varchar(50) not null default 'ethereum',
  custom_settings jsonb not null default '{}',
  created_at timestamptz(3) not null default current_timestamp,
  updated_at timestamptz(3) not null default current_timestamp,
  constraint user_preferences_user_id_fkey foreign key (user_id) references users (id) on delete cascade
)`.execute(db)
  await sql`
create trigger user_preferences_touch before update on user_preferences
for each row execute function touch_updated_at()`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table user_preferences`.execute(db)
  await sql`drop table user_onboarding`.execute(db)
  await sql`drop table users`.execute(db)
}
