-- contracts, counted
-- contracts in order of CREATED_AT, first page
select "contract"."id", "contract"."userId", "contract"."name", "contract"."targetAddress",
    "contract"."targetChain", "contract"."tags", "contract"."createdAt", "contract"."sortKey"
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

-- contracts, counted
-- users with their lists
select "parent"."id" as "parentId", count(*)::int as "count"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join "contracts" on "contracts"."user_id" = "parent"."user_id"
where (contracts.is_active = $3)
group by "parent"."id";

-- contracts in order of CREATED_AT, deepest page
select "contract"."id", "contract"."userId", "contract"."name", "contract"."targetAddress",
    "contract"."targetChain", "contract"."tags", "contract"."createdAt", "contract"."sortKey"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "contracts"."id", "contracts"."user_id" as "userId", "contracts"."name", "contracts"."description",
      "contracts"."target_address" as "targetAddress", "contracts"."target_chain" as "targetChain",
      "contracts"."target_name" as "targetName", "contracts"."tags", "contracts"."is_active" as "isActive",
      "contracts"."is_default" as "isDefault", "contracts"."last_analyzed" as "lastAnalyzedAt",
      "contracts"."analysis_count" as "analysisCount", "contracts"."created_at" as "createdAt",
      "contracts"."updated_at" as "updatedAt", contracts.created_at as "sortKey"
  from "contracts"
  where "contracts"."user_id" = "parent"."user_id" and (contracts.is_active = $3) and ((contracts.created_at,
      "contracts"."id") < ($4::timestamptz, $5::uuid) and true)
  order by contracts.created_at desc, "contracts"."id" desc
  limit $6
) as "contract" on true
order by "contract"."sortKey" desc, "contract"."id" desc;

-- contracts in order of CREATED_AT, deepest page from the end
select "contract"."id", "contract"."userId", "contract"."name", "contract"."targetAddress",
    "contract"."targetChain", "contract"."tags", "contract"."createdAt", "contract"."sortKey"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "contracts"."id", "contracts"."user_id" as "userId", "contracts"."name", "contracts"."description",
      "contracts"."target_address" as "targetAddress", "contracts"."target_chain" as "targetChain",
      "contracts"."target_name" as "targetName", "contracts"."tags", "contracts"."is_active" as "isActive",
      "contracts"."is_default" as "isDefault", "contracts"."last_analyzed" as "lastAnalyzedAt",
      "contracts"."analysis_count" as "analysisCount", "contracts"."created_at" as "createdAt",
      "contracts"."updated_at" as "updatedAt", contracts.created_at as "sortKey"
  from "contracts"
  where "contracts"."user_id" = "parent"."user_id" and (contracts.is_active = $3) and (true and
      (contracts.created_at, "contracts"."id") > ($4::timestamptz, $5::uuid))
  order by contracts.created_at asc, "contracts"."id" asc
  limit $6
) as "contract" on true
order by "contract"."sortKey" asc, "contract"."id" asc;

-- contracts in order of UPDATED_AT, first page
select "contract"."id", "contract"."userId", "contract"."name", "contract"."targetAddress",
    "contract"."targetChain", "contract"."tags", "contract"."createdAt", "contract"."sortKey"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "contracts"."id", "contracts"."user_id" as "userId", "contracts"."name", "contracts"."description",
      "contracts"."target_address" as "targetAddress", "contracts"."target_chain" as "targetChain",
      "contracts"."target_name" as "targetName", "contracts"."tags", "contracts"."is_active" as "isActive",
      "contracts"."is_default" as "isDefault", "contracts"."last_analyzed" as "lastAnalyzedAt",
      "contracts"."analysis_count" as "analysisCount", "contracts"."created_at" as "createdAt",
      "contracts"."updated_at" as "updatedAt", contracts.updated_at as "sortKey"
  from "contracts"
  where "contracts"."user_id" = "parent"."user_id" and (contracts.is_active = $3) and (true and true)
  order by contracts.updated_at desc, "contracts"."id" desc
  limit $4
) as "contract" on true
order by "contract"."sortKey" desc, "contract"."id" desc;

-- contracts in order of UPDATED_AT, deepest page
select "contract"."id", "contract"."userId", "contract"."name", "contract"."targetAddress",
    "contract"."targetChain", "contract"."tags", "contract"."createdAt", "contract"."sortKey"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "contracts"."id", "contracts"."user_id" as "userId", "contracts"."name", "contracts"."description",
      "contracts"."target_address" as "targetAddress", "contracts"."target_chain" as "targetChain",
      "contracts"."target_name" as "targetName", "contracts"."tags", "contracts"."is_active" as "isActive",
      "contracts"."is_default" as "isDefault", "contracts"."last_analyzed" as "lastAnalyzedAt",
      "contracts"."analysis_count" as "analysisCount", "contracts"."created_at" as "createdAt",
      "contracts"."updated_at" as "updatedAt", contracts.updated_at as "sortKey"
  from "contracts"
  where "contracts"."user_id" = "parent"."user_id" and (contracts.is_active = $3) and ((contracts.updated_at,
      "contracts"."id") < ($4::timestamptz, $5::uuid) and true)
  order by contracts.updated_at desc, "contracts"."id" desc
  limit $6
) as "contract" on true
order by "contract"."sortKey" desc, "contract"."id" desc;

-- contracts in order of UPDATED_AT, deepest page from the end
select "contract"."id", "contract"."userId", "contract"."name", "contract"."targetAddress",
    "contract"."targetChain", "contract"."tags", "contract"."createdAt", "contract"."sortKey"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "contracts"."id", "contracts"."user_id" as "userId", "contracts"."name", "contracts"."description",
      "contracts"."target_address" as "targetAddress", "contracts"."target_chain" as "targetChain",
      "contracts"."target_name" as "targetName", "contracts"."tags", "contracts"."is_active" as "isActive",
      "contracts"."is_default" as "isDefault", "contracts"."last_analyzed" as "lastAnalyzedAt",
      "contracts"."analysis_count" as "analysisCount", "contracts"."created_at" as "createdAt",
      "contracts"."updated_at" as "updatedAt", contracts.updated_at as "sortKey"
  from "contracts"
  where "contracts"."user_id" = "parent"."user_id" and (contracts.is_active = $3) and (true and
      (contracts.updated_at, "contracts"."id") > ($4::timestamptz, $5::uuid))
  order by contracts.updated_at asc, "contracts"."id" asc
  limit $6
) as "contract" on true
order by "contract"."sortKey" asc, "contract"."id" asc;

-- contracts in order of NAME, first page
select "contract"."id", "contract"."userId", "contract"."name", "contract"."targetAddress",
    "contract"."targetChain", "contract"."tags", "contract"."createdAt", "contract"."sortKey"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "contracts"."id", "contracts"."user_id" as "userId", "contracts"."name", "contracts"."description",
      "contracts"."target_address" as "targetAddress", "contracts"."target_chain" as "targetChain",
      "contracts"."target_name" as "targetName", "contracts"."tags", "contracts"."is_active" as "isActive",
      "contracts"."is_default" as "isDefault", "contracts"."last_analyzed" as "lastAnalyzedAt",
      "contracts"."analysis_count" as "analysisCount", "contracts"."created_at" as "createdAt",
      "contracts"."updated_at" as "updatedAt", order_key("contracts"."name") collate "C" as "sortKey"
  from "contracts"
  where "contracts"."user_id" = "parent"."user_id" and (contracts.is_active = $3) and (true and true)
  order by order_key("contracts"."name") collate "C" desc, "contracts"."id" desc
  limit $4
) as "contract" on true
order by "contract"."sortKey" desc, "contract"."id" desc;

-- contracts in order of NAME, deepest page
select "contract"."id", "contract"."userId", "contract"."name", "contract"."targetAddress",
    "contract"."targetChain", "contract"."tags", "contract"."createdAt", "contract"."sortKey"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "contracts"."id", "contracts"."user_id" as "userId", "contracts"."name", "contracts"."description",
      "contracts"."target_address" as "targetAddress", "contracts"."target_chain" as "targetChain",
      "contracts"."target_name" as "targetName", "contracts"."tags", "contracts"."is_active" as "isActive",
      "contracts"."is_default" as "isDefault", "contracts"."last_analyzed" as "lastAnalyzedAt",
      "contracts"."analysis_count" as "analysisCount", "contracts"."created_at" as "createdAt",
      "contracts"."updated_at" as "updatedAt", order_key("contracts"."name") collate "C" as "sortKey"
  from "contracts"
  where "contracts"."user_id" = "parent"."user_id" and (contracts.is_active = $3) and
      ((order_key("contracts"."name") collate "C", "contracts"."id") < ($4::text, $5::uuid) and true)
  order by order_key("contracts"."name") collate "C" desc, "contracts"."id" desc
  limit $6
) as "contract" on true
order by "contract"."sortKey" desc, "contract"."id" desc;

-- contracts in order of NAME, deepest page from the end
select "contract"."id", "contract"."userId", "contract"."name", "contract"."targetAddress",
    "contract"."targetChain", "contract"."tags", "contract"."createdAt", "contract"."sortKey"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "contracts"."id", "contracts"."user_id" as "userId", "contracts"."name", "contracts"."description",
      "contracts"."target_address" as "targetAddress", "contracts"."target_chain" as "targetChain",
      "contracts"."target_name" as "targetName", "contracts"."tags", "contracts"."is_active" as "isActive",
      "contracts"."is_default" as "isDefault", "contracts"."last_analyzed" as "lastAnalyzedAt",
      "contracts"."analysis_count" as "analysisCount", "contracts"."created_at" as "createdAt",
      "contracts"."updated_at" as "updatedAt", order_key("contracts"."name") collate "C" as "sortKey"
  from "contracts"
  where "contracts"."user_id" = "parent"."user_id" and (contracts.is_active = $3) and (true and
      (order_key("contracts"."name") collate "C", "contracts"."id") > ($4::text, $5::uuid))
  order by order_key("contracts"."name") collate "C" asc, "contracts"."id" asc
  limit $6
) as "contract" on true
order by "contract"."sortKey" asc, "contract"."id" asc;

-- contracts in order of LAST_ANALYZED_AT, first page
select "contract"."id", "contract"."userId", "contract"."name", "contract"."targetAddress",
    "contract"."targetChain", "contract"."tags", "contract"."createdAt", "contract"."sortKey"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "contracts"."id", "contracts"."user_id" as "userId", "contracts"."name", "contracts"."description",
      "contracts"."target_address" as "targetAddress", "contracts"."target_chain" as "targetChain",
      "contracts"."target_name" as "targetName", "contracts"."tags", "contracts"."is_active" as "isActive",
      "contracts"."is_default" as "isDefault", "contracts"."last_analyzed" as "lastAnalyzedAt",
      "contracts"."analysis_count" as "analysisCount", "contracts"."created_at" as "createdAt",
      "contracts"."updated_at" as "updatedAt", coalesce("contracts"."last_analyzed", timestamptz
      '0001-01-01 00:00:00+00 BC') as "sortKey"
  from "contracts"
  where "contracts"."user_id" = "parent"."user_id" and (contracts.is_active = $3) and (true and true)
  order by coalesce("contracts"."last_analyzed", timestamptz '0001-01-01 00:00:00+00 BC') desc,
      "contracts"."id" desc
  limit $4
) as "contract" on true
order by "contract"."sortKey" desc, "contract"."id" desc;

-- contracts in order of LAST_ANALYZED_AT, deepest page
select "contract"."id", "contract"."userId", "contract"."name", "contract"."targetAddress",
    "contract"."targetChain", "contract"."tags", "contract"."createdAt", "contract"."sortKey"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "contracts"."id", "contracts"."user_id" as "userId", "contracts"."name", "contracts"."description",
      "contracts"."target_address" as "targetAddress", "contracts"."target_chain" as "targetChain",
      "contracts"."target_name" as "targetName", "contracts"."tags", "contracts"."is_active" as "isActive",
      "contracts"."is_default" as "isDefault", "contracts"."last_analyzed" as "lastAnalyzedAt",
      "contracts"."analysis_count" as "analysisCount", "contracts"."created_at" as "createdAt",
      "contracts"."updated_at" as "updatedAt", coalesce("contracts"."last_analyzed", timestamptz
      '0001-01-01 00:00:00+00 BC') as "sortKey"
  from "contracts"
  where "contracts"."user_id" = "parent"."user_id" and (contracts.is_active = $3) and
      ((coalesce("contracts"."last_analyzed", timestamptz '0001-01-01 00:00:00+00 BC'), "contracts"."id") <
      ($4::timestamptz, $5::uuid) and true)
  order by coalesce("contracts"."last_analyzed", timestamptz '0001-01-01 00:00:00+00 BC') desc,
      "contracts"."id" desc
  limit $6
) as "contract" on true
order by "contract"."sortKey" desc, "contract"."id" desc;

-- contracts in order of LAST_ANALYZED_AT, deepest page from the end
select "contract"."id", "contract"."userId", "contract"."name", "contract"."targetAddress",
    "contract"."targetChain", "contract"."tags", "contract"."createdAt", "contract"."sortKey"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "contracts"."id", "contracts"."user_id" as "userId", "contracts"."name", "contracts"."description",
      "contracts"."target_address" as "targetAddress", "contracts"."target_chain" as "targetChain",
      "contracts"."target_name" as "targetName", "contracts"."tags", "contracts"."is_active" as "isActive",
      "contracts"."is_default" as "isDefault", "contracts"."last_analyzed" as "lastAnalyzedAt",
      "contracts"."analysis_count" as "analysisCount", "contracts"."created_at" as "createdAt",
      "contracts"."updated_at" as "updatedAt", coalesce("contracts"."last_analyzed", timestamptz
      '0001-01-01 00:00:00+00 BC') as "sortKey"
  from "contracts"
  where "contracts"."user_id" = "parent"."user_id" and (contracts.is_active = $3) and (true and
      (coalesce("contracts"."last_analyzed", timestamptz '0001-01-01 00:00:00+00 BC'), "contracts"."id") >
      ($4::timestamptz, $5::uuid))
  order by coalesce("contracts"."last_analyzed", timestamptz '0001-01-01 00:00:00+00 BC') asc,
      "contracts"."id" asc
  limit $6
) as "contract" on true
order by "contract"."sortKey" asc, "contract"."id" asc;

-- contracts in order of ANALYSIS_COUNT, first page
select "contract"."id", "contract"."userId", "contract"."name", "contract"."targetAddress",
    "contract"."targetChain", "contract"."tags", "contract"."createdAt", "contract"."sortKey"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "contracts"."id", "contracts"."user_id" as "userId", "contracts"."name", "contracts"."description",
      "contracts"."target_address" as "targetAddress", "contracts"."target_chain" as "targetChain",
      "contracts"."target_name" as "targetName", "contracts"."tags", "contracts"."is_active" as "isActive",
      "contracts"."is_default" as "isDefault", "contracts"."last_analyzed" as "lastAnalyzedAt",
      "contracts"."analysis_count" as "analysisCount", "contracts"."created_at" as "createdAt",
      "contracts"."updated_at" as "updatedAt", contracts.analysis_count as "sortKey"
  from "contracts"
  where "contracts"."user_id" = "parent"."user_id" and (contracts.is_active = $3) and (true and true)
  order by contracts.analysis_count desc, "contracts"."id" desc
  limit $4
) as "contract" on true
order by "contract"."sortKey" desc, "contract"."id" desc;

-- contracts in order of ANALYSIS_COUNT, deepest page
select "contract"."id", "contract"."userId", "contract"."name", "contract"."targetAddress",
    "contract"."targetChain", "contract"."tags", "contract"."createdAt", "contract"."sortKey"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "contracts"."id", "contracts"."user_id" as "userId", "contracts"."name", "contracts"."description",
      "contracts"."target_address" as "targetAddress", "contracts"."target_chain" as "targetChain",
      "contracts"."target_name" as "targetName", "contracts"."tags", "contracts"."is_active" as "isActive",
      "contracts"."is_default" as "isDefault", "contracts"."last_analyzed" as "lastAnalyzedAt",
      "contracts"."analysis_count" as "analysisCount", "contracts"."created_at" as "createdAt",
      "contracts"."updated_at" as "updatedAt", contracts.analysis_count as "sortKey"
  from "contracts"
  where "contracts"."user_id" = "parent"."user_id" and (contracts.is_active = $3) and
      ((contracts.analysis_count, "contracts"."id") < ($4::integer, $5::uuid) and true)
  order by contracts.analysis_count desc, "contracts"."id" desc
  limit $6
) as "contract" on true
order by "contract"."sortKey" desc, "contract"."id" desc;

-- contracts in order of ANALYSIS_COUNT, deepest page from the end
select "contract"."id", "contract"."userId", "contract"."name", "contract"."targetAddress",
    "contract"."targetChain", "contract"."tags", "contract"."createdAt", "contract"."sortKey"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "contracts"."id", "contracts"."user_id" as "userId", "contracts"."name", "contracts"."description",
      "contracts"."target_address" as "targetAddress", "contracts"."target_chain" as "targetChain",
      "contracts"."target_name" as "targetName", "contracts"."tags", "contracts"."is_active" as "isActive",
      "contracts"."is_default" as "isDefault", "contracts"."last_analyzed" as "lastAnalyzedAt",
      "contracts"."analysis_count" as "analysisCount", "contracts"."created_at" as "createdAt",
      "contracts"."updated_at" as "updatedAt", contracts.analysis_count as "sortKey"
  from "contracts"
  where "contracts"."user_id" = "parent"."user_id" and (contracts.is_active = $3) and (true and
      (contracts.analysis_count, "contracts"."id") > ($4::integer, $5::uuid))
  order by contracts.analysis_count asc, "contracts"."id" asc
  limit $6
) as "contract" on true
order by "contract"."sortKey" asc, "contract"."id" asc;

-- contracts by search, counted
-- contracts by search, counted
-- analyses by search, counted
-- analyses by search, counted
-- analyses by results, counted
-- analyses by results, counted
-- chat sessions by search, counted
-- chat sessions by search, counted
-- users by search, counted
-- users by search, counted
-- search, a word in each message
-- search, a word in many rows
-- search, a word with another form
-- search, a word in a phrase
-- search, a word and not another
-- search, a word of several words
-- search, a word half typed
-- search, CONTRACT alone
-- search, CHAT_SESSION alone
-- search, CHAT_MESSAGE alone
-- search, ANALYSIS alone
-- search, deepest page
commit;

-- contracts by search, counted
select "contract"."id", "contract"."userId", "contract"."name", "contract"."targetAddress",
    "contract"."targetChain", "contract"."tags", "contract"."createdAt", "contract"."sortKey"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "contracts"."id", "contracts"."user_id" as "userId", "contracts"."name", "contracts"."description",
      "contracts"."target_address" as "targetAddress", "contracts"."target_chain" as "targetChain",
      "contracts"."target_name" as "targetName", "contracts"."tags", "contracts"."is_active" as "isActive",
      "contracts"."is_default" as "isDefault", "contracts"."last_analyzed" as "lastAnalyzedAt",
      "contracts"."analysis_count" as "analysisCount", "contracts"."created_at" as "createdAt",
      "contracts"."updated_at" as "updatedAt", contracts.created_at as "sortKey"
  from "contracts"
  where "contracts"."user_id" = "parent"."user_id" and ((nfc("contracts"."name") ilike $3 or
      nfc(left("contracts"."description", $4::int)) ilike $5 or nfc("contracts"."target_address") ilike $6 or
      (address_identity("contracts"."target_address", "contracts"."target_chain") =
      any(address_identities($7)) and address_identity("contracts"."target_address",
      "contracts"."target_chain") = address_identity($8, "contracts"."target_chain"))) and contracts.is_active
      = $9) and (true and true)
  order by contracts.created_at desc, "contracts"."id" desc
  limit $10
) as "contract" on true
order by "contract"."sortKey" desc, "contract"."id" desc;

-- contracts by search, counted
select "parent"."id" as "parentId", count(*)::int as "count"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join "contracts" on "contracts"."user_id" = "parent"."user_id"
where ((nfc("contracts"."name") ilike $3 or nfc(left("contracts"."description", $4::int)) ilike $5 or
    nfc("contracts"."target_address") ilike $6 or (address_identity("contracts"."target_address",
    "contracts"."target_chain") = any(address_identities($7)) and
    address_identity("contracts"."target_address", "contracts"."target_chain") = address_identity($8,
    "contracts"."target_chain"))) and contracts.is_active = $9)
group by "parent"."id";

-- contracts by search, counted
-- contracts by search, counted
-- analyses by search, counted
-- analyses by search, counted
-- analyses by results, counted
-- analyses by results, counted
-- chat sessions by search, counted
-- chat sessions by search, counted
-- users by search, counted
-- users by search, counted
-- search, a word in each message
-- search, a word in many rows
-- search, a word with another form
-- search, a word in a phrase
-- search, a word and not another
-- search, a word of several words
-- search, a word half typed
-- search, CONTRACT alone
-- search, CHAT_SESSION alone
-- search, CHAT_MESSAGE alone
-- search, ANALYSIS alone
-- search, deepest page
set local statement_timeout = 3000;

-- contracts by search, counted
-- contracts by search, counted
-- analyses by search, counted
-- analyses by search, counted
-- analyses by results, counted
-- analyses by results, counted
-- chat sessions by search, counted
-- chat sessions by search, counted
-- users by search, counted
-- users by search, counted
-- search, a word in each message
-- search, a word in many rows
-- search, a word with another form
-- search, a word in a phrase
-- search, a word and not another
-- search, a word of several words
-- search, a word half typed
-- search, CONTRACT alone
-- search, CHAT_SESSION alone
-- search, CHAT_MESSAGE alone
-- search, ANALYSIS alone
-- search, deepest page
start transaction isolation level read committed read only;

-- contracts by chains, counted
select "contract"."id", "contract"."userId", "contract"."name", "contract"."targetAddress",
    "contract"."targetChain", "contract"."tags", "contract"."createdAt", "contract"."sortKey"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "contracts"."id", "contracts"."user_id" as "userId", "contracts"."name", "contracts"."description",
      "contracts"."target_address" as "targetAddress", "contracts"."target_chain" as "targetChain",
      "contracts"."target_name" as "targetName", "contracts"."tags", "contracts"."is_active" as "isActive",
      "contracts"."is_default" as "isDefault", "contracts"."last_analyzed" as "lastAnalyzedAt",
      "contracts"."analysis_count" as "analysisCount", "contracts"."created_at" as "createdAt",
      "contracts"."updated_at" as "updatedAt", contracts.created_at as "sortKey"
  from "contracts"
  where "contracts"."user_id" = "parent"."user_id" and (chain_identity("contracts"."target_chain") =
      any($3::text[]) and contracts.is_active = $4) and (true and true)
  order by contracts.created_at desc, "contracts"."id" desc
  limit $5
) as "contract" on true
order by "contract"."sortKey" desc, "contract"."id" desc;

-- contracts by chains, counted
select "parent"."id" as "parentId", count(*)::int as "count"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join "contracts" on "contracts"."user_id" = "parent"."user_id"
where (chain_identity("contracts"."target_chain") = any($3::text[]) and contracts.is_active = $4)
group by "parent"."id";

-- contracts by tags, counted
select "contract"."id", "contract"."userId", "contract"."name", "contract"."targetAddress",
    "contract"."targetChain", "contract"."tags", "contract"."createdAt", "contract"."sortKey"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "contracts"."id", "contracts"."user_id" as "userId", "contracts"."name", "contracts"."description",
      "contracts"."target_address" as "targetAddress", "contracts"."target_chain" as "targetChain",
      "contracts"."target_name" as "targetName", "contracts"."tags", "contracts"."is_active" as "isActive",
      "contracts"."is_default" as "isDefault", "contracts"."last_analyzed" as "lastAnalyzedAt",
      "contracts"."analysis_count" as "analysisCount", "contracts"."created_at" as "createdAt",
      "contracts"."updated_at" as "updatedAt", contracts.created_at as "sortKey"
  from "contracts"
  where "contracts"."user_id" = "parent"."user_id" and (nfc_all(contracts.tags) @> nfc_all($3::text[]) and
      contracts.is_active = $4) and (true and true)
  order by contracts.created_at desc, "contracts"."id" desc
  limit $5
) as "contract" on true
order by "contract"."sortKey" desc, "contract"."id" desc;

-- contracts by tags, counted
select "parent"."id" as "parentId", count(*)::int as "count"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join "contracts" on "contracts"."user_id" = "parent"."user_id"
where (nfc_all(contracts.tags) @> nfc_all($3::text[]) and contracts.is_active = $4)
group by "parent"."id";

-- contracts by anyTags, counted
select "contract"."id", "contract"."userId", "contract"."name", "contract"."targetAddress",
    "contract"."targetChain", "contract"."tags", "contract"."createdAt", "contract"."sortKey"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "contracts"."id", "contracts"."user_id" as "userId", "contracts"."name", "contracts"."description",
      "contracts"."target_address" as "targetAddress", "contracts"."target_chain" as "targetChain",
      "contracts"."target_name" as "targetName", "contracts"."tags", "contracts"."is_active" as "isActive",
      "contracts"."is_default" as "isDefault", "contracts"."last_analyzed" as "lastAnalyzedAt",
      "contracts"."analysis_count" as "analysisCount", "contracts"."created_at" as "createdAt",
      "contracts"."updated_at" as "updatedAt", contracts.created_at as "sortKey"
  from "contracts"
  where "contracts"."user_id" = "parent"."user_id" and (nfc_all(contracts.tags) && nfc_all($3::text[]) and
      contracts.is_active = $4) and (true and true)
  order by contracts.created_at desc, "contracts"."id" desc
  limit $5
) as "contract" on true
order by "contract"."sortKey" desc, "contract"."id" desc;

-- contracts by anyTags, counted
select "parent"."id" as "parentId", count(*)::int as "count"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join "contracts" on "contracts"."user_id" = "parent"."user_id"
where (nfc_all(contracts.tags) && nfc_all($3::text[]) and contracts.is_active = $4)
group by "parent"."id";

-- contracts by address, counted
select "contract"."id", "contract"."userId", "contract"."name", "contract"."targetAddress",
    "contract"."targetChain", "contract"."tags", "contract"."createdAt", "contract"."sortKey"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "contracts"."id", "contracts"."user_id" as "userId", "contracts"."name", "contracts"."description",
      "contracts"."target_address" as "targetAddress", "contracts"."target_chain" as "targetChain",
      "contracts"."target_name" as "targetName", "contracts"."tags", "contracts"."is_active" as "isActive",
      "contracts"."is_default" as "isDefault", "contracts"."last_analyzed" as "lastAnalyzedAt",
      "contracts"."analysis_count" as "analysisCount", "contracts"."created_at" as "createdAt",
      "contracts"."updated_at" as "updatedAt", contracts.created_at as "sortKey"
  from "contracts"
  where "contracts"."user_id" = "parent"."user_id" and ((address_identity("contracts"."target_address",
      "contracts"."target_chain") = any(address_identities($3)) and
      address_identity("contracts"."target_address", "contracts"."target_chain") = address_identity($4,
      "contracts"."target_chain")) and contracts.is_active = $5) and (true and true)
  order by contracts.created_at desc, "contracts"."id" desc
  limit $6
) as "contract" on true
order by "contract"."sortKey" desc, "contract"."id" desc;

-- contracts by address, counted
select "parent"."id" as "parentId", count(*)::int as "count"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join "contracts" on "contracts"."user_id" = "parent"."user_id"
where ((address_identity("contracts"."target_address", "contracts"."target_chain") =
    any(address_identities($3)) and address_identity("contracts"."target_address", "contracts"."target_chain")
    = address_identity($4, "contracts"."target_chain")) and contracts.is_active = $5)
group by "parent"."id";

-- contracts by isActive, counted
select "contract"."id", "contract"."userId", "contract"."name", "contract"."targetAddress",
    "contract"."targetChain", "contract"."tags", "contract"."createdAt", "contract"."sortKey"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "contracts"."id", "contracts"."user_id" as "userId", "contracts"."name", "contracts"."description",
      "contracts"."target_address" as "targetAddress", "contracts"."target_chain" as "targetChain",
      "contracts"."target_name" as "targetName", "contracts"."tags", "contracts"."is_active" as "isActive",
      "contracts"."is_default" as "isDefault", "contracts"."last_analyzed" as "lastAnalyzedAt",
      "contracts"."analysis_count" as "analysisCount", "contracts"."created_at" as "createdAt",
      "contracts"."updated_at" as "updatedAt", contracts.created_at as "sortKey"
  from "contracts"
  where "contracts"."user_id" = "parent"."user_id" and true and (true and true)
  order by contracts.created_at desc, "contracts"."id" desc
  limit $3
) as "contract" on true
order by "contract"."sortKey" desc, "contract"."id" desc;

-- contracts by isActive, counted
select "parent"."id" as "parentId", count(*)::int as "count"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join "contracts" on "contracts"."user_id" = "parent"."user_id"
where true
group by "parent"."id";

-- contracts by isDefault, counted
select "contract"."id", "contract"."userId", "contract"."name", "contract"."targetAddress",
    "contract"."targetChain", "contract"."tags", "contract"."createdAt", "contract"."sortKey"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "contracts"."id", "contracts"."user_id" as "userId", "contracts"."name", "contracts"."description",
      "contracts"."target_address" as "targetAddress", "contracts"."target_chain" as "targetChain",
      "contracts"."target_name" as "targetName", "contracts"."tags", "contracts"."is_active" as "isActive",
      "contracts"."is_default" as "isDefault", "contracts"."last_analyzed" as "lastAnalyzedAt",
      "contracts"."analysis_count" as "analysisCount", "contracts"."created_at" as "createdAt",
      "contracts"."updated_at" as "updatedAt", contracts.created_at as "sortKey"
  from "contracts"
  where "contracts"."user_id" = "parent"."user_id" and (contracts.is_active = $3 and contracts.is_default =
      $4) and (true and true)
  order by contracts.created_at desc, "contracts"."id" desc
  limit $5
) as "contract" on true
order by "contract"."sortKey" desc, "contract"."id" desc;

-- contracts by isDefault, counted
select "parent"."id" as "parentId", count(*)::int as "count"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join "contracts" on "contracts"."user_id" = "parent"."user_id"
where (contracts.is_active = $3 and contracts.is_default = $4)
group by "parent"."id";

-- contracts by createdAt, counted
select "contract"."id", "contract"."userId", "contract"."name", "contract"."targetAddress",
    "contract"."targetChain", "contract"."tags", "contract"."createdAt", "contract"."sortKey"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "contracts"."id", "contracts"."user_id" as "userId", "contracts"."name", "contracts"."description",
      "contracts"."target_address" as "targetAddress", "contracts"."target_chain" as "targetChain",
      "contracts"."target_name" as "targetName", "contracts"."tags", "contracts"."is_active" as "isActive",
      "contracts"."is_default" as "isDefault", "contracts"."last_analyzed" as "lastAnalyzedAt",
      "contracts"."analysis_count" as "analysisCount", "contracts"."created_at" as "createdAt",
      "contracts"."updated_at" as "updatedAt", contracts.created_at as "sortKey"
  from "contracts"
  where "contracts"."user_id" = "parent"."user_id" and (contracts.is_active = $3 and "contracts"."created_at"
      >= $4 and "contracts"."created_at" < $5) and (true and true)
  order by contracts.created_at desc, "contracts"."id" desc
  limit $6
) as "contract" on true
order by "contract"."sortKey" desc, "contract"."id" desc;

-- contracts by createdAt, counted
select "parent"."id" as "parentId", count(*)::int as "count"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join "contracts" on "contracts"."user_id" = "parent"."user_id"
where (contracts.is_active = $3 and "contracts"."created_at" >= $4 and "contracts"."created_at" < $5)
group by "parent"."id";

-- contracts by updatedAt, counted
select "contract"."id", "contract"."userId", "contract"."name", "contract"."targetAddress",
    "contract"."targetChain", "contract"."tags", "contract"."createdAt", "contract"."sortKey"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "contracts"."id", "contracts"."user_id" as "userId", "contracts"."name", "contracts"."description",
      "contracts"."target_address" as "targetAddress", "contracts"."target_chain" as "targetChain",
      "contracts"."target_name" as "targetName", "contracts"."tags", "contracts"."is_active" as "isActive",
      "contracts"."is_default" as "isDefault", "contracts"."last_analyzed" as "lastAnalyzedAt",
      "contracts"."analysis_count" as "analysisCount", "contracts"."created_at" as "createdAt",
      "contracts"."updated_at" as "updatedAt", contracts.created_at as "sortKey"
  from "contracts"
  where "contracts"."user_id" = "parent"."user_id" and (contracts.is_active = $3 and "contracts"."updated_at"
      >= $4 and "contracts"."updated_at" < $5) and (true and true)
  order by contracts.created_at desc, "contracts"."id" desc
  limit $6
) as "contract" on true
order by "contract"."sortKey" desc, "contract"."id" desc;

-- contracts by updatedAt, counted
select "parent"."id" as "parentId", count(*)::int as "count"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join "contracts" on "contracts"."user_id" = "parent"."user_id"
where (contracts.is_active = $3 and "contracts"."updated_at" >= $4 and "contracts"."updated_at" < $5)
group by "parent"."id";

-- contracts with their parts
select "analysis"."contractId", "analysis"."status"
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

-- contracts with their parts
select "competitor"."contractId", "competitor"."name"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "contract_competitors"."id", "contract_competitors"."contract_id" as "contractId",
      "contract_competitors"."user_id" as "userId", "contract_competitors"."address",
      "contract_competitors"."chain", "contract_competitors"."name", "contract_competitors"."group_name" as
      "group", "contract_competitors"."created_at" as "createdAt"
  from "contract_competitors"
  where "contract_competitors"."contract_id" = "parent"."id" and "contract_competitors"."user_id" =
      "parent"."user_id"
  order by "contract_competitors"."created_at", "contract_competitors"."id"
  limit $3
) as "competitor" on true
order by "competitor"."createdAt", "competitor"."id";

-- contracts with their parts
select "contract"."id", "contract"."userId", "contract"."name"
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

-- contracts with their parts
select "contracts"."id", "contracts"."target_abi" as "targetAbi"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join "contracts" on "contracts"."id" = "parent"."id" and "contracts"."user_id" = "parent"."user_id";

-- contracts with their parts
select "params"."contract_id" as "contractId", "params"."whale_threshold" as "whaleThreshold"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join "contract_analysis_params" as "params" on "params"."contract_id" = "parent"."id" and
    "params"."user_id" = "parent"."user_id";

-- contracts with their parts
select "rpc"."contract_id" as "contractId", "rpc"."user_id" as "userId", "rpc"."chain", "rpc"."rpc_urls" as
    "rpcUrls", "rpc"."created_at" as "createdAt", "rpc"."updated_at" as "updatedAt"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join "contract_rpc_config" as "rpc" on "rpc"."contract_id" = "parent"."id" and "rpc"."user_id" =
    "parent"."user_id"
order by "rpc"."chain";
