import { type Kysely, sql } from 'kysely'

/**
 * For workers: quotas, leases, and the allowed transitions of a status.
 * - tier_quotas: analyses per month; NULL for no limit. An operator changes them with UPDATE.
 * - A lease is a worker's claim on a running analysis until it expires. It is not part of `analyses`, because an import writes
 *   whole rows there.
 * - The trigger rejects any other transition, so that a late worker can't overwrite a cancelled analysis. The importer's
 *   publishing transaction turns it off for itself with the setting metagauge.is_import.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
create table tier_quotas (
  tier varchar(50) not null constraint tier_quotas_pkey primary key,
  monthly_analyses integer,
  constraint tier_quotas_tier_known check (tier in ('free', 'starter', 'pro', 'enterprise')),
  constraint tier_quotas_monthly_analyses_not_negative check (monthly_analyses >= 0)
)`.execute(db)
  await sql`
insert into tier_quotas (tier, monthly_analyses)
values ('free', 10), ('starter', 50), ('pro', 500), ('enterprise', null)`.execute(db)

  await sql`alter table analyses add constraint analyses_owner unique (id, user_id)`.execute(db)
  await sql`
create table analysis_leases (
  analysis_id uuid not null constraint analysis_leases_pkey primary key,
  user_id uuid not null,
  worker_id uuid not null,
  token uuid not null default gen_random_uuid() constraint analysis_leases_token unique,
  attempts integer not null default 1,
  expires_at timestamptz(3) not null,
  claimed_at timestamptz(3) not null default current_timestamp,
  constraint analysis_leases_analysis_fkey foreign key (analysis_id, user_id)
    references analyses (id, user_id) on delete cascade,
  constraint analysis_leases_worker_id_fkey foreign key (worker_id) references users (id) on delete cascade,
  constraint analysis_leases_attempts_positive check (attempts > 0)
)`.execute(db)
  await sql`create index analysis_leases_by_expiry on analysis_leases (expires_at)`.execute(db)
  await sql`create index analysis_leases_of_worker on analysis_leases (worker_id)`.execute(db)
  await sql`
create index analyses_waiting on analyses (created_at, id) where status = 'pending'`.execute(db)
  await sql`
create index analyses_by_completion on analyses (user_id, completed_at desc, id desc)
where status = 'completed'`.execute(db)

  await sql`
create function check_analysis_status() returns trigger language plpgsql as $$
begin
  if (old.status, new.status) not in (
    ('pending', 'running'), ('pending', 'failed'), ('pending', 'cancelled'),
    ('running', 'pending'), ('running', 'completed'), ('running', 'failed'), ('running', 'cancelled'),
    ('completed', 'running')
  ) and current_setting('metagauge.is_import', true) is distinct from 'on' then
    raise exception 'an analysis can not go from % to %', old.status, new.status
      using errcode = 'check_violation', constraint = 'analyses_status_edge', table = 'analyses';
  end if;
  return new;
end
$$`.execute(db)
  await sql`
create trigger analyses_status_edge before update of status on analyses
for each row when (old.status is distinct from new.status) execute function check_analysis_status()`.execute(
    db,
  )
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop trigger analyses_status_edge on analyses`.execute(db)
  await sql`drop function check_analysis_status()`.execute(db)
  await sql`drop index analyses_by_completion`.execute(db)
  await sql`drop index analyses_waiting`.execute(db)
  await sql`drop table analysis_leases`.execute(db)
  await sql`alter table analyses drop constraint analyses_owner`.execute(db)
  await sql`drop table tier_quotas`.execute(db)
}
