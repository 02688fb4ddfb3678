-- dashboard
select 0 as place, count(*)::int as count
from "contracts"
where user_id = $1::uuid and is_active
union all select 1 as place, count(*)::int as count
from "chat_sessions"
where user_id = $2::uuid and is_active
order by place;

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
