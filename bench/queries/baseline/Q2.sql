\set user random(0, :users - 1) * :stride
select json_agg(contract) from (
  select id, name, target_address as "targetAddress", target_chain as "targetChain", created_at as "createdAt",
    (select json_agg(competitor) from (
      select id, name, address, chain from contract_competitors
      where contract_id = contracts.id and user_id = contracts.user_id order by created_at, id) as competitor
    ) as competitors,
    (select json_build_object('blockRange', block_range, 'whaleThreshold', whale_threshold::text, 'maxRetries', max_retries, 'outputFormats', output_formats)
      from contract_analysis_params where contract_id = contracts.id and user_id = contracts.user_id
    ) as "analysisParams",
    (select json_agg(analysis) from (
      select id, analysis_type as type, status, progress, created_at as "createdAt" from analyses
      where config_id = contracts.id and user_id = contracts.user_id
      order by created_at desc, id desc limit 5) as analysis
    ) as analyses
  from contracts where user_id = md5('user-' || :user)::uuid and is_active
  order by contracts.created_at desc, contracts.id desc limit 20
) as contract;
