-- chat sessions, counted
-- users with their lists
select "parent"."id" as "parentId", count(*)::int as "count"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join "chat_sessions" on "chat_sessions"."user_id" = "parent"."user_id"
where (chat_sessions.is_active = $3)
group by "parent"."id";

-- chat sessions, counted
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

-- chat sessions in order of TITLE, first page
select "session"."id", "session"."userId", "session"."title", "session"."contractAddress",
    "session"."messageCount", "session"."lastMessageAt", "session"."createdAt", "session"."sortKey"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "chat_sessions"."id", "chat_sessions"."user_id" as "userId", "chat_sessions"."title",
      "chat_sessions"."contract_address" as "contractAddress", "chat_sessions"."contract_chain" as
      "contractChain", "chat_sessions"."contract_name" as "contractName", "chat_sessions"."is_active" as
      "isActive", "chat_sessions"."message_count" as "messageCount", "chat_sessions"."metadata",
      "chat_sessions"."last_message_at" as "lastMessageAt", "chat_sessions"."created_at" as "createdAt",
      "chat_sessions"."updated_at" as "updatedAt", order_key("chat_sessions"."title") collate "C" as "sortKey"
  from "chat_sessions"
  where "chat_sessions"."user_id" = "parent"."user_id" and (chat_sessions.is_active = $3) and (true and true)
  order by order_key("chat_sessions"."title") collate "C" desc, "chat_sessions"."id" desc
  limit $4
) as "session" on true
order by "session"."sortKey" desc, "session"."id" desc;

-- chat sessions in order of TITLE, deepest page
select "session"."id", "session"."userId", "session"."title", "session"."contractAddress",
    "session"."messageCount", "session"."lastMessageAt", "session"."createdAt", "session"."sortKey"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "chat_sessions"."id", "chat_sessions"."user_id" as "userId", "chat_sessions"."title",
      "chat_sessions"."contract_address" as "contractAddress", "chat_sessions"."contract_chain" as
      "contractChain", "chat_sessions"."contract_name" as "contractName", "chat_sessions"."is_active" as
      "isActive", "chat_sessions"."message_count" as "messageCount", "chat_sessions"."metadata",
      "chat_sessions"."last_message_at" as "lastMessageAt", "chat_sessions"."created_at" as "createdAt",
      "chat_sessions"."updated_at" as "updatedAt", order_key("chat_sessions"."title") collate "C" as "sortKey"
  from "chat_sessions"
  where "chat_sessions"."user_id" = "parent"."user_id" and (chat_sessions.is_active = $3) and
      ((order_key("chat_sessions"."title") collate "C", "chat_sessions"."id") < ($4::text, $5::uuid) and true)
  order by order_key("chat_sessions"."title") collate "C" desc, "chat_sessions"."id" desc
  limit $6
) as "session" on true
order by "session"."sortKey" desc, "session"."id" desc;

-- chat sessions in order of TITLE, deepest page from the end
select "session"."id", "session"."userId", "session"."title", "session"."contractAddress",
    "session"."messageCount", "session"."lastMessageAt", "session"."createdAt", "session"."sortKey"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "chat_sessions"."id", "chat_sessions"."user_id" as "userId", "chat_sessions"."title",
      "chat_sessions"."contract_address" as "contractAddress", "chat_sessions"."contract_chain" as
      "contractChain", "chat_sessions"."contract_name" as "contractName", "chat_sessions"."is_active" as
      "isActive", "chat_sessions"."message_count" as "messageCount", "chat_sessions"."metadata",
      "chat_sessions"."last_message_at" as "lastMessageAt", "chat_sessions"."created_at" as "createdAt",
      "chat_sessions"."updated_at" as "updatedAt", order_key("chat_sessions"."title") collate "C" as "sortKey"
  from "chat_sessions"
  where "chat_sessions"."user_id" = "parent"."user_id" and (chat_sessions.is_active = $3) and (true and
      (order_key("chat_sessions"."title") collate "C", "chat_sessions"."id") > ($4::text, $5::uuid))
  order by order_key("chat_sessions"."title") collate "C" asc, "chat_sessions"."id" asc
  limit $6
) as "session" on true
order by "session"."sortKey" asc, "session"."id" asc;

-- chat sessions in order of MESSAGE_COUNT, first page
select "session"."id", "session"."userId", "session"."title", "session"."contractAddress",
    "session"."messageCount", "session"."lastMessageAt", "session"."createdAt", "session"."sortKey"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "chat_sessions"."id", "chat_sessions"."user_id" as "userId", "chat_sessions"."title",
      "chat_sessions"."contract_address" as "contractAddress", "chat_sessions"."contract_chain" as
      "contractChain", "chat_sessions"."contract_name" as "contractName", "chat_sessions"."is_active" as
      "isActive", "chat_sessions"."message_count" as "messageCount", "chat_sessions"."metadata",
      "chat_sessions"."last_message_at" as "lastMessageAt", "chat_sessions"."created_at" as "createdAt",
      "chat_sessions"."updated_at" as "updatedAt", chat_sessions.message_count as "sortKey"
  from "chat_sessions"
  where "chat_sessions"."user_id" = "parent"."user_id" and (chat_sessions.is_active = $3) and (true and true)
  order by chat_sessions.message_count desc, "chat_sessions"."id" desc
  limit $4
) as "session" on true
order by "session"."sortKey" desc, "session"."id" desc;

-- chat sessions in order of MESSAGE_COUNT, deepest page
select "session"."id", "session"."userId", "session"."title", "session"."contractAddress",
    "session"."messageCount", "session"."lastMessageAt", "session"."createdAt", "session"."sortKey"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "chat_sessions"."id", "chat_sessions"."user_id" as "userId", "chat_sessions"."title",
      "chat_sessions"."contract_address" as "contractAddress", "chat_sessions"."contract_chain" as
      "contractChain", "chat_sessions"."contract_name" as "contractName", "chat_sessions"."is_active" as
      "isActive", "chat_sessions"."message_count" as "messageCount", "chat_sessions"."metadata",
      "chat_sessions"."last_message_at" as "lastMessageAt", "chat_sessions"."created_at" as "createdAt",
      "chat_sessions"."updated_at" as "updatedAt", chat_sessions.message_count as "sortKey"
  from "chat_sessions"
  where "chat_sessions"."user_id" = "parent"."user_id" and (chat_sessions.is_active = $3) and
      ((chat_sessions.message_count, "chat_sessions"."id") < ($4::integer, $5::uuid) and true)
  order by chat_sessions.message_count desc, "chat_sessions"."id" desc
  limit $6
) as "session" on true
order by "session"."sortKey" desc, "session"."id" desc;

-- chat sessions in order of MESSAGE_COUNT, deepest page from the end
select "session"."id", "session"."userId", "session"."title", "session"."contractAddress",
    "session"."messageCount", "session"."lastMessageAt", "session"."createdAt", "session"."sortKey"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "chat_sessions"."id", "chat_sessions"."user_id" as "userId", "chat_sessions"."title",
      "chat_sessions"."contract_address" as "contractAddress", "chat_sessions"."contract_chain" as
      "contractChain", "chat_sessions"."contract_name" as "contractName", "chat_sessions"."is_active" as
      "isActive", "chat_sessions"."message_count" as "messageCount", "chat_sessions"."metadata",
      "chat_sessions"."last_message_at" as "lastMessageAt", "chat_sessions"."created_at" as "createdAt",
      "chat_sessions"."updated_at" as "updatedAt", chat_sessions.message_count as "sortKey"
  from "chat_sessions"
  where "chat_sessions"."user_id" = "parent"."user_id" and (chat_sessions.is_active = $3) and (true and
      (chat_sessions.message_count, "chat_sessions"."id") > ($4::integer, $5::uuid))
  order by chat_sessions.message_count asc, "chat_sessions"."id" asc
  limit $6
) as "session" on true
order by "session"."sortKey" asc, "session"."id" asc;

-- chat sessions by search, counted
select "parent"."id" as "parentId", count(*)::int as "count"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join "chat_sessions" on "chat_sessions"."user_id" = "parent"."user_id"
where ((nfc("chat_sessions"."title") ilike $3 or nfc("chat_sessions"."contract_name") ilike $4 or
    nfc("chat_sessions"."contract_address") ilike $5) and chat_sessions.is_active = $6)
group by "parent"."id";

-- chat sessions by search, counted
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
  where "chat_sessions"."user_id" = "parent"."user_id" and ((nfc("chat_sessions"."title") ilike $3 or
      nfc("chat_sessions"."contract_name") ilike $4 or nfc("chat_sessions"."contract_address") ilike $5) and
      chat_sessions.is_active = $6) and (true and true)
  order by coalesce(chat_sessions.last_message_at, chat_sessions.created_at) desc, "chat_sessions"."id" desc
  limit $7
) as "session" on true
order by "session"."sortKey" desc, "session"."id" desc;

-- chat sessions by address, counted
select "parent"."id" as "parentId", count(*)::int as "count"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join "chat_sessions" on "chat_sessions"."user_id" = "parent"."user_id"
where ((address_identity("chat_sessions"."contract_address", "chat_sessions"."contract_chain") =
    any(address_identities($3)) and address_identity("chat_sessions"."contract_address",
    "chat_sessions"."contract_chain") = address_identity($4, "chat_sessions"."contract_chain")) and
    chat_sessions.is_active = $5)
group by "parent"."id";

-- chat sessions by address, counted
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
  where "chat_sessions"."user_id" = "parent"."user_id" and
      ((address_identity("chat_sessions"."contract_address", "chat_sessions"."contract_chain") =
      any(address_identities($3)) and address_identity("chat_sessions"."contract_address",
      "chat_sessions"."contract_chain") = address_identity($4, "chat_sessions"."contract_chain")) and
      chat_sessions.is_active = $5) and (true and true)
  order by coalesce(chat_sessions.last_message_at, chat_sessions.created_at) desc, "chat_sessions"."id" desc
  limit $6
) as "session" on true
order by "session"."sortKey" desc, "session"."id" desc;

-- chat sessions by chains, counted
select "parent"."id" as "parentId", count(*)::int as "count"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join "chat_sessions" on "chat_sessions"."user_id" = "parent"."user_id"
where (chain_identity("chat_sessions"."contract_chain") = any($3::text[]) and chat_sessions.is_active = $4)
group by "parent"."id";

-- chat sessions by chains, counted
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
  where "chat_sessions"."user_id" = "parent"."user_id" and (chain_identity("chat_sessions"."contract_chain") =
      any($3::text[]) and chat_sessions.is_active = $4) and (true and true)
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

-- chat sessions by isActive, counted
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

-- chat sessions by lastActivityAt, counted
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
-- a session's messages in order of CREATED_AT, first page
-- a session's messages in order of CREATED_AT, deepest page
-- a session's messages in order of CREATED_AT, deepest page from the end
-- chat sessions with messages
select "chat_messages"."id", "chat_messages"."components"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join "chat_messages" on "chat_messages"."id" = "parent"."id" and "chat_messages"."user_id" =
    "parent"."user_id";

-- a session's messages, counted
-- a session's messages in order of CREATED_AT, first page
-- a session's messages in order of CREATED_AT, deepest page
-- a session's messages in order of CREATED_AT, deepest page from the end
-- search, a word half typed
-- search, CHAT_SESSION alone
-- nodes
select "chat_sessions"."id", "chat_sessions"."user_id" as "userId", "chat_sessions"."title",
    "chat_sessions"."contract_address" as "contractAddress", "chat_sessions"."contract_chain" as
    "contractChain", "chat_sessions"."contract_name" as "contractName", "chat_sessions"."is_active" as
    "isActive", "chat_sessions"."message_count" as "messageCount", "chat_sessions"."metadata",
    "chat_sessions"."last_message_at" as "lastMessageAt", "chat_sessions"."created_at" as "createdAt",
    "chat_sessions"."updated_at" as "updatedAt"
from unnest($1::uuid[], $2::uuid[]) as key(id, user_id)
inner join "chat_sessions" on ("chat_sessions"."id" = key.id and (key.user_id is null or
    "chat_sessions"."user_id" = key.user_id));

-- a session's messages, counted
-- a session's messages in order of CREATED_AT, first page
select "message"."id", "message"."sessionId", "message"."userId", "message"."role", "message"."content",
    "message"."createdAt", "message"."sortKey"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "chat_messages"."id", "chat_messages"."session_id" as "sessionId", "chat_messages"."user_id" as
      "userId", "chat_messages"."role", "chat_messages"."content", "chat_messages"."tokens_used" as
      "tokensUsed", "chat_messages"."model", "chat_messages"."processing_time" as "processingTimeMs",
      "chat_messages"."metadata", "chat_messages"."created_at" as "createdAt", chat_messages.created_at as
      "sortKey"
  from "chat_messages"
  where "chat_messages"."session_id" = "parent"."id" and (true and true)
  order by chat_messages.created_at desc, "chat_messages"."id" desc
  limit $3
) as "message" on "message"."userId" = "parent"."user_id"
order by "message"."sortKey" desc, "message"."id" desc;

-- a session's messages, counted
-- chat sessions with messages
select "parent"."id" as "parentId", (count(*) filter (where chat_messages.user_id = parent.user_id))::int as
    "count"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join "chat_messages" on "chat_messages"."session_id" = "parent"."id"
group by "parent"."id";

-- a session's messages in order of CREATED_AT, deepest page
select "message"."id", "message"."sessionId", "message"."userId", "message"."role", "message"."content",
    "message"."createdAt", "message"."sortKey"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "chat_messages"."id", "chat_messages"."session_id" as "sessionId", "chat_messages"."user_id" as
      "userId", "chat_messages"."role", "chat_messages"."content", "chat_messages"."tokens_used" as
      "tokensUsed", "chat_messages"."model", "chat_messages"."processing_time" as "processingTimeMs",
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
select "message"."id", "message"."sessionId", "message"."userId", "message"."role", "message"."content",
    "message"."createdAt", "message"."sortKey"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "chat_messages"."id", "chat_messages"."session_id" as "sessionId", "chat_messages"."user_id" as
      "userId", "chat_messages"."role", "chat_messages"."content", "chat_messages"."tokens_used" as
      "tokensUsed", "chat_messages"."model", "chat_messages"."processing_time" as "processingTimeMs",
      "chat_messages"."metadata", "chat_messages"."created_at" as "createdAt", chat_messages.created_at as
      "sortKey"
  from "chat_messages"
  where "chat_messages"."session_id" = "parent"."id" and (true and (chat_messages.created_at,
      "chat_messages"."id") > ($3::timestamptz, $4::uuid))
  order by chat_messages.created_at asc, "chat_messages"."id" asc
  limit $5
) as "message" on "message"."userId" = "parent"."user_id"
order by "message"."sortKey" asc, "message"."id" asc;

-- a message's revisions, counted
-- a message's revisions, first page
-- a message's revisions, deepest page
-- a message's revisions, deepest page from the end
-- activity, counted
-- activity, first page
-- activity, deepest page from the end
-- activity by kinds, counted
-- activity by occurredAt, counted
-- search, a word of several words
-- search, CHAT_MESSAGE alone
select "chat_messages"."id", "chat_messages"."session_id" as "sessionId", "chat_messages"."user_id" as
    "userId", "chat_messages"."role", "chat_messages"."content", "chat_messages"."tokens_used" as
    "tokensUsed", "chat_messages"."model", "chat_messages"."processing_time" as "processingTimeMs",
    "chat_messages"."metadata", "chat_messages"."created_at" as "createdAt"
from unnest($1::uuid[], $2::uuid[]) as key(id, user_id)
inner join "chat_messages" on ("chat_messages"."id" = key.id and (key.user_id is null or
    "chat_messages"."user_id" = key.user_id));

-- a message's revisions, counted
select "parent"."id" as "parentId", count(*)::int as "count"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join "chat_message_revisions" on "chat_message_revisions"."message_id" = "parent"."id" and
    "chat_message_revisions"."user_id" = "parent"."user_id"
group by "parent"."id";

-- a message's revisions, counted
-- a message's revisions, first page
select "revision"."id", "revision"."messageId", "revision"."content", "revision"."components",
    "revision"."replacedAt", "revision"."sortKey"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "chat_message_revisions"."id", "chat_message_revisions"."message_id" as "messageId",
      "chat_message_revisions"."user_id" as "userId", "chat_message_revisions"."content",
      "chat_message_revisions"."components", "chat_message_revisions"."replaced_at" as "replacedAt",
      chat_message_revisions.replaced_at as "sortKey"
  from "chat_message_revisions"
  where "chat_message_revisions"."message_id" = "parent"."id" and "chat_message_revisions"."user_id" =
      "parent"."user_id" and (true and true)
  order by chat_message_revisions.replaced_at desc, "chat_message_revisions"."id" desc
  limit $3
) as "revision" on true
order by "revision"."sortKey" desc, "revision"."id" desc;

-- a message's revisions, deepest page
select "revision"."id", "revision"."messageId", "revision"."content", "revision"."components",
    "revision"."replacedAt", "revision"."sortKey"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "chat_message_revisions"."id", "chat_message_revisions"."message_id" as "messageId",
      "chat_message_revisions"."user_id" as "userId", "chat_message_revisions"."content",
      "chat_message_revisions"."components", "chat_message_revisions"."replaced_at" as "replacedAt",
      chat_message_revisions.replaced_at as "sortKey"
  from "chat_message_revisions"
  where "chat_message_revisions"."message_id" = "parent"."id" and "chat_message_revisions"."user_id" =
      "parent"."user_id" and ((chat_message_revisions.replaced_at, "chat_message_revisions"."id") <
      ($3::timestamptz, $4::uuid) and true)
  order by chat_message_revisions.replaced_at desc, "chat_message_revisions"."id" desc
  limit $5
) as "revision" on true
order by "revision"."sortKey" desc, "revision"."id" desc;

-- a message's revisions, deepest page from the end
select "revision"."id", "revision"."messageId", "revision"."content", "revision"."components",
    "revision"."replacedAt", "revision"."sortKey"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "chat_message_revisions"."id", "chat_message_revisions"."message_id" as "messageId",
      "chat_message_revisions"."user_id" as "userId", "chat_message_revisions"."content",
      "chat_message_revisions"."components", "chat_message_revisions"."replaced_at" as "replacedAt",
      chat_message_revisions.replaced_at as "sortKey"
  from "chat_message_revisions"
  where "chat_message_revisions"."message_id" = "parent"."id" and "chat_message_revisions"."user_id" =
      "parent"."user_id" and (true and (chat_message_revisions.replaced_at, "chat_message_revisions"."id") >
      ($3::timestamptz, $4::uuid))
  order by chat_message_revisions.replaced_at asc, "chat_message_revisions"."id" asc
  limit $5
) as "revision" on true
order by "revision"."sortKey" asc, "revision"."id" asc;

-- chat sessions with messages
select "message"."id", "message"."sessionId", "message"."userId", "message"."content"
from unnest($1::uuid[], $2::uuid[]) as parent(id, user_id)
inner join lateral (
  select "chat_messages"."id", "chat_messages"."session_id" as "sessionId", "chat_messages"."user_id" as
      "userId", "chat_messages"."role", "chat_messages"."content", "chat_messages"."tokens_used" as
      "tokensUsed", "chat_messages"."model", "chat_messages"."processing_time" as "processingTimeMs",
      "chat_messages"."metadata", "chat_messages"."created_at" as "createdAt", chat_messages.created_at as
      "sortKey"
  from "chat_messages"
  where "chat_messages"."session_id" = "parent"."id" and (true and true)
  order by chat_messages.created_at desc, "chat_messages"."id" desc
  limit $3
) as "message" on "message"."userId" = "parent"."user_id"
order by "message"."sortKey" desc, "message"."id" desc;

-- chat sessions with messages
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
