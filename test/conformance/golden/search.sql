-- search, a word everywhere
-- search, a word of several words
-- search, a word half typed
-- search, CONTRACT alone
-- search, CHAT_SESSION alone
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

-- search, a word of several words
-- search, CHAT_MESSAGE alone
-- search, deepest page
-- dashboard
select "chat_messages"."id", "chat_messages"."session_id" as "sessionId", "chat_messages"."user_id" as
    "userId", "chat_messages"."role", "chat_messages"."content", "chat_messages"."tokens_used" as
    "tokensUsed", "chat_messages"."model", "chat_messages"."processing_time" as "processingTime",
    "chat_messages"."metadata", "chat_messages"."created_at" as "createdAt"
from unnest($1::uuid[], $2::uuid[]) as key(id, user_id)
inner join "chat_messages" on ("chat_messages"."id" = key.id and (key.user_id is null or
    "chat_messages"."user_id" = key.user_id));

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
