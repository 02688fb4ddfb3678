\set user random(0, :users - 1) * :stride
select json_agg(analysis) from (
  select analyses.id, analysis_type as type, status, progress, analyses.created_at as "createdAt",
    completed_at as "completedAt", results,
    json_build_object('id', users.id, 'name', users.name, 'email', users.email) as owner,
    case when contracts.id is not null then json_build_object('id', contracts.id, 'name', contracts.name,
      'targetAddress', contracts.target_address, 'targetChain', contracts.target_chain) end as contract
  from (select * from analyses where user_id = md5('user-' || :user)::uuid
    order by created_at desc, id desc limit 100) as analyses
  join users on users.id = analyses.user_id
  left join contracts on contracts.id = analyses.config_id and contracts.user_id = analyses.user_id
  order by analyses.created_at desc, analyses.id desc
) as analysis;
