-- Ten analyses of each contract, all contracts in turn. The third and the eighth have an address instead of a contract.
create temporary table bench_analyses as
select turn * contracts.total + contracts.number as number, contracts.user_id,
  case when turn not in (2, 7) then contracts.id end as config_id,
  case when turn in (2, 7) then pg_temp.address(contracts.number) end as address,
  timestamptz '2024-04-01 00:00:00Z'
    + (turn * contracts.total + contracts.number) * (interval '540 days' / (contracts.total * 10)) as created_at,
  (array['completed', 'failed', 'cancelled', 'pending'])[
    1 + width_bucket(pg_temp.pick(turn * contracts.total + contracts.number, 30, 100), array[88, 96, 99])] as status
from (select bench_contracts.*, count(*) over () as total from bench_contracts) as contracts
cross join generate_series(0, 9) as turn;

create function pg_temp.transaction(number bigint) returns jsonb language sql stable
return jsonb_build_object(
  'hash', '0x' || md5('hash-' || number) || md5('rest-' || number),
  'from', pg_temp.address(number), 'to', pg_temp.address(number + 1),
  'value', (1 + pg_temp.pick(number, 40, 900))::text || '000000000000000',
  'gasUsed', 21000 + pg_temp.pick(number, 41, 220000), 'blockNumber', 19400000 + pg_temp.pick(number, 42, 50000),
  'timestamp', 1740000000 + pg_temp.pick(number, 43, 10000000),
  'method', (array['swap', 'deposit', 'withdraw'])[1 + pg_temp.pick(number, 44, 3)],
  'success', pg_temp.pick(number, 45, 100) < 97);

-- About 2 KB as JSON.
create function pg_temp.results(number bigint, summary text, advice text) returns jsonb language sql stable
return jsonb_build_object(
  'target', jsonb_build_object(
    'contract', jsonb_build_object(
      'address', pg_temp.address(number), 'chain', 'ethereum', 'name', 'Protocol ' || left(md5('p-' || number), 6)),
    'transactions', pg_temp.pick(number, 50, 90000),
    'metrics', jsonb_build_object(
      'tvl', pg_temp.pick(number, 51, 9000000) + 0.37, 'volume', pg_temp.pick(number, 52, 9000000),
      'uniqueUsers', pg_temp.pick(number, 53, 9000), 'retention', round(pg_temp.pick(number, 54, 100) / 100.0, 2),
      'gasEfficiency', pg_temp.pick(number, 55, 99) || '.5%'),
    'recentTransactions', jsonb_build_array(
      pg_temp.transaction(number * 4), pg_temp.transaction(number * 4 + 1),
      pg_temp.transaction(number * 4 + 2), pg_temp.transaction(number * 4 + 3))),
  'summary', summary, 'recommendations', jsonb_build_array(advice, summary));

insert into analyses (id, user_id, config_id, contract_address, contract_chain, analysis_type, status, progress, results,
  metadata, error_message, has_errors, logs, completed_at, created_at, updated_at)
select md5('analysis-' || analyses.number)::uuid, user_id, config_id, address, case when address is not null then 'ethereum' end,
  case when address is not null then 'quick_index'
    else (array['single', 'competitive'])[1 + pg_temp.pick(analyses.number, 31, 2)] end,
  status, case status when 'completed' then 100 when 'pending' then 0 else 40 end,
  case when status = 'completed' then pg_temp.results(analyses.number, summary.text, advice.text) end,
  jsonb_build_object('blockRange', pg_temp.pick(analyses.number, 32, 50000), 'version', '2.1.0'),
  case when status = 'failed' then 'All RPC providers failed: timeout of 30000ms exceeded' end, status = 'failed',
  jsonb_build_array(
    jsonb_build_object('timestamp', created_at, 'level', 'info', 'message', 'Fetching transactions'),
    jsonb_build_object('timestamp', created_at, 'level', 'info', 'message', 'Decoding events')),
  case when status = 'completed' then created_at + (60 + pg_temp.pick(analyses.number, 33, 840)) * interval '1 second' end,
  created_at, created_at + interval '15 minutes'
from bench_analyses as analyses
join sentences as summary on summary.number = pg_temp.pick(analyses.number, 34, 4096)
join sentences as advice on advice.number = pg_temp.pick(analyses.number, 35, 4096)
order by analyses.number;
