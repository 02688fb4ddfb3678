/** Intended differences from the plan. The plan with these changes is the schema that the migrations create. */

/** Changes of the plan's text, wherever it occurs. */
export const rewrites = [
  {
    reason: 'legacy times are UTC with milliseconds, the precision of a JavaScript Date',
    plan: / TIMESTAMP\b/,
    ours: ' timestamptz(3)',
  },
  {
    reason: 'a column with a default is never NULL',
    plan: / DEFAULT .*/,
    ours: '$& NOT NULL',
  },
  { reason: 'every row has an owner', plan: / ON DELETE CASCADE$/, ours: '$& NOT NULL' },
] as const

const childOwner = (table: string, parent: string, key: string) => [
  `alter table ${table} add user_id uuid not null`,
  `alter table ${table} drop constraint ${table}_${key}_fkey`,
  `alter table ${table} add foreign key (${key}, user_id) references ${parent} (id, user_id) on delete cascade`,
]

const touch = (table: string) =>
  `create trigger ${table}_touch before update on ${table} for each row execute function touch_updated_at()`

const isNoImport = "current_setting('metagauge.is_import', true) is distinct from 'on'"

/** Statements that change the plan's tables, in order, with their reasons. */
export const differences = {
  'a UNIQUE constraint and an index on the same columns become one index': [
    'drop index idx_users_email',
    'alter table users rename constraint users_email_key to idx_users_email',
    'drop index idx_users_api_key',
    'alter table users rename constraint users_api_key_key to idx_users_api_key',
    'drop index idx_onboarding_user',
    'alter table user_onboarding rename constraint user_onboarding_user_id_key to idx_onboarding_user',
    'drop index idx_preferences_user',
    'alter table user_preferences rename constraint user_preferences_user_id_key to idx_preferences_user',
    'drop index idx_params_contract',
    'alter table contract_analysis_params rename constraint contract_analysis_params_contract_id_key to idx_params_contract',
  ],
  'a condition on user_id authorizes any row; composite foreign keys ensure that owners agree': [
    'alter table contracts add constraint contracts_owner unique (id, user_id)',
    'alter table chat_sessions add constraint chat_sessions_owner unique (id, user_id)',
    ...childOwner('contract_competitors', 'contracts', 'contract_id'),
    ...childOwner('contract_rpc_config', 'contracts', 'contract_id'),
    ...childOwner('contract_analysis_params', 'contracts', 'contract_id'),
    ...childOwner('chat_messages', 'chat_sessions', 'session_id'),
    'alter table analyses drop constraint analyses_config_id_fkey',
    'alter table analyses add foreign key (config_id, user_id) references contracts (id, user_id) on delete set null (config_id)',
  ],
  'roles, and when a user was last active': [
    "alter table users add role varchar(50) not null default 'user'",
    "alter table users add check (role in ('user', 'worker', 'admin'))",
    'alter table users add last_login timestamptz(3)',
  ],
  'e-mail addresses ignore case': ['alter table users add check (email = lower(email))'],
  'the key itself is never stored': ["alter table users add check (api_key ~ '^sha256:[0-9a-f]{64}$')"],
  'the legacy application stores these about a synchronisation': [
    'alter table user_onboarding add deployment_block bigint',
    'alter table user_onboarding add continuous_sync_started timestamptz(3)',
  ],
  'the group in which the legacy application shows a competitor': [
    'alter table contract_competitors add group_name varchar(255)',
  ],
  'numbers that are counts or percentages': [
    'alter table users add check (analysis_count >= 0)',
    'alter table users add check (monthly_analysis_count >= 0)',
    'alter table user_onboarding add check (indexing_progress between 0 and 100)',
    'alter table contracts add check (analysis_count >= 0)',
    'alter table chat_sessions add check (message_count >= 0)',
  ],
  'an empty list is not NULL, and a list contains no NULL': [
    "alter table contracts alter tags set not null, alter tags set default '{}'",
    'alter table contracts add check (array_position(tags, null) is null)',
    "alter table contract_rpc_config alter rpc_urls set not null, alter rpc_urls set default '{}'",
    'alter table contract_rpc_config add check (array_position(rpc_urls, null) is null)',
    'alter table contract_analysis_params add check (array_position(output_formats, null) is null)',
  ],
  'a user has one active default contract, a contract one list of URLs per chain': [
    'create unique index contracts_one_default on contracts (user_id) where is_default and is_active',
    'alter table contract_rpc_config add constraint contract_rpc_config_one_per_chain unique (contract_id, chain)',
  ],
  'metadata of legacy analyses may be null, and log entries are objects': [
    'alter table analyses alter metadata drop not null',
    'alter table analyses drop logs',
    "alter table analyses add logs jsonb not null default '[]'",
    "alter table analyses add check (jsonb_typeof(logs) = 'array')",
  ],
  'a faster index, and the contract of an analysis without a saved configuration': [
    'alter table analyses drop constraint analyses_analysis_type_check',
    "alter table analyses add check (analysis_type in ('single', 'quick_scan', 'quick_index', 'competitive', 'comparative'))",
    'alter table analyses add contract_address varchar(255)',
    'alter table analyses add contract_chain varchar(50)',
  ],
  'the data that the legacy application stores about a session or a message': [
    "alter table chat_sessions add metadata jsonb not null default '{}'",
    "alter table chat_messages add metadata jsonb not null default '{}'",
  ],
  'an index for every list that has pages': [
    'create index users_by_creation on users (created_at desc, id desc)',
    'create index contracts_by_creation on contracts (user_id, created_at desc, id desc)',
    'create index contracts_by_update on contracts (user_id, updated_at desc, id desc)',
    'create index contracts_by_name on contracts (user_id, name, id)',
    'create index contracts_by_address on contracts (user_id, lower(target_address))',
    "create function order_key(source text) returns text language sql immutable strict parallel safe return ''",
    'create index contracts_by_order_key on contracts (user_id, (order_key(name) collate "C"), id)',
    "create index contracts_by_last_analysis on contracts (user_id, coalesce(last_analyzed, timestamptz '0001-01-01 00:00:00+00 BC') desc, id desc)",
    'create index contracts_by_analysis_count on contracts (user_id, analysis_count desc, id desc)',
    'create index chat_sessions_by_title on chat_sessions (user_id, (order_key(title) collate "C"), id)',
    'create index chat_sessions_by_message_count on chat_sessions (user_id, message_count desc, id desc)',
    'create index users_by_name on users ((order_key(name) collate "C"), id)',
    "create index users_by_last_login on users (coalesce(last_login, timestamptz '0001-01-01 00:00:00+00 BC') desc, id desc)",
    'create index analyses_by_creation on analyses (user_id, created_at desc, id desc)',
    'create index analyses_by_update on analyses (user_id, updated_at desc, id desc)',
    "create index analyses_by_end on analyses (user_id, coalesce(completed_at, timestamptz '0001-01-01 00:00:00+00 BC') desc, id desc)",
    'create index analyses_by_status on analyses (user_id, status, created_at desc, id desc)',
    'create index analyses_of_config on analyses (config_id, created_at desc, id desc)',
    'create index analyses_by_address on analyses (user_id, lower(contract_address))',
    'create index chat_sessions_by_activity on chat_sessions (user_id, coalesce(last_message_at, created_at) desc, id desc)',
    'create index chat_sessions_by_creation on chat_sessions (user_id, created_at desc, id desc)',
    'create index chat_sessions_by_address on chat_sessions (user_id, lower(contract_address))',
    'create index chat_messages_by_creation on chat_messages (session_id, created_at desc, id desc)',
  ],
  'texts are compared in one normal form of Unicode': [
    'create function nfc(words text) returns text language sql immutable parallel safe return normalize(words)',
    'create function nfc_all(items text[]) returns text[] language sql immutable parallel safe return items',
  ],
  'spellings of a chain or an address have one identity, by which rows are found': [
    "create function chain_identity(chain text) returns text language plpgsql immutable strict parallel safe as $$ begin return ''; end $$",
    "create function address_identity_on(address text, chain_identity text) returns text language plpgsql immutable parallel safe as $$ begin return ''; end $$",
    "create function address_identity(address text, chain text) returns text language sql immutable parallel safe return ''",
    "create function address_identities(address text) returns text[] language sql immutable parallel safe return array['']",
    'create index contracts_by_identity on contracts (user_id, address_identity(target_address, target_chain))',
    'create index analyses_by_identity on analyses (user_id, address_identity(contract_address, contract_chain))',
    'create index chat_sessions_by_identity on chat_sessions (user_id, address_identity(contract_address, contract_chain))',
  ],
  'limits on what belongs to a contract, which a CHECK cannot count': [
    'create function check_competitor_count() returns trigger language plpgsql as $$ begin return null; end $$',
    `create trigger contract_competitors_at_most_100 after insert on contract_competitors
      referencing new table as added for each statement
      when (current_setting('metagauge.is_import', true) is distinct from 'on')
      execute function check_competitor_count()`,
    'create function check_tag_count() returns trigger language plpgsql as $$ begin return new; end $$',
    `create trigger contracts_at_most_50_tags before insert or update of tags on contracts for each row
      when (cardinality(new.tags) > 50 and current_setting('metagauge.is_import', true) is distinct from 'on')
      execute function check_tag_count()`,
  ],
  'a deletion is recorded for an imported contract, so that it is not imported again': [
    'create function note_deleted_contracts() returns trigger language plpgsql as $$ begin return null; end $$',
    `create trigger contracts_note_deleted after delete on contracts
      referencing old table as deleted for each statement
      when (current_setting('metagauge.is_import', true) is distinct from 'on')
      execute function note_deleted_contracts()`,
  ],
  'a lease refers to an analysis and its owner; queued and completed analyses and their results have indexes':
    [
      'alter table analyses add constraint analyses_owner unique (id, user_id)',
      "create index analyses_waiting on analyses (created_at, id) where status = 'pending'",
      'alter table analyses add column queued_at timestamptz(3)',
      "create index analyses_queue on analyses (coalesce(queued_at, created_at), id) where status = 'pending'",
      "create index analyses_by_completion on analyses (user_id, completed_at desc, id desc) where status = 'completed'",
    ],
  'search finds the words of one owner, whose word is in the indexes; messages have an owner': [
    'create function search_text(source text) returns text language sql immutable return source',
    `create function search_words(owner uuid, source text) returns tsvector language plpgsql immutable as $$
      begin return ''; end $$`,
    `create index contracts_by_text on contracts using gin (search_words(user_id,
      name || ' ' || left(coalesce(description, ''), 10000) || ' ' || coalesce(target_name, '') || ' ' || target_address))`,
    `create index chat_sessions_by_text on chat_sessions using gin (search_words(user_id,
      title || ' ' || coalesce(contract_name, '') || ' ' || coalesce(contract_address, '')))`,
    'create index chat_messages_by_text on chat_messages using gin (search_words(user_id, content))',
    `create index analyses_by_text on analyses using gin (search_words(user_id,
      analysis_type || ' ' || coalesce(contract_address, '') || ' ' || coalesce(contract_chain, '') || ' '
      || left(coalesce(metadata ->> 'contractName', ''), 255) || ' ' || left(coalesce(error_message, ''), 10000)))`,
    'create index chat_messages_of_user on chat_messages (user_id, created_at desc, id desc)',
    'create function interpretation_text(content jsonb) returns text language sql immutable return content::text',
    `create index analyses_by_interpretation on analyses using gin (search_words(user_id,
      left(interpretation_text(coalesce(results -> 'aiInterpretation', results -> 'interpretation')), 10000)))
      where results ?| array['aiInterpretation', 'interpretation']`,
  ],
  'search tolerates typos if the server has pg_trgm; the functions exist without it, too': [
    // A function within the block, so that this changes something on both kinds of servers.
    `do $$ begin
      if exists (select from pg_available_extensions where name = 'pg_trgm') then
        create extension if not exists pg_trgm;
        create index contracts_by_similarity on contracts using gin (name gin_trgm_ops, target_address gin_trgm_ops);
      end if;
      create function resembles(query text, name text) returns boolean language sql stable return false;
    end $$`,
    'create function resemblance(query text, name text) returns real language sql stable return 0::real',
  ],
  'values in results are searched within one user’s rows if the server has btree_gin': [
    `do $$ begin
      if exists (select from pg_available_extensions where name = 'btree_gin') then
        create extension if not exists btree_gin;
        create index analyses_by_results on analyses using gin (user_id, results jsonb_path_ops);
      else
        create index analyses_by_results on analyses using gin (results jsonb_path_ops);
      end if;
    end $$`,
  ],
  'administrators list users in orders for which the plan has no index': [
    'create index users_by_role on users (role, created_at desc, id desc)',
    'create index users_by_activity on users (is_active, created_at desc, id desc)',
    `do $$ begin
      if exists (select from pg_available_extensions where name = 'pg_trgm') then
        create index users_by_text on users using gin (name gin_trgm_ops, email gin_trgm_ops);
        create index users_by_normal_text on users using gin (nfc(name) gin_trgm_ops, nfc(email) gin_trgm_ops);
      end if;
    end $$`,
  ],
  'a status only changes by allowed transitions, which a CHECK cannot verify': [
    'create function check_analysis_status() returns trigger language plpgsql as $$ begin return new; end $$',
    `create trigger analyses_status_edge before update of status on analyses for each row
      when (old.status is distinct from new.status) execute function check_analysis_status()`,
  ],
  'runs of analyses, the indexing state of the default contract and its sync follow changes of the rows': [
    'create index user_onboarding_syncing on user_onboarding (user_id) where continuous_sync',
    'create function note_analysis_run() returns trigger language plpgsql as $$ begin return null; end $$',
    `create trigger analyses_note_run after update of status on analyses for each row
      when (old.status is distinct from new.status and ${isNoImport})
      execute function note_analysis_run()`,
    `create function show_indexing(owner uuid, contract uuid, resets boolean) returns void language plpgsql
      as $$ begin return; end $$`,
    'create function note_indexing() returns trigger language plpgsql as $$ begin return null; end $$',
    `create trigger analyses_note_queued_indexing after insert on analyses for each row
      when (new.analysis_type = 'quick_index' and new.config_id is not null and ${isNoImport})
      execute function note_indexing()`,
    `create trigger analyses_note_indexing after update of status, progress, current_step, has_errors, last_update
      on analyses for each row
      when (new.analysis_type = 'quick_index' and new.config_id is not null and ${isNoImport})
      execute function note_indexing()`,
    'create function note_default_contract() returns trigger language plpgsql as $$ begin return null; end $$',
    `create trigger contracts_note_new_default after insert on contracts for each row
      when (new.is_default and new.is_active and ${isNoImport}) execute function note_default_contract()`,
    `create trigger contracts_note_default after update of is_default, is_active on contracts for each row
      when ((old.is_default and old.is_active) is distinct from (new.is_default and new.is_active) and ${isNoImport})
      execute function note_default_contract()`,
  ],
  'archiving a contract ends its share links': [
    'create function end_share_links() returns trigger language plpgsql as $$ begin return null; end $$',
    `create trigger contracts_end_share_links after update of is_active on contracts for each row
      when (old.is_active and not new.is_active) execute function end_share_links()`,
  ],
  'another address or chain of a contract ends its share links and clears the deployment block': [
    'create function note_moved_contract() returns trigger language plpgsql as $$ begin return null; end $$',
    `create trigger contracts_note_moved after update of target_address, target_chain on contracts for each row
      when ((old.target_address, old.target_chain) is distinct from (new.target_address, new.target_chain)
        and (address_identity(old.target_address, old.target_chain), chain_identity(old.target_chain))
          is distinct from (address_identity(new.target_address, new.target_chain), chain_identity(new.target_chain)))
      execute function note_moved_contract()`,
  ],
  'an import does not insert a deleted message again': [
    'create function note_deleted_messages() returns trigger language plpgsql as $$ begin return null; end $$',
    `create trigger chat_messages_note_deleted after delete on chat_messages
      referencing old table as deleted for each statement
      when (current_setting('metagauge.is_import', true) is distinct from 'on')
      execute function note_deleted_messages()`,
  ],
  'updated_at is maintained by triggers, which the plan requires but does not define': [
    'create function touch_updated_at() returns trigger language plpgsql as $$ begin return new; end $$',
    touch('users'),
    `create trigger user_onboarding_touch before update of completed, website, twitter, discord, telegram, logo,
      contract_address, contract_chain, contract_abi, contract_name, contract_purpose, contract_category,
      contract_start_date, deployment_block, updated_at on user_onboarding
      for each row execute function touch_updated_at()`,
    touch('user_preferences'),
    touch('contracts'),
    touch('contract_rpc_config'),
    touch('contract_analysis_params'),
    touch('analyses'),
    touch('chat_sessions'),
  ],
} as const
