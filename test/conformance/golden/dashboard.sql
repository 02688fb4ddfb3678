-- dashboard
select 0 as place, count(*)::int as count
from "contracts"
where user_id = $1::uuid and is_active
union all select 1 as place, count(*)::int as count
from "chat_sessions"
where user_id = $2::uuid and is_active
order by place;

-- dashboard
select at, kind, "subjectId"
from ( (
  select created_at as at, 'contract_added' as kind, id as "subjectId"
  from contracts
  where user_id = $1::uuid
  order by created_at desc, id desc
  limit $2
) union all (
  select created_at, 'analysis_started', id
  from analyses
  where user_id = $3::uuid
  order by created_at desc, id desc
  limit $4
) union all (
  select completed_at, 'analysis_completed', id
  from analyses
  where user_id = $5::uuid and status = 'completed' and completed_at is not null
  order by completed_at desc, id desc
  limit $6
) union all (
  select created_at, 'message_received', id
  from chat_messages
  where user_id = $7::uuid and (
    select is_active
    from chat_sessions
    where chat_sessions.id = session_id and chat_sessions.user_id = chat_messages.user_id
  )
  order by created_at desc, id desc
  limit $8
) ) as activity
order by at desc, kind, "subjectId" desc
limit $9;

-- dashboard
select "analysis"."id", "analysis"."userId", "analysis"."contractId", "analysis"."contractAddress",
    "analysis"."contractChain", "analysis"."type", "analysis"."status", "analysis"."progress",
    "analysis"."metadata", "analysis"."errorMessage", "analysis"."hasErrors", "analysis"."currentStep",
    "analysis"."completedAt", "analysis"."createdAt", "analysis"."updatedAt", "analysis"."lastUpdatedAt",
    "analysis"."sortKey"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "analyses"."id", "analyses"."user_id" as "userId", "analyses"."config_id" as "contractId",
      "analyses"."contract_address" as "contractAddress", "analyses"."contract_chain" as "contractChain",
      "analyses"."analysis_type" as "type", "analyses"."status", "analyses"."progress", "analyses"."metadata",
      "analyses"."error_message" as "errorMessage", "analyses"."has_errors" as "hasErrors",
      "analyses"."current_step" as "currentStep", "analyses"."completed_at" as "completedAt",
      "analyses"."created_at" as "createdAt", "analyses"."updated_at" as "updatedAt", "analyses"."last_update"
      as "lastUpdatedAt", analyses.created_at as "sortKey"
  from "analyses"
  where "analyses"."user_id" = "parent"."user_id" and true and (true and true)
  order by analyses.created_at desc, "analyses"."id" desc
  limit $3
) as "analysis" on "analysis"."userId" = "parent"."user_id"
order by "analysis"."sortKey" desc, "analysis"."id" desc;
