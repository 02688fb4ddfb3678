-- The users' first contracts, then their second ones and so on: a user's rows are as far apart as after years of use.
create temporary table bench_contracts as
select row_number() over (order by place, users.number) - 1 as number, users.number as user_number, users.id as user_id,
  md5('contract-' || users.number || '-' || place)::uuid as id, place,
  timestamptz '2023-06-01 00:00:00Z' + (row_number() over (order by place, users.number) - 1)
    * (interval '300 days' / (current_setting('bench.users')::bigint * 5)) as created_at
from bench_users as users cross join lateral generate_series(1, users.contracts) as place;

insert into contracts (id, user_id, name, description, target_address, target_chain, target_name, target_abi, tags,
  is_active, is_default, last_analyzed, analysis_count, created_at, updated_at)
select contracts.id, user_id, 'Protocol ' || left(md5('name-' || contracts.number), 6), sentences.text,
  pg_temp.address(contracts.number),
  (array['ethereum', 'ethereum', 'lisk', 'starknet'])[1 + pg_temp.pick(contracts.number, 20, 4)],
  'Target ' || left(md5('target-' || contracts.number), 6),
  case when pg_temp.pick(contracts.number, 21, 5) < 3 then
    '[' || repeat('{"type":"function","name":"balanceOf","inputs":[{"name":"owner","type":"address"}]},', 10) || '{}]' end,
  array['defi', (array['onboarding', 'growth', 'audit'])[1 + pg_temp.pick(contracts.number, 22, 3)]],
  place % 12 <> 0, place = 1, created_at + interval '400 days', 10, created_at, created_at + interval '1 day'
from bench_contracts as contracts
join sentences on sentences.number = pg_temp.pick(contracts.number, 23, 4096)
order by contracts.number;

insert into contract_competitors (id, contract_id, user_id, address, chain, name, created_at)
select md5('competitor-' || number || '-' || rival)::uuid, id, user_id, pg_temp.address(number * 2 + rival + 1000000000),
  'ethereum', 'Rival ' || left(md5('rival-' || number || '-' || rival), 5), created_at + rival * interval '1 second'
from bench_contracts cross join generate_series(1, 2) as rival order by number, rival;

insert into contract_rpc_config (id, contract_id, user_id, chain, rpc_urls, created_at, updated_at)
select md5('rpc-' || number || '-' || chain)::uuid, id, user_id, chain,
  array['https://' || chain || '.rpc.example.com/v2/' || md5('secret-' || number), 'https://' || chain || '.rpc.example.org'],
  created_at, created_at
from bench_contracts cross join unnest(array['ethereum', 'lisk', 'starknet']) as chain order by number, chain;

insert into contract_analysis_params (id, contract_id, user_id, whale_threshold, max_concurrent_requests, custom_params,
  created_at, updated_at)
select md5('params-' || number)::uuid, id, user_id, 5 + pg_temp.pick(number, 24, 45) + 0.25, 5,
  jsonb_build_object('searchStrategy', 'standard', 'smartSearch', true), created_at, created_at
from bench_contracts order by number;
