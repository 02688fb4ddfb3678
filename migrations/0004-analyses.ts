import { type Kysely, sql } from 'kysely'

/**
 * The plan's analyses. Intended differences:
 * - timestamptz(3), and NOT NULL wherever there is a default or an owner (see 0002); `metadata` may be NULL, as in the legacy
 *   records.
 * - `logs` is a JSONB array of {timestamp, level, message, data}: the legacy entries are objects.
 * - `analysis_type` also allows 'quick_index'; `contract_address` and `contract_chain` name the contract of a quick scan, which
 *   has no configuration.
 * - The configuration belongs to the same user: the foreign key has both columns, and clears only `config_id`.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
create table analyses (
  id uuid not null default gen_random_uuid() constraint analyses_pkey primary key,
  user_id uuid not null,
  config_id uuid,
  contract_address varchar(255),
  contract_chain varchar(50),
  analysis_type varchar(50) not null,
  status varchar(50) not null default 'pending',
  progress integer not null default 0,
  results jsonb,
  metadata jsonb default '{}',
  error_message text,
  has_errors boolean not null default false,
  logs jsonb not null default '[]',
  completed_at timestamptz(3),
  created_at timestamptz(3) not null default current_timestamp,
  updated_at timestamptz(3) not null default current_timestamp,
  last_update timestamptz(3),
  current_step varchar(255),
  constraint analyses_user_id_fkey foreign key (user_id) references users (id) on delete cascade,
  constraint analyses_config_fkey foreign key (config_id, user_id)
    references contracts (id, user_id) on delete set null (config_id),
  constraint analyses_analysis_type_known
    check (analysis_type in ('single', 'quick_scan', 'quick_index', 'competitive', 'comparative')),
  constraint analyses_status_known check (status in ('pending', 'running', 'completed', 'failed', 'cancelled')),
  constraint analyses_progress_percent check (progress >= 0 and progress <= 100),
  constraint analyses_logs_is_array check (jsonb_typeof(logs) = 'array')
)`.execute(db)
  await sql`create index idx_analyses_user on analyses (user_id)`.execute(db)
  await sql`create index idx_analyses_config on analyses (config_id)`.execute(db)
  await sql`create index idx_analyses_status on analyses (status)`.execute(db)
  await sql`create index idx_analyses_type on analyses (analysis_type)`.execute(db)
  await sql`create index idx_analyses_created on analyses (created_at desc)`.execute(db)
  await sql`create index analyses_by_creation on analyses (user_id, created_at desc, id desc)`.execute(db)
  await sql`create index analyses_by_update on analyses (user_id, updated_at desc, id desc)`.execute(db)
  await sql`create index analyses_by_status on analyses (user_id, status, created_at desc, id desc)`.execute(
    db,
  )
  await sql`create index analyses_of_config on analyses (config_id, created_at desc, id desc)`.execute(db)
  await sql`create index analyses_by_address on analyses (user_id, lower(contract_address))`.execute(db)
  await sql`
create trigger analyses_touch before update on analyses
for each row execute function touch_updated_at()`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table analyses`.execute(db)
}
