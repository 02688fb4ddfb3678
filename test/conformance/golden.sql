-- who asks: before each of the others
select "users"."id", "users"."role", "users"."api_key" as "apiKey", coalesce(account_security.token_version,
    0) as "version"
from "users"
left join "account_security" on "account_security"."user_id" = "users"."id"
where users.api_key = any($1::text[]) and (users.is_active and account_security.deleted_at is null);

-- contracts, counted
select "contract"."id", "contract"."userId", "contract"."name", "contract"."targetAddress",
    "contract"."targetChain", "contract"."tags", "contract"."createdAt", "contract"."sortKey"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "contracts"."id", "contracts"."user_id" as "userId", "contracts"."name", "contracts"."description",
      "contracts"."target_address" as "targetAddress", "contracts"."target_chain" as "targetChain",
      "contracts"."target_name" as "targetName", "contracts"."tags", "contracts"."is_active" as "isActive",
      "contracts"."is_default" as "isDefault", "contracts"."last_analyzed" as "lastAnalyzed",
      "contracts"."analysis_count" as "analysisCount", "contracts"."created_at" as "createdAt",
      "contracts"."updated_at" as "updatedAt", contracts.created_at as "sortKey"
  from "contracts"
  where "contracts"."user_id" = "parent"."user_id" and (contracts.is_active = $3) and (true and true)
  order by contracts.created_at desc, "contracts"."id" desc
  limit $4
) as "contract" on true
order by "contract"."sortKey" desc, "contract"."id" desc;
select "parent"."id" as "parentId", count(*)::int as "count"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join "contracts" on "contracts"."user_id" = "parent"."user_id"
where (contracts.is_active = $3)
group by "parent"."id";

-- contracts in order of CREATED_AT, first page
select "contract"."id", "contract"."userId", "contract"."name", "contract"."targetAddress",
    "contract"."targetChain", "contract"."tags", "contract"."createdAt", "contract"."sortKey"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "contracts"."id", "contracts"."user_id" as "userId", "contracts"."name", "contracts"."description",
      "contracts"."target_address" as "targetAddress", "contracts"."target_chain" as "targetChain",
      "contracts"."target_name" as "targetName", "contracts"."tags", "contracts"."is_active" as "isActive",
      "contracts"."is_default" as "isDefault", "contracts"."last_analyzed" as "lastAnalyzed",
      "contracts"."analysis_count" as "analysisCount", "contracts"."created_at" as "createdAt",
      "contracts"."updated_at" as "updatedAt", contracts.created_at as "sortKey"
  from "contracts"
  where "contracts"."user_id" = "parent"."user_id" and (contracts.is_active = $3) and (true and true)
  order by contracts.created_at desc, "contracts"."id" desc
  limit $4
) as "contract" on true
order by "contract"."sortKey" desc, "contract"."id" desc;

-- contracts in order of CREATED_AT, deepest page
select "contract"."id", "contract"."userId", "contract"."name", "contract"."targetAddress",
    "contract"."targetChain", "contract"."tags", "contract"."createdAt", "contract"."sortKey"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "contracts"."id", "contracts"."user_id" as "userId", "contracts"."name", "contracts"."description",
      "contracts"."target_address" as "targetAddress", "contracts"."target_chain" as "targetChain",
      "contracts"."target_name" as "targetName", "contracts"."tags", "contracts"."is_active" as "isActive",
      "contracts"."is_default" as "isDefault", "contracts"."last_analyzed" as "lastAnalyzed",
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
      "contracts"."is_default" as "isDefault", "contracts"."last_analyzed" as "lastAnalyzed",
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
      "contracts"."is_default" as "isDefault", "contracts"."last_analyzed" as "lastAnalyzed",
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
      "contracts"."is_default" as "isDefault", "contracts"."last_analyzed" as "lastAnalyzed",
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
      "contracts"."is_default" as "isDefault", "contracts"."last_analyzed" as "lastAnalyzed",
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
      "contracts"."is_default" as "isDefault", "contracts"."last_analyzed" as "lastAnalyzed",
      "contracts"."analysis_count" as "analysisCount", "contracts"."created_at" as "createdAt",
      "contracts"."updated_at" as "updatedAt", contracts.name as "sortKey"
  from "contracts"
  where "contracts"."user_id" = "parent"."user_id" and (contracts.is_active = $3) and (true and true)
  order by contracts.name desc, "contracts"."id" desc
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
      "contracts"."is_default" as "isDefault", "contracts"."last_analyzed" as "lastAnalyzed",
      "contracts"."analysis_count" as "analysisCount", "contracts"."created_at" as "createdAt",
      "contracts"."updated_at" as "updatedAt", contracts.name as "sortKey"
  from "contracts"
  where "contracts"."user_id" = "parent"."user_id" and (contracts.is_active = $3) and ((contracts.name,
      "contracts"."id") < ($4::text, $5::uuid) and true)
  order by contracts.name desc, "contracts"."id" desc
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
      "contracts"."is_default" as "isDefault", "contracts"."last_analyzed" as "lastAnalyzed",
      "contracts"."analysis_count" as "analysisCount", "contracts"."created_at" as "createdAt",
      "contracts"."updated_at" as "updatedAt", contracts.name as "sortKey"
  from "contracts"
  where "contracts"."user_id" = "parent"."user_id" and (contracts.is_active = $3) and (true and
      (contracts.name, "contracts"."id") > ($4::text, $5::uuid))
  order by contracts.name asc, "contracts"."id" asc
  limit $6
) as "contract" on true
order by "contract"."sortKey" asc, "contract"."id" asc;

-- contracts by search, counted
commit;
commit;
select "contract"."id", "contract"."userId", "contract"."name", "contract"."targetAddress",
    "contract"."targetChain", "contract"."tags", "contract"."createdAt", "contract"."sortKey"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "contracts"."id", "contracts"."user_id" as "userId", "contracts"."name", "contracts"."description",
      "contracts"."target_address" as "targetAddress", "contracts"."target_chain" as "targetChain",
      "contracts"."target_name" as "targetName", "contracts"."tags", "contracts"."is_active" as "isActive",
      "contracts"."is_default" as "isDefault", "contracts"."last_analyzed" as "lastAnalyzed",
      "contracts"."analysis_count" as "analysisCount", "contracts"."created_at" as "createdAt",
      "contracts"."updated_at" as "updatedAt", contracts.created_at as "sortKey"
  from "contracts"
  where "contracts"."user_id" = "parent"."user_id" and (("contracts"."name" ilike $3 or
      left("contracts"."description", $4::int) ilike $5 or "contracts"."target_address" ilike $6) and
      contracts.is_active = $7) and (true and true)
  order by contracts.created_at desc, "contracts"."id" desc
  limit $8
) as "contract" on true
order by "contract"."sortKey" desc, "contract"."id" desc;
select "parent"."id" as "parentId", count(*)::int as "count"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join "contracts" on "contracts"."user_id" = "parent"."user_id"
where (("contracts"."name" ilike $3 or left("contracts"."description", $4::int) ilike $5 or
    "contracts"."target_address" ilike $6) and contracts.is_active = $7)
group by "parent"."id";
set local statement_timeout = 3000;
set local statement_timeout = 3000;
start transaction isolation level read committed read only;
start transaction isolation level read committed read only;

-- contracts by chain, counted
select "contract"."id", "contract"."userId", "contract"."name", "contract"."targetAddress",
    "contract"."targetChain", "contract"."tags", "contract"."createdAt", "contract"."sortKey"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "contracts"."id", "contracts"."user_id" as "userId", "contracts"."name", "contracts"."description",
      "contracts"."target_address" as "targetAddress", "contracts"."target_chain" as "targetChain",
      "contracts"."target_name" as "targetName", "contracts"."tags", "contracts"."is_active" as "isActive",
      "contracts"."is_default" as "isDefault", "contracts"."last_analyzed" as "lastAnalyzed",
      "contracts"."analysis_count" as "analysisCount", "contracts"."created_at" as "createdAt",
      "contracts"."updated_at" as "updatedAt", contracts.created_at as "sortKey"
  from "contracts"
  where "contracts"."user_id" = "parent"."user_id" and (contracts.target_chain = any($3::text[]) and
      contracts.is_active = $4) and (true and true)
  order by contracts.created_at desc, "contracts"."id" desc
  limit $5
) as "contract" on true
order by "contract"."sortKey" desc, "contract"."id" desc;
select "parent"."id" as "parentId", count(*)::int as "count"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join "contracts" on "contracts"."user_id" = "parent"."user_id"
where (contracts.target_chain = any($3::text[]) and contracts.is_active = $4)
group by "parent"."id";

-- contracts by tags, counted
select "contract"."id", "contract"."userId", "contract"."name", "contract"."targetAddress",
    "contract"."targetChain", "contract"."tags", "contract"."createdAt", "contract"."sortKey"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "contracts"."id", "contracts"."user_id" as "userId", "contracts"."name", "contracts"."description",
      "contracts"."target_address" as "targetAddress", "contracts"."target_chain" as "targetChain",
      "contracts"."target_name" as "targetName", "contracts"."tags", "contracts"."is_active" as "isActive",
      "contracts"."is_default" as "isDefault", "contracts"."last_analyzed" as "lastAnalyzed",
      "contracts"."analysis_count" as "analysisCount", "contracts"."created_at" as "createdAt",
      "contracts"."updated_at" as "updatedAt", contracts.created_at as "sortKey"
  from "contracts"
  where "contracts"."user_id" = "parent"."user_id" and (contracts.tags @> $3::text[] and contracts.is_active =
      $4) and (true and true)
  order by contracts.created_at desc, "contracts"."id" desc
  limit $5
) as "contract" on true
order by "contract"."sortKey" desc, "contract"."id" desc;
select "parent"."id" as "parentId", count(*)::int as "count"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join "contracts" on "contracts"."user_id" = "parent"."user_id"
where (contracts.tags @> $3::text[] and contracts.is_active = $4)
group by "parent"."id";

-- contracts by address, counted
select "contract"."id", "contract"."userId", "contract"."name", "contract"."targetAddress",
    "contract"."targetChain", "contract"."tags", "contract"."createdAt", "contract"."sortKey"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "contracts"."id", "contracts"."user_id" as "userId", "contracts"."name", "contracts"."description",
      "contracts"."target_address" as "targetAddress", "contracts"."target_chain" as "targetChain",
      "contracts"."target_name" as "targetName", "contracts"."tags", "contracts"."is_active" as "isActive",
      "contracts"."is_default" as "isDefault", "contracts"."last_analyzed" as "lastAnalyzed",
      "contracts"."analysis_count" as "analysisCount", "contracts"."created_at" as "createdAt",
      "contracts"."updated_at" as "updatedAt", contracts.created_at as "sortKey"
  from "contracts"
  where "contracts"."user_id" = "parent"."user_id" and (lower("contracts"."target_address") = lower($3) and
      contracts.is_active = $4) and (true and true)
  order by contracts.created_at desc, "contracts"."id" desc
  limit $5
) as "contract" on true
order by "contract"."sortKey" desc, "contract"."id" desc;
select "parent"."id" as "parentId", count(*)::int as "count"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join "contracts" on "contracts"."user_id" = "parent"."user_id"
where (lower("contracts"."target_address") = lower($3) and contracts.is_active = $4)
group by "parent"."id";

-- contracts by isActive, counted
select "contract"."id", "contract"."userId", "contract"."name", "contract"."targetAddress",
    "contract"."targetChain", "contract"."tags", "contract"."createdAt", "contract"."sortKey"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "contracts"."id", "contracts"."user_id" as "userId", "contracts"."name", "contracts"."description",
      "contracts"."target_address" as "targetAddress", "contracts"."target_chain" as "targetChain",
      "contracts"."target_name" as "targetName", "contracts"."tags", "contracts"."is_active" as "isActive",
      "contracts"."is_default" as "isDefault", "contracts"."last_analyzed" as "lastAnalyzed",
      "contracts"."analysis_count" as "analysisCount", "contracts"."created_at" as "createdAt",
      "contracts"."updated_at" as "updatedAt", contracts.created_at as "sortKey"
  from "contracts"
  where "contracts"."user_id" = "parent"."user_id" and true and (true and true)
  order by contracts.created_at desc, "contracts"."id" desc
  limit $3
) as "contract" on true
order by "contract"."sortKey" desc, "contract"."id" desc;
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
      "contracts"."is_default" as "isDefault", "contracts"."last_analyzed" as "lastAnalyzed",
      "contracts"."analysis_count" as "analysisCount", "contracts"."created_at" as "createdAt",
      "contracts"."updated_at" as "updatedAt", contracts.created_at as "sortKey"
  from "contracts"
  where "contracts"."user_id" = "parent"."user_id" and (contracts.is_active = $3 and contracts.is_default =
      $4) and (true and true)
  order by contracts.created_at desc, "contracts"."id" desc
  limit $5
) as "contract" on true
order by "contract"."sortKey" desc, "contract"."id" desc;
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
      "contracts"."is_default" as "isDefault", "contracts"."last_analyzed" as "lastAnalyzed",
      "contracts"."analysis_count" as "analysisCount", "contracts"."created_at" as "createdAt",
      "contracts"."updated_at" as "updatedAt", contracts.created_at as "sortKey"
  from "contracts"
  where "contracts"."user_id" = "parent"."user_id" and (contracts.is_active = $3 and "contracts"."created_at"
      >= $4 and "contracts"."created_at" < $5) and (true and true)
  order by contracts.created_at desc, "contracts"."id" desc
  limit $6
) as "contract" on true
order by "contract"."sortKey" desc, "contract"."id" desc;
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
      "contracts"."is_default" as "isDefault", "contracts"."last_analyzed" as "lastAnalyzed",
      "contracts"."analysis_count" as "analysisCount", "contracts"."created_at" as "createdAt",
      "contracts"."updated_at" as "updatedAt", contracts.created_at as "sortKey"
  from "contracts"
  where "contracts"."user_id" = "parent"."user_id" and (contracts.is_active = $3 and "contracts"."updated_at"
      >= $4 and "contracts"."updated_at" < $5) and (true and true)
  order by contracts.created_at desc, "contracts"."id" desc
  limit $6
) as "contract" on true
order by "contract"."sortKey" desc, "contract"."id" desc;
select "parent"."id" as "parentId", count(*)::int as "count"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join "contracts" on "contracts"."user_id" = "parent"."user_id"
where (contracts.is_active = $3 and "contracts"."updated_at" >= $4 and "contracts"."updated_at" < $5)
group by "parent"."id";

-- analyses, counted
select "analysis"."id", "analysis"."userId", "analysis"."type", "analysis"."status", "analysis"."progress",
    "analysis"."completedAt", "analysis"."createdAt", "analysis"."sortKey"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "analyses"."id", "analyses"."user_id" as "userId", "analyses"."config_id" as "configId",
      "analyses"."contract_address" as "contractAddress", "analyses"."contract_chain" as "contractChain",
      "analyses"."analysis_type" as "type", "analyses"."status", "analyses"."progress", "analyses"."metadata",
      "analyses"."error_message" as "errorMessage", "analyses"."has_errors" as "hasErrors",
      "analyses"."current_step" as "currentStep", "analyses"."completed_at" as "completedAt",
      "analyses"."created_at" as "createdAt", "analyses"."updated_at" as "updatedAt", "analyses"."last_update"
      as "lastUpdate", analyses.created_at as "sortKey"
  from "analyses"
  where "analyses"."user_id" = "parent"."user_id" and true and (true and true)
  order by analyses.created_at desc, "analyses"."id" desc
  limit $3
) as "analysis" on "analysis"."userId" = "parent"."user_id"
order by "analysis"."sortKey" desc, "analysis"."id" desc;
select "parent"."id" as "parentId", (count(*) filter (where analyses.user_id = parent.user_id))::int as
    "count"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join "analyses" on "analyses"."user_id" = "parent"."user_id"
where true
group by "parent"."id";

-- analyses in order of CREATED_AT, first page
select "analysis"."id", "analysis"."userId", "analysis"."type", "analysis"."status", "analysis"."progress",
    "analysis"."completedAt", "analysis"."createdAt", "analysis"."sortKey"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "analyses"."id", "analyses"."user_id" as "userId", "analyses"."config_id" as "configId",
      "analyses"."contract_address" as "contractAddress", "analyses"."contract_chain" as "contractChain",
      "analyses"."analysis_type" as "type", "analyses"."status", "analyses"."progress", "analyses"."metadata",
      "analyses"."error_message" as "errorMessage", "analyses"."has_errors" as "hasErrors",
      "analyses"."current_step" as "currentStep", "analyses"."completed_at" as "completedAt",
      "analyses"."created_at" as "createdAt", "analyses"."updated_at" as "updatedAt", "analyses"."last_update"
      as "lastUpdate", analyses.created_at as "sortKey"
  from "analyses"
  where "analyses"."user_id" = "parent"."user_id" and true and (true and true)
  order by analyses.created_at desc, "analyses"."id" desc
  limit $3
) as "analysis" on "analysis"."userId" = "parent"."user_id"
order by "analysis"."sortKey" desc, "analysis"."id" desc;

-- analyses in order of CREATED_AT, deepest page
select "analysis"."id", "analysis"."userId", "analysis"."type", "analysis"."status", "analysis"."progress",
    "analysis"."completedAt", "analysis"."createdAt", "analysis"."sortKey"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "analyses"."id", "analyses"."user_id" as "userId", "analyses"."config_id" as "configId",
      "analyses"."contract_address" as "contractAddress", "analyses"."contract_chain" as "contractChain",
      "analyses"."analysis_type" as "type", "analyses"."status", "analyses"."progress", "analyses"."metadata",
      "analyses"."error_message" as "errorMessage", "analyses"."has_errors" as "hasErrors",
      "analyses"."current_step" as "currentStep", "analyses"."completed_at" as "completedAt",
      "analyses"."created_at" as "createdAt", "analyses"."updated_at" as "updatedAt", "analyses"."last_update"
      as "lastUpdate", analyses.created_at as "sortKey"
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
  select "analyses"."id", "analyses"."user_id" as "userId", "analyses"."config_id" as "configId",
      "analyses"."contract_address" as "contractAddress", "analyses"."contract_chain" as "contractChain",
      "analyses"."analysis_type" as "type", "analyses"."status", "analyses"."progress", "analyses"."metadata",
      "analyses"."error_message" as "errorMessage", "analyses"."has_errors" as "hasErrors",
      "analyses"."current_step" as "currentStep", "analyses"."completed_at" as "completedAt",
      "analyses"."created_at" as "createdAt", "analyses"."updated_at" as "updatedAt", "analyses"."last_update"
      as "lastUpdate", analyses.created_at as "sortKey"
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
  select "analyses"."id", "analyses"."user_id" as "userId", "analyses"."config_id" as "configId",
      "analyses"."contract_address" as "contractAddress", "analyses"."contract_chain" as "contractChain",
      "analyses"."analysis_type" as "type", "analyses"."status", "analyses"."progress", "analyses"."metadata",
      "analyses"."error_message" as "errorMessage", "analyses"."has_errors" as "hasErrors",
      "analyses"."current_step" as "currentStep", "analyses"."completed_at" as "completedAt",
      "analyses"."created_at" as "createdAt", "analyses"."updated_at" as "updatedAt", "analyses"."last_update"
      as "lastUpdate", analyses.updated_at as "sortKey"
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
  select "analyses"."id", "analyses"."user_id" as "userId", "analyses"."config_id" as "configId",
      "analyses"."contract_address" as "contractAddress", "analyses"."contract_chain" as "contractChain",
      "analyses"."analysis_type" as "type", "analyses"."status", "analyses"."progress", "analyses"."metadata",
      "analyses"."error_message" as "errorMessage", "analyses"."has_errors" as "hasErrors",
      "analyses"."current_step" as "currentStep", "analyses"."completed_at" as "completedAt",
      "analyses"."created_at" as "createdAt", "analyses"."updated_at" as "updatedAt", "analyses"."last_update"
      as "lastUpdate", analyses.updated_at as "sortKey"
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
  select "analyses"."id", "analyses"."user_id" as "userId", "analyses"."config_id" as "configId",
      "analyses"."contract_address" as "contractAddress", "analyses"."contract_chain" as "contractChain",
      "analyses"."analysis_type" as "type", "analyses"."status", "analyses"."progress", "analyses"."metadata",
      "analyses"."error_message" as "errorMessage", "analyses"."has_errors" as "hasErrors",
      "analyses"."current_step" as "currentStep", "analyses"."completed_at" as "completedAt",
      "analyses"."created_at" as "createdAt", "analyses"."updated_at" as "updatedAt", "analyses"."last_update"
      as "lastUpdate", analyses.updated_at as "sortKey"
  from "analyses"
  where "analyses"."user_id" = "parent"."user_id" and true and (true and (analyses.updated_at,
      "analyses"."id") > ($3::timestamptz, $4::uuid))
  order by analyses.updated_at asc, "analyses"."id" asc
  limit $5
) as "analysis" on "analysis"."userId" = "parent"."user_id"
order by "analysis"."sortKey" asc, "analysis"."id" asc;

-- analyses by status, counted
select "analysis"."id", "analysis"."userId", "analysis"."type", "analysis"."status", "analysis"."progress",
    "analysis"."completedAt", "analysis"."createdAt", "analysis"."sortKey"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "analyses"."id", "analyses"."user_id" as "userId", "analyses"."config_id" as "configId",
      "analyses"."contract_address" as "contractAddress", "analyses"."contract_chain" as "contractChain",
      "analyses"."analysis_type" as "type", "analyses"."status", "analyses"."progress", "analyses"."metadata",
      "analyses"."error_message" as "errorMessage", "analyses"."has_errors" as "hasErrors",
      "analyses"."current_step" as "currentStep", "analyses"."completed_at" as "completedAt",
      "analyses"."created_at" as "createdAt", "analyses"."updated_at" as "updatedAt", "analyses"."last_update"
      as "lastUpdate", analyses.created_at as "sortKey"
  from "analyses"
  where "analyses"."user_id" = "parent"."user_id" and (analyses.status = any($3::text[])) and (true and true)
  order by analyses.created_at desc, "analyses"."id" desc
  limit $4
) as "analysis" on "analysis"."userId" = "parent"."user_id"
order by "analysis"."sortKey" desc, "analysis"."id" desc;
select "parent"."id" as "parentId", (count(*) filter (where analyses.user_id = parent.user_id))::int as
    "count"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join "analyses" on "analyses"."user_id" = "parent"."user_id"
where (analyses.status = any($3::text[]))
group by "parent"."id";

-- analyses by type, counted
select "analysis"."id", "analysis"."userId", "analysis"."type", "analysis"."status", "analysis"."progress",
    "analysis"."completedAt", "analysis"."createdAt", "analysis"."sortKey"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "analyses"."id", "analyses"."user_id" as "userId", "analyses"."config_id" as "configId",
      "analyses"."contract_address" as "contractAddress", "analyses"."contract_chain" as "contractChain",
      "analyses"."analysis_type" as "type", "analyses"."status", "analyses"."progress", "analyses"."metadata",
      "analyses"."error_message" as "errorMessage", "analyses"."has_errors" as "hasErrors",
      "analyses"."current_step" as "currentStep", "analyses"."completed_at" as "completedAt",
      "analyses"."created_at" as "createdAt", "analyses"."updated_at" as "updatedAt", "analyses"."last_update"
      as "lastUpdate", analyses.created_at as "sortKey"
  from "analyses"
  where "analyses"."user_id" = "parent"."user_id" and (analyses.analysis_type = any($3::text[])) and (true and
      true)
  order by analyses.created_at desc, "analyses"."id" desc
  limit $4
) as "analysis" on "analysis"."userId" = "parent"."user_id"
order by "analysis"."sortKey" desc, "analysis"."id" desc;
select "parent"."id" as "parentId", (count(*) filter (where analyses.user_id = parent.user_id))::int as
    "count"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join "analyses" on "analyses"."user_id" = "parent"."user_id"
where (analyses.analysis_type = any($3::text[]))
group by "parent"."id";

-- analyses by configId, counted
select "analysis"."id", "analysis"."userId", "analysis"."type", "analysis"."status", "analysis"."progress",
    "analysis"."completedAt", "analysis"."createdAt", "analysis"."sortKey"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "analyses"."id", "analyses"."user_id" as "userId", "analyses"."config_id" as "configId",
      "analyses"."contract_address" as "contractAddress", "analyses"."contract_chain" as "contractChain",
      "analyses"."analysis_type" as "type", "analyses"."status", "analyses"."progress", "analyses"."metadata",
      "analyses"."error_message" as "errorMessage", "analyses"."has_errors" as "hasErrors",
      "analyses"."current_step" as "currentStep", "analyses"."completed_at" as "completedAt",
      "analyses"."created_at" as "createdAt", "analyses"."updated_at" as "updatedAt", "analyses"."last_update"
      as "lastUpdate", analyses.created_at as "sortKey"
  from "analyses"
  where "analyses"."user_id" = "parent"."user_id" and (analyses.config_id = $3::uuid) and (true and true)
  order by analyses.created_at desc, "analyses"."id" desc
  limit $4
) as "analysis" on "analysis"."userId" = "parent"."user_id"
order by "analysis"."sortKey" desc, "analysis"."id" desc;
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
  select "analyses"."id", "analyses"."user_id" as "userId", "analyses"."config_id" as "configId",
      "analyses"."contract_address" as "contractAddress", "analyses"."contract_chain" as "contractChain",
      "analyses"."analysis_type" as "type", "analyses"."status", "analyses"."progress", "analyses"."metadata",
      "analyses"."error_message" as "errorMessage", "analyses"."has_errors" as "hasErrors",
      "analyses"."current_step" as "currentStep", "analyses"."completed_at" as "completedAt",
      "analyses"."created_at" as "createdAt", "analyses"."updated_at" as "updatedAt", "analyses"."last_update"
      as "lastUpdate", analyses.created_at as "sortKey"
  from "analyses"
  where "analyses"."user_id" = "parent"."user_id" and ((lower("analyses"."contract_address") = lower($3) or
      exists (
    select
    from contracts
    where contracts.id = analyses.config_id and contracts.user_id = analyses.user_id and
        lower("contracts"."target_address") = lower($4)
  ))) and (true and true)
  order by analyses.created_at desc, "analyses"."id" desc
  limit $5
) as "analysis" on "analysis"."userId" = "parent"."user_id"
order by "analysis"."sortKey" desc, "analysis"."id" desc;
select "parent"."id" as "parentId", (count(*) filter (where analyses.user_id = parent.user_id))::int as
    "count"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join "analyses" on "analyses"."user_id" = "parent"."user_id"
where ((lower("analyses"."contract_address") = lower($3) or exists (
  select
  from contracts
  where contracts.id = analyses.config_id and contracts.user_id = analyses.user_id and
      lower("contracts"."target_address") = lower($4)
)))
group by "parent"."id";

-- analyses by results, counted
commit;
commit;
select "analysis"."id", "analysis"."userId", "analysis"."type", "analysis"."status", "analysis"."progress",
    "analysis"."completedAt", "analysis"."createdAt", "analysis"."sortKey"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "analyses"."id", "analyses"."user_id" as "userId", "analyses"."config_id" as "configId",
      "analyses"."contract_address" as "contractAddress", "analyses"."contract_chain" as "contractChain",
      "analyses"."analysis_type" as "type", "analyses"."status", "analyses"."progress", "analyses"."metadata",
      "analyses"."error_message" as "errorMessage", "analyses"."has_errors" as "hasErrors",
      "analyses"."current_step" as "currentStep", "analyses"."completed_at" as "completedAt",
      "analyses"."created_at" as "createdAt", "analyses"."updated_at" as "updatedAt", "analyses"."last_update"
      as "lastUpdate", analyses.created_at as "sortKey"
  from "analyses"
  where "analyses"."user_id" = "parent"."user_id" and (analyses.results @> $3::jsonb) and (true and true)
  order by analyses.created_at desc, "analyses"."id" desc
  limit $4
) as "analysis" on "analysis"."userId" = "parent"."user_id"
order by "analysis"."sortKey" desc, "analysis"."id" desc;
select "parent"."id" as "parentId", (count(*) filter (where analyses.user_id = parent.user_id))::int as
    "count"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join "analyses" on "analyses"."user_id" = "parent"."user_id"
where (analyses.results @> $3::jsonb)
group by "parent"."id";
set local statement_timeout = 3000;
set local statement_timeout = 3000;
start transaction isolation level read committed read only;
start transaction isolation level read committed read only;

-- analyses by chain, counted
select "analysis"."id", "analysis"."userId", "analysis"."type", "analysis"."status", "analysis"."progress",
    "analysis"."completedAt", "analysis"."createdAt", "analysis"."sortKey"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "analyses"."id", "analyses"."user_id" as "userId", "analyses"."config_id" as "configId",
      "analyses"."contract_address" as "contractAddress", "analyses"."contract_chain" as "contractChain",
      "analyses"."analysis_type" as "type", "analyses"."status", "analyses"."progress", "analyses"."metadata",
      "analyses"."error_message" as "errorMessage", "analyses"."has_errors" as "hasErrors",
      "analyses"."current_step" as "currentStep", "analyses"."completed_at" as "completedAt",
      "analyses"."created_at" as "createdAt", "analyses"."updated_at" as "updatedAt", "analyses"."last_update"
      as "lastUpdate", analyses.created_at as "sortKey"
  from "analyses"
  where "analyses"."user_id" = "parent"."user_id" and (("analyses"."contract_chain" = any($3::text[]) or
      exists (
    select
    from contracts
    where contracts.id = analyses.config_id and contracts.user_id = analyses.user_id and
        "contracts"."target_chain" = any($4::text[])
  ))) and (true and true)
  order by analyses.created_at desc, "analyses"."id" desc
  limit $5
) as "analysis" on "analysis"."userId" = "parent"."user_id"
order by "analysis"."sortKey" desc, "analysis"."id" desc;
select "parent"."id" as "parentId", (count(*) filter (where analyses.user_id = parent.user_id))::int as
    "count"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join "analyses" on "analyses"."user_id" = "parent"."user_id"
where (("analyses"."contract_chain" = any($3::text[]) or exists (
  select
  from contracts
  where contracts.id = analyses.config_id and contracts.user_id = analyses.user_id and
      "contracts"."target_chain" = any($4::text[])
)))
group by "parent"."id";

-- analyses by createdAt, counted
select "analysis"."id", "analysis"."userId", "analysis"."type", "analysis"."status", "analysis"."progress",
    "analysis"."completedAt", "analysis"."createdAt", "analysis"."sortKey"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "analyses"."id", "analyses"."user_id" as "userId", "analyses"."config_id" as "configId",
      "analyses"."contract_address" as "contractAddress", "analyses"."contract_chain" as "contractChain",
      "analyses"."analysis_type" as "type", "analyses"."status", "analyses"."progress", "analyses"."metadata",
      "analyses"."error_message" as "errorMessage", "analyses"."has_errors" as "hasErrors",
      "analyses"."current_step" as "currentStep", "analyses"."completed_at" as "completedAt",
      "analyses"."created_at" as "createdAt", "analyses"."updated_at" as "updatedAt", "analyses"."last_update"
      as "lastUpdate", analyses.created_at as "sortKey"
  from "analyses"
  where "analyses"."user_id" = "parent"."user_id" and ("analyses"."created_at" >= $3 and
      "analyses"."created_at" < $4) and (true and true)
  order by analyses.created_at desc, "analyses"."id" desc
  limit $5
) as "analysis" on "analysis"."userId" = "parent"."user_id"
order by "analysis"."sortKey" desc, "analysis"."id" desc;
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
  select "analyses"."id", "analyses"."user_id" as "userId", "analyses"."config_id" as "configId",
      "analyses"."contract_address" as "contractAddress", "analyses"."contract_chain" as "contractChain",
      "analyses"."analysis_type" as "type", "analyses"."status", "analyses"."progress", "analyses"."metadata",
      "analyses"."error_message" as "errorMessage", "analyses"."has_errors" as "hasErrors",
      "analyses"."current_step" as "currentStep", "analyses"."completed_at" as "completedAt",
      "analyses"."created_at" as "createdAt", "analyses"."updated_at" as "updatedAt", "analyses"."last_update"
      as "lastUpdate", analyses.created_at as "sortKey"
  from "analyses"
  where "analyses"."user_id" = "parent"."user_id" and ("analyses"."completed_at" >= $3 and
      "analyses"."completed_at" < $4) and (true and true)
  order by analyses.created_at desc, "analyses"."id" desc
  limit $5
) as "analysis" on "analysis"."userId" = "parent"."user_id"
order by "analysis"."sortKey" desc, "analysis"."id" desc;
select "parent"."id" as "parentId", (count(*) filter (where analyses.user_id = parent.user_id))::int as
    "count"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join "analyses" on "analyses"."user_id" = "parent"."user_id"
where ("analyses"."completed_at" >= $3 and "analyses"."completed_at" < $4)
group by "parent"."id";

-- a contract's analyses, counted
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
select "analysis"."id", "analysis"."configId", "analysis"."type", "analysis"."status", "analysis"."progress",
    "analysis"."completedAt", "analysis"."createdAt", "analysis"."sortKey"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "analyses"."id", "analyses"."user_id" as "userId", "analyses"."config_id" as "configId",
      "analyses"."contract_address" as "contractAddress", "analyses"."contract_chain" as "contractChain",
      "analyses"."analysis_type" as "type", "analyses"."status", "analyses"."progress", "analyses"."metadata",
      "analyses"."error_message" as "errorMessage", "analyses"."has_errors" as "hasErrors",
      "analyses"."current_step" as "currentStep", "analyses"."completed_at" as "completedAt",
      "analyses"."created_at" as "createdAt", "analyses"."updated_at" as "updatedAt", "analyses"."last_update"
      as "lastUpdate", analyses.created_at as "sortKey"
  from "analyses"
  where "analyses"."config_id" = "parent"."id" and true and (true and true)
  order by analyses.created_at desc, "analyses"."id" desc
  limit $3
) as "analysis" on "analysis"."userId" = "parent"."user_id"
order by "analysis"."sortKey" desc, "analysis"."id" desc;
select "contracts"."id", "contracts"."user_id" as "userId", "contracts"."name", "contracts"."description",
    "contracts"."target_address" as "targetAddress", "contracts"."target_chain" as "targetChain",
    "contracts"."target_name" as "targetName", "contracts"."tags", "contracts"."is_active" as "isActive",
    "contracts"."is_default" as "isDefault", "contracts"."last_analyzed" as "lastAnalyzed",
    "contracts"."analysis_count" as "analysisCount", "contracts"."created_at" as "createdAt",
    "contracts"."updated_at" as "updatedAt"
from unnest($1::uuid[], $2::uuid[]) as key(id, user_id)
inner join "contracts" on ("contracts"."id" = key.id and (key.user_id is null or "contracts"."user_id" =
    key.user_id));
select "parent"."id" as "parentId", (count(*) filter (where analyses.user_id = parent.user_id))::int as
    "count"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join "analyses" on "analyses"."config_id" = "parent"."id"
where true
group by "parent"."id";

-- a contract's analyses in order of CREATED_AT, first page
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
select "analysis"."id", "analysis"."configId", "analysis"."type", "analysis"."status", "analysis"."progress",
    "analysis"."completedAt", "analysis"."createdAt", "analysis"."sortKey"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "analyses"."id", "analyses"."user_id" as "userId", "analyses"."config_id" as "configId",
      "analyses"."contract_address" as "contractAddress", "analyses"."contract_chain" as "contractChain",
      "analyses"."analysis_type" as "type", "analyses"."status", "analyses"."progress", "analyses"."metadata",
      "analyses"."error_message" as "errorMessage", "analyses"."has_errors" as "hasErrors",
      "analyses"."current_step" as "currentStep", "analyses"."completed_at" as "completedAt",
      "analyses"."created_at" as "createdAt", "analyses"."updated_at" as "updatedAt", "analyses"."last_update"
      as "lastUpdate", analyses.created_at as "sortKey"
  from "analyses"
  where "analyses"."config_id" = "parent"."id" and true and (true and true)
  order by analyses.created_at desc, "analyses"."id" desc
  limit $3
) as "analysis" on "analysis"."userId" = "parent"."user_id"
order by "analysis"."sortKey" desc, "analysis"."id" desc;
select "contracts"."id", "contracts"."user_id" as "userId", "contracts"."name", "contracts"."description",
    "contracts"."target_address" as "targetAddress", "contracts"."target_chain" as "targetChain",
    "contracts"."target_name" as "targetName", "contracts"."tags", "contracts"."is_active" as "isActive",
    "contracts"."is_default" as "isDefault", "contracts"."last_analyzed" as "lastAnalyzed",
    "contracts"."analysis_count" as "analysisCount", "contracts"."created_at" as "createdAt",
    "contracts"."updated_at" as "updatedAt"
from unnest($1::uuid[], $2::uuid[]) as key(id, user_id)
inner join "contracts" on ("contracts"."id" = key.id and (key.user_id is null or "contracts"."user_id" =
    key.user_id));

-- a contract's analyses in order of CREATED_AT, deepest page
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
select "analysis"."id", "analysis"."configId", "analysis"."type", "analysis"."status", "analysis"."progress",
    "analysis"."completedAt", "analysis"."createdAt", "analysis"."sortKey"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "analyses"."id", "analyses"."user_id" as "userId", "analyses"."config_id" as "configId",
      "analyses"."contract_address" as "contractAddress", "analyses"."contract_chain" as "contractChain",
      "analyses"."analysis_type" as "type", "analyses"."status", "analyses"."progress", "analyses"."metadata",
      "analyses"."error_message" as "errorMessage", "analyses"."has_errors" as "hasErrors",
      "analyses"."current_step" as "currentStep", "analyses"."completed_at" as "completedAt",
      "analyses"."created_at" as "createdAt", "analyses"."updated_at" as "updatedAt", "analyses"."last_update"
      as "lastUpdate", analyses.created_at as "sortKey"
  from "analyses"
  where "analyses"."config_id" = "parent"."id" and true and ((analyses.created_at, "analyses"."id") <
      ($3::timestamptz, $4::uuid) and true)
  order by analyses.created_at desc, "analyses"."id" desc
  limit $5
) as "analysis" on "analysis"."userId" = "parent"."user_id"
order by "analysis"."sortKey" desc, "analysis"."id" desc;
select "contracts"."id", "contracts"."user_id" as "userId", "contracts"."name", "contracts"."description",
    "contracts"."target_address" as "targetAddress", "contracts"."target_chain" as "targetChain",
    "contracts"."target_name" as "targetName", "contracts"."tags", "contracts"."is_active" as "isActive",
    "contracts"."is_default" as "isDefault", "contracts"."last_analyzed" as "lastAnalyzed",
    "contracts"."analysis_count" as "analysisCount", "contracts"."created_at" as "createdAt",
    "contracts"."updated_at" as "updatedAt"
from unnest($1::uuid[], $2::uuid[]) as key(id, user_id)
inner join "contracts" on ("contracts"."id" = key.id and (key.user_id is null or "contracts"."user_id" =
    key.user_id));

-- a contract's analyses in order of CREATED_AT, deepest page from the end
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
select "analysis"."id", "analysis"."configId", "analysis"."type", "analysis"."status", "analysis"."progress",
    "analysis"."completedAt", "analysis"."createdAt", "analysis"."sortKey"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "analyses"."id", "analyses"."user_id" as "userId", "analyses"."config_id" as "configId",
      "analyses"."contract_address" as "contractAddress", "analyses"."contract_chain" as "contractChain",
      "analyses"."analysis_type" as "type", "analyses"."status", "analyses"."progress", "analyses"."metadata",
      "analyses"."error_message" as "errorMessage", "analyses"."has_errors" as "hasErrors",
      "analyses"."current_step" as "currentStep", "analyses"."completed_at" as "completedAt",
      "analyses"."created_at" as "createdAt", "analyses"."updated_at" as "updatedAt", "analyses"."last_update"
      as "lastUpdate", analyses.created_at as "sortKey"
  from "analyses"
  where "analyses"."config_id" = "parent"."id" and true and (true and (analyses.created_at, "analyses"."id") >
      ($3::timestamptz, $4::uuid))
  order by analyses.created_at asc, "analyses"."id" asc
  limit $5
) as "analysis" on "analysis"."userId" = "parent"."user_id"
order by "analysis"."sortKey" asc, "analysis"."id" asc;
select "contracts"."id", "contracts"."user_id" as "userId", "contracts"."name", "contracts"."description",
    "contracts"."target_address" as "targetAddress", "contracts"."target_chain" as "targetChain",
    "contracts"."target_name" as "targetName", "contracts"."tags", "contracts"."is_active" as "isActive",
    "contracts"."is_default" as "isDefault", "contracts"."last_analyzed" as "lastAnalyzed",
    "contracts"."analysis_count" as "analysisCount", "contracts"."created_at" as "createdAt",
    "contracts"."updated_at" as "updatedAt"
from unnest($1::uuid[], $2::uuid[]) as key(id, user_id)
inner join "contracts" on ("contracts"."id" = key.id and (key.user_id is null or "contracts"."user_id" =
    key.user_id));

-- a contract's analyses in order of UPDATED_AT, first page
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
select "analysis"."id", "analysis"."configId", "analysis"."type", "analysis"."status", "analysis"."progress",
    "analysis"."completedAt", "analysis"."createdAt", "analysis"."sortKey"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "analyses"."id", "analyses"."user_id" as "userId", "analyses"."config_id" as "configId",
      "analyses"."contract_address" as "contractAddress", "analyses"."contract_chain" as "contractChain",
      "analyses"."analysis_type" as "type", "analyses"."status", "analyses"."progress", "analyses"."metadata",
      "analyses"."error_message" as "errorMessage", "analyses"."has_errors" as "hasErrors",
      "analyses"."current_step" as "currentStep", "analyses"."completed_at" as "completedAt",
      "analyses"."created_at" as "createdAt", "analyses"."updated_at" as "updatedAt", "analyses"."last_update"
      as "lastUpdate", analyses.updated_at as "sortKey"
  from "analyses"
  where "analyses"."config_id" = "parent"."id" and true and (true and true)
  order by analyses.updated_at desc, "analyses"."id" desc
  limit $3
) as "analysis" on "analysis"."userId" = "parent"."user_id"
order by "analysis"."sortKey" desc, "analysis"."id" desc;
select "contracts"."id", "contracts"."user_id" as "userId", "contracts"."name", "contracts"."description",
    "contracts"."target_address" as "targetAddress", "contracts"."target_chain" as "targetChain",
    "contracts"."target_name" as "targetName", "contracts"."tags", "contracts"."is_active" as "isActive",
    "contracts"."is_default" as "isDefault", "contracts"."last_analyzed" as "lastAnalyzed",
    "contracts"."analysis_count" as "analysisCount", "contracts"."created_at" as "createdAt",
    "contracts"."updated_at" as "updatedAt"
from unnest($1::uuid[], $2::uuid[]) as key(id, user_id)
inner join "contracts" on ("contracts"."id" = key.id and (key.user_id is null or "contracts"."user_id" =
    key.user_id));

-- a contract's analyses in order of UPDATED_AT, deepest page
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
select "analysis"."id", "analysis"."configId", "analysis"."type", "analysis"."status", "analysis"."progress",
    "analysis"."completedAt", "analysis"."createdAt", "analysis"."sortKey"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "analyses"."id", "analyses"."user_id" as "userId", "analyses"."config_id" as "configId",
      "analyses"."contract_address" as "contractAddress", "analyses"."contract_chain" as "contractChain",
      "analyses"."analysis_type" as "type", "analyses"."status", "analyses"."progress", "analyses"."metadata",
      "analyses"."error_message" as "errorMessage", "analyses"."has_errors" as "hasErrors",
      "analyses"."current_step" as "currentStep", "analyses"."completed_at" as "completedAt",
      "analyses"."created_at" as "createdAt", "analyses"."updated_at" as "updatedAt", "analyses"."last_update"
      as "lastUpdate", analyses.updated_at as "sortKey"
  from "analyses"
  where "analyses"."config_id" = "parent"."id" and true and ((analyses.updated_at, "analyses"."id") <
      ($3::timestamptz, $4::uuid) and true)
  order by analyses.updated_at desc, "analyses"."id" desc
  limit $5
) as "analysis" on "analysis"."userId" = "parent"."user_id"
order by "analysis"."sortKey" desc, "analysis"."id" desc;
select "contracts"."id", "contracts"."user_id" as "userId", "contracts"."name", "contracts"."description",
    "contracts"."target_address" as "targetAddress", "contracts"."target_chain" as "targetChain",
    "contracts"."target_name" as "targetName", "contracts"."tags", "contracts"."is_active" as "isActive",
    "contracts"."is_default" as "isDefault", "contracts"."last_analyzed" as "lastAnalyzed",
    "contracts"."analysis_count" as "analysisCount", "contracts"."created_at" as "createdAt",
    "contracts"."updated_at" as "updatedAt"
from unnest($1::uuid[], $2::uuid[]) as key(id, user_id)
inner join "contracts" on ("contracts"."id" = key.id and (key.user_id is null or "contracts"."user_id" =
    key.user_id));

-- a contract's analyses in order of UPDATED_AT, deepest page from the end
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
select "analysis"."id", "analysis"."configId", "analysis"."type", "analysis"."status", "analysis"."progress",
    "analysis"."completedAt", "analysis"."createdAt", "analysis"."sortKey"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "analyses"."id", "analyses"."user_id" as "userId", "analyses"."config_id" as "configId",
      "analyses"."contract_address" as "contractAddress", "analyses"."contract_chain" as "contractChain",
      "analyses"."analysis_type" as "type", "analyses"."status", "analyses"."progress", "analyses"."metadata",
      "analyses"."error_message" as "errorMessage", "analyses"."has_errors" as "hasErrors",
      "analyses"."current_step" as "currentStep", "analyses"."completed_at" as "completedAt",
      "analyses"."created_at" as "createdAt", "analyses"."updated_at" as "updatedAt", "analyses"."last_update"
      as "lastUpdate", analyses.updated_at as "sortKey"
  from "analyses"
  where "analyses"."config_id" = "parent"."id" and true and (true and (analyses.updated_at, "analyses"."id") >
      ($3::timestamptz, $4::uuid))
  order by analyses.updated_at asc, "analyses"."id" asc
  limit $5
) as "analysis" on "analysis"."userId" = "parent"."user_id"
order by "analysis"."sortKey" asc, "analysis"."id" asc;
select "contracts"."id", "contracts"."user_id" as "userId", "contracts"."name", "contracts"."description",
    "contracts"."target_address" as "targetAddress", "contracts"."target_chain" as "targetChain",
    "contracts"."target_name" as "targetName", "contracts"."tags", "contracts"."is_active" as "isActive",
    "contracts"."is_default" as "isDefault", "contracts"."last_analyzed" as "lastAnalyzed",
    "contracts"."analysis_count" as "analysisCount", "contracts"."created_at" as "createdAt",
    "contracts"."updated_at" as "updatedAt"
from unnest($1::uuid[], $2::uuid[]) as key(id, user_id)
inner join "contracts" on ("contracts"."id" = key.id and (key.user_id is null or "contracts"."user_id" =
    key.user_id));

-- a contract's analyses by status, counted
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
select "analysis"."id", "analysis"."configId", "analysis"."type", "analysis"."status", "analysis"."progress",
    "analysis"."completedAt", "analysis"."createdAt", "analysis"."sortKey"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "analyses"."id", "analyses"."user_id" as "userId", "analyses"."config_id" as "configId",
      "analyses"."contract_address" as "contractAddress", "analyses"."contract_chain" as "contractChain",
      "analyses"."analysis_type" as "type", "analyses"."status", "analyses"."progress", "analyses"."metadata",
      "analyses"."error_message" as "errorMessage", "analyses"."has_errors" as "hasErrors",
      "analyses"."current_step" as "currentStep", "analyses"."completed_at" as "completedAt",
      "analyses"."created_at" as "createdAt", "analyses"."updated_at" as "updatedAt", "analyses"."last_update"
      as "lastUpdate", analyses.created_at as "sortKey"
  from "analyses"
  where "analyses"."config_id" = "parent"."id" and (analyses.status = any($3::text[])) and (true and true)
  order by analyses.created_at desc, "analyses"."id" desc
  limit $4
) as "analysis" on "analysis"."userId" = "parent"."user_id"
order by "analysis"."sortKey" desc, "analysis"."id" desc;
select "contracts"."id", "contracts"."user_id" as "userId", "contracts"."name", "contracts"."description",
    "contracts"."target_address" as "targetAddress", "contracts"."target_chain" as "targetChain",
    "contracts"."target_name" as "targetName", "contracts"."tags", "contracts"."is_active" as "isActive",
    "contracts"."is_default" as "isDefault", "contracts"."last_analyzed" as "lastAnalyzed",
    "contracts"."analysis_count" as "analysisCount", "contracts"."created_at" as "createdAt",
    "contracts"."updated_at" as "updatedAt"
from unnest($1::uuid[], $2::uuid[]) as key(id, user_id)
inner join "contracts" on ("contracts"."id" = key.id and (key.user_id is null or "contracts"."user_id" =
    key.user_id));
select "parent"."id" as "parentId", (count(*) filter (where analyses.user_id = parent.user_id))::int as
    "count"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join "analyses" on "analyses"."config_id" = "parent"."id"
where (analyses.status = any($3::text[]))
group by "parent"."id";

-- chat sessions, counted
select "parent"."id" as "parentId", count(*)::int as "count"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join "chat_sessions" on "chat_sessions"."user_id" = "parent"."user_id"
where (chat_sessions.is_active = $3)
group by "parent"."id";
select "session"."id", "session"."userId", "session"."title", "session"."contractAddress",
    "session"."messageCount", "session"."lastMessageAt", "session"."createdAt", "session"."sortKey"
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

-- chat sessions in order of LAST_ACTIVITY_AT, first page
select "session"."id", "session"."userId", "session"."title", "session"."contractAddress",
    "session"."messageCount", "session"."lastMessageAt", "session"."createdAt", "session"."sortKey"
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

-- chat sessions in order of LAST_ACTIVITY_AT, deepest page
select "session"."id", "session"."userId", "session"."title", "session"."contractAddress",
    "session"."messageCount", "session"."lastMessageAt", "session"."createdAt", "session"."sortKey"
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
  where "chat_sessions"."user_id" = "parent"."user_id" and (chat_sessions.is_active = $3) and
      ((coalesce(chat_sessions.last_message_at, chat_sessions.created_at), "chat_sessions"."id") <
      ($4::timestamptz, $5::uuid) and true)
  order by coalesce(chat_sessions.last_message_at, chat_sessions.created_at) desc, "chat_sessions"."id" desc
  limit $6
) as "session" on true
order by "session"."sortKey" desc, "session"."id" desc;

-- chat sessions in order of LAST_ACTIVITY_AT, deepest page from the end
select "session"."id", "session"."userId", "session"."title", "session"."contractAddress",
    "session"."messageCount", "session"."lastMessageAt", "session"."createdAt", "session"."sortKey"
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
  where "chat_sessions"."user_id" = "parent"."user_id" and (chat_sessions.is_active = $3) and (true and
      (coalesce(chat_sessions.last_message_at, chat_sessions.created_at), "chat_sessions"."id") >
      ($4::timestamptz, $5::uuid))
  order by coalesce(chat_sessions.last_message_at, chat_sessions.created_at) asc, "chat_sessions"."id" asc
  limit $6
) as "session" on true
order by "session"."sortKey" asc, "session"."id" asc;

-- chat sessions in order of CREATED_AT, first page
select "session"."id", "session"."userId", "session"."title", "session"."contractAddress",
    "session"."messageCount", "session"."lastMessageAt", "session"."createdAt", "session"."sortKey"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "chat_sessions"."id", "chat_sessions"."user_id" as "userId", "chat_sessions"."title",
      "chat_sessions"."contract_address" as "contractAddress", "chat_sessions"."contract_chain" as
      "contractChain", "chat_sessions"."contract_name" as "contractName", "chat_sessions"."is_active" as
      "isActive", "chat_sessions"."message_count" as "messageCount", "chat_sessions"."metadata",
      "chat_sessions"."last_message_at" as "lastMessageAt", "chat_sessions"."created_at" as "createdAt",
      "chat_sessions"."updated_at" as "updatedAt", chat_sessions.created_at as "sortKey"
  from "chat_sessions"
  where "chat_sessions"."user_id" = "parent"."user_id" and (chat_sessions.is_active = $3) and (true and true)
  order by chat_sessions.created_at desc, "chat_sessions"."id" desc
  limit $4
) as "session" on true
order by "session"."sortKey" desc, "session"."id" desc;

-- chat sessions in order of CREATED_AT, deepest page
select "session"."id", "session"."userId", "session"."title", "session"."contractAddress",
    "session"."messageCount", "session"."lastMessageAt", "session"."createdAt", "session"."sortKey"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "chat_sessions"."id", "chat_sessions"."user_id" as "userId", "chat_sessions"."title",
      "chat_sessions"."contract_address" as "contractAddress", "chat_sessions"."contract_chain" as
      "contractChain", "chat_sessions"."contract_name" as "contractName", "chat_sessions"."is_active" as
      "isActive", "chat_sessions"."message_count" as "messageCount", "chat_sessions"."metadata",
      "chat_sessions"."last_message_at" as "lastMessageAt", "chat_sessions"."created_at" as "createdAt",
      "chat_sessions"."updated_at" as "updatedAt", chat_sessions.created_at as "sortKey"
  from "chat_sessions"
  where "chat_sessions"."user_id" = "parent"."user_id" and (chat_sessions.is_active = $3) and
      ((chat_sessions.created_at, "chat_sessions"."id") < ($4::timestamptz, $5::uuid) and true)
  order by chat_sessions.created_at desc, "chat_sessions"."id" desc
  limit $6
) as "session" on true
order by "session"."sortKey" desc, "session"."id" desc;

-- chat sessions in order of CREATED_AT, deepest page from the end
select "session"."id", "session"."userId", "session"."title", "session"."contractAddress",
    "session"."messageCount", "session"."lastMessageAt", "session"."createdAt", "session"."sortKey"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "chat_sessions"."id", "chat_sessions"."user_id" as "userId", "chat_sessions"."title",
      "chat_sessions"."contract_address" as "contractAddress", "chat_sessions"."contract_chain" as
      "contractChain", "chat_sessions"."contract_name" as "contractName", "chat_sessions"."is_active" as
      "isActive", "chat_sessions"."message_count" as "messageCount", "chat_sessions"."metadata",
      "chat_sessions"."last_message_at" as "lastMessageAt", "chat_sessions"."created_at" as "createdAt",
      "chat_sessions"."updated_at" as "updatedAt", chat_sessions.created_at as "sortKey"
  from "chat_sessions"
  where "chat_sessions"."user_id" = "parent"."user_id" and (chat_sessions.is_active = $3) and (true and
      (chat_sessions.created_at, "chat_sessions"."id") > ($4::timestamptz, $5::uuid))
  order by chat_sessions.created_at asc, "chat_sessions"."id" asc
  limit $6
) as "session" on true
order by "session"."sortKey" asc, "session"."id" asc;

-- chat sessions by search, counted
commit;
commit;
select "parent"."id" as "parentId", count(*)::int as "count"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join "chat_sessions" on "chat_sessions"."user_id" = "parent"."user_id"
where (("chat_sessions"."title" ilike $3 or "chat_sessions"."contract_name" ilike $4) and
    chat_sessions.is_active = $5)
group by "parent"."id";
select "session"."id", "session"."userId", "session"."title", "session"."contractAddress",
    "session"."messageCount", "session"."lastMessageAt", "session"."createdAt", "session"."sortKey"
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
  where "chat_sessions"."user_id" = "parent"."user_id" and (("chat_sessions"."title" ilike $3 or
      "chat_sessions"."contract_name" ilike $4) and chat_sessions.is_active = $5) and (true and true)
  order by coalesce(chat_sessions.last_message_at, chat_sessions.created_at) desc, "chat_sessions"."id" desc
  limit $6
) as "session" on true
order by "session"."sortKey" desc, "session"."id" desc;
set local statement_timeout = 3000;
set local statement_timeout = 3000;
start transaction isolation level read committed read only;
start transaction isolation level read committed read only;

-- chat sessions by address, counted
select "parent"."id" as "parentId", count(*)::int as "count"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join "chat_sessions" on "chat_sessions"."user_id" = "parent"."user_id"
where (lower("chat_sessions"."contract_address") = lower($3) and chat_sessions.is_active = $4)
group by "parent"."id";
select "session"."id", "session"."userId", "session"."title", "session"."contractAddress",
    "session"."messageCount", "session"."lastMessageAt", "session"."createdAt", "session"."sortKey"
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
  where "chat_sessions"."user_id" = "parent"."user_id" and (lower("chat_sessions"."contract_address") =
      lower($3) and chat_sessions.is_active = $4) and (true and true)
  order by coalesce(chat_sessions.last_message_at, chat_sessions.created_at) desc, "chat_sessions"."id" desc
  limit $5
) as "session" on true
order by "session"."sortKey" desc, "session"."id" desc;

-- chat sessions by chain, counted
select "parent"."id" as "parentId", count(*)::int as "count"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join "chat_sessions" on "chat_sessions"."user_id" = "parent"."user_id"
where (chat_sessions.contract_chain = any($3::text[]) and chat_sessions.is_active = $4)
group by "parent"."id";
select "session"."id", "session"."userId", "session"."title", "session"."contractAddress",
    "session"."messageCount", "session"."lastMessageAt", "session"."createdAt", "session"."sortKey"
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
  where "chat_sessions"."user_id" = "parent"."user_id" and (chat_sessions.contract_chain = any($3::text[]) and
      chat_sessions.is_active = $4) and (true and true)
  order by coalesce(chat_sessions.last_message_at, chat_sessions.created_at) desc, "chat_sessions"."id" desc
  limit $5
) as "session" on true
order by "session"."sortKey" desc, "session"."id" desc;

-- chat sessions by isActive, counted
select "parent"."id" as "parentId", count(*)::int as "count"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join "chat_sessions" on "chat_sessions"."user_id" = "parent"."user_id"
where true
group by "parent"."id";
select "session"."id", "session"."userId", "session"."title", "session"."contractAddress",
    "session"."messageCount", "session"."lastMessageAt", "session"."createdAt", "session"."sortKey"
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
  where "chat_sessions"."user_id" = "parent"."user_id" and true and (true and true)
  order by coalesce(chat_sessions.last_message_at, chat_sessions.created_at) desc, "chat_sessions"."id" desc
  limit $3
) as "session" on true
order by "session"."sortKey" desc, "session"."id" desc;

-- chat sessions by lastActivityAt, counted
select "parent"."id" as "parentId", count(*)::int as "count"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join "chat_sessions" on "chat_sessions"."user_id" = "parent"."user_id"
where (chat_sessions.is_active = $3 and coalesce(chat_sessions.last_message_at, chat_sessions.created_at) >=
    $4 and coalesce(chat_sessions.last_message_at, chat_sessions.created_at) < $5)
group by "parent"."id";
select "session"."id", "session"."userId", "session"."title", "session"."contractAddress",
    "session"."messageCount", "session"."lastMessageAt", "session"."createdAt", "session"."sortKey"
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
  where "chat_sessions"."user_id" = "parent"."user_id" and (chat_sessions.is_active = $3 and
      coalesce(chat_sessions.last_message_at, chat_sessions.created_at) >= $4 and
      coalesce(chat_sessions.last_message_at, chat_sessions.created_at) < $5) and (true and true)
  order by coalesce(chat_sessions.last_message_at, chat_sessions.created_at) desc, "chat_sessions"."id" desc
  limit $6
) as "session" on true
order by "session"."sortKey" desc, "session"."id" desc;

-- a session's messages, counted
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
select "chat_messages"."id", chat_messages.components::text as "components"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join "chat_messages" on "chat_messages"."id" = "parent"."id" and "chat_messages"."user_id" =
    "parent"."user_id";
select "chat_sessions"."id", "chat_sessions"."user_id" as "userId", "chat_sessions"."title",
    "chat_sessions"."contract_address" as "contractAddress", "chat_sessions"."contract_chain" as
    "contractChain", "chat_sessions"."contract_name" as "contractName", "chat_sessions"."is_active" as
    "isActive", "chat_sessions"."message_count" as "messageCount", "chat_sessions"."metadata",
    "chat_sessions"."last_message_at" as "lastMessageAt", "chat_sessions"."created_at" as "createdAt",
    "chat_sessions"."updated_at" as "updatedAt"
from unnest($1::uuid[], $2::uuid[]) as key(id, user_id)
inner join "chat_sessions" on ("chat_sessions"."id" = key.id and (key.user_id is null or
    "chat_sessions"."user_id" = key.user_id));
select "message"."id", "message"."sessionId", "message"."userId", "message"."role", "message"."content",
    "message"."createdAt", "message"."sortKey"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "chat_messages"."id", "chat_messages"."session_id" as "sessionId", "chat_messages"."user_id" as
      "userId", "chat_messages"."role", "chat_messages"."content", "chat_messages"."tokens_used" as
      "tokensUsed", "chat_messages"."model", "chat_messages"."processing_time" as "processingTime",
      "chat_messages"."metadata", "chat_messages"."created_at" as "createdAt", chat_messages.created_at as
      "sortKey"
  from "chat_messages"
  where "chat_messages"."session_id" = "parent"."id" and (true and true)
  order by chat_messages.created_at desc, "chat_messages"."id" desc
  limit $3
) as "message" on "message"."userId" = "parent"."user_id"
order by "message"."sortKey" desc, "message"."id" desc;
select "parent"."id" as "parentId", (count(*) filter (where chat_messages.user_id = parent.user_id))::int as
    "count"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join "chat_messages" on "chat_messages"."session_id" = "parent"."id"
group by "parent"."id";

-- a session's messages in order of CREATED_AT, first page
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
select "chat_messages"."id", chat_messages.components::text as "components"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join "chat_messages" on "chat_messages"."id" = "parent"."id" and "chat_messages"."user_id" =
    "parent"."user_id";
select "chat_sessions"."id", "chat_sessions"."user_id" as "userId", "chat_sessions"."title",
    "chat_sessions"."contract_address" as "contractAddress", "chat_sessions"."contract_chain" as
    "contractChain", "chat_sessions"."contract_name" as "contractName", "chat_sessions"."is_active" as
    "isActive", "chat_sessions"."message_count" as "messageCount", "chat_sessions"."metadata",
    "chat_sessions"."last_message_at" as "lastMessageAt", "chat_sessions"."created_at" as "createdAt",
    "chat_sessions"."updated_at" as "updatedAt"
from unnest($1::uuid[], $2::uuid[]) as key(id, user_id)
inner join "chat_sessions" on ("chat_sessions"."id" = key.id and (key.user_id is null or
    "chat_sessions"."user_id" = key.user_id));
select "message"."id", "message"."sessionId", "message"."userId", "message"."role", "message"."content",
    "message"."createdAt", "message"."sortKey"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "chat_messages"."id", "chat_messages"."session_id" as "sessionId", "chat_messages"."user_id" as
      "userId", "chat_messages"."role", "chat_messages"."content", "chat_messages"."tokens_used" as
      "tokensUsed", "chat_messages"."model", "chat_messages"."processing_time" as "processingTime",
      "chat_messages"."metadata", "chat_messages"."created_at" as "createdAt", chat_messages.created_at as
      "sortKey"
  from "chat_messages"
  where "chat_messages"."session_id" = "parent"."id" and (true and true)
  order by chat_messages.created_at desc, "chat_messages"."id" desc
  limit $3
) as "message" on "message"."userId" = "parent"."user_id"
order by "message"."sortKey" desc, "message"."id" desc;

-- a session's messages in order of CREATED_AT, deepest page
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
select "chat_messages"."id", chat_messages.components::text as "components"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join "chat_messages" on "chat_messages"."id" = "parent"."id" and "chat_messages"."user_id" =
    "parent"."user_id";
select "chat_sessions"."id", "chat_sessions"."user_id" as "userId", "chat_sessions"."title",
    "chat_sessions"."contract_address" as "contractAddress", "chat_sessions"."contract_chain" as
    "contractChain", "chat_sessions"."contract_name" as "contractName", "chat_sessions"."is_active" as
    "isActive", "chat_sessions"."message_count" as "messageCount", "chat_sessions"."metadata",
    "chat_sessions"."last_message_at" as "lastMessageAt", "chat_sessions"."created_at" as "createdAt",
    "chat_sessions"."updated_at" as "updatedAt"
from unnest($1::uuid[], $2::uuid[]) as key(id, user_id)
inner join "chat_sessions" on ("chat_sessions"."id" = key.id and (key.user_id is null or
    "chat_sessions"."user_id" = key.user_id));
select "message"."id", "message"."sessionId", "message"."userId", "message"."role", "message"."content",
    "message"."createdAt", "message"."sortKey"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "chat_messages"."id", "chat_messages"."session_id" as "sessionId", "chat_messages"."user_id" as
      "userId", "chat_messages"."role", "chat_messages"."content", "chat_messages"."tokens_used" as
      "tokensUsed", "chat_messages"."model", "chat_messages"."processing_time" as "processingTime",
      "chat_messages"."metadata", "chat_messages"."created_at" as "createdAt", chat_messages.created_at as
      "sortKey"
  from "chat_messages"
  where "chat_messages"."session_id" = "parent"."id" and ((chat_messages.created_at, "chat_messages"."id") <
      ($3::timestamptz, $4::uuid) and true)
  order by chat_messages.created_at desc, "chat_messages"."id" desc
  limit $5
) as "message" on "message"."userId" = "parent"."user_id"
order by "message"."sortKey" desc, "message"."id" desc;

-- a session's messages in order of CREATED_AT, deepest page from the end
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
select "chat_messages"."id", chat_messages.components::text as "components"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join "chat_messages" on "chat_messages"."id" = "parent"."id" and "chat_messages"."user_id" =
    "parent"."user_id";
select "chat_sessions"."id", "chat_sessions"."user_id" as "userId", "chat_sessions"."title",
    "chat_sessions"."contract_address" as "contractAddress", "chat_sessions"."contract_chain" as
    "contractChain", "chat_sessions"."contract_name" as "contractName", "chat_sessions"."is_active" as
    "isActive", "chat_sessions"."message_count" as "messageCount", "chat_sessions"."metadata",
    "chat_sessions"."last_message_at" as "lastMessageAt", "chat_sessions"."created_at" as "createdAt",
    "chat_sessions"."updated_at" as "updatedAt"
from unnest($1::uuid[], $2::uuid[]) as key(id, user_id)
inner join "chat_sessions" on ("chat_sessions"."id" = key.id and (key.user_id is null or
    "chat_sessions"."user_id" = key.user_id));
select "message"."id", "message"."sessionId", "message"."userId", "message"."role", "message"."content",
    "message"."createdAt", "message"."sortKey"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "chat_messages"."id", "chat_messages"."session_id" as "sessionId", "chat_messages"."user_id" as
      "userId", "chat_messages"."role", "chat_messages"."content", "chat_messages"."tokens_used" as
      "tokensUsed", "chat_messages"."model", "chat_messages"."processing_time" as "processingTime",
      "chat_messages"."metadata", "chat_messages"."created_at" as "createdAt", chat_messages.created_at as
      "sortKey"
  from "chat_messages"
  where "chat_messages"."session_id" = "parent"."id" and (true and (chat_messages.created_at,
      "chat_messages"."id") > ($3::timestamptz, $4::uuid))
  order by chat_messages.created_at asc, "chat_messages"."id" asc
  limit $5
) as "message" on "message"."userId" = "parent"."user_id"
order by "message"."sortKey" asc, "message"."id" asc;

-- users, counted
select "users"."id", "users"."email", "users"."name", "users"."role", "users"."tier", "users"."is_active" as
    "isActive", "users"."email_verified" as "emailVerified", "users"."analysis_count" as "analysisCount",
    "users"."last_analysis" as "lastAnalysis", "users"."last_login" as "lastLogin", "users"."created_at" as
    "createdAt", "users"."updated_at" as "updatedAt", case when "users"."monthly_reset_date" <
    date_trunc('month', current_timestamp, 'UTC') then 0 else "users"."monthly_analysis_count" end as
    "monthlyAnalysisCount", greatest("users"."monthly_reset_date", date_trunc('month', current_timestamp,
    'UTC')) as "monthlyResetDate", users.created_at as "sortKey"
from "users"
where true and (true and true)
order by users.created_at desc, "users"."id" desc
limit $1;
select count(*)::int as "count"
from "users"
where true;

-- users in order of CREATED_AT, first page
select "users"."id", "users"."email", "users"."name", "users"."role", "users"."tier", "users"."is_active" as
    "isActive", "users"."email_verified" as "emailVerified", "users"."analysis_count" as "analysisCount",
    "users"."last_analysis" as "lastAnalysis", "users"."last_login" as "lastLogin", "users"."created_at" as
    "createdAt", "users"."updated_at" as "updatedAt", case when "users"."monthly_reset_date" <
    date_trunc('month', current_timestamp, 'UTC') then 0 else "users"."monthly_analysis_count" end as
    "monthlyAnalysisCount", greatest("users"."monthly_reset_date", date_trunc('month', current_timestamp,
    'UTC')) as "monthlyResetDate", users.created_at as "sortKey"
from "users"
where true and (true and true)
order by users.created_at desc, "users"."id" desc
limit $1;

-- users in order of CREATED_AT, deepest page
select "users"."id", "users"."email", "users"."name", "users"."role", "users"."tier", "users"."is_active" as
    "isActive", "users"."email_verified" as "emailVerified", "users"."analysis_count" as "analysisCount",
    "users"."last_analysis" as "lastAnalysis", "users"."last_login" as "lastLogin", "users"."created_at" as
    "createdAt", "users"."updated_at" as "updatedAt", case when "users"."monthly_reset_date" <
    date_trunc('month', current_timestamp, 'UTC') then 0 else "users"."monthly_analysis_count" end as
    "monthlyAnalysisCount", greatest("users"."monthly_reset_date", date_trunc('month', current_timestamp,
    'UTC')) as "monthlyResetDate", users.created_at as "sortKey"
from "users"
where true and ((users.created_at, "users"."id") < ($1::timestamptz, $2::uuid) and true)
order by users.created_at desc, "users"."id" desc
limit $3;

-- users in order of CREATED_AT, deepest page from the end
select "users"."id", "users"."email", "users"."name", "users"."role", "users"."tier", "users"."is_active" as
    "isActive", "users"."email_verified" as "emailVerified", "users"."analysis_count" as "analysisCount",
    "users"."last_analysis" as "lastAnalysis", "users"."last_login" as "lastLogin", "users"."created_at" as
    "createdAt", "users"."updated_at" as "updatedAt", case when "users"."monthly_reset_date" <
    date_trunc('month', current_timestamp, 'UTC') then 0 else "users"."monthly_analysis_count" end as
    "monthlyAnalysisCount", greatest("users"."monthly_reset_date", date_trunc('month', current_timestamp,
    'UTC')) as "monthlyResetDate", users.created_at as "sortKey"
from "users"
where true and (true and (users.created_at, "users"."id") > ($1::timestamptz, $2::uuid))
order by users.created_at asc, "users"."id" asc
limit $3;

-- users in order of EMAIL, first page
select "users"."id", "users"."email", "users"."name", "users"."role", "users"."tier", "users"."is_active" as
    "isActive", "users"."email_verified" as "emailVerified", "users"."analysis_count" as "analysisCount",
    "users"."last_analysis" as "lastAnalysis", "users"."last_login" as "lastLogin", "users"."created_at" as
    "createdAt", "users"."updated_at" as "updatedAt", case when "users"."monthly_reset_date" <
    date_trunc('month', current_timestamp, 'UTC') then 0 else "users"."monthly_analysis_count" end as
    "monthlyAnalysisCount", greatest("users"."monthly_reset_date", date_trunc('month', current_timestamp,
    'UTC')) as "monthlyResetDate", users.email as "sortKey"
from "users"
where true and (true and true)
order by users.email desc, "users"."id" desc
limit $1;

-- users in order of EMAIL, deepest page
select "users"."id", "users"."email", "users"."name", "users"."role", "users"."tier", "users"."is_active" as
    "isActive", "users"."email_verified" as "emailVerified", "users"."analysis_count" as "analysisCount",
    "users"."last_analysis" as "lastAnalysis", "users"."last_login" as "lastLogin", "users"."created_at" as
    "createdAt", "users"."updated_at" as "updatedAt", case when "users"."monthly_reset_date" <
    date_trunc('month', current_timestamp, 'UTC') then 0 else "users"."monthly_analysis_count" end as
    "monthlyAnalysisCount", greatest("users"."monthly_reset_date", date_trunc('month', current_timestamp,
    'UTC')) as "monthlyResetDate", users.email as "sortKey"
from "users"
where true and ((users.email, "users"."id") < ($1::text, $2::uuid) and true)
order by users.email desc, "users"."id" desc
limit $3;

-- users in order of EMAIL, deepest page from the end
select "users"."id", "users"."email", "users"."name", "users"."role", "users"."tier", "users"."is_active" as
    "isActive", "users"."email_verified" as "emailVerified", "users"."analysis_count" as "analysisCount",
    "users"."last_analysis" as "lastAnalysis", "users"."last_login" as "lastLogin", "users"."created_at" as
    "createdAt", "users"."updated_at" as "updatedAt", case when "users"."monthly_reset_date" <
    date_trunc('month', current_timestamp, 'UTC') then 0 else "users"."monthly_analysis_count" end as
    "monthlyAnalysisCount", greatest("users"."monthly_reset_date", date_trunc('month', current_timestamp,
    'UTC')) as "monthlyResetDate", users.email as "sortKey"
from "users"
where true and (true and (users.email, "users"."id") > ($1::text, $2::uuid))
order by users.email asc, "users"."id" asc
limit $3;

-- users by search, counted
commit;
commit;
select "users"."id", "users"."email", "users"."name", "users"."role", "users"."tier", "users"."is_active" as
    "isActive", "users"."email_verified" as "emailVerified", "users"."analysis_count" as "analysisCount",
    "users"."last_analysis" as "lastAnalysis", "users"."last_login" as "lastLogin", "users"."created_at" as
    "createdAt", "users"."updated_at" as "updatedAt", case when "users"."monthly_reset_date" <
    date_trunc('month', current_timestamp, 'UTC') then 0 else "users"."monthly_analysis_count" end as
    "monthlyAnalysisCount", greatest("users"."monthly_reset_date", date_trunc('month', current_timestamp,
    'UTC')) as "monthlyResetDate", users.created_at as "sortKey"
from "users"
where (("users"."name" ilike $1 or "users"."email" ilike $2)) and (true and true)
order by users.created_at desc, "users"."id" desc
limit $3;
select count(*)::int as "count"
from "users"
where (("users"."name" ilike $1 or "users"."email" ilike $2));
set local statement_timeout = 3000;
set local statement_timeout = 3000;
start transaction isolation level read committed read only;
start transaction isolation level read committed read only;

-- users by role, counted
select "users"."id", "users"."email", "users"."name", "users"."role", "users"."tier", "users"."is_active" as
    "isActive", "users"."email_verified" as "emailVerified", "users"."analysis_count" as "analysisCount",
    "users"."last_analysis" as "lastAnalysis", "users"."last_login" as "lastLogin", "users"."created_at" as
    "createdAt", "users"."updated_at" as "updatedAt", case when "users"."monthly_reset_date" <
    date_trunc('month', current_timestamp, 'UTC') then 0 else "users"."monthly_analysis_count" end as
    "monthlyAnalysisCount", greatest("users"."monthly_reset_date", date_trunc('month', current_timestamp,
    'UTC')) as "monthlyResetDate", users.created_at as "sortKey"
from "users"
where (users.role = any($1::text[])) and (true and true)
order by users.created_at desc, "users"."id" desc
limit $2;
select count(*)::int as "count"
from "users"
where (users.role = any($1::text[]));

-- users by tier, counted
select "users"."id", "users"."email", "users"."name", "users"."role", "users"."tier", "users"."is_active" as
    "isActive", "users"."email_verified" as "emailVerified", "users"."analysis_count" as "analysisCount",
    "users"."last_analysis" as "lastAnalysis", "users"."last_login" as "lastLogin", "users"."created_at" as
    "createdAt", "users"."updated_at" as "updatedAt", case when "users"."monthly_reset_date" <
    date_trunc('month', current_timestamp, 'UTC') then 0 else "users"."monthly_analysis_count" end as
    "monthlyAnalysisCount", greatest("users"."monthly_reset_date", date_trunc('month', current_timestamp,
    'UTC')) as "monthlyResetDate", users.created_at as "sortKey"
from "users"
where (users.tier = any($1::text[])) and (true and true)
order by users.created_at desc, "users"."id" desc
limit $2;
select count(*)::int as "count"
from "users"
where (users.tier = any($1::text[]));

-- users by isActive, counted
select "users"."id", "users"."email", "users"."name", "users"."role", "users"."tier", "users"."is_active" as
    "isActive", "users"."email_verified" as "emailVerified", "users"."analysis_count" as "analysisCount",
    "users"."last_analysis" as "lastAnalysis", "users"."last_login" as "lastLogin", "users"."created_at" as
    "createdAt", "users"."updated_at" as "updatedAt", case when "users"."monthly_reset_date" <
    date_trunc('month', current_timestamp, 'UTC') then 0 else "users"."monthly_analysis_count" end as
    "monthlyAnalysisCount", greatest("users"."monthly_reset_date", date_trunc('month', current_timestamp,
    'UTC')) as "monthlyResetDate", users.created_at as "sortKey"
from "users"
where (users.is_active = $1) and (true and true)
order by users.created_at desc, "users"."id" desc
limit $2;
select count(*)::int as "count"
from "users"
where (users.is_active = $1);

-- users by createdAt, counted
select "users"."id", "users"."email", "users"."name", "users"."role", "users"."tier", "users"."is_active" as
    "isActive", "users"."email_verified" as "emailVerified", "users"."analysis_count" as "analysisCount",
    "users"."last_analysis" as "lastAnalysis", "users"."last_login" as "lastLogin", "users"."created_at" as
    "createdAt", "users"."updated_at" as "updatedAt", case when "users"."monthly_reset_date" <
    date_trunc('month', current_timestamp, 'UTC') then 0 else "users"."monthly_analysis_count" end as
    "monthlyAnalysisCount", greatest("users"."monthly_reset_date", date_trunc('month', current_timestamp,
    'UTC')) as "monthlyResetDate", users.created_at as "sortKey"
from "users"
where ("users"."created_at" >= $1 and "users"."created_at" < $2) and (true and true)
order by users.created_at desc, "users"."id" desc
limit $3;
select count(*)::int as "count"
from "users"
where ("users"."created_at" >= $1 and "users"."created_at" < $2);

-- import jobs, counted
select "import_jobs"."id", "import_jobs"."operation", "import_jobs"."of_job" as "ofJobId",
    "import_jobs"."source", "import_jobs"."started_by" as "startedById", "import_jobs"."phase",
    "import_jobs"."directory", "import_jobs"."layout", "import_jobs"."is_dry_run" as "dryRun",
    "import_jobs"."on_conflict" as "onConflict", "import_jobs"."include_backups" as "includeBackups",
    "import_jobs"."orphans", "import_jobs"."on_damage" as "onDamage", "import_jobs"."is_verified" as "verify",
    "import_jobs"."error_code" as "errorCode", "import_jobs"."error_message" as "errorMessage",
    "import_jobs"."created_at" as "createdAt", "import_jobs"."resumed_at" as "resumedAt",
    "import_jobs"."finished_at" as "finishedAt", "import_jobs"."reverted_at" as "revertedAt",
    "import_progress"."counts", "import_progress"."warnings", "import_progress"."skipped_paths" as
    "skippedPaths", "import_progress"."bytes_read" as "bytesRead", "import_progress"."bytes_total" as
    "bytesTotal", "import_progress"."records_published" as "recordsPublished", "import_progress"."started_at"
    as "startedAt", "import_progress"."reading_finished_at" as "readingFinishedAt",
    "import_progress"."heartbeat_at" as "heartbeatAt", import_jobs.created_at as "sortKey"
from "import_jobs"
inner join "import_progress" on "import_progress"."job_id" = "import_jobs"."id"
where (true and true)
order by import_jobs.created_at desc, "import_jobs"."id" desc
limit $1;
select count(*)::int as "count"
from "import_jobs";

-- import jobs, first page
select "import_jobs"."id", "import_jobs"."operation", "import_jobs"."of_job" as "ofJobId",
    "import_jobs"."source", "import_jobs"."started_by" as "startedById", "import_jobs"."phase",
    "import_jobs"."directory", "import_jobs"."layout", "import_jobs"."is_dry_run" as "dryRun",
    "import_jobs"."on_conflict" as "onConflict", "import_jobs"."include_backups" as "includeBackups",
    "import_jobs"."orphans", "import_jobs"."on_damage" as "onDamage", "import_jobs"."is_verified" as "verify",
    "import_jobs"."error_code" as "errorCode", "import_jobs"."error_message" as "errorMessage",
    "import_jobs"."created_at" as "createdAt", "import_jobs"."resumed_at" as "resumedAt",
    "import_jobs"."finished_at" as "finishedAt", "import_jobs"."reverted_at" as "revertedAt",
    "import_progress"."counts", "import_progress"."warnings", "import_progress"."skipped_paths" as
    "skippedPaths", "import_progress"."bytes_read" as "bytesRead", "import_progress"."bytes_total" as
    "bytesTotal", "import_progress"."records_published" as "recordsPublished", "import_progress"."started_at"
    as "startedAt", "import_progress"."reading_finished_at" as "readingFinishedAt",
    "import_progress"."heartbeat_at" as "heartbeatAt", import_jobs.created_at as "sortKey"
from "import_jobs"
inner join "import_progress" on "import_progress"."job_id" = "import_jobs"."id"
where (true and true)
order by import_jobs.created_at desc, "import_jobs"."id" desc
limit $1;

-- import jobs, deepest page
select "import_jobs"."id", "import_jobs"."operation", "import_jobs"."of_job" as "ofJobId",
    "import_jobs"."source", "import_jobs"."started_by" as "startedById", "import_jobs"."phase",
    "import_jobs"."directory", "import_jobs"."layout", "import_jobs"."is_dry_run" as "dryRun",
    "import_jobs"."on_conflict" as "onConflict", "import_jobs"."include_backups" as "includeBackups",
    "import_jobs"."orphans", "import_jobs"."on_damage" as "onDamage", "import_jobs"."is_verified" as "verify",
    "import_jobs"."error_code" as "errorCode", "import_jobs"."error_message" as "errorMessage",
    "import_jobs"."created_at" as "createdAt", "import_jobs"."resumed_at" as "resumedAt",
    "import_jobs"."finished_at" as "finishedAt", "import_jobs"."reverted_at" as "revertedAt",
    "import_progress"."counts", "import_progress"."warnings", "import_progress"."skipped_paths" as
    "skippedPaths", "import_progress"."bytes_read" as "bytesRead", "import_progress"."bytes_total" as
    "bytesTotal", "import_progress"."records_published" as "recordsPublished", "import_progress"."started_at"
    as "startedAt", "import_progress"."reading_finished_at" as "readingFinishedAt",
    "import_progress"."heartbeat_at" as "heartbeatAt", import_jobs.created_at as "sortKey"
from "import_jobs"
inner join "import_progress" on "import_progress"."job_id" = "import_jobs"."id"
where ((import_jobs.created_at, "import_jobs"."id") < ($1::timestamptz, $2::uuid) and true)
order by import_jobs.created_at desc, "import_jobs"."id" desc
limit $3;

-- import jobs, deepest page from the end
select "import_jobs"."id", "import_jobs"."operation", "import_jobs"."of_job" as "ofJobId",
    "import_jobs"."source", "import_jobs"."started_by" as "startedById", "import_jobs"."phase",
    "import_jobs"."directory", "import_jobs"."layout", "import_jobs"."is_dry_run" as "dryRun",
    "import_jobs"."on_conflict" as "onConflict", "import_jobs"."include_backups" as "includeBackups",
    "import_jobs"."orphans", "import_jobs"."on_damage" as "onDamage", "import_jobs"."is_verified" as "verify",
    "import_jobs"."error_code" as "errorCode", "import_jobs"."error_message" as "errorMessage",
    "import_jobs"."created_at" as "createdAt", "import_jobs"."resumed_at" as "resumedAt",
    "import_jobs"."finished_at" as "finishedAt", "import_jobs"."reverted_at" as "revertedAt",
    "import_progress"."counts", "import_progress"."warnings", "import_progress"."skipped_paths" as
    "skippedPaths", "import_progress"."bytes_read" as "bytesRead", "import_progress"."bytes_total" as
    "bytesTotal", "import_progress"."records_published" as "recordsPublished", "import_progress"."started_at"
    as "startedAt", "import_progress"."reading_finished_at" as "readingFinishedAt",
    "import_progress"."heartbeat_at" as "heartbeatAt", import_jobs.created_at as "sortKey"
from "import_jobs"
inner join "import_progress" on "import_progress"."job_id" = "import_jobs"."id"
where (true and (import_jobs.created_at, "import_jobs"."id") > ($1::timestamptz, $2::uuid))
order by import_jobs.created_at asc, "import_jobs"."id" asc
limit $3;

-- a job's files, counted
select "file".*
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "import_files"."job_id" as "jobId", "import_files"."number", "import_files"."kind",
      "import_files"."path", "import_files"."is_backup" as "isBackup", "import_files"."bytes",
      "import_files"."records", "import_files"."rejected", "import_files"."verified",
      "import_files"."differing", encode(import_files.bytes_sha256, 'hex') as "bytesSha256",
      encode(import_files.source_digest, 'hex') as "sourceDigest", encode(import_files.published_digest,
      'hex') as "publishedDigest", "import_files"."job_id" as "id", "import_files"."number" as "sortKey"
  from "import_files"
  where "import_files"."job_id" = "parent"."id" and (true and true)
  order by "import_files"."number" asc
  limit $3
) as "file" on true
order by "file"."sortKey" asc;
select "import_jobs"."id", "import_jobs"."operation", "import_jobs"."of_job" as "ofJobId",
    "import_jobs"."source", "import_jobs"."started_by" as "startedById", "import_jobs"."phase",
    "import_jobs"."directory", "import_jobs"."layout", "import_jobs"."is_dry_run" as "dryRun",
    "import_jobs"."on_conflict" as "onConflict", "import_jobs"."include_backups" as "includeBackups",
    "import_jobs"."orphans", "import_jobs"."on_damage" as "onDamage", "import_jobs"."is_verified" as "verify",
    "import_jobs"."error_code" as "errorCode", "import_jobs"."error_message" as "errorMessage",
    "import_jobs"."created_at" as "createdAt", "import_jobs"."resumed_at" as "resumedAt",
    "import_jobs"."finished_at" as "finishedAt", "import_jobs"."reverted_at" as "revertedAt",
    "import_progress"."counts", "import_progress"."warnings", "import_progress"."skipped_paths" as
    "skippedPaths", "import_progress"."bytes_read" as "bytesRead", "import_progress"."bytes_total" as
    "bytesTotal", "import_progress"."records_published" as "recordsPublished", "import_progress"."started_at"
    as "startedAt", "import_progress"."reading_finished_at" as "readingFinishedAt",
    "import_progress"."heartbeat_at" as "heartbeatAt"
from "import_jobs"
inner join "import_progress" on "import_progress"."job_id" = "import_jobs"."id"
where import_jobs.id = any($1::uuid[]);
select "parent"."id" as "parentId", count(*)::int as "count"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join "import_files" on "import_files"."job_id" = "parent"."id"
group by "parent"."id";

-- a job's files, first page
select "file".*
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "import_files"."job_id" as "jobId", "import_files"."number", "import_files"."kind",
      "import_files"."path", "import_files"."is_backup" as "isBackup", "import_files"."bytes",
      "import_files"."records", "import_files"."rejected", "import_files"."verified",
      "import_files"."differing", encode(import_files.bytes_sha256, 'hex') as "bytesSha256",
      encode(import_files.source_digest, 'hex') as "sourceDigest", encode(import_files.published_digest,
      'hex') as "publishedDigest", "import_files"."job_id" as "id", "import_files"."number" as "sortKey"
  from "import_files"
  where "import_files"."job_id" = "parent"."id" and (true and true)
  order by "import_files"."number" asc
  limit $3
) as "file" on true
order by "file"."sortKey" asc;
select "import_jobs"."id", "import_jobs"."operation", "import_jobs"."of_job" as "ofJobId",
    "import_jobs"."source", "import_jobs"."started_by" as "startedById", "import_jobs"."phase",
    "import_jobs"."directory", "import_jobs"."layout", "import_jobs"."is_dry_run" as "dryRun",
    "import_jobs"."on_conflict" as "onConflict", "import_jobs"."include_backups" as "includeBackups",
    "import_jobs"."orphans", "import_jobs"."on_damage" as "onDamage", "import_jobs"."is_verified" as "verify",
    "import_jobs"."error_code" as "errorCode", "import_jobs"."error_message" as "errorMessage",
    "import_jobs"."created_at" as "createdAt", "import_jobs"."resumed_at" as "resumedAt",
    "import_jobs"."finished_at" as "finishedAt", "import_jobs"."reverted_at" as "revertedAt",
    "import_progress"."counts", "import_progress"."warnings", "import_progress"."skipped_paths" as
    "skippedPaths", "import_progress"."bytes_read" as "bytesRead", "import_progress"."bytes_total" as
    "bytesTotal", "import_progress"."records_published" as "recordsPublished", "import_progress"."started_at"
    as "startedAt", "import_progress"."reading_finished_at" as "readingFinishedAt",
    "import_progress"."heartbeat_at" as "heartbeatAt"
from "import_jobs"
inner join "import_progress" on "import_progress"."job_id" = "import_jobs"."id"
where import_jobs.id = any($1::uuid[]);

-- a job's files, deepest page
select "file".*
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "import_files"."job_id" as "jobId", "import_files"."number", "import_files"."kind",
      "import_files"."path", "import_files"."is_backup" as "isBackup", "import_files"."bytes",
      "import_files"."records", "import_files"."rejected", "import_files"."verified",
      "import_files"."differing", encode(import_files.bytes_sha256, 'hex') as "bytesSha256",
      encode(import_files.source_digest, 'hex') as "sourceDigest", encode(import_files.published_digest,
      'hex') as "publishedDigest", "import_files"."job_id" as "id", "import_files"."number" as "sortKey"
  from "import_files"
  where "import_files"."job_id" = "parent"."id" and ((import_files.number, "import_files"."job_id") >
      ($3::integer, $4::uuid) and true)
  order by "import_files"."number" asc
  limit $5
) as "file" on true
order by "file"."sortKey" asc;
select "import_jobs"."id", "import_jobs"."operation", "import_jobs"."of_job" as "ofJobId",
    "import_jobs"."source", "import_jobs"."started_by" as "startedById", "import_jobs"."phase",
    "import_jobs"."directory", "import_jobs"."layout", "import_jobs"."is_dry_run" as "dryRun",
    "import_jobs"."on_conflict" as "onConflict", "import_jobs"."include_backups" as "includeBackups",
    "import_jobs"."orphans", "import_jobs"."on_damage" as "onDamage", "import_jobs"."is_verified" as "verify",
    "import_jobs"."error_code" as "errorCode", "import_jobs"."error_message" as "errorMessage",
    "import_jobs"."created_at" as "createdAt", "import_jobs"."resumed_at" as "resumedAt",
    "import_jobs"."finished_at" as "finishedAt", "import_jobs"."reverted_at" as "revertedAt",
    "import_progress"."counts", "import_progress"."warnings", "import_progress"."skipped_paths" as
    "skippedPaths", "import_progress"."bytes_read" as "bytesRead", "import_progress"."bytes_total" as
    "bytesTotal", "import_progress"."records_published" as "recordsPublished", "import_progress"."started_at"
    as "startedAt", "import_progress"."reading_finished_at" as "readingFinishedAt",
    "import_progress"."heartbeat_at" as "heartbeatAt"
from "import_jobs"
inner join "import_progress" on "import_progress"."job_id" = "import_jobs"."id"
where import_jobs.id = any($1::uuid[]);

-- a job's files, deepest page from the end
select "file".*
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "import_files"."job_id" as "jobId", "import_files"."number", "import_files"."kind",
      "import_files"."path", "import_files"."is_backup" as "isBackup", "import_files"."bytes",
      "import_files"."records", "import_files"."rejected", "import_files"."verified",
      "import_files"."differing", encode(import_files.bytes_sha256, 'hex') as "bytesSha256",
      encode(import_files.source_digest, 'hex') as "sourceDigest", encode(import_files.published_digest,
      'hex') as "publishedDigest", "import_files"."job_id" as "id", "import_files"."number" as "sortKey"
  from "import_files"
  where "import_files"."job_id" = "parent"."id" and (true and (import_files.number, "import_files"."job_id") <
      ($3::integer, $4::uuid))
  order by "import_files"."number" desc
  limit $5
) as "file" on true
order by "file"."sortKey" desc;
select "import_jobs"."id", "import_jobs"."operation", "import_jobs"."of_job" as "ofJobId",
    "import_jobs"."source", "import_jobs"."started_by" as "startedById", "import_jobs"."phase",
    "import_jobs"."directory", "import_jobs"."layout", "import_jobs"."is_dry_run" as "dryRun",
    "import_jobs"."on_conflict" as "onConflict", "import_jobs"."include_backups" as "includeBackups",
    "import_jobs"."orphans", "import_jobs"."on_damage" as "onDamage", "import_jobs"."is_verified" as "verify",
    "import_jobs"."error_code" as "errorCode", "import_jobs"."error_message" as "errorMessage",
    "import_jobs"."created_at" as "createdAt", "import_jobs"."resumed_at" as "resumedAt",
    "import_jobs"."finished_at" as "finishedAt", "import_jobs"."reverted_at" as "revertedAt",
    "import_progress"."counts", "import_progress"."warnings", "import_progress"."skipped_paths" as
    "skippedPaths", "import_progress"."bytes_read" as "bytesRead", "import_progress"."bytes_total" as
    "bytesTotal", "import_progress"."records_published" as "recordsPublished", "import_progress"."started_at"
    as "startedAt", "import_progress"."reading_finished_at" as "readingFinishedAt",
    "import_progress"."heartbeat_at" as "heartbeatAt"
from "import_jobs"
inner join "import_progress" on "import_progress"."job_id" = "import_jobs"."id"
where import_jobs.id = any($1::uuid[]);

-- a job's rejects, counted
select "import_jobs"."id", "import_jobs"."operation", "import_jobs"."of_job" as "ofJobId",
    "import_jobs"."source", "import_jobs"."started_by" as "startedById", "import_jobs"."phase",
    "import_jobs"."directory", "import_jobs"."layout", "import_jobs"."is_dry_run" as "dryRun",
    "import_jobs"."on_conflict" as "onConflict", "import_jobs"."include_backups" as "includeBackups",
    "import_jobs"."orphans", "import_jobs"."on_damage" as "onDamage", "import_jobs"."is_verified" as "verify",
    "import_jobs"."error_code" as "errorCode", "import_jobs"."error_message" as "errorMessage",
    "import_jobs"."created_at" as "createdAt", "import_jobs"."resumed_at" as "resumedAt",
    "import_jobs"."finished_at" as "finishedAt", "import_jobs"."reverted_at" as "revertedAt",
    "import_progress"."counts", "import_progress"."warnings", "import_progress"."skipped_paths" as
    "skippedPaths", "import_progress"."bytes_read" as "bytesRead", "import_progress"."bytes_total" as
    "bytesTotal", "import_progress"."records_published" as "recordsPublished", "import_progress"."started_at"
    as "startedAt", "import_progress"."reading_finished_at" as "readingFinishedAt",
    "import_progress"."heartbeat_at" as "heartbeatAt"
from "import_jobs"
inner join "import_progress" on "import_progress"."job_id" = "import_jobs"."id"
where import_jobs.id = any($1::uuid[]);
select "job_id" as "jobId", "number", substring(raw for $1) as "beginning"
from "import_rejects"
where (job_id, number) in (
  select *
  from unnest($2::uuid[], $3::integer[])
);
select "parent"."id" as "parentId", count(*)::int as "count"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join "import_rejects" on "import_rejects"."job_id" = "parent"."id"
where true
group by "parent"."id";
select "reject".*
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "import_rejects"."job_id" as "jobId", "import_rejects"."number", "import_rejects"."kind",
      "import_rejects"."file", "import_rejects"."line", "import_rejects"."pointer", "import_rejects"."code",
      "import_rejects"."message", "import_rejects"."raw_bytes" as "rawBytes", "import_rejects"."imported_by"
      as "importedById", "import_rejects"."job_id" as "id", "import_rejects"."number" as "sortKey"
  from "import_rejects"
  where "import_rejects"."job_id" = "parent"."id" and true and (true and true)
  order by "import_rejects"."number" asc
  limit $3
) as "reject" on true
order by "reject"."sortKey" asc;

-- a job's rejects, first page
select "import_jobs"."id", "import_jobs"."operation", "import_jobs"."of_job" as "ofJobId",
    "import_jobs"."source", "import_jobs"."started_by" as "startedById", "import_jobs"."phase",
    "import_jobs"."directory", "import_jobs"."layout", "import_jobs"."is_dry_run" as "dryRun",
    "import_jobs"."on_conflict" as "onConflict", "import_jobs"."include_backups" as "includeBackups",
    "import_jobs"."orphans", "import_jobs"."on_damage" as "onDamage", "import_jobs"."is_verified" as "verify",
    "import_jobs"."error_code" as "errorCode", "import_jobs"."error_message" as "errorMessage",
    "import_jobs"."created_at" as "createdAt", "import_jobs"."resumed_at" as "resumedAt",
    "import_jobs"."finished_at" as "finishedAt", "import_jobs"."reverted_at" as "revertedAt",
    "import_progress"."counts", "import_progress"."warnings", "import_progress"."skipped_paths" as
    "skippedPaths", "import_progress"."bytes_read" as "bytesRead", "import_progress"."bytes_total" as
    "bytesTotal", "import_progress"."records_published" as "recordsPublished", "import_progress"."started_at"
    as "startedAt", "import_progress"."reading_finished_at" as "readingFinishedAt",
    "import_progress"."heartbeat_at" as "heartbeatAt"
from "import_jobs"
inner join "import_progress" on "import_progress"."job_id" = "import_jobs"."id"
where import_jobs.id = any($1::uuid[]);
select "job_id" as "jobId", "number", substring(raw for $1) as "beginning"
from "import_rejects"
where (job_id, number) in (
  select *
  from unnest($2::uuid[], $3::integer[])
);
select "reject".*
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "import_rejects"."job_id" as "jobId", "import_rejects"."number", "import_rejects"."kind",
      "import_rejects"."file", "import_rejects"."line", "import_rejects"."pointer", "import_rejects"."code",
      "import_rejects"."message", "import_rejects"."raw_bytes" as "rawBytes", "import_rejects"."imported_by"
      as "importedById", "import_rejects"."job_id" as "id", "import_rejects"."number" as "sortKey"
  from "import_rejects"
  where "import_rejects"."job_id" = "parent"."id" and true and (true and true)
  order by "import_rejects"."number" asc
  limit $3
) as "reject" on true
order by "reject"."sortKey" asc;

-- a job's rejects, deepest page
select "import_jobs"."id", "import_jobs"."operation", "import_jobs"."of_job" as "ofJobId",
    "import_jobs"."source", "import_jobs"."started_by" as "startedById", "import_jobs"."phase",
    "import_jobs"."directory", "import_jobs"."layout", "import_jobs"."is_dry_run" as "dryRun",
    "import_jobs"."on_conflict" as "onConflict", "import_jobs"."include_backups" as "includeBackups",
    "import_jobs"."orphans", "import_jobs"."on_damage" as "onDamage", "import_jobs"."is_verified" as "verify",
    "import_jobs"."error_code" as "errorCode", "import_jobs"."error_message" as "errorMessage",
    "import_jobs"."created_at" as "createdAt", "import_jobs"."resumed_at" as "resumedAt",
    "import_jobs"."finished_at" as "finishedAt", "import_jobs"."reverted_at" as "revertedAt",
    "import_progress"."counts", "import_progress"."warnings", "import_progress"."skipped_paths" as
    "skippedPaths", "import_progress"."bytes_read" as "bytesRead", "import_progress"."bytes_total" as
    "bytesTotal", "import_progress"."records_published" as "recordsPublished", "import_progress"."started_at"
    as "startedAt", "import_progress"."reading_finished_at" as "readingFinishedAt",
    "import_progress"."heartbeat_at" as "heartbeatAt"
from "import_jobs"
inner join "import_progress" on "import_progress"."job_id" = "import_jobs"."id"
where import_jobs.id = any($1::uuid[]);
select "job_id" as "jobId", "number", substring(raw for $1) as "beginning"
from "import_rejects"
where (job_id, number) in (
  select *
  from unnest($2::uuid[], $3::integer[])
);
select "reject".*
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "import_rejects"."job_id" as "jobId", "import_rejects"."number", "import_rejects"."kind",
      "import_rejects"."file", "import_rejects"."line", "import_rejects"."pointer", "import_rejects"."code",
      "import_rejects"."message", "import_rejects"."raw_bytes" as "rawBytes", "import_rejects"."imported_by"
      as "importedById", "import_rejects"."job_id" as "id", "import_rejects"."number" as "sortKey"
  from "import_rejects"
  where "import_rejects"."job_id" = "parent"."id" and true and ((import_rejects.number,
      "import_rejects"."job_id") > ($3::integer, $4::uuid) and true)
  order by "import_rejects"."number" asc
  limit $5
) as "reject" on true
order by "reject"."sortKey" asc;

-- a job's rejects, deepest page from the end
select "import_jobs"."id", "import_jobs"."operation", "import_jobs"."of_job" as "ofJobId",
    "import_jobs"."source", "import_jobs"."started_by" as "startedById", "import_jobs"."phase",
    "import_jobs"."directory", "import_jobs"."layout", "import_jobs"."is_dry_run" as "dryRun",
    "import_jobs"."on_conflict" as "onConflict", "import_jobs"."include_backups" as "includeBackups",
    "import_jobs"."orphans", "import_jobs"."on_damage" as "onDamage", "import_jobs"."is_verified" as "verify",
    "import_jobs"."error_code" as "errorCode", "import_jobs"."error_message" as "errorMessage",
    "import_jobs"."created_at" as "createdAt", "import_jobs"."resumed_at" as "resumedAt",
    "import_jobs"."finished_at" as "finishedAt", "import_jobs"."reverted_at" as "revertedAt",
    "import_progress"."counts", "import_progress"."warnings", "import_progress"."skipped_paths" as
    "skippedPaths", "import_progress"."bytes_read" as "bytesRead", "import_progress"."bytes_total" as
    "bytesTotal", "import_progress"."records_published" as "recordsPublished", "import_progress"."started_at"
    as "startedAt", "import_progress"."reading_finished_at" as "readingFinishedAt",
    "import_progress"."heartbeat_at" as "heartbeatAt"
from "import_jobs"
inner join "import_progress" on "import_progress"."job_id" = "import_jobs"."id"
where import_jobs.id = any($1::uuid[]);
select "job_id" as "jobId", "number", substring(raw for $1) as "beginning"
from "import_rejects"
where (job_id, number) in (
  select *
  from unnest($2::uuid[], $3::integer[])
);
select "reject".*
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "import_rejects"."job_id" as "jobId", "import_rejects"."number", "import_rejects"."kind",
      "import_rejects"."file", "import_rejects"."line", "import_rejects"."pointer", "import_rejects"."code",
      "import_rejects"."message", "import_rejects"."raw_bytes" as "rawBytes", "import_rejects"."imported_by"
      as "importedById", "import_rejects"."job_id" as "id", "import_rejects"."number" as "sortKey"
  from "import_rejects"
  where "import_rejects"."job_id" = "parent"."id" and true and (true and (import_rejects.number,
      "import_rejects"."job_id") < ($3::integer, $4::uuid))
  order by "import_rejects"."number" desc
  limit $5
) as "reject" on true
order by "reject"."sortKey" desc;

-- a job's rejects by kind, counted
select "import_jobs"."id", "import_jobs"."operation", "import_jobs"."of_job" as "ofJobId",
    "import_jobs"."source", "import_jobs"."started_by" as "startedById", "import_jobs"."phase",
    "import_jobs"."directory", "import_jobs"."layout", "import_jobs"."is_dry_run" as "dryRun",
    "import_jobs"."on_conflict" as "onConflict", "import_jobs"."include_backups" as "includeBackups",
    "import_jobs"."orphans", "import_jobs"."on_damage" as "onDamage", "import_jobs"."is_verified" as "verify",
    "import_jobs"."error_code" as "errorCode", "import_jobs"."error_message" as "errorMessage",
    "import_jobs"."created_at" as "createdAt", "import_jobs"."resumed_at" as "resumedAt",
    "import_jobs"."finished_at" as "finishedAt", "import_jobs"."reverted_at" as "revertedAt",
    "import_progress"."counts", "import_progress"."warnings", "import_progress"."skipped_paths" as
    "skippedPaths", "import_progress"."bytes_read" as "bytesRead", "import_progress"."bytes_total" as
    "bytesTotal", "import_progress"."records_published" as "recordsPublished", "import_progress"."started_at"
    as "startedAt", "import_progress"."reading_finished_at" as "readingFinishedAt",
    "import_progress"."heartbeat_at" as "heartbeatAt"
from "import_jobs"
inner join "import_progress" on "import_progress"."job_id" = "import_jobs"."id"
where import_jobs.id = any($1::uuid[]);
select "parent"."id" as "parentId", count(*)::int as "count"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join "import_rejects" on "import_rejects"."job_id" = "parent"."id"
where (import_rejects.kind = any($3::text[]))
group by "parent"."id";
select "reject".*
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "import_rejects"."job_id" as "jobId", "import_rejects"."number", "import_rejects"."kind",
      "import_rejects"."file", "import_rejects"."line", "import_rejects"."pointer", "import_rejects"."code",
      "import_rejects"."message", "import_rejects"."raw_bytes" as "rawBytes", "import_rejects"."imported_by"
      as "importedById", "import_rejects"."job_id" as "id", "import_rejects"."number" as "sortKey"
  from "import_rejects"
  where "import_rejects"."job_id" = "parent"."id" and (import_rejects.kind = any($3::text[])) and (true and
      true)
  order by "import_rejects"."number" asc
  limit $4
) as "reject" on true
order by "reject"."sortKey" asc;

-- a job's rejects by code, counted
select "import_jobs"."id", "import_jobs"."operation", "import_jobs"."of_job" as "ofJobId",
    "import_jobs"."source", "import_jobs"."started_by" as "startedById", "import_jobs"."phase",
    "import_jobs"."directory", "import_jobs"."layout", "import_jobs"."is_dry_run" as "dryRun",
    "import_jobs"."on_conflict" as "onConflict", "import_jobs"."include_backups" as "includeBackups",
    "import_jobs"."orphans", "import_jobs"."on_damage" as "onDamage", "import_jobs"."is_verified" as "verify",
    "import_jobs"."error_code" as "errorCode", "import_jobs"."error_message" as "errorMessage",
    "import_jobs"."created_at" as "createdAt", "import_jobs"."resumed_at" as "resumedAt",
    "import_jobs"."finished_at" as "finishedAt", "import_jobs"."reverted_at" as "revertedAt",
    "import_progress"."counts", "import_progress"."warnings", "import_progress"."skipped_paths" as
    "skippedPaths", "import_progress"."bytes_read" as "bytesRead", "import_progress"."bytes_total" as
    "bytesTotal", "import_progress"."records_published" as "recordsPublished", "import_progress"."started_at"
    as "startedAt", "import_progress"."reading_finished_at" as "readingFinishedAt",
    "import_progress"."heartbeat_at" as "heartbeatAt"
from "import_jobs"
inner join "import_progress" on "import_progress"."job_id" = "import_jobs"."id"
where import_jobs.id = any($1::uuid[]);
select "job_id" as "jobId", "number", substring(raw for $1) as "beginning"
from "import_rejects"
where (job_id, number) in (
  select *
  from unnest($2::uuid[], $3::integer[])
);
select "parent"."id" as "parentId", count(*)::int as "count"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join "import_rejects" on "import_rejects"."job_id" = "parent"."id"
where (import_rejects.code = any($3::text[]))
group by "parent"."id";
select "reject".*
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "import_rejects"."job_id" as "jobId", "import_rejects"."number", "import_rejects"."kind",
      "import_rejects"."file", "import_rejects"."line", "import_rejects"."pointer", "import_rejects"."code",
      "import_rejects"."message", "import_rejects"."raw_bytes" as "rawBytes", "import_rejects"."imported_by"
      as "importedById", "import_rejects"."job_id" as "id", "import_rejects"."number" as "sortKey"
  from "import_rejects"
  where "import_rejects"."job_id" = "parent"."id" and (import_rejects.code = any($3::text[])) and (true and
      true)
  order by "import_rejects"."number" asc
  limit $4
) as "reject" on true
order by "reject"."sortKey" asc;

-- contracts with what belongs to them
select "analysis"."configId", "analysis"."status"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "analyses"."id", "analyses"."user_id" as "userId", "analyses"."config_id" as "configId",
      "analyses"."contract_address" as "contractAddress", "analyses"."contract_chain" as "contractChain",
      "analyses"."analysis_type" as "type", "analyses"."status", "analyses"."progress", "analyses"."metadata",
      "analyses"."error_message" as "errorMessage", "analyses"."has_errors" as "hasErrors",
      "analyses"."current_step" as "currentStep", "analyses"."completed_at" as "completedAt",
      "analyses"."created_at" as "createdAt", "analyses"."updated_at" as "updatedAt", "analyses"."last_update"
      as "lastUpdate", analyses.created_at as "sortKey"
  from "analyses"
  where "analyses"."config_id" = "parent"."id" and true and (true and true)
  order by analyses.created_at desc, "analyses"."id" desc
  limit $3
) as "analysis" on "analysis"."userId" = "parent"."user_id"
order by "analysis"."sortKey" desc, "analysis"."id" desc;
select "competitor"."contractId", "competitor"."name"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "contract_competitors"."id", "contract_competitors"."contract_id" as "contractId",
      "contract_competitors"."user_id" as "userId", "contract_competitors"."address",
      "contract_competitors"."chain", "contract_competitors"."name", "contract_competitors"."created_at" as
      "createdAt"
  from "contract_competitors"
  where "contract_competitors"."contract_id" = "parent"."id" and "contract_competitors"."user_id" =
      "parent"."user_id"
  order by "contract_competitors"."created_at", "contract_competitors"."id"
  limit $3
) as "competitor" on true
order by "competitor"."createdAt", "competitor"."id";
select "contract"."id", "contract"."userId", "contract"."name"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "contracts"."id", "contracts"."user_id" as "userId", "contracts"."name", "contracts"."description",
      "contracts"."target_address" as "targetAddress", "contracts"."target_chain" as "targetChain",
      "contracts"."target_name" as "targetName", "contracts"."tags", "contracts"."is_active" as "isActive",
      "contracts"."is_default" as "isDefault", "contracts"."last_analyzed" as "lastAnalyzed",
      "contracts"."analysis_count" as "analysisCount", "contracts"."created_at" as "createdAt",
      "contracts"."updated_at" as "updatedAt", contracts.created_at as "sortKey"
  from "contracts"
  where "contracts"."user_id" = "parent"."user_id" and (contracts.is_active = $3) and (true and true)
  order by contracts.created_at desc, "contracts"."id" desc
  limit $4
) as "contract" on true
order by "contract"."sortKey" desc, "contract"."id" desc;
select "contracts"."id", "contracts"."target_abi" as "targetAbi"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join "contracts" on "contracts"."id" = "parent"."id" and "contracts"."user_id" = "parent"."user_id";
select "params"."contract_id" as "contractId", "params"."whale_threshold" as "whaleThreshold"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join "contract_analysis_params" as "params" on "params"."contract_id" = "parent"."id" and
    "params"."user_id" = "parent"."user_id";
select "parent"."id" as "parentId", (count(*) filter (where analyses.user_id = parent.user_id))::int as
    "count"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join "analyses" on "analyses"."config_id" = "parent"."id"
where true
group by "parent"."id";
select "rpc"."contract_id" as "contractId", "rpc"."user_id" as "userId", "rpc"."chain", "rpc"."rpc_urls" as
    "rpcUrls", "rpc"."created_at" as "createdAt", "rpc"."updated_at" as "updatedAt"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join "contract_rpc_config" as "rpc" on "rpc"."contract_id" = "parent"."id" and "rpc"."user_id" =
    "parent"."user_id"
order by "rpc"."chain";

-- analyses with contract, results and logs
select "analyses"."id", "request"."last", (
  select coalesce(jsonb_agg(entry.value order by entry.place), '[]')
  from jsonb_array_elements(analyses.logs) with ordinality as entry(value, place)
  where entry.place > jsonb_array_length(analyses.logs) - request.last
) as "entries"
from unnest($1::uuid[], $2::uuid[], $3::int[]) as request(id, user_id, last)
inner join "analyses" on "analyses"."id" = "request"."id" and "analyses"."user_id" = "request"."user_id";
select "analysis"."id", "analysis"."userId", "analysis"."configId", "analysis"."status"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "analyses"."id", "analyses"."user_id" as "userId", "analyses"."config_id" as "configId",
      "analyses"."contract_address" as "contractAddress", "analyses"."contract_chain" as "contractChain",
      "analyses"."analysis_type" as "type", "analyses"."status", "analyses"."progress", "analyses"."metadata",
      "analyses"."error_message" as "errorMessage", "analyses"."has_errors" as "hasErrors",
      "analyses"."current_step" as "currentStep", "analyses"."completed_at" as "completedAt",
      "analyses"."created_at" as "createdAt", "analyses"."updated_at" as "updatedAt", "analyses"."last_update"
      as "lastUpdate", analyses.created_at as "sortKey"
  from "analyses"
  where "analyses"."user_id" = "parent"."user_id" and true and (true and true)
  order by analyses.created_at desc, "analyses"."id" desc
  limit $3
) as "analysis" on "analysis"."userId" = "parent"."user_id"
order by "analysis"."sortKey" desc, "analysis"."id" desc;
select "contracts"."id", "contracts"."user_id" as "userId", "contracts"."name", "contracts"."description",
    "contracts"."target_address" as "targetAddress", "contracts"."target_chain" as "targetChain",
    "contracts"."target_name" as "targetName", "contracts"."tags", "contracts"."is_active" as "isActive",
    "contracts"."is_default" as "isDefault", "contracts"."last_analyzed" as "lastAnalyzed",
    "contracts"."analysis_count" as "analysisCount", "contracts"."created_at" as "createdAt",
    "contracts"."updated_at" as "updatedAt"
from unnest($1::uuid[], $2::uuid[]) as key(id, user_id)
inner join "contracts" on ("contracts"."id" = key.id and (key.user_id is null or "contracts"."user_id" =
    key.user_id));
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

-- chat sessions with messages
select "chat_messages"."id", chat_messages.components::text as "components"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join "chat_messages" on "chat_messages"."id" = "parent"."id" and "chat_messages"."user_id" =
    "parent"."user_id";
select "message"."id", "message"."sessionId", "message"."userId", "message"."content"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "chat_messages"."id", "chat_messages"."session_id" as "sessionId", "chat_messages"."user_id" as
      "userId", "chat_messages"."role", "chat_messages"."content", "chat_messages"."tokens_used" as
      "tokensUsed", "chat_messages"."model", "chat_messages"."processing_time" as "processingTime",
      "chat_messages"."metadata", "chat_messages"."created_at" as "createdAt", chat_messages.created_at as
      "sortKey"
  from "chat_messages"
  where "chat_messages"."session_id" = "parent"."id" and (true and true)
  order by chat_messages.created_at desc, "chat_messages"."id" desc
  limit $3
) as "message" on "message"."userId" = "parent"."user_id"
order by "message"."sortKey" desc, "message"."id" desc;
select "parent"."id" as "parentId", (count(*) filter (where chat_messages.user_id = parent.user_id))::int as
    "count"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join "chat_messages" on "chat_messages"."session_id" = "parent"."id"
group by "parent"."id";
select "session"."id", "session"."userId", "session"."title"
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
    select chain, count(*)
    from started
    where started.place = request.place
    group by chain
  ) as each
) as "byChain"
from request;
select "analysis"."userId", "analysis"."status"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "analyses"."id", "analyses"."user_id" as "userId", "analyses"."config_id" as "configId",
      "analyses"."contract_address" as "contractAddress", "analyses"."contract_chain" as "contractChain",
      "analyses"."analysis_type" as "type", "analyses"."status", "analyses"."progress", "analyses"."metadata",
      "analyses"."error_message" as "errorMessage", "analyses"."has_errors" as "hasErrors",
      "analyses"."current_step" as "currentStep", "analyses"."completed_at" as "completedAt",
      "analyses"."created_at" as "createdAt", "analyses"."updated_at" as "updatedAt", "analyses"."last_update"
      as "lastUpdate", analyses.created_at as "sortKey"
  from "analyses"
  where "analyses"."user_id" = "parent"."user_id" and true and (true and true)
  order by analyses.created_at desc, "analyses"."id" desc
  limit $3
) as "analysis" on "analysis"."userId" = "parent"."user_id"
order by "analysis"."sortKey" desc, "analysis"."id" desc;
select "contract"."userId", "contract"."name"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "contracts"."id", "contracts"."user_id" as "userId", "contracts"."name", "contracts"."description",
      "contracts"."target_address" as "targetAddress", "contracts"."target_chain" as "targetChain",
      "contracts"."target_name" as "targetName", "contracts"."tags", "contracts"."is_active" as "isActive",
      "contracts"."is_default" as "isDefault", "contracts"."last_analyzed" as "lastAnalyzed",
      "contracts"."analysis_count" as "analysisCount", "contracts"."created_at" as "createdAt",
      "contracts"."updated_at" as "updatedAt", contracts.created_at as "sortKey"
  from "contracts"
  where "contracts"."user_id" = "parent"."user_id" and (contracts.is_active = $3) and (true and true)
  order by contracts.created_at desc, "contracts"."id" desc
  limit $4
) as "contract" on true
order by "contract"."sortKey" desc, "contract"."id" desc;
select "parent"."id" as "parentId", (count(*) filter (where analyses.user_id = parent.user_id))::int as
    "count"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join "analyses" on "analyses"."user_id" = "parent"."user_id"
where true
group by "parent"."id";
select "parent"."id" as "parentId", count(*)::int as "count"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join "chat_sessions" on "chat_sessions"."user_id" = "parent"."user_id"
where (chat_sessions.is_active = $3)
group by "parent"."id";
select "parent"."id" as "parentId", count(*)::int as "count"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join "contracts" on "contracts"."user_id" = "parent"."user_id"
where (contracts.is_active = $3)
group by "parent"."id";
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
select "user_id" as "userId", "completed", "website", "twitter", "discord", "telegram", "contract_address" as
    "contractAddress", "contract_chain" as "contractChain", "contract_name" as "contractName",
    "contract_purpose" as "contractPurpose", "contract_category" as "contractCategory", "contract_start_date"
    as "contractStartDate", "is_indexed" as "isIndexed", "indexing_progress" as "indexingProgress",
    "last_analysis_id" as "lastAnalysisId", "last_update" as "lastUpdate", "current_step" as "currentStep",
    "deployment_block" as "deploymentBlock", "continuous_sync" as "continuousSync", "continuous_sync_started"
    as "continuousSyncStarted", "continuous_sync_stopped" as "continuousSyncStopped", "has_errors" as
    "hasErrors", "completion_reason" as "completionReason", "created_at" as "createdAt", "updated_at" as
    "updatedAt"
from "user_onboarding"
where user_id = any($1::uuid[]);
select "user_id" as "userId", "email_notifications" as "emailNotifications", "analysis_notifications" as
    "analysisNotifications", "default_chain" as "defaultChain", "custom_settings" as "customSettings",
    "created_at" as "createdAt", "updated_at" as "updatedAt"
from "user_preferences"
where user_id = any($1::uuid[]);
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
select "users"."id", "users"."email", "users"."name", "users"."role", "users"."tier", "users"."is_active" as
    "isActive", "users"."email_verified" as "emailVerified", "users"."analysis_count" as "analysisCount",
    "users"."last_analysis" as "lastAnalysis", "users"."last_login" as "lastLogin", "users"."created_at" as
    "createdAt", "users"."updated_at" as "updatedAt", case when "users"."monthly_reset_date" <
    date_trunc('month', current_timestamp, 'UTC') then 0 else "users"."monthly_analysis_count" end as
    "monthlyAnalysisCount", greatest("users"."monthly_reset_date", date_trunc('month', current_timestamp,
    'UTC')) as "monthlyResetDate", users.created_at as "sortKey"
from "users"
where true and (true and true)
order by users.created_at desc, "users"."id" desc
limit $1;

-- import jobs with rejects
select "file".*
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "import_files"."job_id" as "jobId", "import_files"."number", "import_files"."kind",
      "import_files"."path", "import_files"."is_backup" as "isBackup", "import_files"."bytes",
      "import_files"."records", "import_files"."rejected", "import_files"."verified",
      "import_files"."differing", encode(import_files.bytes_sha256, 'hex') as "bytesSha256",
      encode(import_files.source_digest, 'hex') as "sourceDigest", encode(import_files.published_digest,
      'hex') as "publishedDigest", "import_files"."job_id" as "id", "import_files"."number" as "sortKey"
  from "import_files"
  where "import_files"."job_id" = "parent"."id" and (true and true)
  order by "import_files"."number" asc
  limit $3
) as "file" on true
order by "file"."sortKey" asc;
select "import_jobs"."id", "import_jobs"."operation", "import_jobs"."of_job" as "ofJobId",
    "import_jobs"."source", "import_jobs"."started_by" as "startedById", "import_jobs"."phase",
    "import_jobs"."directory", "import_jobs"."layout", "import_jobs"."is_dry_run" as "dryRun",
    "import_jobs"."on_conflict" as "onConflict", "import_jobs"."include_backups" as "includeBackups",
    "import_jobs"."orphans", "import_jobs"."on_damage" as "onDamage", "import_jobs"."is_verified" as "verify",
    "import_jobs"."error_code" as "errorCode", "import_jobs"."error_message" as "errorMessage",
    "import_jobs"."created_at" as "createdAt", "import_jobs"."resumed_at" as "resumedAt",
    "import_jobs"."finished_at" as "finishedAt", "import_jobs"."reverted_at" as "revertedAt",
    "import_progress"."counts", "import_progress"."warnings", "import_progress"."skipped_paths" as
    "skippedPaths", "import_progress"."bytes_read" as "bytesRead", "import_progress"."bytes_total" as
    "bytesTotal", "import_progress"."records_published" as "recordsPublished", "import_progress"."started_at"
    as "startedAt", "import_progress"."reading_finished_at" as "readingFinishedAt",
    "import_progress"."heartbeat_at" as "heartbeatAt", import_jobs.created_at as "sortKey"
from "import_jobs"
inner join "import_progress" on "import_progress"."job_id" = "import_jobs"."id"
where (true and true)
order by import_jobs.created_at desc, "import_jobs"."id" desc
limit $1;
select "import_rejects"."job_id" as "jobId", "import_rejects"."kind", "import_rejects"."code", count(*)::int
    as "count"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join "import_rejects" on "import_rejects"."job_id" = "parent"."id"
group by "import_rejects"."job_id", "import_rejects"."kind", "import_rejects"."code"
order by "count" desc, "import_rejects"."kind", "import_rejects"."code";
select "parent"."id" as "parentId", count(*)::int as "count"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join "import_files" on "import_files"."job_id" = "parent"."id"
group by "parent"."id";
select "parent"."id" as "parentId", count(*)::int as "count"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join "import_rejects" on "import_rejects"."job_id" = "parent"."id"
where true
group by "parent"."id";
select "reject".*
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "import_rejects"."job_id" as "jobId", "import_rejects"."number", "import_rejects"."kind",
      "import_rejects"."file", "import_rejects"."line", "import_rejects"."pointer", "import_rejects"."code",
      "import_rejects"."message", "import_rejects"."raw_bytes" as "rawBytes", "import_rejects"."imported_by"
      as "importedById", "import_rejects"."job_id" as "id", "import_rejects"."number" as "sortKey"
  from "import_rejects"
  where "import_rejects"."job_id" = "parent"."id" and true and (true and true)
  order by "import_rejects"."number" asc
  limit $3
) as "reject" on true
order by "reject"."sortKey" asc;

-- search, a word everywhere
with page as (
  select found.kind, found.id, found.score
  from ( (
    select 'contract' as kind, id, (1000000 * (ts_rank(to_tsvector('simple', name || ' ' ||
        left(coalesce(description, ''), $1::int) || ' ' || coalesce(target_name, '') || ' ' ||
        target_address), regexp_replace(websearch_to_tsquery('simple', $2)::text, '''$', ''':*')::tsquery) +
        greatest(resemblance($3, name), resemblance($4, target_address))))::int as score
    from (
      select id, name, description, target_name, target_address, created_at
      from contracts
      where 'contract' = any($5::text[]) and user_id = $6::uuid and is_active and (to_tsvector('simple', name
          || ' ' || left(coalesce(description, ''), 10000) || ' ' || coalesce(target_name, '') || ' ' ||
          target_address) @@ regexp_replace(websearch_to_tsquery('simple', $7)::text, '''$', ''':*')::tsquery
          or resembles($8, name) or resembles($9, target_address)) offset 0
    ) as contract
    order by created_at desc, id desc
    limit $10::int
  ) union all (
    select 'chat_session', id, (1000000 * (ts_rank(to_tsvector('simple', title || ' ' ||
        coalesce(contract_name, '') || ' ' || coalesce(contract_address, '')),
        regexp_replace(websearch_to_tsquery('simple', $11)::text, '''$', ''':*')::tsquery) +
        greatest(resemblance($12, title), resemblance($13, contract_name))))::int
    from (
      select id, title, contract_name, contract_address, created_at
      from chat_sessions
      where 'chat_session' = any($14::text[]) and user_id = $15::uuid and is_active and to_tsvector('simple',
          title || ' ' || coalesce(contract_name, '') || ' ' || coalesce(contract_address, '')) @@
          regexp_replace(websearch_to_tsquery('simple', $16)::text, '''$', ''':*')::tsquery offset 0
    ) as session
    order by created_at desc, id desc
    limit $17::int
  ) union all (
    select 'chat_message', id, (1000000 * ts_rank(to_tsvector('simple', left(content, $18::int)),
        regexp_replace(websearch_to_tsquery('simple', $19)::text, '''$', ''':*')::tsquery))::int
    from (
      select chat_messages.id, content
      from chat_messages
      join chat_sessions on chat_sessions.id = session_id and chat_sessions.user_id = chat_messages.user_id
      where 'chat_message' = any($20::text[]) and chat_messages.user_id = $21::uuid and chat_sessions.user_id
          = $22::uuid and is_active and to_tsvector('simple', left(content, 100000)) @@
          regexp_replace(websearch_to_tsquery('simple', $23)::text, '''$', ''':*')::tsquery
      order by chat_messages.created_at desc, chat_messages.id desc
      limit $24::int
    ) as message
  ) ) as found
  where (true and true)
  order by found.score desc, found.id desc
  limit $25
) select kind, id, score as "sortKey", left(ts_headline('simple', case kind when 'contract' then (
  select concat_ws(' · ', name, substr("description", greatest(1, strpos(lower(left("description", $26::int)),
      $27) - $28::int), $29::int), target_name, target_address)
  from contracts
  where id = page.id and user_id = $30::uuid
) when 'chat_session' then (
  select concat_ws(' · ', title, contract_name, contract_address)
  from chat_sessions
  where id = page.id and user_id = $31::uuid
) else (
  select substr("content", greatest(1, strpos(lower(left("content", $32::int)), $33) - $34::int), $35::int)
  from chat_messages
  where id = page.id and user_id = $36::uuid
) end, regexp_replace(websearch_to_tsquery('simple', $37)::text, '''$', ''':*')::tsquery, $38), $39::int) as
    snippet
from page
order by score desc, id desc;
commit;
set local statement_timeout = 3000;
start transaction isolation level read committed read only;

-- search, a word of several words
with page as (
  select found.kind, found.id, found.score
  from ( (
    select 'contract' as kind, id, (1000000 * (ts_rank(to_tsvector('simple', name || ' ' ||
        left(coalesce(description, ''), $1::int) || ' ' || coalesce(target_name, '') || ' ' ||
        target_address), regexp_replace(websearch_to_tsquery('simple', $2)::text, '''$', ''':*')::tsquery) +
        greatest(resemblance($3, name), resemblance($4, target_address))))::int as score
    from (
      select id, name, description, target_name, target_address, created_at
      from contracts
      where 'contract' = any($5::text[]) and user_id = $6::uuid and is_active and (to_tsvector('simple', name
          || ' ' || left(coalesce(description, ''), 10000) || ' ' || coalesce(target_name, '') || ' ' ||
          target_address) @@ regexp_replace(websearch_to_tsquery('simple', $7)::text, '''$', ''':*')::tsquery
          or resembles($8, name) or resembles($9, target_address)) offset 0
    ) as contract
    order by created_at desc, id desc
    limit $10::int
  ) union all (
    select 'chat_session', id, (1000000 * (ts_rank(to_tsvector('simple', title || ' ' ||
        coalesce(contract_name, '') || ' ' || coalesce(contract_address, '')),
        regexp_replace(websearch_to_tsquery('simple', $11)::text, '''$', ''':*')::tsquery) +
        greatest(resemblance($12, title), resemblance($13, contract_name))))::int
    from (
      select id, title, contract_name, contract_address, created_at
      from chat_sessions
      where 'chat_session' = any($14::text[]) and user_id = $15::uuid and is_active and to_tsvector('simple',
          title || ' ' || coalesce(contract_name, '') || ' ' || coalesce(contract_address, '')) @@
          regexp_replace(websearch_to_tsquery('simple', $16)::text, '''$', ''':*')::tsquery offset 0
    ) as session
    order by created_at desc, id desc
    limit $17::int
  ) union all (
    select 'chat_message', id, (1000000 * ts_rank(to_tsvector('simple', left(content, $18::int)),
        regexp_replace(websearch_to_tsquery('simple', $19)::text, '''$', ''':*')::tsquery))::int
    from (
      select chat_messages.id, content
      from chat_messages
      join chat_sessions on chat_sessions.id = session_id and chat_sessions.user_id = chat_messages.user_id
      where 'chat_message' = any($20::text[]) and chat_messages.user_id = $21::uuid and chat_sessions.user_id
          = $22::uuid and is_active and to_tsvector('simple', left(content, 100000)) @@
          regexp_replace(websearch_to_tsquery('simple', $23)::text, '''$', ''':*')::tsquery
      order by chat_messages.created_at desc, chat_messages.id desc
      limit $24::int
    ) as message
  ) ) as found
  where (true and true)
  order by found.score desc, found.id desc
  limit $25
) select kind, id, score as "sortKey", left(ts_headline('simple', case kind when 'contract' then (
  select concat_ws(' · ', name, substr("description", greatest(1, strpos(lower(left("description", $26::int)),
      $27) - $28::int), $29::int), target_name, target_address)
  from contracts
  where id = page.id and user_id = $30::uuid
) when 'chat_session' then (
  select concat_ws(' · ', title, contract_name, contract_address)
  from chat_sessions
  where id = page.id and user_id = $31::uuid
) else (
  select substr("content", greatest(1, strpos(lower(left("content", $32::int)), $33) - $34::int), $35::int)
  from chat_messages
  where id = page.id and user_id = $36::uuid
) end, regexp_replace(websearch_to_tsquery('simple', $37)::text, '''$', ''':*')::tsquery, $38), $39::int) as
    snippet
from page
order by score desc, id desc;
commit;
select "chat_messages"."id", "chat_messages"."session_id" as "sessionId", "chat_messages"."user_id" as
    "userId", "chat_messages"."role", "chat_messages"."content", "chat_messages"."tokens_used" as
    "tokensUsed", "chat_messages"."model", "chat_messages"."processing_time" as "processingTime",
    "chat_messages"."metadata", "chat_messages"."created_at" as "createdAt"
from unnest($1::uuid[], $2::uuid[]) as key(id, user_id)
inner join "chat_messages" on ("chat_messages"."id" = key.id and (key.user_id is null or
    "chat_messages"."user_id" = key.user_id));
set local statement_timeout = 3000;
start transaction isolation level read committed read only;

-- search, a word half typed
with page as (
  select found.kind, found.id, found.score
  from ( (
    select 'contract' as kind, id, (1000000 * (ts_rank(to_tsvector('simple', name || ' ' ||
        left(coalesce(description, ''), $1::int) || ' ' || coalesce(target_name, '') || ' ' ||
        target_address), regexp_replace(websearch_to_tsquery('simple', $2)::text, '''$', ''':*')::tsquery) +
        greatest(resemblance($3, name), resemblance($4, target_address))))::int as score
    from (
      select id, name, description, target_name, target_address, created_at
      from contracts
      where 'contract' = any($5::text[]) and user_id = $6::uuid and is_active and (to_tsvector('simple', name
          || ' ' || left(coalesce(description, ''), 10000) || ' ' || coalesce(target_name, '') || ' ' ||
          target_address) @@ regexp_replace(websearch_to_tsquery('simple', $7)::text, '''$', ''':*')::tsquery
          or resembles($8, name) or resembles($9, target_address)) offset 0
    ) as contract
    order by created_at desc, id desc
    limit $10::int
  ) union all (
    select 'chat_session', id, (1000000 * (ts_rank(to_tsvector('simple', title || ' ' ||
        coalesce(contract_name, '') || ' ' || coalesce(contract_address, '')),
        regexp_replace(websearch_to_tsquery('simple', $11)::text, '''$', ''':*')::tsquery) +
        greatest(resemblance($12, title), resemblance($13, contract_name))))::int
    from (
      select id, title, contract_name, contract_address, created_at
      from chat_sessions
      where 'chat_session' = any($14::text[]) and user_id = $15::uuid and is_active and to_tsvector('simple',
          title || ' ' || coalesce(contract_name, '') || ' ' || coalesce(contract_address, '')) @@
          regexp_replace(websearch_to_tsquery('simple', $16)::text, '''$', ''':*')::tsquery offset 0
    ) as session
    order by created_at desc, id desc
    limit $17::int
  ) union all (
    select 'chat_message', id, (1000000 * ts_rank(to_tsvector('simple', left(content, $18::int)),
        regexp_replace(websearch_to_tsquery('simple', $19)::text, '''$', ''':*')::tsquery))::int
    from (
      select chat_messages.id, content
      from chat_messages
      join chat_sessions on chat_sessions.id = session_id and chat_sessions.user_id = chat_messages.user_id
      where 'chat_message' = any($20::text[]) and chat_messages.user_id = $21::uuid and chat_sessions.user_id
          = $22::uuid and is_active and to_tsvector('simple', left(content, 100000)) @@
          regexp_replace(websearch_to_tsquery('simple', $23)::text, '''$', ''':*')::tsquery
      order by chat_messages.created_at desc, chat_messages.id desc
      limit $24::int
    ) as message
  ) ) as found
  where (true and true)
  order by found.score desc, found.id desc
  limit $25
) select kind, id, score as "sortKey", left(ts_headline('simple', case kind when 'contract' then (
  select concat_ws(' · ', name, substr("description", greatest(1, strpos(lower(left("description", $26::int)),
      $27) - $28::int), $29::int), target_name, target_address)
  from contracts
  where id = page.id and user_id = $30::uuid
) when 'chat_session' then (
  select concat_ws(' · ', title, contract_name, contract_address)
  from chat_sessions
  where id = page.id and user_id = $31::uuid
) else (
  select substr("content", greatest(1, strpos(lower(left("content", $32::int)), $33) - $34::int), $35::int)
  from chat_messages
  where id = page.id and user_id = $36::uuid
) end, regexp_replace(websearch_to_tsquery('simple', $37)::text, '''$', ''':*')::tsquery, $38), $39::int) as
    snippet
from page
order by score desc, id desc;
commit;
select "contracts"."id", "contracts"."user_id" as "userId", "contracts"."name", "contracts"."description",
    "contracts"."target_address" as "targetAddress", "contracts"."target_chain" as "targetChain",
    "contracts"."target_name" as "targetName", "contracts"."tags", "contracts"."is_active" as "isActive",
    "contracts"."is_default" as "isDefault", "contracts"."last_analyzed" as "lastAnalyzed",
    "contracts"."analysis_count" as "analysisCount", "contracts"."created_at" as "createdAt",
    "contracts"."updated_at" as "updatedAt"
from unnest($1::uuid[], $2::uuid[]) as key(id, user_id)
inner join "contracts" on ("contracts"."id" = key.id and (key.user_id is null or "contracts"."user_id" =
    key.user_id));
set local statement_timeout = 3000;
start transaction isolation level read committed read only;

-- search, CONTRACT alone
with page as (
  select found.kind, found.id, found.score
  from ( (
    select 'contract' as kind, id, (1000000 * (ts_rank(to_tsvector('simple', name || ' ' ||
        left(coalesce(description, ''), $1::int) || ' ' || coalesce(target_name, '') || ' ' ||
        target_address), regexp_replace(websearch_to_tsquery('simple', $2)::text, '''$', ''':*')::tsquery) +
        greatest(resemblance($3, name), resemblance($4, target_address))))::int as score
    from (
      select id, name, description, target_name, target_address, created_at
      from contracts
      where 'contract' = any($5::text[]) and user_id = $6::uuid and is_active and (to_tsvector('simple', name
          || ' ' || left(coalesce(description, ''), 10000) || ' ' || coalesce(target_name, '') || ' ' ||
          target_address) @@ regexp_replace(websearch_to_tsquery('simple', $7)::text, '''$', ''':*')::tsquery
          or resembles($8, name) or resembles($9, target_address)) offset 0
    ) as contract
    order by created_at desc, id desc
    limit $10::int
  ) union all (
    select 'chat_session', id, (1000000 * (ts_rank(to_tsvector('simple', title || ' ' ||
        coalesce(contract_name, '') || ' ' || coalesce(contract_address, '')),
        regexp_replace(websearch_to_tsquery('simple', $11)::text, '''$', ''':*')::tsquery) +
        greatest(resemblance($12, title), resemblance($13, contract_name))))::int
    from (
      select id, title, contract_name, contract_address, created_at
      from chat_sessions
      where 'chat_session' = any($14::text[]) and user_id = $15::uuid and is_active and to_tsvector('simple',
          title || ' ' || coalesce(contract_name, '') || ' ' || coalesce(contract_address, '')) @@
          regexp_replace(websearch_to_tsquery('simple', $16)::text, '''$', ''':*')::tsquery offset 0
    ) as session
    order by created_at desc, id desc
    limit $17::int
  ) union all (
    select 'chat_message', id, (1000000 * ts_rank(to_tsvector('simple', left(content, $18::int)),
        regexp_replace(websearch_to_tsquery('simple', $19)::text, '''$', ''':*')::tsquery))::int
    from (
      select chat_messages.id, content
      from chat_messages
      join chat_sessions on chat_sessions.id = session_id and chat_sessions.user_id = chat_messages.user_id
      where 'chat_message' = any($20::text[]) and chat_messages.user_id = $21::uuid and chat_sessions.user_id
          = $22::uuid and is_active and to_tsvector('simple', left(content, 100000)) @@
          regexp_replace(websearch_to_tsquery('simple', $23)::text, '''$', ''':*')::tsquery
      order by chat_messages.created_at desc, chat_messages.id desc
      limit $24::int
    ) as message
  ) ) as found
  where (true and true)
  order by found.score desc, found.id desc
  limit $25
) select kind, id, score as "sortKey", left(ts_headline('simple', case kind when 'contract' then (
  select concat_ws(' · ', name, substr("description", greatest(1, strpos(lower(left("description", $26::int)),
      $27) - $28::int), $29::int), target_name, target_address)
  from contracts
  where id = page.id and user_id = $30::uuid
) when 'chat_session' then (
  select concat_ws(' · ', title, contract_name, contract_address)
  from chat_sessions
  where id = page.id and user_id = $31::uuid
) else (
  select substr("content", greatest(1, strpos(lower(left("content", $32::int)), $33) - $34::int), $35::int)
  from chat_messages
  where id = page.id and user_id = $36::uuid
) end, regexp_replace(websearch_to_tsquery('simple', $37)::text, '''$', ''':*')::tsquery, $38), $39::int) as
    snippet
from page
order by score desc, id desc;
commit;
select "contracts"."id", "contracts"."user_id" as "userId", "contracts"."name", "contracts"."description",
    "contracts"."target_address" as "targetAddress", "contracts"."target_chain" as "targetChain",
    "contracts"."target_name" as "targetName", "contracts"."tags", "contracts"."is_active" as "isActive",
    "contracts"."is_default" as "isDefault", "contracts"."last_analyzed" as "lastAnalyzed",
    "contracts"."analysis_count" as "analysisCount", "contracts"."created_at" as "createdAt",
    "contracts"."updated_at" as "updatedAt"
from unnest($1::uuid[], $2::uuid[]) as key(id, user_id)
inner join "contracts" on ("contracts"."id" = key.id and (key.user_id is null or "contracts"."user_id" =
    key.user_id));
set local statement_timeout = 3000;
start transaction isolation level read committed read only;

-- search, CHAT_SESSION alone
with page as (
  select found.kind, found.id, found.score
  from ( (
    select 'contract' as kind, id, (1000000 * (ts_rank(to_tsvector('simple', name || ' ' ||
        left(coalesce(description, ''), $1::int) || ' ' || coalesce(target_name, '') || ' ' ||
        target_address), regexp_replace(websearch_to_tsquery('simple', $2)::text, '''$', ''':*')::tsquery) +
        greatest(resemblance($3, name), resemblance($4, target_address))))::int as score
    from (
      select id, name, description, target_name, target_address, created_at
      from contracts
      where 'contract' = any($5::text[]) and user_id = $6::uuid and is_active and (to_tsvector('simple', name
          || ' ' || left(coalesce(description, ''), 10000) || ' ' || coalesce(target_name, '') || ' ' ||
          target_address) @@ regexp_replace(websearch_to_tsquery('simple', $7)::text, '''$', ''':*')::tsquery
          or resembles($8, name) or resembles($9, target_address)) offset 0
    ) as contract
    order by created_at desc, id desc
    limit $10::int
  ) union all (
    select 'chat_session', id, (1000000 * (ts_rank(to_tsvector('simple', title || ' ' ||
        coalesce(contract_name, '') || ' ' || coalesce(contract_address, '')),
        regexp_replace(websearch_to_tsquery('simple', $11)::text, '''$', ''':*')::tsquery) +
        greatest(resemblance($12, title), resemblance($13, contract_name))))::int
    from (
      select id, title, contract_name, contract_address, created_at
      from chat_sessions
      where 'chat_session' = any($14::text[]) and user_id = $15::uuid and is_active and to_tsvector('simple',
          title || ' ' || coalesce(contract_name, '') || ' ' || coalesce(contract_address, '')) @@
          regexp_replace(websearch_to_tsquery('simple', $16)::text, '''$', ''':*')::tsquery offset 0
    ) as session
    order by created_at desc, id desc
    limit $17::int
  ) union all (
    select 'chat_message', id, (1000000 * ts_rank(to_tsvector('simple', left(content, $18::int)),
        regexp_replace(websearch_to_tsquery('simple', $19)::text, '''$', ''':*')::tsquery))::int
    from (
      select chat_messages.id, content
      from chat_messages
      join chat_sessions on chat_sessions.id = session_id and chat_sessions.user_id = chat_messages.user_id
      where 'chat_message' = any($20::text[]) and chat_messages.user_id = $21::uuid and chat_sessions.user_id
          = $22::uuid and is_active and to_tsvector('simple', left(content, 100000)) @@
          regexp_replace(websearch_to_tsquery('simple', $23)::text, '''$', ''':*')::tsquery
      order by chat_messages.created_at desc, chat_messages.id desc
      limit $24::int
    ) as message
  ) ) as found
  where (true and true)
  order by found.score desc, found.id desc
  limit $25
) select kind, id, score as "sortKey", left(ts_headline('simple', case kind when 'contract' then (
  select concat_ws(' · ', name, substr("description", greatest(1, strpos(lower(left("description", $26::int)),
      $27) - $28::int), $29::int), target_name, target_address)
  from contracts
  where id = page.id and user_id = $30::uuid
) when 'chat_session' then (
  select concat_ws(' · ', title, contract_name, contract_address)
  from chat_sessions
  where id = page.id and user_id = $31::uuid
) else (
  select substr("content", greatest(1, strpos(lower(left("content", $32::int)), $33) - $34::int), $35::int)
  from chat_messages
  where id = page.id and user_id = $36::uuid
) end, regexp_replace(websearch_to_tsquery('simple', $37)::text, '''$', ''':*')::tsquery, $38), $39::int) as
    snippet
from page
order by score desc, id desc;
commit;
select "chat_sessions"."id", "chat_sessions"."user_id" as "userId", "chat_sessions"."title",
    "chat_sessions"."contract_address" as "contractAddress", "chat_sessions"."contract_chain" as
    "contractChain", "chat_sessions"."contract_name" as "contractName", "chat_sessions"."is_active" as
    "isActive", "chat_sessions"."message_count" as "messageCount", "chat_sessions"."metadata",
    "chat_sessions"."last_message_at" as "lastMessageAt", "chat_sessions"."created_at" as "createdAt",
    "chat_sessions"."updated_at" as "updatedAt"
from unnest($1::uuid[], $2::uuid[]) as key(id, user_id)
inner join "chat_sessions" on ("chat_sessions"."id" = key.id and (key.user_id is null or
    "chat_sessions"."user_id" = key.user_id));
set local statement_timeout = 3000;
start transaction isolation level read committed read only;

-- search, CHAT_MESSAGE alone
with page as (
  select found.kind, found.id, found.score
  from ( (
    select 'contract' as kind, id, (1000000 * (ts_rank(to_tsvector('simple', name || ' ' ||
        left(coalesce(description, ''), $1::int) || ' ' || coalesce(target_name, '') || ' ' ||
        target_address), regexp_replace(websearch_to_tsquery('simple', $2)::text, '''$', ''':*')::tsquery) +
        greatest(resemblance($3, name), resemblance($4, target_address))))::int as score
    from (
      select id, name, description, target_name, target_address, created_at
      from contracts
      where 'contract' = any($5::text[]) and user_id = $6::uuid and is_active and (to_tsvector('simple', name
          || ' ' || left(coalesce(description, ''), 10000) || ' ' || coalesce(target_name, '') || ' ' ||
          target_address) @@ regexp_replace(websearch_to_tsquery('simple', $7)::text, '''$', ''':*')::tsquery
          or resembles($8, name) or resembles($9, target_address)) offset 0
    ) as contract
    order by created_at desc, id desc
    limit $10::int
  ) union all (
    select 'chat_session', id, (1000000 * (ts_rank(to_tsvector('simple', title || ' ' ||
        coalesce(contract_name, '') || ' ' || coalesce(contract_address, '')),
        regexp_replace(websearch_to_tsquery('simple', $11)::text, '''$', ''':*')::tsquery) +
        greatest(resemblance($12, title), resemblance($13, contract_name))))::int
    from (
      select id, title, contract_name, contract_address, created_at
      from chat_sessions
      where 'chat_session' = any($14::text[]) and user_id = $15::uuid and is_active and to_tsvector('simple',
          title || ' ' || coalesce(contract_name, '') || ' ' || coalesce(contract_address, '')) @@
          regexp_replace(websearch_to_tsquery('simple', $16)::text, '''$', ''':*')::tsquery offset 0
    ) as session
    order by created_at desc, id desc
    limit $17::int
  ) union all (
    select 'chat_message', id, (1000000 * ts_rank(to_tsvector('simple', left(content, $18::int)),
        regexp_replace(websearch_to_tsquery('simple', $19)::text, '''$', ''':*')::tsquery))::int
    from (
      select chat_messages.id, content
      from chat_messages
      join chat_sessions on chat_sessions.id = session_id and chat_sessions.user_id = chat_messages.user_id
      where 'chat_message' = any($20::text[]) and chat_messages.user_id = $21::uuid and chat_sessions.user_id
          = $22::uuid and is_active and to_tsvector('simple', left(content, 100000)) @@
          regexp_replace(websearch_to_tsquery('simple', $23)::text, '''$', ''':*')::tsquery
      order by chat_messages.created_at desc, chat_messages.id desc
      limit $24::int
    ) as message
  ) ) as found
  where (true and true)
  order by found.score desc, found.id desc
  limit $25
) select kind, id, score as "sortKey", left(ts_headline('simple', case kind when 'contract' then (
  select concat_ws(' · ', name, substr("description", greatest(1, strpos(lower(left("description", $26::int)),
      $27) - $28::int), $29::int), target_name, target_address)
  from contracts
  where id = page.id and user_id = $30::uuid
) when 'chat_session' then (
  select concat_ws(' · ', title, contract_name, contract_address)
  from chat_sessions
  where id = page.id and user_id = $31::uuid
) else (
  select substr("content", greatest(1, strpos(lower(left("content", $32::int)), $33) - $34::int), $35::int)
  from chat_messages
  where id = page.id and user_id = $36::uuid
) end, regexp_replace(websearch_to_tsquery('simple', $37)::text, '''$', ''':*')::tsquery, $38), $39::int) as
    snippet
from page
order by score desc, id desc;
commit;
select "chat_messages"."id", "chat_messages"."session_id" as "sessionId", "chat_messages"."user_id" as
    "userId", "chat_messages"."role", "chat_messages"."content", "chat_messages"."tokens_used" as
    "tokensUsed", "chat_messages"."model", "chat_messages"."processing_time" as "processingTime",
    "chat_messages"."metadata", "chat_messages"."created_at" as "createdAt"
from unnest($1::uuid[], $2::uuid[]) as key(id, user_id)
inner join "chat_messages" on ("chat_messages"."id" = key.id and (key.user_id is null or
    "chat_messages"."user_id" = key.user_id));
set local statement_timeout = 3000;
start transaction isolation level read committed read only;

-- search, deepest page
with page as (
  select found.kind, found.id, found.score
  from ( (
    select 'contract' as kind, id, (1000000 * (ts_rank(to_tsvector('simple', name || ' ' ||
        left(coalesce(description, ''), $1::int) || ' ' || coalesce(target_name, '') || ' ' ||
        target_address), regexp_replace(websearch_to_tsquery('simple', $2)::text, '''$', ''':*')::tsquery) +
        greatest(resemblance($3, name), resemblance($4, target_address))))::int as score
    from (
      select id, name, description, target_name, target_address, created_at
      from contracts
      where 'contract' = any($5::text[]) and user_id = $6::uuid and is_active and (to_tsvector('simple', name
          || ' ' || left(coalesce(description, ''), 10000) || ' ' || coalesce(target_name, '') || ' ' ||
          target_address) @@ regexp_replace(websearch_to_tsquery('simple', $7)::text, '''$', ''':*')::tsquery
          or resembles($8, name) or resembles($9, target_address)) offset 0
    ) as contract
    order by created_at desc, id desc
    limit $10::int
  ) union all (
    select 'chat_session', id, (1000000 * (ts_rank(to_tsvector('simple', title || ' ' ||
        coalesce(contract_name, '') || ' ' || coalesce(contract_address, '')),
        regexp_replace(websearch_to_tsquery('simple', $11)::text, '''$', ''':*')::tsquery) +
        greatest(resemblance($12, title), resemblance($13, contract_name))))::int
    from (
      select id, title, contract_name, contract_address, created_at
      from chat_sessions
      where 'chat_session' = any($14::text[]) and user_id = $15::uuid and is_active and to_tsvector('simple',
          title || ' ' || coalesce(contract_name, '') || ' ' || coalesce(contract_address, '')) @@
          regexp_replace(websearch_to_tsquery('simple', $16)::text, '''$', ''':*')::tsquery offset 0
    ) as session
    order by created_at desc, id desc
    limit $17::int
  ) union all (
    select 'chat_message', id, (1000000 * ts_rank(to_tsvector('simple', left(content, $18::int)),
        regexp_replace(websearch_to_tsquery('simple', $19)::text, '''$', ''':*')::tsquery))::int
    from (
      select chat_messages.id, content
      from chat_messages
      join chat_sessions on chat_sessions.id = session_id and chat_sessions.user_id = chat_messages.user_id
      where 'chat_message' = any($20::text[]) and chat_messages.user_id = $21::uuid and chat_sessions.user_id
          = $22::uuid and is_active and to_tsvector('simple', left(content, 100000)) @@
          regexp_replace(websearch_to_tsquery('simple', $23)::text, '''$', ''':*')::tsquery
      order by chat_messages.created_at desc, chat_messages.id desc
      limit $24::int
    ) as message
  ) ) as found
  where ((found.score, "found"."id") < ($25::integer, $26::uuid) and true)
  order by found.score desc, found.id desc
  limit $27
) select kind, id, score as "sortKey", left(ts_headline('simple', case kind when 'contract' then (
  select concat_ws(' · ', name, substr("description", greatest(1, strpos(lower(left("description", $28::int)),
      $29) - $30::int), $31::int), target_name, target_address)
  from contracts
  where id = page.id and user_id = $32::uuid
) when 'chat_session' then (
  select concat_ws(' · ', title, contract_name, contract_address)
  from chat_sessions
  where id = page.id and user_id = $33::uuid
) else (
  select substr("content", greatest(1, strpos(lower(left("content", $34::int)), $35) - $36::int), $37::int)
  from chat_messages
  where id = page.id and user_id = $38::uuid
) end, regexp_replace(websearch_to_tsquery('simple', $39)::text, '''$', ''':*')::tsquery, $40), $41::int) as
    snippet
from page
order by score desc, id desc;
commit;
select "chat_messages"."id", "chat_messages"."session_id" as "sessionId", "chat_messages"."user_id" as
    "userId", "chat_messages"."role", "chat_messages"."content", "chat_messages"."tokens_used" as
    "tokensUsed", "chat_messages"."model", "chat_messages"."processing_time" as "processingTime",
    "chat_messages"."metadata", "chat_messages"."created_at" as "createdAt"
from unnest($1::uuid[], $2::uuid[]) as key(id, user_id)
inner join "chat_messages" on ("chat_messages"."id" = key.id and (key.user_id is null or
    "chat_messages"."user_id" = key.user_id));
set local statement_timeout = 3000;
start transaction isolation level read committed read only;

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
  select null::text as bucket, coalesce(analyses.contract_chain, (
    select target_chain
    from contracts
    where contracts.id = analyses.config_id and contracts.user_id = analyses.user_id
  )) as "group", count(*)::int as count
  from analyses
  where analyses.user_id = $1::uuid and true
  group by 1, 2
  order by 1 desc, 2
  limit $2
) as latest
order by bucket, "group";

-- statistics by DAY
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

-- statistics by WEEK
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
select "analyses"."user_id" as "userId", "analyses"."status", count(*)::int as "count"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join "analyses" on "analyses"."user_id" = "parent"."user_id"
where true
group by "analyses"."user_id", "analyses"."status"
order by "analyses"."status";
select (count(*) filter (where created_at >= date_trunc('month', current_timestamp, 'UTC')))::int as
    "thisMonth", (avg(extract(epoch from completed_at - created_at)) filter (where status =
    'completed'))::float8 as "averageDurationSeconds"
from "analyses"
where "analyses"."user_id" = $1 and true;

-- statistics, filtered
select "analyses"."user_id" as "userId", "analyses"."status", count(*)::int as "count"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join "analyses" on "analyses"."user_id" = "parent"."user_id"
where (("analyses"."contract_chain" = any($3::text[]) or exists (
  select
  from contracts
  where contracts.id = analyses.config_id and contracts.user_id = analyses.user_id and
      "contracts"."target_chain" = any($4::text[])
)) and "analyses"."created_at" >= $5 and "analyses"."created_at" < $6)
group by "analyses"."user_id", "analyses"."status"
order by "analyses"."status";
select (count(*) filter (where created_at >= date_trunc('month', current_timestamp, 'UTC')))::int as
    "thisMonth", (avg(extract(epoch from completed_at - created_at)) filter (where status =
    'completed'))::float8 as "averageDurationSeconds"
from "analyses"
where "analyses"."user_id" = $1 and (("analyses"."contract_chain" = any($2::text[]) or exists (
  select
  from contracts
  where contracts.id = analyses.config_id and contracts.user_id = analyses.user_id and
      "contracts"."target_chain" = any($3::text[])
)) and "analyses"."created_at" >= $4 and "analyses"."created_at" < $5);

-- dashboard
select 0 as place, count(*)::int as count
from "contracts"
where user_id = $1::uuid and is_active
union all select 1 as place, count(*)::int as count
from "chat_sessions"
where user_id = $2::uuid and is_active
order by place;
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
select "analyses"."id", "analyses"."user_id" as "userId", "analyses"."config_id" as "configId",
    "analyses"."contract_address" as "contractAddress", "analyses"."contract_chain" as "contractChain",
    "analyses"."analysis_type" as "type", "analyses"."status", "analyses"."progress", "analyses"."metadata",
    "analyses"."error_message" as "errorMessage", "analyses"."has_errors" as "hasErrors",
    "analyses"."current_step" as "currentStep", "analyses"."completed_at" as "completedAt",
    "analyses"."created_at" as "createdAt", "analyses"."updated_at" as "updatedAt", "analyses"."last_update"
    as "lastUpdate"
from unnest($1::uuid[], $2::uuid[]) as key(id, user_id)
inner join "analyses" on ("analyses"."id" = key.id and (key.user_id is null or "analyses"."user_id" =
    key.user_id));
select "analyses"."user_id" as "userId", "analyses"."status", count(*)::int as "count"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join "analyses" on "analyses"."user_id" = "parent"."user_id"
where true
group by "analyses"."user_id", "analyses"."status"
order by "analyses"."status";
select "analysis"."id", "analysis"."userId", "analysis"."configId", "analysis"."contractAddress",
    "analysis"."contractChain", "analysis"."type", "analysis"."status", "analysis"."progress",
    "analysis"."metadata", "analysis"."errorMessage", "analysis"."hasErrors", "analysis"."currentStep",
    "analysis"."completedAt", "analysis"."createdAt", "analysis"."updatedAt", "analysis"."lastUpdate",
    "analysis"."sortKey"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "analyses"."id", "analyses"."user_id" as "userId", "analyses"."config_id" as "configId",
      "analyses"."contract_address" as "contractAddress", "analyses"."contract_chain" as "contractChain",
      "analyses"."analysis_type" as "type", "analyses"."status", "analyses"."progress", "analyses"."metadata",
      "analyses"."error_message" as "errorMessage", "analyses"."has_errors" as "hasErrors",
      "analyses"."current_step" as "currentStep", "analyses"."completed_at" as "completedAt",
      "analyses"."created_at" as "createdAt", "analyses"."updated_at" as "updatedAt", "analyses"."last_update"
      as "lastUpdate", analyses.created_at as "sortKey"
  from "analyses"
  where "analyses"."user_id" = "parent"."user_id" and true and (true and true)
  order by analyses.created_at desc, "analyses"."id" desc
  limit $3
) as "analysis" on "analysis"."userId" = "parent"."user_id"
order by "analysis"."sortKey" desc, "analysis"."id" desc;
select "chat_messages"."id", "chat_messages"."session_id" as "sessionId", "chat_messages"."user_id" as
    "userId", "chat_messages"."role", "chat_messages"."content", "chat_messages"."tokens_used" as
    "tokensUsed", "chat_messages"."model", "chat_messages"."processing_time" as "processingTime",
    "chat_messages"."metadata", "chat_messages"."created_at" as "createdAt"
from unnest($1::uuid[], $2::uuid[]) as key(id, user_id)
inner join "chat_messages" on ("chat_messages"."id" = key.id and (key.user_id is null or
    "chat_messages"."user_id" = key.user_id));
select "contracts"."id", "contracts"."user_id" as "userId", "contracts"."name", "contracts"."description",
    "contracts"."target_address" as "targetAddress", "contracts"."target_chain" as "targetChain",
    "contracts"."target_name" as "targetName", "contracts"."tags", "contracts"."is_active" as "isActive",
    "contracts"."is_default" as "isDefault", "contracts"."last_analyzed" as "lastAnalyzed",
    "contracts"."analysis_count" as "analysisCount", "contracts"."created_at" as "createdAt",
    "contracts"."updated_at" as "updatedAt"
from unnest($1::uuid[], $2::uuid[]) as key(id, user_id)
inner join "contracts" on ("contracts"."id" = key.id and (key.user_id is null or "contracts"."user_id" =
    key.user_id));
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
select (count(*) filter (where created_at >= date_trunc('month', current_timestamp, 'UTC')))::int as
    "thisMonth", (avg(extract(epoch from completed_at - created_at)) filter (where status =
    'completed'))::float8 as "averageDurationSeconds"
from "analyses"
where "analyses"."user_id" = $1 and true;

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
    select chain, count(*)
    from started
    where started.place = request.place
    group by chain
  ) as each
) as "byChain"
from request;
select "users"."id", "users"."email", "users"."name", "users"."role", "users"."tier", "users"."is_active" as
    "isActive", "users"."email_verified" as "emailVerified", "users"."analysis_count" as "analysisCount",
    "users"."last_analysis" as "lastAnalysis", "users"."last_login" as "lastLogin", "users"."created_at" as
    "createdAt", "users"."updated_at" as "updatedAt", case when "users"."monthly_reset_date" <
    date_trunc('month', current_timestamp, 'UTC') then 0 else "users"."monthly_analysis_count" end as
    "monthlyAnalysisCount", greatest("users"."monthly_reset_date", date_trunc('month', current_timestamp,
    'UTC')) as "monthlyResetDate"
from unnest($1::uuid[], $2::uuid[]) as key(id, user_id)
inner join "users" on ("users"."id" = key.id and (key.user_id is null or "users"."id" = key.user_id));

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
select "analyses"."id", "analyses"."user_id" as "userId", "analyses"."config_id" as "configId",
    "analyses"."contract_address" as "contractAddress", "analyses"."contract_chain" as "contractChain",
    "analyses"."analysis_type" as "type", "analyses"."status", "analyses"."progress", "analyses"."metadata",
    "analyses"."error_message" as "errorMessage", "analyses"."has_errors" as "hasErrors",
    "analyses"."current_step" as "currentStep", "analyses"."completed_at" as "completedAt",
    "analyses"."created_at" as "createdAt", "analyses"."updated_at" as "updatedAt", "analyses"."last_update"
    as "lastUpdate"
from unnest($1::uuid[], $2::uuid[]) as key(id, user_id)
inner join "analyses" on ("analyses"."id" = key.id and (key.user_id is null or "analyses"."user_id" =
    key.user_id));
select "chat_sessions"."id", "chat_sessions"."user_id" as "userId", "chat_sessions"."title",
    "chat_sessions"."contract_address" as "contractAddress", "chat_sessions"."contract_chain" as
    "contractChain", "chat_sessions"."contract_name" as "contractName", "chat_sessions"."is_active" as
    "isActive", "chat_sessions"."message_count" as "messageCount", "chat_sessions"."metadata",
    "chat_sessions"."last_message_at" as "lastMessageAt", "chat_sessions"."created_at" as "createdAt",
    "chat_sessions"."updated_at" as "updatedAt"
from unnest($1::uuid[], $2::uuid[]) as key(id, user_id)
inner join "chat_sessions" on ("chat_sessions"."id" = key.id and (key.user_id is null or
    "chat_sessions"."user_id" = key.user_id));
select "contracts"."id", "contracts"."user_id" as "userId", "contracts"."name", "contracts"."description",
    "contracts"."target_address" as "targetAddress", "contracts"."target_chain" as "targetChain",
    "contracts"."target_name" as "targetName", "contracts"."tags", "contracts"."is_active" as "isActive",
    "contracts"."is_default" as "isDefault", "contracts"."last_analyzed" as "lastAnalyzed",
    "contracts"."analysis_count" as "analysisCount", "contracts"."created_at" as "createdAt",
    "contracts"."updated_at" as "updatedAt"
from unnest($1::uuid[], $2::uuid[]) as key(id, user_id)
inner join "contracts" on ("contracts"."id" = key.id and (key.user_id is null or "contracts"."user_id" =
    key.user_id));

-- rejects as NDJSON
select number, kind, file, line::float8 as line, byte_offset::float8 as "offset", pointer, code, message,
    raw_bytes::float8 as "rawBytes", substring(raw for $1::integer) as raw, "hasNext"
from (
  select *, sum(least(octet_length(raw), $2::integer)) over (order by number) - least(octet_length(raw),
      $3::integer) as bytes_before, row_number() over (order by number) as place, lead(number) over (order by
      number) is not null as "hasNext"
  from (
    select *
    from import_rejects
    where job_id = $4::uuid and number > $5
    order by number
    limit $6
  ) as page
) as measured
where bytes_before < $7 and place <= $8
order by number;
select "import_jobs"."id", "import_jobs"."operation", "import_jobs"."of_job" as "ofJobId",
    "import_jobs"."source", "import_jobs"."started_by" as "startedById", "import_jobs"."phase",
    "import_jobs"."directory", "import_jobs"."layout", "import_jobs"."is_dry_run" as "dryRun",
    "import_jobs"."on_conflict" as "onConflict", "import_jobs"."include_backups" as "includeBackups",
    "import_jobs"."orphans", "import_jobs"."on_damage" as "onDamage", "import_jobs"."is_verified" as "verify",
    "import_jobs"."error_code" as "errorCode", "import_jobs"."error_message" as "errorMessage",
    "import_jobs"."created_at" as "createdAt", "import_jobs"."resumed_at" as "resumedAt",
    "import_jobs"."finished_at" as "finishedAt", "import_jobs"."reverted_at" as "revertedAt",
    "import_progress"."counts", "import_progress"."warnings", "import_progress"."skipped_paths" as
    "skippedPaths", "import_progress"."bytes_read" as "bytesRead", "import_progress"."bytes_total" as
    "bytesTotal", "import_progress"."records_published" as "recordsPublished", "import_progress"."started_at"
    as "startedAt", "import_progress"."reading_finished_at" as "readingFinishedAt",
    "import_progress"."heartbeat_at" as "heartbeatAt"
from "import_jobs"
inner join "import_progress" on "import_progress"."job_id" = "import_jobs"."id"
where import_jobs.id = any($1::uuid[]);
