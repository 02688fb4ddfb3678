-- The first of every ten users is busy and has 25 contracts and 20 sessions. The other nine together have 25 and 80.
create temporary table bench_users as
select number, md5('user-' || number)::uuid as id,
  timestamptz '2023-03-01 00:00:00Z'
    + number * (interval '90 days' / current_setting('bench.users')::bigint) as created_at,
  case when number % 10 = 0 then 25 when number % 10 <= 7 then 3 else 2 end as contracts,
  case when number % 10 = 0 then 20 when number % 10 <= 8 then 9 else 8 end as sessions
from generate_series(0, current_setting('bench.users')::bigint - 1) as number;

insert into users (id, email, password, name, tier, api_key, email_verified, analysis_count, monthly_analysis_count,
  last_analysis, monthly_reset_date, last_login, created_at, updated_at)
select id, 'user.' || number || '@example.org', '!', 'User ' || number,
  (array['free', 'free', 'free', 'starter', 'pro', 'enterprise'])[1 + pg_temp.pick(number, 10, 6)],
  'sha256:' || encode(sha256(convert_to('key-' || number, 'UTF8')), 'hex'), pg_temp.pick(number, 11, 5) > 0,
  contracts * 10, pg_temp.pick(number, 12, 10), created_at + interval '500 days', created_at,
  created_at + interval '600 days', created_at, created_at + interval '600 days'
from bench_users order by number;

insert into user_onboarding (id, user_id, completed, website, contract_address, contract_chain, contract_name,
  contract_purpose, contract_category, contract_start_date, is_indexed, indexing_progress, created_at, updated_at)
select md5('onboarding-' || number)::uuid, id, true, 'https://product-' || number || '.example.com',
  pg_temp.address(number), 'ethereum', 'Protocol ' || number, 'Learn who comes back', 'defi', date '2024-06-01', true,
  100, created_at, created_at
from bench_users order by number;

insert into user_preferences (id, user_id, created_at, updated_at)
select md5('preferences-' || number)::uuid, id, created_at, created_at from bench_users order by number;
