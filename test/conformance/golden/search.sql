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
select phraseto_tsquery('pg_catalog.simple', search_text(term.text))::text as exact,
    phraseto_tsquery('pg_catalog.simple', search_text(parts))::text as parts, array(
  select distinct base || suffix
  from (
    select (ts_lexize('pg_catalog.english_stem', lower(term.text)))[1] as stem
  ) as stemmed
  cross join unnest(array[stem, stem || right(stem, 1), regexp_replace(stem, 'i$', 'y')]) as base
  cross join string_to_table($1, '|') as suffix
  where is_bare and term.text ~ '^[A-Za-z]{3,}$' and (ts_lexize('pg_catalog.english_stem', base || suffix))[1]
      = stem and base || suffix <> lower(term.text)
) as variants, (
  select coalesce(json_agg(json_build_object('text', spelling, 'words', phraseto_tsquery('pg_catalog.simple',
      search_text(spelling))::text)), '[]')
  from (
    select distinct spelling
    from ( (
      select "target_address" as spelling
      from "contracts"
      where term.is_address and user_id = $2::uuid and (address_identity("target_address", "target_chain") =
          any(address_identities(term.text)) and address_identity("target_address", "target_chain") =
          address_identity(term.text, "target_chain"))
      limit $3::int
    ) union all (
      select "contract_address" as spelling
      from "analyses"
      where term.is_address and user_id = $4::uuid and (address_identity("contract_address", "contract_chain")
          = any(address_identities(term.text)) and address_identity("contract_address", "contract_chain") =
          address_identity(term.text, "contract_chain"))
      limit $5::int
    ) union all (
      select "contract_address" as spelling
      from "chat_sessions"
      where term.is_address and user_id = $6::uuid and (address_identity("contract_address", "contract_chain")
          = any(address_identities(term.text)) and address_identity("contract_address", "contract_chain") =
          address_identity(term.text, "contract_chain"))
      limit $7::int
    ) ) as spelled
    where lower(spelling) <> lower(term.text)
    order by spelling
    limit $8::int
  ) as stored
  where term.is_address
) as spellings
from unnest($9::text[], $10::text[], $11::boolean[], $12::boolean[]) with ordinality as term(text, parts,
    is_bare, is_address, place)
order by place;

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
with contract_matches as materialized (
  select "id"
  from (
    select "id", created_at, sum(bytes) over (order by "created_at" desc, "id" desc) as total
    from (
      select "contracts"."id", "contracts"."created_at", coalesce(octet_length(description), 0) as bytes
      from (
        select *
        from contracts
        where is_active
      ) as contracts
      where $1 = any($2::text[]) and "contracts"."user_id" = $3::uuid and search_words("contracts"."user_id",
          name || ' ' || left(coalesce(description, ''), 10000) || ' ' || coalesce(target_name, '') || ' ' ||
          target_address) @@ $4::tsquery
      order by "contracts"."created_at" desc, "contracts"."id" desc
      limit $5::int
    ) as candidate
  ) as counted
  where not $6::boolean or total <= $7::int and (
    select search_words(user_id, name || ' ' || left(coalesce(description, ''), 10000) || ' ' ||
        coalesce(target_name, '') || ' ' || target_address) @@ $8::tsquery
    from "contracts"
    where "contracts"."id" = "counted"."id" and user_id = $9::uuid
  )
  order by "created_at" desc, "id" desc
  limit $10::int
), session_matches as materialized (
  select "id"
  from (
    select "id", created_at, sum(bytes) over (order by "created_at" desc, "id" desc) as total
    from (
      select "chat_sessions"."id", "chat_sessions"."created_at", coalesce(octet_length(title), 0) as bytes
      from (
        select *
        from chat_sessions
        where is_active
      ) as chat_sessions
      where $11 = any($12::text[]) and "chat_sessions"."user_id" = $13::uuid and
          search_words("chat_sessions"."user_id", title || ' ' || coalesce(contract_name, '') || ' ' ||
          coalesce(contract_address, '')) @@ $14::tsquery
      order by "chat_sessions"."created_at" desc, "chat_sessions"."id" desc
      limit $15::int
    ) as candidate
  ) as counted
  where not $16::boolean or total <= $17::int and (
    select search_words(user_id, title || ' ' || coalesce(contract_name, '') || ' ' ||
        coalesce(contract_address, '')) @@ $18::tsquery
    from "chat_sessions"
    where "chat_sessions"."id" = "counted"."id" and user_id = $19::uuid
  )
  order by "created_at" desc, "id" desc
  limit $20::int
), typed_words as materialized (
  select "id"
  from (
    select "id", created_at, sum(bytes) over (order by "created_at" desc, "id" desc) as total
    from (
      select "chat_messages"."id", "chat_messages"."created_at", coalesce(octet_length(content), 0) as bytes
      from (
        select *
        from chat_messages
        where true and true = (session_id in (
          select id
          from chat_sessions
          where user_id = $21::uuid and is_active
        ))
      ) as chat_messages
      where $22 = any($23::text[]) and "chat_messages"."user_id" = $24::uuid and
          search_words("chat_messages"."user_id", content) @@ $25::tsquery
      order by "chat_messages"."created_at" desc, "chat_messages"."id" desc
      limit $26::int
    ) as candidate
  ) as counted
  where not $27::boolean or total <= $28::int and (
    select search_words(user_id, content) @@ $29::tsquery
    from "chat_messages"
    where "chat_messages"."id" = "counted"."id" and user_id = $30::uuid
  )
  order by "created_at" desc, "id" desc
  limit $31::int
), other_forms as materialized (
  select "id"
  from (
    select "id", created_at, sum(bytes) over (order by "created_at" desc, "id" desc) as total
    from (
      select "chat_messages"."id", "chat_messages"."created_at", coalesce(octet_length(content), 0) as bytes
      from (
        select *
        from chat_messages
        where $32::boolean and (
          select count(*)
          from typed_words
        ) < $33::int and true = (session_id in (
          select id
          from chat_sessions
          where user_id = $34::uuid and is_active
        ))
      ) as chat_messages
      where $35 = any($36::text[]) and "chat_messages"."user_id" = $37::uuid and
          search_words("chat_messages"."user_id", content) @@ $38::tsquery
      order by "chat_messages"."created_at" desc, "chat_messages"."id" desc
      limit $39::int
    ) as candidate
  ) as counted
  where not $40::boolean or total <= $41::int and (
    select search_words(user_id, content) @@ $42::tsquery
    from "chat_messages"
    where "chat_messages"."id" = "counted"."id" and user_id = $43::uuid
  )
  order by "created_at" desc, "id" desc
  limit $44::int
), message_ids as materialized (
  select id
  from other_forms union select id
  from typed_words
), subjects as materialized (
  select id
  from contracts
  where 'analysis' = any($45::text[]) and user_id = $46::uuid and search_words(user_id, name || ' ' ||
      left(coalesce(description, ''), 10000) || ' ' || coalesce(target_name, '') || ' ' || target_address) @@
      $47::tsquery
  order by created_at desc, id desc
  limit $48::int
), named_subjects as materialized (
  select id, contracts.name || ' ' || coalesce(target_name, '') || ' ' || target_address as names
  from contracts
  where id in (
    select id
    from subjects
  ) and user_id = $49::uuid and search_words(user_id, contracts.name || ' ' || coalesce(target_name, '') ||
      ' ' || target_address) @@ $50::tsquery
), analyses_of_subjects as materialized (
  select analyses.id, named_subjects.names
  from analyses
  join named_subjects on named_subjects.id = config_id
  where user_id = $51::uuid
  order by created_at desc, analyses.id desc
  limit $52::int
), own_matches as materialized (
  select "id"
  from (
    select "id", created_at, sum(bytes) over (order by "created_at" desc, "id" desc) as total
    from (
      select "analyses"."id", "analyses"."created_at", coalesce(octet_length(error_message), 0) as bytes
      from analyses
      where $53 = any($54::text[]) and "analyses"."user_id" = $55::uuid and search_words("analyses"."user_id",
          analysis_type || ' ' || coalesce(contract_address, '') || ' ' || coalesce(contract_chain, '') || ' '
          || left(coalesce(metadata ->> 'contractName', ''), 255) || ' ' || left(coalesce(error_message, ''),
          10000)) @@ $56::tsquery
      order by "analyses"."created_at" desc, "analyses"."id" desc
      limit $57::int
    ) as candidate
  ) as counted
  where not $58::boolean or total <= $59::int and (
    select search_words(user_id, analysis_type || ' ' || coalesce(contract_address, '') || ' ' ||
        coalesce(contract_chain, '') || ' ' || left(coalesce(metadata ->> 'contractName', ''), 255) || ' ' ||
        left(coalesce(error_message, ''), 10000)) @@ $60::tsquery
    from "analyses"
    where "analyses"."id" = "counted"."id" and user_id = $61::uuid
  )
  order by "created_at" desc, "id" desc
  limit $62::int
), saved_matches as materialized (
  select "analysis_id", "version"
  from (
    select "analysis_id", "version", created_at, sum(bytes) over (order by "created_at" desc, "analysis_id"
        desc, "version" desc) as total
    from (
      select "analysis_interpretations"."analysis_id", "analysis_interpretations"."version",
          "analysis_interpretations"."created_at", coalesce(octet_length(searched_text), 0) as bytes
      from (
        select *
        from analysis_interpretations
        where not $63::boolean
      ) as analysis_interpretations
      where $64 = any($65::text[]) and "analysis_interpretations"."user_id" = $66::uuid and
          search_words("analysis_interpretations"."user_id", searched_text) @@ $67::tsquery
      order by "analysis_interpretations"."created_at" desc, "analysis_interpretations"."analysis_id" desc,
          "analysis_interpretations"."version" desc
      limit $68::int
    ) as candidate
  ) as counted
  where not $69::boolean or total <= $70::int and (
    select search_words(user_id, searched_text) @@ $71::tsquery
    from "analysis_interpretations"
    where "analysis_interpretations"."analysis_id" = "counted"."analysis_id" and
        "analysis_interpretations"."version" = "counted"."version" and user_id = $72::uuid
  )
  order by "created_at" desc, "analysis_id" desc, "version" desc
  limit $73::int
), results_matches as materialized (
  select "id"
  from (
    select "id", created_at, sum(bytes) over (order by "created_at" desc, "id" desc) as total
    from (
      select "analyses"."id", "analyses"."created_at", coalesce(octet_length(null::text), 0) as bytes
      from (
        select *
        from analyses
        where not $74::boolean and results ?| array['aiInterpretation', 'interpretation']
      ) as analyses
      where $75 = any($76::text[]) and "analyses"."user_id" = $77::uuid and search_words("analyses"."user_id",
          left(interpretation_text(coalesce(results -> 'aiInterpretation', results -> 'interpretation')),
          10000)) @@ $78::tsquery
      order by "analyses"."created_at" desc, "analyses"."id" desc
      limit $79::int
    ) as candidate
  ) as counted
  where not $80::boolean or total <= $81::int and (
    select search_words(user_id, left(interpretation_text(coalesce(results -> 'aiInterpretation', results ->
        'interpretation')), 10000)) @@ $82::tsquery
    from "analyses"
    where "analyses"."id" = "counted"."id" and user_id = $83::uuid
  )
  order by "created_at" desc, "id" desc
  limit $84::int
), partly_matching as materialized (
  select id, version
  from (
    select analysis_id as id, version, sum(octet_length(searched_text)) over (order by created_at desc,
        analysis_id desc, version desc) as total
    from (
      select analysis_id, version, created_at, searched_text
      from analysis_interpretations
      where $85::boolean and 'analysis' = any($86::text[]) and user_id = $87::uuid and search_words(user_id,
          searched_text) @@ $88::tsquery
      order by created_at desc, analysis_id desc, version desc
      limit $89::int
    ) as candidate
  ) as counted
  where total <= $90::int
  union all (
    select id, 0
    from analyses
    where $91::boolean and 'analysis' = any($92::text[]) and user_id = $93::uuid and results ?|
        array['aiInterpretation', 'interpretation'] and search_words(user_id,
        left(interpretation_text(coalesce(results -> 'aiInterpretation', results -> 'interpretation')),
        10000)) @@ $94::tsquery
    order by created_at desc, id desc
    limit $95::int
  )
), interpretation_matches as materialized (
  select analysis_id as id, version
  from saved_matches
  union all select id, 0
  from results_matches
  union all select analyses.id, partly_matching.version
  from partly_matching
  join analyses on analyses.id = partly_matching.id
  left join contracts on contracts.id = config_id and contracts.user_id = $96::uuid
  cross join lateral (
    select analysis_type || ' ' || coalesce(contract_address, '') || ' ' || coalesce(contract_chain, '') ||
        ' ' || left(coalesce(metadata ->> 'contractName', ''), 255) || ' ' || left(coalesce(error_message,
        ''), 1000) || coalesce(' ' || contracts.name || ' ' || coalesce(target_name, '') || ' ' ||
        target_address, '') as text offset 0
  ) as own
  where analyses.user_id = $97::uuid and case when $98::boolean or search_words(analyses.user_id, own.text) @@
      $99::tsquery then search_words(analyses.user_id, concat_ws(' ', own.text, case
      "partly_matching"."version" when 0 then left(interpretation_text(coalesce(results -> 'aiInterpretation',
      results -> 'interpretation')), 10000) else (
    select searched_text
    from analysis_interpretations as saved
    where saved.analysis_id = analyses.id and saved.version = "partly_matching"."version" and saved.user_id =
        $100::uuid
  ) end)) @@ $101::tsquery end
), analysis_ids as materialized (
  select distinct on (id) id, version
  from (
    select id, null::int as version
    from own_matches
    union all select analyses.id, null
    from analyses_of_subjects
    join analyses on analyses.id = analyses_of_subjects.id
    where user_id = $102::uuid and search_words(user_id, analysis_type || ' ' || coalesce(contract_address,
        '') || ' ' || coalesce(contract_chain, '') || ' ' || left(coalesce(metadata ->> 'contractName', ''),
        255) || ' ' || left(coalesce(error_message, ''), 1000) || ' ' || names) @@ $103::tsquery
    union all (
      select id, null
      from (
        select id, contract_address
        from analyses
        where 'analysis' = any($104::text[]) and $105 <> '' and user_id = $106::uuid
        order by created_at desc, id desc
        limit $107::int
      ) as analysis
      where contract_address ilike $108
    )
    union all select id, version
    from interpretation_matches
  ) as matching
  order by id, version is null desc, version desc
), counted as materialized (
  select (
    select count(*)
    from contract_matches
  ) + (
    select count(*)
    from session_matches
  ) + (
    select count(*)
    from message_ids
  ) + (
    select count(*)
    from analysis_ids
  ) as matches
), contract_ids as materialized (
  select id
  from contract_matches union select id
  from (
    select id, name, target_address
    from contracts
    where 'contract' = any($109::text[]) and user_id = $110::uuid and is_active
    order by created_at desc, id desc
    limit $111::int
  ) as contract
  where target_address ilike $112 or (
    select matches
    from counted
  ) < $113::int and (resembles($114, name) or resembles($115, target_address))
), session_ids as materialized (
  select id
  from session_matches union select id
  from (
    select id, title, contract_name, contract_address
    from chat_sessions
    where 'chat_session' = any($116::text[]) and user_id = $117::uuid and is_active
    order by created_at desc, id desc
    limit $118::int
  ) as session
  where contract_address ilike $119 or (
    select matches
    from counted
  ) < $120::int and (resembles($121, title) or resembles($122, contract_name))
), page as (
  select found.kind, found.id, found.score
  from (
    select 'contract' as kind, id, (1000000 * (greatest(resemblance($123, "name"), case when $124 <> '' and
        strpos(lower("name"), lower($125)) > 0 then length($126)::real / length("name") else 0 end,
        resemblance($127, "target_address"), case when $128 <> '' and strpos(lower("target_address"),
        lower($129)) > 0 then length($130)::real / length("target_address") else 0 end) + 0.05 * (
      select count(*) filter (where strpos(lowered, sought) > 0)::float8 / greatest(count(*), 1)
      from (
        select lower(concat_ws(' ', name, target_name, target_address, left(description, $131::int))) as
            lowered offset 0
      ) as ranked
      cross join unnest($132::text[]) as sought
    ) + 0.05 * least(1, greatest(0, (extract(epoch from created_at)::float8 - 1.4e9) / 1e9))))::int as score
    from contracts
    where id in (
      select id
      from contract_ids
    ) and user_id = $133::uuid
    union all select 'chat_session', id, (1000000 * (greatest(resemblance($134, "title"), case when $135 <> ''
        and strpos(lower("title"), lower($136)) > 0 then length($137)::real / length("title") else 0 end,
        resemblance($138, "contract_name"), case when $139 <> '' and strpos(lower("contract_name"),
        lower($140)) > 0 then length($141)::real / length("contract_name") else 0 end) + 0.05 * (
      select count(*) filter (where strpos(lowered, sought) > 0)::float8 / greatest(count(*), 1)
      from (
        select lower(concat_ws(' ', title, contract_name, contract_address)) as lowered offset 0
      ) as ranked
      cross join unnest($142::text[]) as sought
    ) + 0.05 * least(1, greatest(0, (extract(epoch from created_at)::float8 - 1.4e9) / 1e9))))::int as score
    from chat_sessions
    where id in (
      select id
      from session_ids
    ) and user_id = $143::uuid
    union all select 'chat_message', id, (1000000 * (0 + 0.05 * (
      select count(*) filter (where strpos(lowered, sought) > 0)::float8 / greatest(count(*), 1)
      from (
        select lower(left(content, $144::int)) as lowered offset 0
      ) as ranked
      cross join unnest($145::text[]) as sought
    ) + 0.05 * least(1, greatest(0, (extract(epoch from created_at)::float8 - 1.4e9) / 1e9))))::int as score
    from chat_messages
    where id in (
      select id
      from message_ids
    ) and user_id = $146::uuid
    union all select 'analysis', analyses.id, (1000000 * (0 + 0.05 * (
      select count(*) filter (where strpos(lowered, sought) > 0)::float8 / greatest(count(*), 1)
      from (
        select lower(concat_ws(' ', analysis_type, contract_address, left(coalesce(case
            "analysis_ids"."version" when 0 then left(interpretation_text(coalesce(results ->
            'aiInterpretation', results -> 'interpretation')), 10000) else (
          select searched_text
          from analysis_interpretations as saved
          where saved.analysis_id = analyses.id and saved.version = "analysis_ids"."version" and saved.user_id
              = $147::uuid
        ) end, error_message), $148::int))) as lowered offset 0
      ) as ranked
      cross join unnest($149::text[]) as sought
    ) + 0.05 * least(1, greatest(0, (extract(epoch from created_at)::float8 - 1.4e9) / 1e9))))::int as score
    from analyses
    join analysis_ids on analysis_ids.id = analyses.id
    where user_id = $150::uuid
  ) as found
  where (true and true)
  order by found.score desc, found.id desc
  limit $151
) select kind, page.id, score as "sortKey", title, pieces, rest
from page
cross join lateral (
  select name as title, case when octet_length("description") <= $152::int then
      json_build_array(json_build_array(1, "description")) when "description" is not null then coalesce( (
    select json_agg(json_build_array(start, substr("description", start, $153::int)) order by start)
    from (
      select distinct greatest(1, strpos(lowered, beginning) - $154::int) as start
      from (
        select lower(left("description", $155::int)) as lowered offset 0
      ) as searched
      cross join unnest($156::text[]) as beginning
      where strpos(lowered, beginning) > 0
      order by start
      limit $157::int
    ) as piece
  ), json_build_array(json_build_array(1, left("description", $158::int)))) end as pieces, concat_ws(' · ',
      target_name, target_address) as rest
  from contracts
  where kind = 'contract' and id = page.id and user_id = $159::uuid
  union all select concat_ws(' · ', title, contract_name, contract_address), null, null
  from chat_sessions
  where kind = 'chat_session' and id = page.id and user_id = $160::uuid
  union all select null, case when octet_length("content") <= $161::int then
      json_build_array(json_build_array(1, "content")) when "content" is not null then coalesce( (
    select json_agg(json_build_array(start, substr("content", start, $162::int)) order by start)
    from (
      select distinct greatest(1, strpos(lowered, beginning) - $163::int) as start
      from (
        select lower(left("content", $164::int)) as lowered offset 0
      ) as searched
      cross join unnest($165::text[]) as beginning
      where strpos(lowered, beginning) > 0
      order by start
      limit $166::int
    ) as piece
  ), json_build_array(json_build_array(1, left("content", $167::int)))) end, null
  from chat_messages
  where kind = 'chat_message' and id = page.id and user_id = $168::uuid
  union all select concat_ws(' · ', replace(analysis_type, '_', ' '), coalesce(contracts.name, left(metadata
      ->> 'contractName', 255)), coalesce(contract_address, target_address)), case when
      octet_length("body"."text") <= $169::int then json_build_array(json_build_array(1, "body"."text")) when
      "body"."text" is not null then coalesce( (
    select json_agg(json_build_array(start, substr("body"."text", start, $170::int)) order by start)
    from (
      select distinct greatest(1, strpos(lowered, beginning) - $171::int) as start
      from (
        select lower(left("body"."text", $172::int)) as lowered offset 0
      ) as searched
      cross join unnest($173::text[]) as beginning
      where strpos(lowered, beginning) > 0
      order by start
      limit $174::int
    ) as piece
  ), json_build_array(json_build_array(1, left("body"."text", $175::int)))) end, null
  from analyses
  join analysis_ids on analysis_ids.id = analyses.id
  left join contracts on contracts.id = config_id and contracts.user_id = $176::uuid
  cross join lateral (
    select coalesce(case "analysis_ids"."version" when 0 then left(interpretation_text(coalesce(results ->
        'aiInterpretation', results -> 'interpretation')), 10000) else (
      select searched_text
      from analysis_interpretations as saved
      where saved.analysis_id = analyses.id and saved.version = "analysis_ids"."version" and saved.user_id =
          $177::uuid
    ) end, error_message) as text offset 0
  ) as body
  where kind = 'analysis' and analyses.id = page.id and analyses.user_id = $178::uuid
) as source
order by score desc, page.id desc;

-- search, deepest page
with contract_matches as materialized (
  select "id"
  from (
    select "id", created_at, sum(bytes) over (order by "created_at" desc, "id" desc) as total
    from (
      select "contracts"."id", "contracts"."created_at", coalesce(octet_length(description), 0) as bytes
      from (
        select *
        from contracts
        where is_active
      ) as contracts
      where $1 = any($2::text[]) and "contracts"."user_id" = $3::uuid and search_words("contracts"."user_id",
          name || ' ' || left(coalesce(description, ''), 10000) || ' ' || coalesce(target_name, '') || ' ' ||
          target_address) @@ $4::tsquery
      order by "contracts"."created_at" desc, "contracts"."id" desc
      limit $5::int
    ) as candidate
  ) as counted
  where not $6::boolean or total <= $7::int and (
    select search_words(user_id, name || ' ' || left(coalesce(description, ''), 10000) || ' ' ||
        coalesce(target_name, '') || ' ' || target_address) @@ $8::tsquery
    from "contracts"
    where "contracts"."id" = "counted"."id" and user_id = $9::uuid
  )
  order by "created_at" desc, "id" desc
  limit $10::int
), session_matches as materialized (
  select "id"
  from (
    select "id", created_at, sum(bytes) over (order by "created_at" desc, "id" desc) as total
    from (
      select "chat_sessions"."id", "chat_sessions"."created_at", coalesce(octet_length(title), 0) as bytes
      from (
        select *
        from chat_sessions
        where is_active
      ) as chat_sessions
      where $11 = any($12::text[]) and "chat_sessions"."user_id" = $13::uuid and
          search_words("chat_sessions"."user_id", title || ' ' || coalesce(contract_name, '') || ' ' ||
          coalesce(contract_address, '')) @@ $14::tsquery
      order by "chat_sessions"."created_at" desc, "chat_sessions"."id" desc
      limit $15::int
    ) as candidate
  ) as counted
  where not $16::boolean or total <= $17::int and (
    select search_words(user_id, title || ' ' || coalesce(contract_name, '') || ' ' ||
        coalesce(contract_address, '')) @@ $18::tsquery
    from "chat_sessions"
    where "chat_sessions"."id" = "counted"."id" and user_id = $19::uuid
  )
  order by "created_at" desc, "id" desc
  limit $20::int
), typed_words as materialized (
  select "id"
  from (
    select "id", created_at, sum(bytes) over (order by "created_at" desc, "id" desc) as total
    from (
      select "chat_messages"."id", "chat_messages"."created_at", coalesce(octet_length(content), 0) as bytes
      from (
        select *
        from chat_messages
        where true and true = (session_id in (
          select id
          from chat_sessions
          where user_id = $21::uuid and is_active
        ))
      ) as chat_messages
      where $22 = any($23::text[]) and "chat_messages"."user_id" = $24::uuid and
          search_words("chat_messages"."user_id", content) @@ $25::tsquery
      order by "chat_messages"."created_at" desc, "chat_messages"."id" desc
      limit $26::int
    ) as candidate
  ) as counted
  where not $27::boolean or total <= $28::int and (
    select search_words(user_id, content) @@ $29::tsquery
    from "chat_messages"
    where "chat_messages"."id" = "counted"."id" and user_id = $30::uuid
  )
  order by "created_at" desc, "id" desc
  limit $31::int
), other_forms as materialized (
  select "id"
  from (
    select "id", created_at, sum(bytes) over (order by "created_at" desc, "id" desc) as total
    from (
      select "chat_messages"."id", "chat_messages"."created_at", coalesce(octet_length(content), 0) as bytes
      from (
        select *
        from chat_messages
        where $32::boolean and (
          select count(*)
          from typed_words
        ) < $33::int and true = (session_id in (
          select id
          from chat_sessions
          where user_id = $34::uuid and is_active
        ))
      ) as chat_messages
      where $35 = any($36::text[]) and "chat_messages"."user_id" = $37::uuid and
          search_words("chat_messages"."user_id", content) @@ $38::tsquery
      order by "chat_messages"."created_at" desc, "chat_messages"."id" desc
      limit $39::int
    ) as candidate
  ) as counted
  where not $40::boolean or total <= $41::int and (
    select search_words(user_id, content) @@ $42::tsquery
    from "chat_messages"
    where "chat_messages"."id" = "counted"."id" and user_id = $43::uuid
  )
  order by "created_at" desc, "id" desc
  limit $44::int
), message_ids as materialized (
  select id
  from other_forms union select id
  from typed_words
), subjects as materialized (
  select id
  from contracts
  where 'analysis' = any($45::text[]) and user_id = $46::uuid and search_words(user_id, name || ' ' ||
      left(coalesce(description, ''), 10000) || ' ' || coalesce(target_name, '') || ' ' || target_address) @@
      $47::tsquery
  order by created_at desc, id desc
  limit $48::int
), named_subjects as materialized (
  select id, contracts.name || ' ' || coalesce(target_name, '') || ' ' || target_address as names
  from contracts
  where id in (
    select id
    from subjects
  ) and user_id = $49::uuid and search_words(user_id, contracts.name || ' ' || coalesce(target_name, '') ||
      ' ' || target_address) @@ $50::tsquery
), analyses_of_subjects as materialized (
  select analyses.id, named_subjects.names
  from analyses
  join named_subjects on named_subjects.id = config_id
  where user_id = $51::uuid
  order by created_at desc, analyses.id desc
  limit $52::int
), own_matches as materialized (
  select "id"
  from (
    select "id", created_at, sum(bytes) over (order by "created_at" desc, "id" desc) as total
    from (
      select "analyses"."id", "analyses"."created_at", coalesce(octet_length(error_message), 0) as bytes
      from analyses
      where $53 = any($54::text[]) and "analyses"."user_id" = $55::uuid and search_words("analyses"."user_id",
          analysis_type || ' ' || coalesce(contract_address, '') || ' ' || coalesce(contract_chain, '') || ' '
          || left(coalesce(metadata ->> 'contractName', ''), 255) || ' ' || left(coalesce(error_message, ''),
          10000)) @@ $56::tsquery
      order by "analyses"."created_at" desc, "analyses"."id" desc
      limit $57::int
    ) as candidate
  ) as counted
  where not $58::boolean or total <= $59::int and (
    select search_words(user_id, analysis_type || ' ' || coalesce(contract_address, '') || ' ' ||
        coalesce(contract_chain, '') || ' ' || left(coalesce(metadata ->> 'contractName', ''), 255) || ' ' ||
        left(coalesce(error_message, ''), 10000)) @@ $60::tsquery
    from "analyses"
    where "analyses"."id" = "counted"."id" and user_id = $61::uuid
  )
  order by "created_at" desc, "id" desc
  limit $62::int
), saved_matches as materialized (
  select "analysis_id", "version"
  from (
    select "analysis_id", "version", created_at, sum(bytes) over (order by "created_at" desc, "analysis_id"
        desc, "version" desc) as total
    from (
      select "analysis_interpretations"."analysis_id", "analysis_interpretations"."version",
          "analysis_interpretations"."created_at", coalesce(octet_length(searched_text), 0) as bytes
      from (
        select *
        from analysis_interpretations
        where not $63::boolean
      ) as analysis_interpretations
      where $64 = any($65::text[]) and "analysis_interpretations"."user_id" = $66::uuid and
          search_words("analysis_interpretations"."user_id", searched_text) @@ $67::tsquery
      order by "analysis_interpretations"."created_at" desc, "analysis_interpretations"."analysis_id" desc,
          "analysis_interpretations"."version" desc
      limit $68::int
    ) as candidate
  ) as counted
  where not $69::boolean or total <= $70::int and (
    select search_words(user_id, searched_text) @@ $71::tsquery
    from "analysis_interpretations"
    where "analysis_interpretations"."analysis_id" = "counted"."analysis_id" and
        "analysis_interpretations"."version" = "counted"."version" and user_id = $72::uuid
  )
  order by "created_at" desc, "analysis_id" desc, "version" desc
  limit $73::int
), results_matches as materialized (
  select "id"
  from (
    select "id", created_at, sum(bytes) over (order by "created_at" desc, "id" desc) as total
    from (
      select "analyses"."id", "analyses"."created_at", coalesce(octet_length(null::text), 0) as bytes
      from (
        select *
        from analyses
        where not $74::boolean and results ?| array['aiInterpretation', 'interpretation']
      ) as analyses
      where $75 = any($76::text[]) and "analyses"."user_id" = $77::uuid and search_words("analyses"."user_id",
          left(interpretation_text(coalesce(results -> 'aiInterpretation', results -> 'interpretation')),
          10000)) @@ $78::tsquery
      order by "analyses"."created_at" desc, "analyses"."id" desc
      limit $79::int
    ) as candidate
  ) as counted
  where not $80::boolean or total <= $81::int and (
    select search_words(user_id, left(interpretation_text(coalesce(results -> 'aiInterpretation', results ->
        'interpretation')), 10000)) @@ $82::tsquery
    from "analyses"
    where "analyses"."id" = "counted"."id" and user_id = $83::uuid
  )
  order by "created_at" desc, "id" desc
  limit $84::int
), partly_matching as materialized (
  select id, version
  from (
    select analysis_id as id, version, sum(octet_length(searched_text)) over (order by created_at desc,
        analysis_id desc, version desc) as total
    from (
      select analysis_id, version, created_at, searched_text
      from analysis_interpretations
      where $85::boolean and 'analysis' = any($86::text[]) and user_id = $87::uuid and search_words(user_id,
          searched_text) @@ $88::tsquery
      order by created_at desc, analysis_id desc, version desc
      limit $89::int
    ) as candidate
  ) as counted
  where total <= $90::int
  union all (
    select id, 0
    from analyses
    where $91::boolean and 'analysis' = any($92::text[]) and user_id = $93::uuid and results ?|
        array['aiInterpretation', 'interpretation'] and search_words(user_id,
        left(interpretation_text(coalesce(results -> 'aiInterpretation', results -> 'interpretation')),
        10000)) @@ $94::tsquery
    order by created_at desc, id desc
    limit $95::int
  )
), interpretation_matches as materialized (
  select analysis_id as id, version
  from saved_matches
  union all select id, 0
  from results_matches
  union all select analyses.id, partly_matching.version
  from partly_matching
  join analyses on analyses.id = partly_matching.id
  left join contracts on contracts.id = config_id and contracts.user_id = $96::uuid
  cross join lateral (
    select analysis_type || ' ' || coalesce(contract_address, '') || ' ' || coalesce(contract_chain, '') ||
        ' ' || left(coalesce(metadata ->> 'contractName', ''), 255) || ' ' || left(coalesce(error_message,
        ''), 1000) || coalesce(' ' || contracts.name || ' ' || coalesce(target_name, '') || ' ' ||
        target_address, '') as text offset 0
  ) as own
  where analyses.user_id = $97::uuid and case when $98::boolean or search_words(analyses.user_id, own.text) @@
      $99::tsquery then search_words(analyses.user_id, concat_ws(' ', own.text, case
      "partly_matching"."version" when 0 then left(interpretation_text(coalesce(results -> 'aiInterpretation',
      results -> 'interpretation')), 10000) else (
    select searched_text
    from analysis_interpretations as saved
    where saved.analysis_id = analyses.id and saved.version = "partly_matching"."version" and saved.user_id =
        $100::uuid
  ) end)) @@ $101::tsquery end
), analysis_ids as materialized (
  select distinct on (id) id, version
  from (
    select id, null::int as version
    from own_matches
    union all select analyses.id, null
    from analyses_of_subjects
    join analyses on analyses.id = analyses_of_subjects.id
    where user_id = $102::uuid and search_words(user_id, analysis_type || ' ' || coalesce(contract_address,
        '') || ' ' || coalesce(contract_chain, '') || ' ' || left(coalesce(metadata ->> 'contractName', ''),
        255) || ' ' || left(coalesce(error_message, ''), 1000) || ' ' || names) @@ $103::tsquery
    union all (
      select id, null
      from (
        select id, contract_address
        from analyses
        where 'analysis' = any($104::text[]) and $105 <> '' and user_id = $106::uuid
        order by created_at desc, id desc
        limit $107::int
      ) as analysis
      where contract_address ilike $108
    )
    union all select id, version
    from interpretation_matches
  ) as matching
  order by id, version is null desc, version desc
), counted as materialized (
  select (
    select count(*)
    from contract_matches
  ) + (
    select count(*)
    from session_matches
  ) + (
    select count(*)
    from message_ids
  ) + (
    select count(*)
    from analysis_ids
  ) as matches
), contract_ids as materialized (
  select id
  from contract_matches union select id
  from (
    select id, name, target_address
    from contracts
    where 'contract' = any($109::text[]) and user_id = $110::uuid and is_active
    order by created_at desc, id desc
    limit $111::int
  ) as contract
  where target_address ilike $112 or (
    select matches
    from counted
  ) < $113::int and (resembles($114, name) or resembles($115, target_address))
), session_ids as materialized (
  select id
  from session_matches union select id
  from (
    select id, title, contract_name, contract_address
    from chat_sessions
    where 'chat_session' = any($116::text[]) and user_id = $117::uuid and is_active
    order by created_at desc, id desc
    limit $118::int
  ) as session
  where contract_address ilike $119 or (
    select matches
    from counted
  ) < $120::int and (resembles($121, title) or resembles($122, contract_name))
), page as (
  select found.kind, found.id, found.score
  from (
    select 'contract' as kind, id, (1000000 * (greatest(resemblance($123, "name"), case when $124 <> '' and
        strpos(lower("name"), lower($125)) > 0 then length($126)::real / length("name") else 0 end,
        resemblance($127, "target_address"), case when $128 <> '' and strpos(lower("target_address"),
        lower($129)) > 0 then length($130)::real / length("target_address") else 0 end) + 0.05 * (
      select count(*) filter (where strpos(lowered, sought) > 0)::float8 / greatest(count(*), 1)
      from (
        select lower(concat_ws(' ', name, target_name, target_address, left(description, $131::int))) as
            lowered offset 0
      ) as ranked
      cross join unnest($132::text[]) as sought
    ) + 0.05 * least(1, greatest(0, (extract(epoch from created_at)::float8 - 1.4e9) / 1e9))))::int as score
    from contracts
    where id in (
      select id
      from contract_ids
    ) and user_id = $133::uuid
    union all select 'chat_session', id, (1000000 * (greatest(resemblance($134, "title"), case when $135 <> ''
        and strpos(lower("title"), lower($136)) > 0 then length($137)::real / length("title") else 0 end,
        resemblance($138, "contract_name"), case when $139 <> '' and strpos(lower("contract_name"),
        lower($140)) > 0 then length($141)::real / length("contract_name") else 0 end) + 0.05 * (
      select count(*) filter (where strpos(lowered, sought) > 0)::float8 / greatest(count(*), 1)
      from (
        select lower(concat_ws(' ', title, contract_name, contract_address)) as lowered offset 0
      ) as ranked
      cross join unnest($142::text[]) as sought
    ) + 0.05 * least(1, greatest(0, (extract(epoch from created_at)::float8 - 1.4e9) / 1e9))))::int as score
    from chat_sessions
    where id in (
      select id
      from session_ids
    ) and user_id = $143::uuid
    union all select 'chat_message', id, (1000000 * (0 + 0.05 * (
      select count(*) filter (where strpos(lowered, sought) > 0)::float8 / greatest(count(*), 1)
      from (
        select lower(left(content, $144::int)) as lowered offset 0
      ) as ranked
      cross join unnest($145::text[]) as sought
    ) + 0.05 * least(1, greatest(0, (extract(epoch from created_at)::float8 - 1.4e9) / 1e9))))::int as score
    from chat_messages
    where id in (
      select id
      from message_ids
    ) and user_id = $146::uuid
    union all select 'analysis', analyses.id, (1000000 * (0 + 0.05 * (
      select count(*) filter (where strpos(lowered, sought) > 0)::float8 / greatest(count(*), 1)
      from (
        select lower(concat_ws(' ', analysis_type, contract_address, left(coalesce(case
            "analysis_ids"."version" when 0 then left(interpretation_text(coalesce(results ->
            'aiInterpretation', results -> 'interpretation')), 10000) else (
          select searched_text
          from analysis_interpretations as saved
          where saved.analysis_id = analyses.id and saved.version = "analysis_ids"."version" and saved.user_id
              = $147::uuid
        ) end, error_message), $148::int))) as lowered offset 0
      ) as ranked
      cross join unnest($149::text[]) as sought
    ) + 0.05 * least(1, greatest(0, (extract(epoch from created_at)::float8 - 1.4e9) / 1e9))))::int as score
    from analyses
    join analysis_ids on analysis_ids.id = analyses.id
    where user_id = $150::uuid
  ) as found
  where ((found.score, "found"."id") < ($151::integer, $152::uuid) and true)
  order by found.score desc, found.id desc
  limit $153
) select kind, page.id, score as "sortKey", title, pieces, rest
from page
cross join lateral (
  select name as title, case when octet_length("description") <= $154::int then
      json_build_array(json_build_array(1, "description")) when "description" is not null then coalesce( (
    select json_agg(json_build_array(start, substr("description", start, $155::int)) order by start)
    from (
      select distinct greatest(1, strpos(lowered, beginning) - $156::int) as start
      from (
        select lower(left("description", $157::int)) as lowered offset 0
      ) as searched
      cross join unnest($158::text[]) as beginning
      where strpos(lowered, beginning) > 0
      order by start
      limit $159::int
    ) as piece
  ), json_build_array(json_build_array(1, left("description", $160::int)))) end as pieces, concat_ws(' · ',
      target_name, target_address) as rest
  from contracts
  where kind = 'contract' and id = page.id and user_id = $161::uuid
  union all select concat_ws(' · ', title, contract_name, contract_address), null, null
  from chat_sessions
  where kind = 'chat_session' and id = page.id and user_id = $162::uuid
  union all select null, case when octet_length("content") <= $163::int then
      json_build_array(json_build_array(1, "content")) when "content" is not null then coalesce( (
    select json_agg(json_build_array(start, substr("content", start, $164::int)) order by start)
    from (
      select distinct greatest(1, strpos(lowered, beginning) - $165::int) as start
      from (
        select lower(left("content", $166::int)) as lowered offset 0
      ) as searched
      cross join unnest($167::text[]) as beginning
      where strpos(lowered, beginning) > 0
      order by start
      limit $168::int
    ) as piece
  ), json_build_array(json_build_array(1, left("content", $169::int)))) end, null
  from chat_messages
  where kind = 'chat_message' and id = page.id and user_id = $170::uuid
  union all select concat_ws(' · ', replace(analysis_type, '_', ' '), coalesce(contracts.name, left(metadata
      ->> 'contractName', 255)), coalesce(contract_address, target_address)), case when
      octet_length("body"."text") <= $171::int then json_build_array(json_build_array(1, "body"."text")) when
      "body"."text" is not null then coalesce( (
    select json_agg(json_build_array(start, substr("body"."text", start, $172::int)) order by start)
    from (
      select distinct greatest(1, strpos(lowered, beginning) - $173::int) as start
      from (
        select lower(left("body"."text", $174::int)) as lowered offset 0
      ) as searched
      cross join unnest($175::text[]) as beginning
      where strpos(lowered, beginning) > 0
      order by start
      limit $176::int
    ) as piece
  ), json_build_array(json_build_array(1, left("body"."text", $177::int)))) end, null
  from analyses
  join analysis_ids on analysis_ids.id = analyses.id
  left join contracts on contracts.id = config_id and contracts.user_id = $178::uuid
  cross join lateral (
    select coalesce(case "analysis_ids"."version" when 0 then left(interpretation_text(coalesce(results ->
        'aiInterpretation', results -> 'interpretation')), 10000) else (
      select searched_text
      from analysis_interpretations as saved
      where saved.analysis_id = analyses.id and saved.version = "analysis_ids"."version" and saved.user_id =
          $179::uuid
    ) end, error_message) as text offset 0
  ) as body
  where kind = 'analysis' and analyses.id = page.id and analyses.user_id = $180::uuid
) as source
order by score desc, page.id desc;
