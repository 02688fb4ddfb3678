import { type Kysely, sql } from 'kysely'

/**
 * The states that the dashboard shows follow the analyses.
 * - analysis_runs: when a worker started and ended an analysis, whether it was charged, and its cycle of a continuous sync. It
 *   is not part of `analyses`, because an import writes whole rows there.
 * - tier_quotas.charged_types: the types that use the monthly quota. Quick scans and quick indexes do not.
 * - A completed analysis may be queued again, which a refresh does.
 * - Every change of a quick index of the active default contract updates the owner's onboarding in the same statement, whoever
 *   changes it: workers, the owner, sweeps. The newest quick index that was not cancelled is shown.
 * - Another default contract shows its own state, ends the sync of the previous one and cancels its pending cycle.
 * - `user_onboarding.updated_at` changes only with the columns that the owner edits. Otherwise each report of a worker
 *   would reject an edit that is based on an earlier `updated_at`.
 * An import restores all of these states itself: see metagauge.is_import.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createRuns(db)
  await sql`
alter table tier_quotas
  add column charged_types text[] not null default '{single,competitive,comparative}',
  add constraint tier_quotas_charged_types_known
    check (charged_types <@ '{single,quick_scan,quick_index,competitive,comparative}')`.execute(db)
  await allowStatuses(db, sql`('completed', 'running'), ('completed', 'pending')`)
  await followRuns(db)
  await followIndexing(db)
  await followDefault(db)
  await sql`
create or replace trigger user_onboarding_touch before update of completed, website, twitter, discord, telegram, logo,
  contract_address, contract_chain, contract_abi, contract_name, contract_purpose, contract_category, contract_start_date,
  deployment_block, updated_at on user_onboarding
for each row execute function touch_updated_at()`.execute(db)
}

async function createRuns(db: Kysely<unknown>): Promise<void> {
  await sql`
create table analysis_runs (
  analysis_id uuid not null constraint analysis_runs_pkey primary key,
  user_id uuid not null,
  started_at timestamptz(3),
  finished_at timestamptz(3),
  charged_at timestamptz(3),
  sync_started_at timestamptz(3),
  sync_cycle integer,
  empty_cycles integer not null default 0,
  constraint analysis_runs_analysis_fkey foreign key (analysis_id, user_id)
    references analyses (id, user_id) on delete cascade,
  constraint analysis_runs_sync_complete check ((sync_started_at is null) = (sync_cycle is null)),
  constraint analysis_runs_sync_cycle_positive check (sync_cycle > 0),
  constraint analysis_runs_empty_cycles_not_negative check (empty_cycles >= 0)
)`.execute(db)
  await sql`
create index analysis_runs_of_sync on analysis_runs (user_id, sync_started_at, sync_cycle)
where sync_started_at is not null`.execute(db)
  await sql`
create index user_onboarding_syncing on user_onboarding (user_id) where continuous_sync`.execute(db)
}

type Statuses = ReturnType<typeof sql>

async function allowStatuses(db: Kysely<unknown>, fromCompleted: Statuses): Promise<void> {
  await sql`
create or replace function check_analysis_status() returns trigger language plpgsql as $$
begin
  if (old.status, new.status) not in (
    ('pending', 'running'), ('pending', 'failed'), ('pending', 'cancelled'),
    ('running', 'pending'), ('running', 'completed'), ('running', 'failed'), ('running', 'cancelled'),
    ${fromCompleted}
  ) and current_setting('metagauge.is_import', true) is distinct from 'on' then
    raise exception 'an analysis can not go from % to %', old.status, new.status
      using errcode = 'check_violation', constraint = 'analyses_status_edge', table = 'analyses';
  end if;
  return new;
end
$$`.execute(db)
}

/** An analysis that is requeued keeps `started_at`: a worker has already begun it, so its charge is not given back. */
async function followRuns(db: Kysely<unknown>): Promise<void> {
  await sql`
create function note_analysis_run() returns trigger language plpgsql as $$
begin
  if new.status = 'running' then
    insert into analysis_runs (analysis_id, user_id, started_at) values (new.id, new.user_id, current_timestamp)
    on conflict (analysis_id) do update set started_at = current_timestamp, finished_at = null
    where analysis_runs.user_id = new.user_id;
  elsif new.status = 'pending' and old.status = 'completed' then
    update analysis_runs
    set started_at = null, finished_at = null, sync_started_at = null, sync_cycle = null, empty_cycles = 0
    where analysis_id = new.id and user_id = new.user_id;
  elsif new.status in ('completed', 'failed', 'cancelled') then
    insert into analysis_runs (analysis_id, user_id, finished_at) values (new.id, new.user_id, current_timestamp)
    on conflict (analysis_id) do update set finished_at = current_timestamp, empty_cycles =
      case when new.status = 'failed' and analysis_runs.sync_cycle is not null then analysis_runs.empty_cycles + 1
        else analysis_runs.empty_cycles end
    where analysis_runs.user_id = new.user_id;
  end if;
  return null;
end
$$`.execute(db)
  await sql`
create trigger analyses_note_run after update of status on analyses for each row
when (old.status is distinct from new.status and current_setting('metagauge.is_import', true) is distinct from 'on')
execute function note_analysis_run()`.execute(db)
}

/**
 * `show_indexing` copies the state of the contract's newest quick index. It reads after locking the onboarding: of two
 * concurrent changes, the second sees the first. `resets` is true if the previous value of `is_indexed` belongs to
 * another contract, or to results that were cleared.
 *
 * `note_indexing` locks before it checks whether the contract is the default: it would not wait for a concurrent change of
 * the default otherwise, and that change might show the previous status. A user without onboarding gets it only for the
 * default contract; until then, the contract is locked instead.
 */
async function followIndexing(db: Kysely<unknown>): Promise<void> {
  await sql`
create function show_indexing(owner uuid, contract uuid, resets boolean) returns void language plpgsql as $$
declare
  shown record;
  has_results boolean;
begin
  insert into user_onboarding (user_id) select owner
  where exists (select from analyses
    where config_id = contract and user_id = owner and analysis_type = 'quick_index')
  on conflict (user_id) do nothing;
  perform from user_onboarding where user_id = owner for no key update;
  if not exists (select from contracts where id = contract and user_id = owner and is_default and is_active) then
    return;
  end if;
  select id, status, progress, current_step, has_errors into shown from analyses
  where config_id = contract and user_id = owner and analysis_type = 'quick_index' and status <> 'cancelled'
  order by created_at desc, id desc limit 1;
  if shown.id is null then
    select id, status, progress, current_step, has_errors into shown from analyses
    where config_id = contract and user_id = owner and analysis_type = 'quick_index'
    order by created_at desc, id desc limit 1;
  end if;
  has_results := exists (select from analyses
    where config_id = contract and user_id = owner and analysis_type = 'quick_index' and status = 'completed');
  update user_onboarding set
    is_indexed = has_results or (is_indexed and not resets),
    indexing_progress = coalesce(shown.progress, 0),
    current_step = shown.current_step,
    last_analysis_id = shown.id,
    last_update = case when shown.id is null then null else current_timestamp end,
    has_errors = coalesce(shown.has_errors or shown.status = 'failed', false),
    completion_reason = case when shown.status in ('completed', 'failed', 'cancelled') then shown.status end
  where user_id = owner;
end
$$`.execute(db)
  await sql`
create function note_indexing() returns trigger language plpgsql as $$
begin
  perform from user_onboarding where user_id = new.user_id for no key update;
  if not found then
    perform from contracts where id = new.config_id and user_id = new.user_id for share;
  end if;
  if not exists (select from contracts
    where id = new.config_id and user_id = new.user_id and is_default and is_active) then
    return null;
  end if;
  if tg_op = 'UPDATE' and old.status = new.status then
    update user_onboarding set indexing_progress = new.progress, current_step = new.current_step,
      has_errors = new.has_errors, last_update = current_timestamp
    where user_id = new.user_id and last_analysis_id = new.id;
  else
    perform show_indexing(new.user_id, new.config_id, tg_op = 'UPDATE' and old.status = 'completed');
  end if;
  return null;
end
$$`.execute(db)
  const isIndexing = sql`new.analysis_type = 'quick_index' and new.config_id is not null
  and current_setting('metagauge.is_import', true) is distinct from 'on'`
  await sql`
create trigger analyses_note_queued_indexing after insert on analyses for each row
when (${isIndexing}) execute function note_indexing()`.execute(db)
  await sql`
create trigger analyses_note_indexing after update of status, progress, current_step, has_errors, last_update
on analyses for each row when (${isIndexing}) execute function note_indexing()`.execute(db)
}

/**
 * Pending cycles that are locked are being claimed: they continue like a running cycle. Those that are cancelled give back
 * their charge, like `cancelAnalysis`.
 */
async function followDefault(db: Kysely<unknown>): Promise<void> {
  await sql`
create function note_default_contract() returns trigger language plpgsql as $$
begin
  if new.is_default and new.is_active then
    perform show_indexing(new.user_id, new.id, true);
    return null;
  end if;
  with cancelled as (
    update analyses set status = 'cancelled', current_step = null
    where user_id = new.user_id and id in (
      select analyses.id from analyses
      join analysis_runs on analysis_runs.analysis_id = analyses.id and analysis_runs.user_id = analyses.user_id
      where analyses.config_id = new.id and analyses.user_id = new.user_id and analyses.status = 'pending'
        and analysis_runs.sync_cycle is not null
      for update of analyses skip locked)
    returning id, user_id
  ), unused as (
    select count(*)::int as charges from cancelled
    join analysis_runs on analysis_runs.analysis_id = cancelled.id and analysis_runs.user_id = cancelled.user_id
    where analysis_runs.started_at is null
      and analysis_runs.charged_at >= date_trunc('month', current_timestamp, 'UTC')
  )
  update users set monthly_analysis_count = greatest(monthly_analysis_count - unused.charges, 0)
  from unused where users.id = new.user_id and unused.charges > 0;
  update user_onboarding set
    is_indexed = false, indexing_progress = 0, current_step = null, last_analysis_id = null, last_update = null,
    has_errors = false, completion_reason = null, deployment_block = null, continuous_sync = false,
    continuous_sync_stopped = case when continuous_sync then current_timestamp else continuous_sync_stopped end
  where user_id = new.user_id;
  return null;
end
$$`.execute(db)
  const isImport = sql`current_setting('metagauge.is_import', true) is distinct from 'on'`
  await sql`
create trigger contracts_note_new_default after insert on contracts for each row
when (new.is_default and new.is_active and ${isImport}) execute function note_default_contract()`.execute(db)
  await sql`
create trigger contracts_note_default after update of is_default, is_active on contracts for each row
when ((old.is_default and old.is_active) is distinct from (new.is_default and new.is_active) and ${isImport})
execute function note_default_contract()`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`
create or replace trigger user_onboarding_touch before update on user_onboarding
for each row execute function touch_updated_at()`.execute(db)
  await sql`drop trigger contracts_note_default on contracts`.execute(db)
  await sql`drop trigger contracts_note_new_default on contracts`.execute(db)
  await sql`drop function note_default_contract()`.execute(db)
  await sql`drop trigger analyses_note_indexing on analyses`.execute(db)
  await sql`drop trigger analyses_note_queued_indexing on analyses`.execute(db)
  await sql`drop function note_indexing()`.execute(db)
  await sql`drop function show_indexing(uuid, uuid, boolean)`.execute(db)
  await sql`drop trigger analyses_note_run on analyses`.execute(db)
  await sql`drop function note_analysis_run()`.execute(db)
  await allowStatuses(db, sql`('completed', 'running')`)
  await sql`
alter table tier_quotas drop constraint tier_quotas_charged_types_known, drop column charged_types`.execute(
    db,
  )
  await sql`drop index user_onboarding_syncing`.execute(db)
  await sql`drop table analysis_runs`.execute(db)
}
