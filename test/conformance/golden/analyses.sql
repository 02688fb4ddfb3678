-- analyses, counted
-- analyses in order of CREATED_AT, first page
select "analysis"."id", "analysis"."userId", "analysis"."type", "analysis"."status", "analysis"."progress",
    "analysis"."completedAt", "analysis"."createdAt", "analysis"."sortKey"
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

-- analyses, counted
-- users with their lists
select "parent"."id" as "parentId", (count(*) filter (where analyses.user_id = parent.user_id))::int as
    "count"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join "analyses" on "analyses"."user_id" = "parent"."user_id"
where true
group by "parent"."id";

-- analyses in order of CREATED_AT, deepest page
select "analysis"."id", "analysis"."userId", "analysis"."type", "analysis"."status", "analysis"."progress",
    "analysis"."completedAt", "analysis"."createdAt", "analysis"."sortKey"
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
  where "analyses"."user_id" = "parent"."user_id" and true and ((analyses.created_at, "analyses"."id") <
      ($3::timestamptz, $4::uuid) and true)
  order by analyses.created_at desc, "analyses"."id" desc
  limit $5
) as "analysis" on "analysis"."userId" = "parent"."user_id"
order by "analysis"."sortKey" desc, "analysis"."id" desc;

-- analyses in order of CREATED_AT, deepest page from the end
select "analysis"."id", "analysis"."userId", "analysis"."type", "analysis"."status", "analysis"."progress",
    "analysis"."completedAt", "analysis"."createdAt", "analysis"."sortKey"
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
  where "analyses"."user_id" = "parent"."user_id" and true and (true and (analyses.created_at,
      "analyses"."id") > ($3::timestamptz, $4::uuid))
  order by analyses.created_at asc, "analyses"."id" asc
  limit $5
) as "analysis" on "analysis"."userId" = "parent"."user_id"
order by "analysis"."sortKey" asc, "analysis"."id" asc;

-- analyses in order of UPDATED_AT, first page
select "analysis"."id", "analysis"."userId", "analysis"."type", "analysis"."status", "analysis"."progress",
    "analysis"."completedAt", "analysis"."createdAt", "analysis"."sortKey"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "analyses"."id", "analyses"."user_id" as "userId", "analyses"."config_id" as "contractId",
      "analyses"."contract_address" as "contractAddress", "analyses"."contract_chain" as "contractChain",
      "analyses"."analysis_type" as "type", "analyses"."status", "analyses"."progress", "analyses"."metadata",
      "analyses"."error_message" as "errorMessage", "analyses"."has_errors" as "hasErrors",
      "analyses"."current_step" as "currentStep", "analyses"."completed_at" as "completedAt",
      "analyses"."created_at" as "createdAt", "analyses"."updated_at" as "updatedAt", "analyses"."last_update"
      as "lastUpdatedAt", analyses.updated_at as "sortKey"
  from "analyses"
  where "analyses"."user_id" = "parent"."user_id" and true and (true and true)
  order by analyses.updated_at desc, "analyses"."id" desc
  limit $3
) as "analysis" on "analysis"."userId" = "parent"."user_id"
order by "analysis"."sortKey" desc, "analysis"."id" desc;

-- analyses in order of UPDATED_AT, deepest page
select "analysis"."id", "analysis"."userId", "analysis"."type", "analysis"."status", "analysis"."progress",
    "analysis"."completedAt", "analysis"."createdAt", "analysis"."sortKey"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "analyses"."id", "analyses"."user_id" as "userId", "analyses"."config_id" as "contractId",
      "analyses"."contract_address" as "contractAddress", "analyses"."contract_chain" as "contractChain",
      "analyses"."analysis_type" as "type", "analyses"."status", "analyses"."progress", "analyses"."metadata",
      "analyses"."error_message" as "errorMessage", "analyses"."has_errors" as "hasErrors",
      "analyses"."current_step" as "currentStep", "analyses"."completed_at" as "completedAt",
      "analyses"."created_at" as "createdAt", "analyses"."updated_at" as "updatedAt", "analyses"."last_update"
      as "lastUpdatedAt", analyses.updated_at as "sortKey"
  from "analyses"
  where "analyses"."user_id" = "parent"."user_id" and true and ((analyses.updated_at, "analyses"."id") <
      ($3::timestamptz, $4::uuid) and true)
  order by analyses.updated_at desc, "analyses"."id" desc
  limit $5
) as "analysis" on "analysis"."userId" = "parent"."user_id"
order by "analysis"."sortKey" desc, "analysis"."id" desc;

-- analyses in order of UPDATED_AT, deepest page from the end
select "analysis"."id", "analysis"."userId", "analysis"."type", "analysis"."status", "analysis"."progress",
    "analysis"."completedAt", "analysis"."createdAt", "analysis"."sortKey"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "analyses"."id", "analyses"."user_id" as "userId", "analyses"."config_id" as "contractId",
      "analyses"."contract_address" as "contractAddress", "analyses"."contract_chain" as "contractChain",
      "analyses"."analysis_type" as "type", "analyses"."status", "analyses"."progress", "analyses"."metadata",
      "analyses"."error_message" as "errorMessage", "analyses"."has_errors" as "hasErrors",
      "analyses"."current_step" as "currentStep", "analyses"."completed_at" as "completedAt",
      "analyses"."created_at" as "createdAt", "analyses"."updated_at" as "updatedAt", "analyses"."last_update"
      as "lastUpdatedAt", analyses.updated_at as "sortKey"
  from "analyses"
  where "analyses"."user_id" = "parent"."user_id" and true and (true and (analyses.updated_at,
      "analyses"."id") > ($3::timestamptz, $4::uuid))
  order by analyses.updated_at asc, "analyses"."id" asc
  limit $5
) as "analysis" on "analysis"."userId" = "parent"."user_id"
order by "analysis"."sortKey" asc, "analysis"."id" asc;

-- analyses in order of COMPLETED_AT, first page
select "analysis"."id", "analysis"."userId", "analysis"."type", "analysis"."status", "analysis"."progress",
    "analysis"."completedAt", "analysis"."createdAt", "analysis"."sortKey"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "analyses"."id", "analyses"."user_id" as "userId", "analyses"."config_id" as "contractId",
      "analyses"."contract_address" as "contractAddress", "analyses"."contract_chain" as "contractChain",
      "analyses"."analysis_type" as "type", "analyses"."status", "analyses"."progress", "analyses"."metadata",
      "analyses"."error_message" as "errorMessage", "analyses"."has_errors" as "hasErrors",
      "analyses"."current_step" as "currentStep", "analyses"."completed_at" as "completedAt",
      "analyses"."created_at" as "createdAt", "analyses"."updated_at" as "updatedAt", "analyses"."last_update"
      as "lastUpdatedAt", coalesce("analyses"."completed_at", timestamptz '0001-01-01 00:00:00+00 BC') as
      "sortKey"
  from "analyses"
  where "analyses"."user_id" = "parent"."user_id" and true and (true and true)
  order by coalesce("analyses"."completed_at", timestamptz '0001-01-01 00:00:00+00 BC') desc, "analyses"."id"
      desc
  limit $3
) as "analysis" on "analysis"."userId" = "parent"."user_id"
order by "analysis"."sortKey" desc, "analysis"."id" desc;

-- analyses in order of COMPLETED_AT, deepest page
select "analysis"."id", "analysis"."userId", "analysis"."type", "analysis"."status", "analysis"."progress",
    "analysis"."completedAt", "analysis"."createdAt", "analysis"."sortKey"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "analyses"."id", "analyses"."user_id" as "userId", "analyses"."config_id" as "contractId",
      "analyses"."contract_address" as "contractAddress", "analyses"."contract_chain" as "contractChain",
      "analyses"."analysis_type" as "type", "analyses"."status", "analyses"."progress", "analyses"."metadata",
      "analyses"."error_message" as "errorMessage", "analyses"."has_errors" as "hasErrors",
      "analyses"."current_step" as "currentStep", "analyses"."completed_at" as "completedAt",
      "analyses"."created_at" as "createdAt", "analyses"."updated_at" as "updatedAt", "analyses"."last_update"
      as "lastUpdatedAt", coalesce("analyses"."completed_at", timestamptz '0001-01-01 00:00:00+00 BC') as
      "sortKey"
  from "analyses"
  where "analyses"."user_id" = "parent"."user_id" and true and ((coalesce("analyses"."completed_at",
      timestamptz '0001-01-01 00:00:00+00 BC'), "analyses"."id") < ($3::timestamptz, $4::uuid) and true)
  order by coalesce("analyses"."completed_at", timestamptz '0001-01-01 00:00:00+00 BC') desc, "analyses"."id"
      desc
  limit $5
) as "analysis" on "analysis"."userId" = "parent"."user_id"
order by "analysis"."sortKey" desc, "analysis"."id" desc;

-- analyses in order of COMPLETED_AT, deepest page from the end
select "analysis"."id", "analysis"."userId", "analysis"."type", "analysis"."status", "analysis"."progress",
    "analysis"."completedAt", "analysis"."createdAt", "analysis"."sortKey"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "analyses"."id", "analyses"."user_id" as "userId", "analyses"."config_id" as "contractId",
      "analyses"."contract_address" as "contractAddress", "analyses"."contract_chain" as "contractChain",
      "analyses"."analysis_type" as "type", "analyses"."status", "analyses"."progress", "analyses"."metadata",
      "analyses"."error_message" as "errorMessage", "analyses"."has_errors" as "hasErrors",
      "analyses"."current_step" as "currentStep", "analyses"."completed_at" as "completedAt",
      "analyses"."created_at" as "createdAt", "analyses"."updated_at" as "updatedAt", "analyses"."last_update"
      as "lastUpdatedAt", coalesce("analyses"."completed_at", timestamptz '0001-01-01 00:00:00+00 BC') as
      "sortKey"
  from "analyses"
  where "analyses"."user_id" = "parent"."user_id" and true and (true and (coalesce("analyses"."completed_at",
      timestamptz '0001-01-01 00:00:00+00 BC'), "analyses"."id") > ($3::timestamptz, $4::uuid))
  order by coalesce("analyses"."completed_at", timestamptz '0001-01-01 00:00:00+00 BC') asc, "analyses"."id"
      asc
  limit $5
) as "analysis" on "analysis"."userId" = "parent"."user_id"
order by "analysis"."sortKey" asc, "analysis"."id" asc;

-- analyses by statuses, counted
select "analysis"."id", "analysis"."userId", "analysis"."type", "analysis"."status", "analysis"."progress",
    "analysis"."completedAt", "analysis"."createdAt", "analysis"."sortKey"
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
  where "analyses"."user_id" = "parent"."user_id" and (analyses.status = any($3::text[])) and (true and true)
  order by analyses.created_at desc, "analyses"."id" desc
  limit $4
) as "analysis" on "analysis"."userId" = "parent"."user_id"
order by "analysis"."sortKey" desc, "analysis"."id" desc;

-- analyses by statuses, counted
select "parent"."id" as "parentId", (count(*) filter (where analyses.user_id = parent.user_id))::int as
    "count"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join "analyses" on "analyses"."user_id" = "parent"."user_id"
where (analyses.status = any($3::text[]))
group by "parent"."id";

-- analyses by types, counted
select "analysis"."id", "analysis"."userId", "analysis"."type", "analysis"."status", "analysis"."progress",
    "analysis"."completedAt", "analysis"."createdAt", "analysis"."sortKey"
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
  where "analyses"."user_id" = "parent"."user_id" and (analyses.analysis_type = any($3::text[])) and (true and
      true)
  order by analyses.created_at desc, "analyses"."id" desc
  limit $4
) as "analysis" on "analysis"."userId" = "parent"."user_id"
order by "analysis"."sortKey" desc, "analysis"."id" desc;

-- analyses by types, counted
select "parent"."id" as "parentId", (count(*) filter (where analyses.user_id = parent.user_id))::int as
    "count"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join "analyses" on "analyses"."user_id" = "parent"."user_id"
where (analyses.analysis_type = any($3::text[]))
group by "parent"."id";

-- analyses by contractId, counted
select "analysis"."id", "analysis"."userId", "analysis"."type", "analysis"."status", "analysis"."progress",
    "analysis"."completedAt", "analysis"."createdAt", "analysis"."sortKey"
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
  where "analyses"."user_id" = "parent"."user_id" and (analyses.config_id = $3::uuid) and (true and true)
  order by analyses.created_at desc, "analyses"."id" desc
  limit $4
) as "analysis" on "analysis"."userId" = "parent"."user_id"
order by "analysis"."sortKey" desc, "analysis"."id" desc;

-- analyses by contractId, counted
select "parent"."id" as "parentId", (count(*) filter (where analyses.user_id = parent.user_id))::int as
    "count"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join "analyses" on "analyses"."user_id" = "parent"."user_id"
where (analyses.config_id = $3::uuid)
group by "parent"."id";

-- analyses by address, counted
select "analysis"."id", "analysis"."userId", "analysis"."type", "analysis"."status", "analysis"."progress",
    "analysis"."completedAt", "analysis"."createdAt", "analysis"."sortKey"
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
  where "analyses"."user_id" = "parent"."user_id" and (( analyses.id in (
    select own.id
    from analyses as own
    where own.user_id = any($3::uuid[]) and (address_identity("own"."contract_address",
        "own"."contract_chain") = any(address_identities($4)) and address_identity("own"."contract_address",
        "own"."contract_chain") = address_identity($5, "own"."contract_chain"))
  ) or analyses.config_id in (
    select contracts.id
    from contracts
    where contracts.user_id = any($6::uuid[]) and (address_identity("contracts"."target_address",
        "contracts"."target_chain") = any(address_identities($7)) and
        address_identity("contracts"."target_address", "contracts"."target_chain") = address_identity($8,
        "contracts"."target_chain"))
  ))) and (true and true)
  order by analyses.created_at desc, "analyses"."id" desc
  limit $9
) as "analysis" on "analysis"."userId" = "parent"."user_id"
order by "analysis"."sortKey" desc, "analysis"."id" desc;

-- analyses by address, counted
select "parent"."id" as "parentId", (count(*) filter (where analyses.user_id = parent.user_id))::int as
    "count"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join "analyses" on "analyses"."user_id" = "parent"."user_id"
where (( analyses.id in (
  select own.id
  from analyses as own
  where own.user_id = any($3::uuid[]) and (address_identity("own"."contract_address", "own"."contract_chain")
      = any(address_identities($4)) and address_identity("own"."contract_address", "own"."contract_chain") =
      address_identity($5, "own"."contract_chain"))
) or analyses.config_id in (
  select contracts.id
  from contracts
  where contracts.user_id = any($6::uuid[]) and (address_identity("contracts"."target_address",
      "contracts"."target_chain") = any(address_identities($7)) and
      address_identity("contracts"."target_address", "contracts"."target_chain") = address_identity($8,
      "contracts"."target_chain"))
)))
group by "parent"."id";

-- analyses by search, counted
select "analysis"."id", "analysis"."userId", "analysis"."type", "analysis"."status", "analysis"."progress",
    "analysis"."completedAt", "analysis"."createdAt", "analysis"."sortKey"
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
  where "analyses"."user_id" = "parent"."user_id" and ((analyses.id = $3::uuid or ( analyses.id in (
    select own.id
    from analyses as own
    where own.user_id = any($4::uuid[]) and (address_identity("own"."contract_address",
        "own"."contract_chain") = any(address_identities($5)) and address_identity("own"."contract_address",
        "own"."contract_chain") = address_identity($6, "own"."contract_chain"))
  ) or analyses.config_id in (
    select contracts.id
    from contracts
    where contracts.user_id = any($7::uuid[]) and (address_identity("contracts"."target_address",
        "contracts"."target_chain") = any(address_identities($8)) and
        address_identity("contracts"."target_address", "contracts"."target_chain") = address_identity($9,
        "contracts"."target_chain"))
  )) or analyses.config_id in (
    select contracts.id
    from contracts
    where contracts.user_id = any($10::uuid[]) and nfc("contracts"."name") ilike $11
  ))) and (true and true)
  order by analyses.created_at desc, "analyses"."id" desc
  limit $12
) as "analysis" on "analysis"."userId" = "parent"."user_id"
order by "analysis"."sortKey" desc, "analysis"."id" desc;

-- analyses by search, counted
select "parent"."id" as "parentId", (count(*) filter (where analyses.user_id = parent.user_id))::int as
    "count"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join "analyses" on "analyses"."user_id" = "parent"."user_id"
where ((analyses.id = $3::uuid or ( analyses.id in (
  select own.id
  from analyses as own
  where own.user_id = any($4::uuid[]) and (address_identity("own"."contract_address", "own"."contract_chain")
      = any(address_identities($5)) and address_identity("own"."contract_address", "own"."contract_chain") =
      address_identity($6, "own"."contract_chain"))
) or analyses.config_id in (
  select contracts.id
  from contracts
  where contracts.user_id = any($7::uuid[]) and (address_identity("contracts"."target_address",
      "contracts"."target_chain") = any(address_identities($8)) and
      address_identity("contracts"."target_address", "contracts"."target_chain") = address_identity($9,
      "contracts"."target_chain"))
)) or analyses.config_id in (
  select contracts.id
  from contracts
  where contracts.user_id = any($10::uuid[]) and nfc("contracts"."name") ilike $11
)))
group by "parent"."id";

-- analyses by results, counted
select "analysis"."id", "analysis"."userId", "analysis"."type", "analysis"."status", "analysis"."progress",
    "analysis"."completedAt", "analysis"."createdAt", "analysis"."sortKey"
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
  where "analyses"."user_id" = "parent"."user_id" and (analyses.results @> $3::jsonb) and (true and true)
  order by analyses.created_at desc, "analyses"."id" desc
  limit $4
) as "analysis" on "analysis"."userId" = "parent"."user_id"
order by "analysis"."sortKey" desc, "analysis"."id" desc;

-- analyses by results, counted
select "parent"."id" as "parentId", (count(*) filter (where analyses.user_id = parent.user_id))::int as
    "count"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join "analyses" on "analyses"."user_id" = "parent"."user_id"
where (analyses.results @> $3::jsonb)
group by "parent"."id";

-- analyses by chains, counted
select "analysis"."id", "analysis"."userId", "analysis"."type", "analysis"."status", "analysis"."progress",
    "analysis"."completedAt", "analysis"."createdAt", "analysis"."sortKey"
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
  where "analyses"."user_id" = "parent"."user_id" and ((chain_identity("analyses"."contract_chain") =
      any($3::text[]) or exists (
    select
    from contracts
    where contracts.id = analyses.config_id and contracts.user_id = analyses.user_id and
        chain_identity("contracts"."target_chain") = any($4::text[])
  ))) and (true and true)
  order by analyses.created_at desc, "analyses"."id" desc
  limit $5
) as "analysis" on "analysis"."userId" = "parent"."user_id"
order by "analysis"."sortKey" desc, "analysis"."id" desc;

-- analyses by chains, counted
select "parent"."id" as "parentId", (count(*) filter (where analyses.user_id = parent.user_id))::int as
    "count"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join "analyses" on "analyses"."user_id" = "parent"."user_id"
where ((chain_identity("analyses"."contract_chain") = any($3::text[]) or exists (
  select
  from contracts
  where contracts.id = analyses.config_id and contracts.user_id = analyses.user_id and
      chain_identity("contracts"."target_chain") = any($4::text[])
)))
group by "parent"."id";

-- analyses by createdAt, counted
select "analysis"."id", "analysis"."userId", "analysis"."type", "analysis"."status", "analysis"."progress",
    "analysis"."completedAt", "analysis"."createdAt", "analysis"."sortKey"
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
  where "analyses"."user_id" = "parent"."user_id" and ("analyses"."created_at" >= $3 and
      "analyses"."created_at" < $4) and (true and true)
  order by analyses.created_at desc, "analyses"."id" desc
  limit $5
) as "analysis" on "analysis"."userId" = "parent"."user_id"
order by "analysis"."sortKey" desc, "analysis"."id" desc;

-- analyses by createdAt, counted
select "parent"."id" as "parentId", (count(*) filter (where analyses.user_id = parent.user_id))::int as
    "count"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join "analyses" on "analyses"."user_id" = "parent"."user_id"
where ("analyses"."created_at" >= $3 and "analyses"."created_at" < $4)
group by "parent"."id";

-- analyses by completedAt, counted
select "analysis"."id", "analysis"."userId", "analysis"."type", "analysis"."status", "analysis"."progress",
    "analysis"."completedAt", "analysis"."createdAt", "analysis"."sortKey"
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
  where "analyses"."user_id" = "parent"."user_id" and ("analyses"."completed_at" >= $3 and
      "analyses"."completed_at" < $4) and (true and true)
  order by analyses.created_at desc, "analyses"."id" desc
  limit $5
) as "analysis" on "analysis"."userId" = "parent"."user_id"
order by "analysis"."sortKey" desc, "analysis"."id" desc;

-- analyses by completedAt, counted
select "parent"."id" as "parentId", (count(*) filter (where analyses.user_id = parent.user_id))::int as
    "count"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join "analyses" on "analyses"."user_id" = "parent"."user_id"
where ("analyses"."completed_at" >= $3 and "analyses"."completed_at" < $4)
group by "parent"."id";

-- a contract's analyses, counted
-- a contract's analyses in order of CREATED_AT, first page
-- a contract's analyses in order of CREATED_AT, deepest page
-- a contract's analyses in order of CREATED_AT, deepest page from the end
-- a contract's analyses in order of UPDATED_AT, first page
-- a contract's analyses in order of UPDATED_AT, deepest page
-- a contract's analyses in order of UPDATED_AT, deepest page from the end
-- a contract's analyses in order of COMPLETED_AT, first page
-- a contract's analyses in order of COMPLETED_AT, deepest page
-- a contract's analyses in order of COMPLETED_AT, deepest page from the end
-- a contract's analyses by statuses, counted
-- a session's messages, counted
-- a session's messages in order of CREATED_AT, first page
-- a session's messages in order of CREATED_AT, deepest page
-- a session's messages in order of CREATED_AT, deepest page from the end
-- a message's revisions, counted
-- a message's revisions, first page
-- a message's revisions, deepest page
-- a message's revisions, deepest page from the end
-- nodes
select id, 'User' as type
from "users"
where id = any($1::uuid[]) and "id" = $2::uuid
union all select id, 'Contract' as type
from "contracts"
where id = any($3::uuid[]) and "user_id" = $4::uuid
union all select id, 'ContractCompetitor' as type
from "contract_competitors"
where id = any($5::uuid[]) and "user_id" = $6::uuid
union all select id, 'Analysis' as type
from "analyses"
where id = any($7::uuid[]) and "user_id" = $8::uuid
union all select id, 'ChatSession' as type
from "chat_sessions"
where id = any($9::uuid[]) and "user_id" = $10::uuid
union all select id, 'ChatMessage' as type
from "chat_messages"
where id = any($11::uuid[]) and "user_id" = $12::uuid
union all select id, 'ImportJob' as type
from "import_jobs"
where id = any($13::uuid[]) and false;

-- a contract's analyses, counted
-- a contract's analyses in order of CREATED_AT, first page
select "analysis"."id", "analysis"."contractId", "analysis"."type", "analysis"."status",
    "analysis"."progress", "analysis"."completedAt", "analysis"."createdAt", "analysis"."sortKey"
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
  where "analyses"."config_id" = "parent"."id" and true and (true and true)
  order by analyses.created_at desc, "analyses"."id" desc
  limit $3
) as "analysis" on "analysis"."userId" = "parent"."user_id"
order by "analysis"."sortKey" desc, "analysis"."id" desc;

-- a contract's analyses, counted
-- a contract's analyses in order of CREATED_AT, first page
-- a contract's analyses in order of CREATED_AT, deepest page
-- a contract's analyses in order of CREATED_AT, deepest page from the end
-- a contract's analyses in order of UPDATED_AT, first page
-- a contract's analyses in order of UPDATED_AT, deepest page
-- a contract's analyses in order of UPDATED_AT, deepest page from the end
-- a contract's analyses in order of COMPLETED_AT, first page
-- a contract's analyses in order of COMPLETED_AT, deepest page
-- a contract's analyses in order of COMPLETED_AT, deepest page from the end
-- a contract's analyses by statuses, counted
-- activity, deepest page
-- analyses with contract, results and logs
-- search, a word half typed
-- search, CONTRACT alone
-- nodes
select "contracts"."id", "contracts"."user_id" as "userId", "contracts"."name", "contracts"."description",
    "contracts"."target_address" as "targetAddress", "contracts"."target_chain" as "targetChain",
    "contracts"."target_name" as "targetName", "contracts"."tags", "contracts"."is_active" as "isActive",
    "contracts"."is_default" as "isDefault", "contracts"."last_analyzed" as "lastAnalyzedAt",
    "contracts"."analysis_count" as "analysisCount", "contracts"."created_at" as "createdAt",
    "contracts"."updated_at" as "updatedAt"
from unnest($1::uuid[], $2::uuid[]) as key(id, user_id)
inner join "contracts" on ("contracts"."id" = key.id and (key.user_id is null or "contracts"."user_id" =
    key.user_id));

-- a contract's analyses, counted
-- contracts with their parts
select "parent"."id" as "parentId", (count(*) filter (where analyses.user_id = parent.user_id))::int as
    "count"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join "analyses" on "analyses"."config_id" = "parent"."id"
where true
group by "parent"."id";

-- a contract's analyses in order of CREATED_AT, deepest page
select "analysis"."id", "analysis"."contractId", "analysis"."type", "analysis"."status",
    "analysis"."progress", "analysis"."completedAt", "analysis"."createdAt", "analysis"."sortKey"
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
  where "analyses"."config_id" = "parent"."id" and true and ((analyses.created_at, "analyses"."id") <
      ($3::timestamptz, $4::uuid) and true)
  order by analyses.created_at desc, "analyses"."id" desc
  limit $5
) as "analysis" on "analysis"."userId" = "parent"."user_id"
order by "analysis"."sortKey" desc, "analysis"."id" desc;

-- a contract's analyses in order of CREATED_AT, deepest page from the end
select "analysis"."id", "analysis"."contractId", "analysis"."type", "analysis"."status",
    "analysis"."progress", "analysis"."completedAt", "analysis"."createdAt", "analysis"."sortKey"
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
  where "analyses"."config_id" = "parent"."id" and true and (true and (analyses.created_at, "analyses"."id") >
      ($3::timestamptz, $4::uuid))
  order by analyses.created_at asc, "analyses"."id" asc
  limit $5
) as "analysis" on "analysis"."userId" = "parent"."user_id"
order by "analysis"."sortKey" asc, "analysis"."id" asc;

-- a contract's analyses in order of UPDATED_AT, first page
select "analysis"."id", "analysis"."contractId", "analysis"."type", "analysis"."status",
    "analysis"."progress", "analysis"."completedAt", "analysis"."createdAt", "analysis"."sortKey"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "analyses"."id", "analyses"."user_id" as "userId", "analyses"."config_id" as "contractId",
      "analyses"."contract_address" as "contractAddress", "analyses"."contract_chain" as "contractChain",
      "analyses"."analysis_type" as "type", "analyses"."status", "analyses"."progress", "analyses"."metadata",
      "analyses"."error_message" as "errorMessage", "analyses"."has_errors" as "hasErrors",
      "analyses"."current_step" as "currentStep", "analyses"."completed_at" as "completedAt",
      "analyses"."created_at" as "createdAt", "analyses"."updated_at" as "updatedAt", "analyses"."last_update"
      as "lastUpdatedAt", analyses.updated_at as "sortKey"
  from "analyses"
  where "analyses"."config_id" = "parent"."id" and true and (true and true)
  order by analyses.updated_at desc, "analyses"."id" desc
  limit $3
) as "analysis" on "analysis"."userId" = "parent"."user_id"
order by "analysis"."sortKey" desc, "analysis"."id" desc;

-- a contract's analyses in order of UPDATED_AT, deepest page
select "analysis"."id", "analysis"."contractId", "analysis"."type", "analysis"."status",
    "analysis"."progress", "analysis"."completedAt", "analysis"."createdAt", "analysis"."sortKey"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "analyses"."id", "analyses"."user_id" as "userId", "analyses"."config_id" as "contractId",
      "analyses"."contract_address" as "contractAddress", "analyses"."contract_chain" as "contractChain",
      "analyses"."analysis_type" as "type", "analyses"."status", "analyses"."progress", "analyses"."metadata",
      "analyses"."error_message" as "errorMessage", "analyses"."has_errors" as "hasErrors",
      "analyses"."current_step" as "currentStep", "analyses"."completed_at" as "completedAt",
      "analyses"."created_at" as "createdAt", "analyses"."updated_at" as "updatedAt", "analyses"."last_update"
      as "lastUpdatedAt", analyses.updated_at as "sortKey"
  from "analyses"
  where "analyses"."config_id" = "parent"."id" and true and ((analyses.updated_at, "analyses"."id") <
      ($3::timestamptz, $4::uuid) and true)
  order by analyses.updated_at desc, "analyses"."id" desc
  limit $5
) as "analysis" on "analysis"."userId" = "parent"."user_id"
order by "analysis"."sortKey" desc, "analysis"."id" desc;

-- a contract's analyses in order of UPDATED_AT, deepest page from the end
select "analysis"."id", "analysis"."contractId", "analysis"."type", "analysis"."status",
    "analysis"."progress", "analysis"."completedAt", "analysis"."createdAt", "analysis"."sortKey"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "analyses"."id", "analyses"."user_id" as "userId", "analyses"."config_id" as "contractId",
      "analyses"."contract_address" as "contractAddress", "analyses"."contract_chain" as "contractChain",
      "analyses"."analysis_type" as "type", "analyses"."status", "analyses"."progress", "analyses"."metadata",
      "analyses"."error_message" as "errorMessage", "analyses"."has_errors" as "hasErrors",
      "analyses"."current_step" as "currentStep", "analyses"."completed_at" as "completedAt",
      "analyses"."created_at" as "createdAt", "analyses"."updated_at" as "updatedAt", "analyses"."last_update"
      as "lastUpdatedAt", analyses.updated_at as "sortKey"
  from "analyses"
  where "analyses"."config_id" = "parent"."id" and true and (true and (analyses.updated_at, "analyses"."id") >
      ($3::timestamptz, $4::uuid))
  order by analyses.updated_at asc, "analyses"."id" asc
  limit $5
) as "analysis" on "analysis"."userId" = "parent"."user_id"
order by "analysis"."sortKey" asc, "analysis"."id" asc;

-- a contract's analyses in order of COMPLETED_AT, first page
select "analysis"."id", "analysis"."contractId", "analysis"."type", "analysis"."status",
    "analysis"."progress", "analysis"."completedAt", "analysis"."createdAt", "analysis"."sortKey"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "analyses"."id", "analyses"."user_id" as "userId", "analyses"."config_id" as "contractId",
      "analyses"."contract_address" as "contractAddress", "analyses"."contract_chain" as "contractChain",
      "analyses"."analysis_type" as "type", "analyses"."status", "analyses"."progress", "analyses"."metadata",
      "analyses"."error_message" as "errorMessage", "analyses"."has_errors" as "hasErrors",
      "analyses"."current_step" as "currentStep", "analyses"."completed_at" as "completedAt",
      "analyses"."created_at" as "createdAt", "analyses"."updated_at" as "updatedAt", "analyses"."last_update"
      as "lastUpdatedAt", coalesce("analyses"."completed_at", timestamptz '0001-01-01 00:00:00+00 BC') as
      "sortKey"
  from "analyses"
  where "analyses"."config_id" = "parent"."id" and true and (true and true)
  order by coalesce("analyses"."completed_at", timestamptz '0001-01-01 00:00:00+00 BC') desc, "analyses"."id"
      desc
  limit $3
) as "analysis" on "analysis"."userId" = "parent"."user_id"
order by "analysis"."sortKey" desc, "analysis"."id" desc;

-- a contract's analyses in order of COMPLETED_AT, deepest page
select "analysis"."id", "analysis"."contractId", "analysis"."type", "analysis"."status",
    "analysis"."progress", "analysis"."completedAt", "analysis"."createdAt", "analysis"."sortKey"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "analyses"."id", "analyses"."user_id" as "userId", "analyses"."config_id" as "contractId",
      "analyses"."contract_address" as "contractAddress", "analyses"."contract_chain" as "contractChain",
      "analyses"."analysis_type" as "type", "analyses"."status", "analyses"."progress", "analyses"."metadata",
      "analyses"."error_message" as "errorMessage", "analyses"."has_errors" as "hasErrors",
      "analyses"."current_step" as "currentStep", "analyses"."completed_at" as "completedAt",
      "analyses"."created_at" as "createdAt", "analyses"."updated_at" as "updatedAt", "analyses"."last_update"
      as "lastUpdatedAt", coalesce("analyses"."completed_at", timestamptz '0001-01-01 00:00:00+00 BC') as
      "sortKey"
  from "analyses"
  where "analyses"."config_id" = "parent"."id" and true and ((coalesce("analyses"."completed_at", timestamptz
      '0001-01-01 00:00:00+00 BC'), "analyses"."id") < ($3::timestamptz, $4::uuid) and true)
  order by coalesce("analyses"."completed_at", timestamptz '0001-01-01 00:00:00+00 BC') desc, "analyses"."id"
      desc
  limit $5
) as "analysis" on "analysis"."userId" = "parent"."user_id"
order by "analysis"."sortKey" desc, "analysis"."id" desc;

-- a contract's analyses in order of COMPLETED_AT, deepest page from the end
select "analysis"."id", "analysis"."contractId", "analysis"."type", "analysis"."status",
    "analysis"."progress", "analysis"."completedAt", "analysis"."createdAt", "analysis"."sortKey"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "analyses"."id", "analyses"."user_id" as "userId", "analyses"."config_id" as "contractId",
      "analyses"."contract_address" as "contractAddress", "analyses"."contract_chain" as "contractChain",
      "analyses"."analysis_type" as "type", "analyses"."status", "analyses"."progress", "analyses"."metadata",
      "analyses"."error_message" as "errorMessage", "analyses"."has_errors" as "hasErrors",
      "analyses"."current_step" as "currentStep", "analyses"."completed_at" as "completedAt",
      "analyses"."created_at" as "createdAt", "analyses"."updated_at" as "updatedAt", "analyses"."last_update"
      as "lastUpdatedAt", coalesce("analyses"."completed_at", timestamptz '0001-01-01 00:00:00+00 BC') as
      "sortKey"
  from "analyses"
  where "analyses"."config_id" = "parent"."id" and true and (true and (coalesce("analyses"."completed_at",
      timestamptz '0001-01-01 00:00:00+00 BC'), "analyses"."id") > ($3::timestamptz, $4::uuid))
  order by coalesce("analyses"."completed_at", timestamptz '0001-01-01 00:00:00+00 BC') asc, "analyses"."id"
      asc
  limit $5
) as "analysis" on "analysis"."userId" = "parent"."user_id"
order by "analysis"."sortKey" asc, "analysis"."id" asc;

-- a contract's analyses by statuses, counted
select "analysis"."id", "analysis"."contractId", "analysis"."type", "analysis"."status",
    "analysis"."progress", "analysis"."completedAt", "analysis"."createdAt", "analysis"."sortKey"
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
  where "analyses"."config_id" = "parent"."id" and (analyses.status = any($3::text[])) and (true and true)
  order by analyses.created_at desc, "analyses"."id" desc
  limit $4
) as "analysis" on "analysis"."userId" = "parent"."user_id"
order by "analysis"."sortKey" desc, "analysis"."id" desc;

-- a contract's analyses by statuses, counted
select "parent"."id" as "parentId", (count(*) filter (where analyses.user_id = parent.user_id))::int as
    "count"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join "analyses" on "analyses"."config_id" = "parent"."id"
where (analyses.status = any($3::text[]))
group by "parent"."id";

-- analyses with contract, results and logs
select "analyses"."id", "request"."last", (
  select coalesce(jsonb_agg(entry.value order by entry.place), '[]')
  from jsonb_array_elements(analyses.logs) with ordinality as entry(value, place)
  where entry.place > jsonb_array_length(analyses.logs) - request.last
) as "entries"
from unnest($1::uuid[], $2::uuid[], $3::int[]) as request(id, user_id, last)
inner join "analyses" on "analyses"."id" = "request"."id" and "analyses"."user_id" = "request"."user_id";

-- analyses with contract, results and logs
select "analysis"."id", "analysis"."userId", "analysis"."contractId", "analysis"."status"
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

-- analyses with contract, results and logs
select request.place::int as "place", case when request.path = '[]' then analyses.results else (
  select analyses.results #> steps.path
  from (
    select array(
      select jsonb_array_elements_text(request.path::jsonb)
    )
  ) as steps(path)
  where not exists (
    select
    from unnest(steps.path) with ordinality as step(name, place)
    where name ~ '^\s*[+-]?[0-9]+$' and name !~ '^(0|[1-9][0-9]*)$' and jsonb_typeof(analyses.results #>
        steps.path[:place - 1]) = 'array'
  )
) end::text as "part"
from unnest($1::uuid[], $2::uuid[], $3::text[]) with ordinality as request(id, user_id, path, place)
inner join "analyses" on "analyses"."id" = "request"."id" and "analyses"."user_id" = "request"."user_id";

-- statistics by nothing
select *
from (
  select null::text as bucket, null::text as "group", count(*)::int as count
  from analyses
  where analyses.user_id = $1::uuid and true
  group by 1, 2
  order by 1 desc, 2
  limit $2
) as latest
order by bucket, "group";

-- statistics by TYPE
select *
from (
  select null::text as bucket, upper(analyses.analysis_type) as "group", count(*)::int as count
  from analyses
  where analyses.user_id = $1::uuid and true
  group by 1, 2
  order by 1 desc, 2
  limit $2
) as latest
order by bucket, "group";

-- statistics by STATUS
select *
from (
  select null::text as bucket, upper(analyses.status) as "group", count(*)::int as count
  from analyses
  where analyses.user_id = $1::uuid and true
  group by 1, 2
  order by 1 desc, 2
  limit $2
) as latest
order by bucket, "group";

-- statistics by CHAIN
select *
from (
  with spelling as materialized (
    select null::text as bucket, coalesce(analyses.contract_chain, (
      select target_chain
      from contracts
      where contracts.id = analyses.config_id and contracts.user_id = analyses.user_id
    )) as "group", count(*)::int as count
    from analyses
    where analyses.user_id = $1::uuid and true
    group by 1, 2
  ), chain as (
    select chain_identity("group") as identity, (array_agg("group" order by count desc, "group"))[1] as shown
    from (
      select "group", sum(count) as count
      from spelling
      group by 1
    ) as each
    group by 1
  ) select bucket, shown as "group", sum(count)::int as count
  from spelling
  join chain on chain_identity("group") is not distinct
  from identity
  group by 1, 2
  order by 1 desc, 2
  limit $2
) as latest
order by bucket, "group";

-- statistics by DAY
-- statistics by WEEK
-- statistics by MONTH
select *
from (
  select to_char(date_trunc($1, analyses.created_at at time zone 'UTC'), 'YYYY-MM-DD') as bucket, null::text
      as "group", count(*)::int as count
  from analyses
  where analyses.user_id = $2::uuid and true
  group by 1, 2
  order by 1 desc, 2
  limit $3
) as latest
order by bucket, "group";

-- statistics
-- dashboard
select "analyses"."user_id" as "userId", "analyses"."status", count(*)::int as "count"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join "analyses" on "analyses"."user_id" = "parent"."user_id"
where true
group by "analyses"."user_id", "analyses"."status"
order by "analyses"."status";

-- statistics
-- dashboard
select (count(*) filter (where analyses.created_at >= date_trunc('month', current_timestamp, 'UTC')))::int as
    "thisMonth", (avg( extract(epoch from analyses.completed_at - coalesce(analysis_runs.started_at,
    analyses.created_at))) filter (where analyses.status = 'completed'))::float8 as "averageDurationSeconds"
from "analyses"
left join "analysis_runs" on "analysis_runs"."analysis_id" = "analyses"."id" and "analysis_runs"."user_id" =
    "analyses"."user_id" and "analyses"."status" = 'completed'
where "analyses"."user_id" = $1 and true;

-- statistics, filtered
select "analyses"."user_id" as "userId", "analyses"."status", count(*)::int as "count"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join "analyses" on "analyses"."user_id" = "parent"."user_id"
where ((chain_identity("analyses"."contract_chain") = any($3::text[]) or exists (
  select
  from contracts
  where contracts.id = analyses.config_id and contracts.user_id = analyses.user_id and
      chain_identity("contracts"."target_chain") = any($4::text[])
)) and "analyses"."created_at" >= $5 and "analyses"."created_at" < $6)
group by "analyses"."user_id", "analyses"."status"
order by "analyses"."status";

-- statistics, filtered
select (count(*) filter (where analyses.created_at >= date_trunc('month', current_timestamp, 'UTC')))::int as
    "thisMonth", (avg( extract(epoch from analyses.completed_at - coalesce(analysis_runs.started_at,
    analyses.created_at))) filter (where analyses.status = 'completed'))::float8 as "averageDurationSeconds"
from "analyses"
left join "analysis_runs" on "analysis_runs"."analysis_id" = "analyses"."id" and "analysis_runs"."user_id" =
    "analyses"."user_id" and "analyses"."status" = 'completed'
where "analyses"."user_id" = $1 and ((chain_identity("analyses"."contract_chain") = any($2::text[]) or exists
    (
  select
  from contracts
  where contracts.id = analyses.config_id and contracts.user_id = analyses.user_id and
      chain_identity("contracts"."target_chain") = any($3::text[])
)) and "analyses"."created_at" >= $4 and "analyses"."created_at" < $5);
