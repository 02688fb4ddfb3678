import { type Kysely, sql } from 'kysely'

/**
 * The plan's contracts, contract_competitors, contract_rpc_config and contract_analysis_params. Intended differences:
 * - timestamptz(3), and NOT NULL wherever there is a default or an owner (see 0002).
 * - The children have `user_id`, too, which a foreign key on both columns keeps equal to the parent's: one predicate authorises
 *   any row. The foreign keys refer to `contracts_owner`.
 * - At most one active default contract per user; no NULL inside `tags`, `rpc_urls` and `output_formats`.
 * - One RPC row per contract and chain.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
create table contracts (
  id uuid not null default gen_random_uuid() constraint contracts_pkey primary key,
  user_id uuid not null,
  name varchar(255) not null,
  description text,
  target_address varchar(255) not null,
  target_chain varchar(50) not null,
  target_name varchar(255),
  target_abi text,
  tags text[] not null default '{}',
  is_active boolean not null default true,
  is_default boolean not null default false,
  last_analyzed timestamptz(3),
  analysis_count integer not null default 0,
  created_at timestamptz(3) not null default current_timestamp,
  updated_at timestamptz(3) not null default current_timestamp,
  constraint contracts_owner unique (id, user_id),
  constraint contracts_user_id_fkey foreign key (user_id) references users (id) on delete cascade,
  constraint contracts_tags_without_null check (array_position(tags, null) is null),
  constraint contracts_analysis_count_not_negative check (analysis_count >= 0)
)`.execute(db)
  await sql`create index idx_contracts_user on contracts (user_id)`.execute(db)
  await sql`create index idx_contracts_address on contracts (target_address, target_chain)`.execute(db)
  await sql`create index idx_contracts_active on contracts (is_active)`.execute(db)
  await sql`create index idx_contracts_default on contracts (user_id, is_default)`.execute(db)
  await sql`create unique index contracts_one_default on contracts (user_id) where is_default and is_active`.execute(
    db,
  )
  await sql`create index contracts_by_creation on contracts (user_id, created_at desc, id desc)`.execute(db)
  await sql`create index contracts_by_update on contracts (user_id, updated_at desc, id desc)`.execute(db)
  await sql`create index contracts_by_name on contracts (user_id, name, id)`.execute(db)
  await sql`create index contracts_by_address on contracts (user_id, lower(target_address))`.execute(db)
  await sql`
create trigger contracts_touch before update on contracts
for each row execute function touch_updated_at()`.execute(db)

  await sql`
create table contract_competitors (
  id uuid not null default gen_random_uuid() constraint contract_competitors_pkey primary key,
  contract_id uuid not null,
  user_id uuid not null,
  address varchar(255) not null,
  chain varchar(50) not null,
  name varchar(255),
  abi text,
  created_at timestamptz(3) not null default current_timestamp,
  constraint contract_competitors_contract_fkey foreign key (contract_id, user_id)
    references contracts (id, user_id) on delete cascade
)`.execute(db)
  await sql`create index idx_competitors_contract on contract_competitors (contract_id)`.execute(db)
  await sql`create index idx_competitors_address on contract_competitors (address, chain)`.execute(db)

  await sql`
create table contract_rpc_config (
  id uuid not null default gen_random_uuid() constraint contract_rpc_config_pkey primary key,
  contract_id uuid not null,
  user_id uuid not null,
  chain varchar(50) not null,
  rpc_urls text[] not null default '{}',
  created_at timestamptz(3) not null default current_timestamp,
  updated_at timestamptz(3) not null default current_timestamp,
  constraint contract_rpc_config_one_per_chain unique (contract_id, chain),
  constraint contract_rpc_config_contract_fkey foreign key (contract_id, user_id)
    references contracts (id, user_id) on delete cascade,
  constraint contract_rpc_config_urls_without_null check (array_position(rpc_urls, null) is null)
)`.execute(db)
  await sql`create index idx_rpc_contract on contract_rpc_config (contract_id)`.execute(db)
  await sql`create index idx_rpc_chain on contract_rpc_config (chain)`.execute(db)
  await sql`
create trigger contract_rpc_config_touch before update on contract_rpc_config
for each row execute function touch_updated_at()`.execute(db)

  await sql`
create table contract_analysis_params (
  id uuid not null default gen_random_uuid() constraint contract_analysis_params_pkey primary key,
  contract_id uuid not null constraint idx_params_contract unique,
  user_id uuid not null,
  block_range integer not null default 1000,
  whale_threshold decimal(20, 8) not null default 10,
  max_concurrent_requests integer not null default 10,
  failover_timeout integer not null default 30000,
  max_retries integer not null default 2,
  output_formats text[] not null default array['json', 'csv', 'markdown'],
  custom_params jsonb not null default '{}',
  created_at timestamptz(3) not null default current_timestamp,
  updated_at timestamptz(3) not null default current_timestamp,
  constraint contract_analysis_params_contract_fkey foreign key (contract_id, user_id)
    references contracts (id, user_id) on delete cascade,
  constraint contract_analysis_params_formats_without_null check (array_position(output_formats, null) is null)
)`.execute(db)
  await sql`
create trigger contract_analysis_params_touch before update on contract_analysis_params
for each row execute function touch_updated_at()`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table contract_analysis_params`.execute(db)
  await sql`drop table contract_rpc_config`.execute(db)
  await sql`drop table contract_competitors`.execute(db)
  await sql`drop table contracts`.execute(db)
}
