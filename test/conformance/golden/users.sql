-- users, counted
-- users in order of CREATED_AT, first page
-- users with their lists
select "users"."id", "users"."email", "users"."name", "users"."role", "users"."tier", "users"."is_active" as
    "isActive", "users"."email_verified" as "isEmailVerified", "users"."analysis_count" as "analysisCount",
    "users"."last_analysis" as "lastAnalysisAt", "users"."last_login" as "lastLoginAt", "users"."created_at"
    as "createdAt", "users"."updated_at" as "updatedAt", case when "users"."monthly_reset_date" <
    date_trunc('month', current_timestamp, 'UTC') then 0 else "users"."monthly_analysis_count" end as
    "monthlyAnalysisCount", greatest("users"."monthly_reset_date", date_trunc('month', current_timestamp,
    'UTC')) as "monthlyResetAt", users.created_at as "sortKey"
from "users"
where true and (true and true)
order by users.created_at desc, "users"."id" desc
limit $1;

-- users, counted
select count(*)::int as "count"
from "users"
where true;

-- users in order of CREATED_AT, deepest page
select "users"."id", "users"."email", "users"."name", "users"."role", "users"."tier", "users"."is_active" as
    "isActive", "users"."email_verified" as "isEmailVerified", "users"."analysis_count" as "analysisCount",
    "users"."last_analysis" as "lastAnalysisAt", "users"."last_login" as "lastLoginAt", "users"."created_at"
    as "createdAt", "users"."updated_at" as "updatedAt", case when "users"."monthly_reset_date" <
    date_trunc('month', current_timestamp, 'UTC') then 0 else "users"."monthly_analysis_count" end as
    "monthlyAnalysisCount", greatest("users"."monthly_reset_date", date_trunc('month', current_timestamp,
    'UTC')) as "monthlyResetAt", users.created_at as "sortKey"
from "users"
where true and ((users.created_at, "users"."id") < ($1::timestamptz, $2::uuid) and true)
order by users.created_at desc, "users"."id" desc
limit $3;

-- users in order of CREATED_AT, deepest page from the end
select "users"."id", "users"."email", "users"."name", "users"."role", "users"."tier", "users"."is_active" as
    "isActive", "users"."email_verified" as "isEmailVerified", "users"."analysis_count" as "analysisCount",
    "users"."last_analysis" as "lastAnalysisAt", "users"."last_login" as "lastLoginAt", "users"."created_at"
    as "createdAt", "users"."updated_at" as "updatedAt", case when "users"."monthly_reset_date" <
    date_trunc('month', current_timestamp, 'UTC') then 0 else "users"."monthly_analysis_count" end as
    "monthlyAnalysisCount", greatest("users"."monthly_reset_date", date_trunc('month', current_timestamp,
    'UTC')) as "monthlyResetAt", users.created_at as "sortKey"
from "users"
where true and (true and (users.created_at, "users"."id") > ($1::timestamptz, $2::uuid))
order by users.created_at asc, "users"."id" asc
limit $3;

-- users in order of EMAIL, first page
select "users"."id", "users"."email", "users"."name", "users"."role", "users"."tier", "users"."is_active" as
    "isActive", "users"."email_verified" as "isEmailVerified", "users"."analysis_count" as "analysisCount",
    "users"."last_analysis" as "lastAnalysisAt", "users"."last_login" as "lastLoginAt", "users"."created_at"
    as "createdAt", "users"."updated_at" as "updatedAt", case when "users"."monthly_reset_date" <
    date_trunc('month', current_timestamp, 'UTC') then 0 else "users"."monthly_analysis_count" end as
    "monthlyAnalysisCount", greatest("users"."monthly_reset_date", date_trunc('month', current_timestamp,
    'UTC')) as "monthlyResetAt", users.email as "sortKey"
from "users"
where true and (true and true)
order by users.email desc, "users"."id" desc
limit $1;

-- users in order of EMAIL, deepest page
select "users"."id", "users"."email", "users"."name", "users"."role", "users"."tier", "users"."is_active" as
    "isActive", "users"."email_verified" as "isEmailVerified", "users"."analysis_count" as "analysisCount",
    "users"."last_analysis" as "lastAnalysisAt", "users"."last_login" as "lastLoginAt", "users"."created_at"
    as "createdAt", "users"."updated_at" as "updatedAt", case when "users"."monthly_reset_date" <
    date_trunc('month', current_timestamp, 'UTC') then 0 else "users"."monthly_analysis_count" end as
    "monthlyAnalysisCount", greatest("users"."monthly_reset_date", date_trunc('month', current_timestamp,
    'UTC')) as "monthlyResetAt", users.email as "sortKey"
from "users"
where true and ((users.email, "users"."id") < ($1::text, $2::uuid) and true)
order by users.email desc, "users"."id" desc
limit $3;

-- users in order of EMAIL, deepest page from the end
select "users"."id", "users"."email", "users"."name", "users"."role", "users"."tier", "users"."is_active" as
    "isActive", "users"."email_verified" as "isEmailVerified", "users"."analysis_count" as "analysisCount",
    "users"."last_analysis" as "lastAnalysisAt", "users"."last_login" as "lastLoginAt", "users"."created_at"
    as "createdAt", "users"."updated_at" as "updatedAt", case when "users"."monthly_reset_date" <
    date_trunc('month', current_timestamp, 'UTC') then 0 else "users"."monthly_analysis_count" end as
    "monthlyAnalysisCount", greatest("users"."monthly_reset_date", date_trunc('month', current_timestamp,
    'UTC')) as "monthlyResetAt", users.email as "sortKey"
from "users"
where true and (true and (users.email, "users"."id") > ($1::text, $2::uuid))
order by users.email asc, "users"."id" asc
limit $3;

-- users in order of NAME, first page
select "users"."id", "users"."email", "users"."name", "users"."role", "users"."tier", "users"."is_active" as
    "isActive", "users"."email_verified" as "isEmailVerified", "users"."analysis_count" as "analysisCount",
    "users"."last_analysis" as "lastAnalysisAt", "users"."last_login" as "lastLoginAt", "users"."created_at"
    as "createdAt", "users"."updated_at" as "updatedAt", case when "users"."monthly_reset_date" <
    date_trunc('month', current_timestamp, 'UTC') then 0 else "users"."monthly_analysis_count" end as
    "monthlyAnalysisCount", greatest("users"."monthly_reset_date", date_trunc('month', current_timestamp,
    'UTC')) as "monthlyResetAt", order_key("users"."name") collate "C" as "sortKey"
from "users"
where true and (true and true)
order by order_key("users"."name") collate "C" desc, "users"."id" desc
limit $1;

-- users in order of NAME, deepest page
select "users"."id", "users"."email", "users"."name", "users"."role", "users"."tier", "users"."is_active" as
    "isActive", "users"."email_verified" as "isEmailVerified", "users"."analysis_count" as "analysisCount",
    "users"."last_analysis" as "lastAnalysisAt", "users"."last_login" as "lastLoginAt", "users"."created_at"
    as "createdAt", "users"."updated_at" as "updatedAt", case when "users"."monthly_reset_date" <
    date_trunc('month', current_timestamp, 'UTC') then 0 else "users"."monthly_analysis_count" end as
    "monthlyAnalysisCount", greatest("users"."monthly_reset_date", date_trunc('month', current_timestamp,
    'UTC')) as "monthlyResetAt", order_key("users"."name") collate "C" as "sortKey"
from "users"
where true and ((order_key("users"."name") collate "C", "users"."id") < ($1::text, $2::uuid) and true)
order by order_key("users"."name") collate "C" desc, "users"."id" desc
limit $3;

-- users in order of NAME, deepest page from the end
select "users"."id", "users"."email", "users"."name", "users"."role", "users"."tier", "users"."is_active" as
    "isActive", "users"."email_verified" as "isEmailVerified", "users"."analysis_count" as "analysisCount",
    "users"."last_analysis" as "lastAnalysisAt", "users"."last_login" as "lastLoginAt", "users"."created_at"
    as "createdAt", "users"."updated_at" as "updatedAt", case when "users"."monthly_reset_date" <
    date_trunc('month', current_timestamp, 'UTC') then 0 else "users"."monthly_analysis_count" end as
    "monthlyAnalysisCount", greatest("users"."monthly_reset_date", date_trunc('month', current_timestamp,
    'UTC')) as "monthlyResetAt", order_key("users"."name") collate "C" as "sortKey"
from "users"
where true and (true and (order_key("users"."name") collate "C", "users"."id") > ($1::text, $2::uuid))
order by order_key("users"."name") collate "C" asc, "users"."id" asc
limit $3;

-- users in order of LAST_LOGIN_AT, first page
select "users"."id", "users"."email", "users"."name", "users"."role", "users"."tier", "users"."is_active" as
    "isActive", "users"."email_verified" as "isEmailVerified", "users"."analysis_count" as "analysisCount",
    "users"."last_analysis" as "lastAnalysisAt", "users"."last_login" as "lastLoginAt", "users"."created_at"
    as "createdAt", "users"."updated_at" as "updatedAt", case when "users"."monthly_reset_date" <
    date_trunc('month', current_timestamp, 'UTC') then 0 else "users"."monthly_analysis_count" end as
    "monthlyAnalysisCount", greatest("users"."monthly_reset_date", date_trunc('month', current_timestamp,
    'UTC')) as "monthlyResetAt", coalesce("users"."last_login", timestamptz '0001-01-01 00:00:00+00 BC') as
    "sortKey"
from "users"
where true and (true and true)
order by coalesce("users"."last_login", timestamptz '0001-01-01 00:00:00+00 BC') desc, "users"."id" desc
limit $1;

-- users in order of LAST_LOGIN_AT, deepest page
select "users"."id", "users"."email", "users"."name", "users"."role", "users"."tier", "users"."is_active" as
    "isActive", "users"."email_verified" as "isEmailVerified", "users"."analysis_count" as "analysisCount",
    "users"."last_analysis" as "lastAnalysisAt", "users"."last_login" as "lastLoginAt", "users"."created_at"
    as "createdAt", "users"."updated_at" as "updatedAt", case when "users"."monthly_reset_date" <
    date_trunc('month', current_timestamp, 'UTC') then 0 else "users"."monthly_analysis_count" end as
    "monthlyAnalysisCount", greatest("users"."monthly_reset_date", date_trunc('month', current_timestamp,
    'UTC')) as "monthlyResetAt", coalesce("users"."last_login", timestamptz '0001-01-01 00:00:00+00 BC') as
    "sortKey"
from "users"
where true and ((coalesce("users"."last_login", timestamptz '0001-01-01 00:00:00+00 BC'), "users"."id") <
    ($1::timestamptz, $2::uuid) and true)
order by coalesce("users"."last_login", timestamptz '0001-01-01 00:00:00+00 BC') desc, "users"."id" desc
limit $3;

-- users in order of LAST_LOGIN_AT, deepest page from the end
select "users"."id", "users"."email", "users"."name", "users"."role", "users"."tier", "users"."is_active" as
    "isActive", "users"."email_verified" as "isEmailVerified", "users"."analysis_count" as "analysisCount",
    "users"."last_analysis" as "lastAnalysisAt", "users"."last_login" as "lastLoginAt", "users"."created_at"
    as "createdAt", "users"."updated_at" as "updatedAt", case when "users"."monthly_reset_date" <
    date_trunc('month', current_timestamp, 'UTC') then 0 else "users"."monthly_analysis_count" end as
    "monthlyAnalysisCount", greatest("users"."monthly_reset_date", date_trunc('month', current_timestamp,
    'UTC')) as "monthlyResetAt", coalesce("users"."last_login", timestamptz '0001-01-01 00:00:00+00 BC') as
    "sortKey"
from "users"
where true and (true and (coalesce("users"."last_login", timestamptz '0001-01-01 00:00:00+00 BC'),
    "users"."id") > ($1::timestamptz, $2::uuid))
order by coalesce("users"."last_login", timestamptz '0001-01-01 00:00:00+00 BC') asc, "users"."id" asc
limit $3;

-- users by search, counted
select "users"."id", "users"."email", "users"."name", "users"."role", "users"."tier", "users"."is_active" as
    "isActive", "users"."email_verified" as "isEmailVerified", "users"."analysis_count" as "analysisCount",
    "users"."last_analysis" as "lastAnalysisAt", "users"."last_login" as "lastLoginAt", "users"."created_at"
    as "createdAt", "users"."updated_at" as "updatedAt", case when "users"."monthly_reset_date" <
    date_trunc('month', current_timestamp, 'UTC') then 0 else "users"."monthly_analysis_count" end as
    "monthlyAnalysisCount", greatest("users"."monthly_reset_date", date_trunc('month', current_timestamp,
    'UTC')) as "monthlyResetAt", users.created_at as "sortKey"
from "users"
where ((nfc("users"."name") ilike $1 or nfc("users"."email") ilike $2)) and (true and true)
order by users.created_at desc, "users"."id" desc
limit $3;

-- users by search, counted
select count(*)::int as "count"
from "users"
where ((nfc("users"."name") ilike $1 or nfc("users"."email") ilike $2));

-- users by roles, counted
select "users"."id", "users"."email", "users"."name", "users"."role", "users"."tier", "users"."is_active" as
    "isActive", "users"."email_verified" as "isEmailVerified", "users"."analysis_count" as "analysisCount",
    "users"."last_analysis" as "lastAnalysisAt", "users"."last_login" as "lastLoginAt", "users"."created_at"
    as "createdAt", "users"."updated_at" as "updatedAt", case when "users"."monthly_reset_date" <
    date_trunc('month', current_timestamp, 'UTC') then 0 else "users"."monthly_analysis_count" end as
    "monthlyAnalysisCount", greatest("users"."monthly_reset_date", date_trunc('month', current_timestamp,
    'UTC')) as "monthlyResetAt", users.created_at as "sortKey"
from "users"
where (users.role = any($1::text[])) and (true and true)
order by users.created_at desc, "users"."id" desc
limit $2;

-- users by roles, counted
select count(*)::int as "count"
from "users"
where (users.role = any($1::text[]));

-- users by tiers, counted
select "users"."id", "users"."email", "users"."name", "users"."role", "users"."tier", "users"."is_active" as
    "isActive", "users"."email_verified" as "isEmailVerified", "users"."analysis_count" as "analysisCount",
    "users"."last_analysis" as "lastAnalysisAt", "users"."last_login" as "lastLoginAt", "users"."created_at"
    as "createdAt", "users"."updated_at" as "updatedAt", case when "users"."monthly_reset_date" <
    date_trunc('month', current_timestamp, 'UTC') then 0 else "users"."monthly_analysis_count" end as
    "monthlyAnalysisCount", greatest("users"."monthly_reset_date", date_trunc('month', current_timestamp,
    'UTC')) as "monthlyResetAt", users.created_at as "sortKey"
from "users"
where (users.tier = any($1::text[])) and (true and true)
order by users.created_at desc, "users"."id" desc
limit $2;

-- users by tiers, counted
select count(*)::int as "count"
from "users"
where (users.tier = any($1::text[]));

-- users by isActive, counted
select "users"."id", "users"."email", "users"."name", "users"."role", "users"."tier", "users"."is_active" as
    "isActive", "users"."email_verified" as "isEmailVerified", "users"."analysis_count" as "analysisCount",
    "users"."last_analysis" as "lastAnalysisAt", "users"."last_login" as "lastLoginAt", "users"."created_at"
    as "createdAt", "users"."updated_at" as "updatedAt", case when "users"."monthly_reset_date" <
    date_trunc('month', current_timestamp, 'UTC') then 0 else "users"."monthly_analysis_count" end as
    "monthlyAnalysisCount", greatest("users"."monthly_reset_date", date_trunc('month', current_timestamp,
    'UTC')) as "monthlyResetAt", users.created_at as "sortKey"
from "users"
where (users.is_active = $1) and (true and true)
order by users.created_at desc, "users"."id" desc
limit $2;

-- users by isActive, counted
select count(*)::int as "count"
from "users"
where (users.is_active = $1);

-- users by createdAt, counted
select "users"."id", "users"."email", "users"."name", "users"."role", "users"."tier", "users"."is_active" as
    "isActive", "users"."email_verified" as "isEmailVerified", "users"."analysis_count" as "analysisCount",
    "users"."last_analysis" as "lastAnalysisAt", "users"."last_login" as "lastLoginAt", "users"."created_at"
    as "createdAt", "users"."updated_at" as "updatedAt", case when "users"."monthly_reset_date" <
    date_trunc('month', current_timestamp, 'UTC') then 0 else "users"."monthly_analysis_count" end as
    "monthlyAnalysisCount", greatest("users"."monthly_reset_date", date_trunc('month', current_timestamp,
    'UTC')) as "monthlyResetAt", users.created_at as "sortKey"
from "users"
where ("users"."created_at" >= $1 and "users"."created_at" < $2) and (true and true)
order by users.created_at desc, "users"."id" desc
limit $3;

-- users by createdAt, counted
select count(*)::int as "count"
from "users"
where ("users"."created_at" >= $1 and "users"."created_at" < $2);

-- users with their lists
-- usage
with request as (
  select place::int, user_id, this_month - make_interval(months => months - 1) as first_month, this_month
  from unnest($1::uuid[], $2::int[]) with ordinality as asked(user_id, months, place), date_trunc('month',
      current_timestamp at time zone 'UTC') as this_month
), started as materialized (
  select place, date_trunc('month', analyses.created_at at time zone 'UTC') as month, analyses.analysis_type
      as type, analyses.status, coalesce(analyses.contract_chain, (
    select target_chain
    from contracts
    where contracts.id = analyses.config_id and contracts.user_id = analyses.user_id
  )) as chain
  from request
  join analyses on analyses.user_id = request.user_id and analyses.created_at >= request.first_month at time
      zone 'UTC'
) select place, (
  select jsonb_agg(to_jsonb(each) order by month)
  from (
    select to_char(each_month, 'YYYY-MM-DD') as month, count(started.month) as started, count(*) filter (where
        status = 'completed') as completed, count(*) filter (where status = 'failed') as failed
    from generate_series(request.first_month, request.this_month, interval '1 month') as each_month
    left join started on started.place = request.place and started.month = each_month
    group by each_month
  ) as each
) as months, (
  select coalesce(jsonb_agg(to_jsonb(each) order by count desc, type), '[]')
  from (
    select type, count(*)
    from started
    where started.place = request.place
    group by type
  ) as each
) as "byType", (
  select coalesce(jsonb_agg(to_jsonb(each) order by count desc, chain), '[]')
  from (
    select (array_agg(chain order by count desc, chain))[1] as chain, sum(count) as count
    from (
      select chain, count(*)
      from started
      where started.place = request.place
      group by chain
    ) as spelling
    group by chain_identity(chain)
  ) as each
) as "byChain"
from request;

-- users with their lists
select "analysis"."userId", "analysis"."status"
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

-- users with their lists
select "contract"."userId", "contract"."name"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "contracts"."id", "contracts"."user_id" as "userId", "contracts"."name", "contracts"."description",
      "contracts"."target_address" as "targetAddress", "contracts"."target_chain" as "targetChain",
      "contracts"."target_name" as "targetName", "contracts"."tags", "contracts"."is_active" as "isActive",
      "contracts"."is_default" as "isDefault", "contracts"."last_analyzed" as "lastAnalyzedAt",
      "contracts"."analysis_count" as "analysisCount", "contracts"."created_at" as "createdAt",
      "contracts"."updated_at" as "updatedAt", contracts.created_at as "sortKey"
  from "contracts"
  where "contracts"."user_id" = "parent"."user_id" and (contracts.is_active = $3) and (true and true)
  order by contracts.created_at desc, "contracts"."id" desc
  limit $4
) as "contract" on true
order by "contract"."sortKey" desc, "contract"."id" desc;

-- users with their lists
select "session"."userId", "session"."title"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "chat_sessions"."id", "chat_sessions"."user_id" as "userId", "chat_sessions"."title",
      "chat_sessions"."contract_address" as "contractAddress", "chat_sessions"."contract_chain" as
      "contractChain", "chat_sessions"."contract_name" as "contractName", "chat_sessions"."is_active" as
      "isActive", "chat_sessions"."message_count" as "messageCount", "chat_sessions"."metadata",
      "chat_sessions"."last_message_at" as "lastMessageAt", "chat_sessions"."created_at" as "createdAt",
      "chat_sessions"."updated_at" as "updatedAt", coalesce(chat_sessions.last_message_at,
      chat_sessions.created_at) as "sortKey"
  from "chat_sessions"
  where "chat_sessions"."user_id" = "parent"."user_id" and (chat_sessions.is_active = $3) and (true and true)
  order by coalesce(chat_sessions.last_message_at, chat_sessions.created_at) desc, "chat_sessions"."id" desc
  limit $4
) as "session" on true
order by "session"."sortKey" desc, "session"."id" desc;

-- users with their lists
select "user_id" as "userId", "completed" as "isCompleted", "website", "twitter", "discord", "telegram",
    "contract_address" as "contractAddress", "contract_chain" as "contractChain", "contract_name" as
    "contractName", "contract_purpose" as "contractPurpose", "contract_category" as "contractCategory",
    "contract_start_date" as "contractStartDate", "is_indexed" as "isIndexed", "indexing_progress" as
    "indexingProgress", "last_analysis_id" as "lastAnalysisId", "last_update" as "lastUpdatedAt",
    "current_step" as "currentStep", "deployment_block" as "deploymentBlock", "continuous_sync" as
    "isContinuousSync", "continuous_sync_started" as "continuousSyncStartedAt", "continuous_sync_stopped" as
    "continuousSyncStoppedAt", "has_errors" as "hasErrors", "completion_reason" as "completionReason",
    "created_at" as "createdAt", "updated_at" as "updatedAt"
from "user_onboarding"
where user_id = any($1::uuid[]);

-- users with their lists
select "user_id" as "userId", "email_notifications" as "hasEmailNotifications", "analysis_notifications" as
    "hasAnalysisNotifications", "default_chain" as "defaultChain", "custom_settings" as "customSettings",
    "created_at" as "createdAt", "updated_at" as "updatedAt"
from "user_preferences"
where user_id = any($1::uuid[]);

-- users with their lists
-- dashboard
select "users"."id" as "userId", "tier_quotas"."monthly_analyses" as "limit", case when
    "users"."monthly_reset_date" < date_trunc('month', current_timestamp, 'UTC') then 0 else
    "users"."monthly_analysis_count" end as "used", case when tier_quotas.monthly_analyses is not null then
    greatest(tier_quotas.monthly_analyses - case when "users"."monthly_reset_date" < date_trunc('month',
    current_timestamp, 'UTC') then 0 else "users"."monthly_analysis_count" end, 0) end as "remaining",
    ((date_trunc('month', current_timestamp at time zone 'UTC') + interval '1 month') at time zone 'UTC') as
    "resetsAt"
from "users"
inner join "tier_quotas" on "tier_quotas"."tier" = "users"."tier"
where users.id = any($1::uuid[]);
