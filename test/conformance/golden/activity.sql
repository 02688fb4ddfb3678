-- activity, counted
-- activity, first page
select "occurredAt", "occurredAt" as "sortKey", kind, tie, id
from ( (
  select "occurredAt", 'contract_added' as kind, 0 as tie, event.id
  from (
    select "contracts"."created_at" as "occurredAt", "contracts"."id" as id, "contracts"."user_id" as user_id
    from "contracts"
    where ("contracts"."user_id" = $1::uuid) and (true and true)
    order by "contracts"."created_at" desc, "contracts"."id" desc
    limit $2
  ) as event
  where event.user_id = $3::uuid
) union all (
  select "occurredAt", 'analysis_started' as kind, 1 as tie, event.id
  from (
    select "analyses"."created_at" as "occurredAt", "analyses"."id" as id, "analyses"."user_id" as user_id
    from "analyses"
    where ("analyses"."user_id" = $4::uuid) and (true and true)
    order by "analyses"."created_at" desc, "analyses"."id" desc
    limit $5
  ) as event
  where event.user_id = $6::uuid
) union all (
  select "occurredAt", 'analysis_completed' as kind, 2 as tie, event.id
  from (
    select "analyses"."completed_at" as "occurredAt", "analyses"."id" as id, "analyses"."user_id" as user_id
    from "analyses"
    where ("analyses"."user_id" = $7::uuid and (analyses.status = 'completed' and analyses.completed_at is not
        null)) and (true and true)
    order by "analyses"."completed_at" desc, "analyses"."id" desc
    limit $8
  ) as event
  where event.user_id = $9::uuid
) union all (
  select "occurredAt", 'chat_session_opened' as kind, 3 as tie, event.id
  from (
    select "chat_sessions"."created_at" as "occurredAt", "chat_sessions"."id" as id, "chat_sessions"."user_id"
        as user_id
    from "chat_sessions"
    where ("chat_sessions"."user_id" = $10::uuid and chat_sessions.is_active) and (true and true)
    order by "chat_sessions"."created_at" desc, "chat_sessions"."id" desc
    limit $11
  ) as event
  where event.user_id = $12::uuid
) union all (
  select "occurredAt", 'message_added' as kind, 4 as tie, event.id
  from (
    select "chat_messages"."created_at" as "occurredAt", "chat_messages"."id" as id, "chat_messages"."user_id"
        as user_id
    from "chat_messages"
    where ("chat_messages"."user_id" = $13::uuid and (
      select is_active
      from chat_sessions
      where chat_sessions.id = chat_messages.session_id and chat_sessions.user_id = chat_messages.user_id
    )) and (true and true)
    order by "chat_messages"."created_at" desc, "chat_messages"."id" desc
    limit $14
  ) as event
  where event.user_id = $15::uuid
) union all (
  select "occurredAt", 'import_started' as kind, 5 as tie, event.id
  from (
    select "import_jobs"."created_at" as "occurredAt", "import_jobs"."id" as id, "import_jobs"."started_by" as
        user_id
    from "import_jobs"
    where ("import_jobs"."started_by" = $16::uuid) and (true and true)
    order by "import_jobs"."created_at" desc, "import_jobs"."id" desc
    limit $17
  ) as event
  where event.user_id = $18::uuid
) union all (
  select "occurredAt", 'import_finished' as kind, 6 as tie, event.id
  from (
    select "import_jobs"."finished_at" as "occurredAt", "import_jobs"."id" as id, "import_jobs"."started_by"
        as user_id
    from "import_jobs"
    where ("import_jobs"."started_by" = $19::uuid and import_jobs.finished_at is not null) and (true and true)
    order by "import_jobs"."finished_at" desc, "import_jobs"."id" desc
    limit $20
  ) as event
  where event.user_id = $21::uuid
)) as activity
order by "occurredAt" desc, id desc, tie desc
limit $22;

-- activity, counted
select ((
  select count(*)
  from "contracts"
  where ("contracts"."user_id" = $1::uuid) and "contracts"."user_id" = $2::uuid
) + (
  select count(*)
  from "analyses"
  where ("analyses"."user_id" = $3::uuid) and "analyses"."user_id" = $4::uuid
) + (
  select count(*)
  from "analyses"
  where ("analyses"."user_id" = $5::uuid and (analyses.status = 'completed' and analyses.completed_at is not
      null)) and "analyses"."user_id" = $6::uuid
) + (
  select count(*)
  from "chat_sessions"
  where ("chat_sessions"."user_id" = $7::uuid and chat_sessions.is_active) and "chat_sessions"."user_id" =
      $8::uuid
) + (
  select count(*)
  from "chat_messages"
  where ("chat_messages"."user_id" = $9::uuid and (
    select is_active
    from chat_sessions
    where chat_sessions.id = chat_messages.session_id and chat_sessions.user_id = chat_messages.user_id
  )) and "chat_messages"."user_id" = $10::uuid
) + (
  select count(*)
  from "import_jobs"
  where ("import_jobs"."started_by" = $11::uuid) and "import_jobs"."started_by" = $12::uuid
) + (
  select count(*)
  from "import_jobs"
  where ("import_jobs"."started_by" = $13::uuid and import_jobs.finished_at is not null) and
      "import_jobs"."started_by" = $14::uuid
))::int as count;

-- activity, deepest page
select "occurredAt", "occurredAt" as "sortKey", kind, tie, id
from ( (
  select "occurredAt", 'contract_added' as kind, 0 as tie, event.id
  from (
    select "contracts"."created_at" as "occurredAt", "contracts"."id" as id, "contracts"."user_id" as user_id
    from "contracts"
    where ("contracts"."user_id" = $1::uuid) and (("contracts"."created_at", "contracts"."id", 0) <
        ($2::timestamptz, $3::uuid, $4::int) and true)
    order by "contracts"."created_at" desc, "contracts"."id" desc
    limit $5
  ) as event
  where event.user_id = $6::uuid
) union all (
  select "occurredAt", 'analysis_started' as kind, 1 as tie, event.id
  from (
    select "analyses"."created_at" as "occurredAt", "analyses"."id" as id, "analyses"."user_id" as user_id
    from "analyses"
    where ("analyses"."user_id" = $7::uuid) and (("analyses"."created_at", "analyses"."id", 1) <
        ($8::timestamptz, $9::uuid, $10::int) and true)
    order by "analyses"."created_at" desc, "analyses"."id" desc
    limit $11
  ) as event
  where event.user_id = $12::uuid
) union all (
  select "occurredAt", 'analysis_completed' as kind, 2 as tie, event.id
  from (
    select "analyses"."completed_at" as "occurredAt", "analyses"."id" as id, "analyses"."user_id" as user_id
    from "analyses"
    where ("analyses"."user_id" = $13::uuid and (analyses.status = 'completed' and analyses.completed_at is
        not null)) and (("analyses"."completed_at", "analyses"."id", 2) < ($14::timestamptz, $15::uuid,
        $16::int) and true)
    order by "analyses"."completed_at" desc, "analyses"."id" desc
    limit $17
  ) as event
  where event.user_id = $18::uuid
) union all (
  select "occurredAt", 'chat_session_opened' as kind, 3 as tie, event.id
  from (
    select "chat_sessions"."created_at" as "occurredAt", "chat_sessions"."id" as id, "chat_sessions"."user_id"
        as user_id
    from "chat_sessions"
    where ("chat_sessions"."user_id" = $19::uuid and chat_sessions.is_active) and
        (("chat_sessions"."created_at", "chat_sessions"."id", 3) < ($20::timestamptz, $21::uuid, $22::int) and
        true)
    order by "chat_sessions"."created_at" desc, "chat_sessions"."id" desc
    limit $23
  ) as event
  where event.user_id = $24::uuid
) union all (
  select "occurredAt", 'message_added' as kind, 4 as tie, event.id
  from (
    select "chat_messages"."created_at" as "occurredAt", "chat_messages"."id" as id, "chat_messages"."user_id"
        as user_id
    from "chat_messages"
    where ("chat_messages"."user_id" = $25::uuid and (
      select is_active
      from chat_sessions
      where chat_sessions.id = chat_messages.session_id and chat_sessions.user_id = chat_messages.user_id
    )) and (("chat_messages"."created_at", "chat_messages"."id", 4) < ($26::timestamptz, $27::uuid, $28::int)
        and true)
    order by "chat_messages"."created_at" desc, "chat_messages"."id" desc
    limit $29
  ) as event
  where event.user_id = $30::uuid
) union all (
  select "occurredAt", 'import_started' as kind, 5 as tie, event.id
  from (
    select "import_jobs"."created_at" as "occurredAt", "import_jobs"."id" as id, "import_jobs"."started_by" as
        user_id
    from "import_jobs"
    where ("import_jobs"."started_by" = $31::uuid) and (("import_jobs"."created_at", "import_jobs"."id", 5) <
        ($32::timestamptz, $33::uuid, $34::int) and true)
    order by "import_jobs"."created_at" desc, "import_jobs"."id" desc
    limit $35
  ) as event
  where event.user_id = $36::uuid
) union all (
  select "occurredAt", 'import_finished' as kind, 6 as tie, event.id
  from (
    select "import_jobs"."finished_at" as "occurredAt", "import_jobs"."id" as id, "import_jobs"."started_by"
        as user_id
    from "import_jobs"
    where ("import_jobs"."started_by" = $37::uuid and import_jobs.finished_at is not null) and
        (("import_jobs"."finished_at", "import_jobs"."id", 6) < ($38::timestamptz, $39::uuid, $40::int) and
        true)
    order by "import_jobs"."finished_at" desc, "import_jobs"."id" desc
    limit $41
  ) as event
  where event.user_id = $42::uuid
)) as activity
order by "occurredAt" desc, id desc, tie desc
limit $43;

-- activity, deepest page from the end
select "occurredAt", "occurredAt" as "sortKey", kind, tie, id
from ( (
  select "occurredAt", 'contract_added' as kind, 0 as tie, event.id
  from (
    select "contracts"."created_at" as "occurredAt", "contracts"."id" as id, "contracts"."user_id" as user_id
    from "contracts"
    where ("contracts"."user_id" = $1::uuid) and (true and ("contracts"."created_at", "contracts"."id", 0) >
        ($2::timestamptz, $3::uuid, $4::int))
    order by "contracts"."created_at" asc, "contracts"."id" asc
    limit $5
  ) as event
  where event.user_id = $6::uuid
) union all (
  select "occurredAt", 'analysis_started' as kind, 1 as tie, event.id
  from (
    select "analyses"."created_at" as "occurredAt", "analyses"."id" as id, "analyses"."user_id" as user_id
    from "analyses"
    where ("analyses"."user_id" = $7::uuid) and (true and ("analyses"."created_at", "analyses"."id", 1) >
        ($8::timestamptz, $9::uuid, $10::int))
    order by "analyses"."created_at" asc, "analyses"."id" asc
    limit $11
  ) as event
  where event.user_id = $12::uuid
) union all (
  select "occurredAt", 'analysis_completed' as kind, 2 as tie, event.id
  from (
    select "analyses"."completed_at" as "occurredAt", "analyses"."id" as id, "analyses"."user_id" as user_id
    from "analyses"
    where ("analyses"."user_id" = $13::uuid and (analyses.status = 'completed' and analyses.completed_at is
        not null)) and (true and ("analyses"."completed_at", "analyses"."id", 2) > ($14::timestamptz,
        $15::uuid, $16::int))
    order by "analyses"."completed_at" asc, "analyses"."id" asc
    limit $17
  ) as event
  where event.user_id = $18::uuid
) union all (
  select "occurredAt", 'chat_session_opened' as kind, 3 as tie, event.id
  from (
    select "chat_sessions"."created_at" as "occurredAt", "chat_sessions"."id" as id, "chat_sessions"."user_id"
        as user_id
    from "chat_sessions"
    where ("chat_sessions"."user_id" = $19::uuid and chat_sessions.is_active) and (true and
        ("chat_sessions"."created_at", "chat_sessions"."id", 3) > ($20::timestamptz, $21::uuid, $22::int))
    order by "chat_sessions"."created_at" asc, "chat_sessions"."id" asc
    limit $23
  ) as event
  where event.user_id = $24::uuid
) union all (
  select "occurredAt", 'message_added' as kind, 4 as tie, event.id
  from (
    select "chat_messages"."created_at" as "occurredAt", "chat_messages"."id" as id, "chat_messages"."user_id"
        as user_id
    from "chat_messages"
    where ("chat_messages"."user_id" = $25::uuid and (
      select is_active
      from chat_sessions
      where chat_sessions.id = chat_messages.session_id and chat_sessions.user_id = chat_messages.user_id
    )) and (true and ("chat_messages"."created_at", "chat_messages"."id", 4) > ($26::timestamptz, $27::uuid,
        $28::int))
    order by "chat_messages"."created_at" asc, "chat_messages"."id" asc
    limit $29
  ) as event
  where event.user_id = $30::uuid
) union all (
  select "occurredAt", 'import_started' as kind, 5 as tie, event.id
  from (
    select "import_jobs"."created_at" as "occurredAt", "import_jobs"."id" as id, "import_jobs"."started_by" as
        user_id
    from "import_jobs"
    where ("import_jobs"."started_by" = $31::uuid) and (true and ("import_jobs"."created_at",
        "import_jobs"."id", 5) > ($32::timestamptz, $33::uuid, $34::int))
    order by "import_jobs"."created_at" asc, "import_jobs"."id" asc
    limit $35
  ) as event
  where event.user_id = $36::uuid
) union all (
  select "occurredAt", 'import_finished' as kind, 6 as tie, event.id
  from (
    select "import_jobs"."finished_at" as "occurredAt", "import_jobs"."id" as id, "import_jobs"."started_by"
        as user_id
    from "import_jobs"
    where ("import_jobs"."started_by" = $37::uuid and import_jobs.finished_at is not null) and (true and
        ("import_jobs"."finished_at", "import_jobs"."id", 6) > ($38::timestamptz, $39::uuid, $40::int))
    order by "import_jobs"."finished_at" asc, "import_jobs"."id" asc
    limit $41
  ) as event
  where event.user_id = $42::uuid
)) as activity
order by "occurredAt" asc, id asc, tie asc
limit $43;

-- activity by kinds, counted
select "occurredAt", "occurredAt" as "sortKey", kind, tie, id
from ( (
  select "occurredAt", 'analysis_completed' as kind, 2 as tie, event.id
  from (
    select "analyses"."completed_at" as "occurredAt", "analyses"."id" as id, "analyses"."user_id" as user_id
    from "analyses"
    where ("analyses"."user_id" = $1::uuid and (analyses.status = 'completed' and analyses.completed_at is not
        null)) and (true and true)
    order by "analyses"."completed_at" desc, "analyses"."id" desc
    limit $2
  ) as event
  where event.user_id = $3::uuid
) union all (
  select "occurredAt", 'message_added' as kind, 4 as tie, event.id
  from (
    select "chat_messages"."created_at" as "occurredAt", "chat_messages"."id" as id, "chat_messages"."user_id"
        as user_id
    from "chat_messages"
    where ("chat_messages"."user_id" = $4::uuid and (
      select is_active
      from chat_sessions
      where chat_sessions.id = chat_messages.session_id and chat_sessions.user_id = chat_messages.user_id
    )) and (true and true)
    order by "chat_messages"."created_at" desc, "chat_messages"."id" desc
    limit $5
  ) as event
  where event.user_id = $6::uuid
)) as activity
order by "occurredAt" desc, id desc, tie desc
limit $7;

-- activity by kinds, counted
select ((
  select count(*)
  from "analyses"
  where ("analyses"."user_id" = $1::uuid and (analyses.status = 'completed' and analyses.completed_at is not
      null)) and "analyses"."user_id" = $2::uuid
) + (
  select count(*)
  from "chat_messages"
  where ("chat_messages"."user_id" = $3::uuid and (
    select is_active
    from chat_sessions
    where chat_sessions.id = chat_messages.session_id and chat_sessions.user_id = chat_messages.user_id
  )) and "chat_messages"."user_id" = $4::uuid
))::int as count;

-- activity by contractId, counted
select "occurredAt", "occurredAt" as "sortKey", kind, tie, id
from ( (
  select "occurredAt", 'contract_added' as kind, 0 as tie, event.id
  from (
    select "contracts"."created_at" as "occurredAt", "contracts"."id" as id, "contracts"."user_id" as user_id
    from "contracts"
    where (contracts.id = $1::uuid and contracts.user_id = $2::uuid) and (true and true)
    order by "contracts"."created_at" desc, "contracts"."id" desc
    limit $3
  ) as event
  where event.user_id = $4::uuid
) union all (
  select "occurredAt", 'analysis_started' as kind, 1 as tie, event.id
  from (
    select "analyses"."created_at" as "occurredAt", "analyses"."id" as id, "analyses"."user_id" as user_id
    from "analyses"
    where (analyses.config_id = $5::uuid) and (true and true)
    order by "analyses"."created_at" desc, "analyses"."id" desc
    limit $6
  ) as event
  where event.user_id = $7::uuid
) union all (
  select "occurredAt", 'analysis_completed' as kind, 2 as tie, event.id
  from (
    select "analyses"."completed_at" as "occurredAt", "analyses"."id" as id, "analyses"."user_id" as user_id
    from "analyses"
    where (analyses.config_id = $8::uuid and (analyses.status = 'completed' and analyses.completed_at is not
        null)) and (true and true)
    order by "analyses"."completed_at" desc, "analyses"."id" desc
    limit $9
  ) as event
  where event.user_id = $10::uuid
) union all (
  select "occurredAt", 'chat_session_opened' as kind, 3 as tie, event.id
  from (
    select chat_sessions.id
    from contracts
    join chat_sessions on chat_sessions.user_id = contracts.user_id and
        (address_identity("chat_sessions"."contract_address", "chat_sessions"."contract_chain") =
        address_identity("contracts"."target_address", "contracts"."target_chain") and
        chain_identity("chat_sessions"."contract_chain") = chain_identity("contracts"."target_chain"))
    where contracts.id = $11::uuid and contracts.user_id = $12::uuid and chat_sessions.user_id = $13::uuid and
        chat_sessions.is_active
  ) as session
  cross join lateral (
    select "chat_sessions"."created_at" as "occurredAt", "chat_sessions"."id" as id, "chat_sessions"."user_id"
        as user_id
    from "chat_sessions"
    where (chat_sessions.id = session.id) and (true and true)
    order by "chat_sessions"."created_at" desc, "chat_sessions"."id" desc
    limit $14
  ) as event
  where event.user_id = $15::uuid
) union all (
  select "occurredAt", 'message_added' as kind, 4 as tie, event.id
  from (
    select chat_sessions.id
    from contracts
    join chat_sessions on chat_sessions.user_id = contracts.user_id and
        (address_identity("chat_sessions"."contract_address", "chat_sessions"."contract_chain") =
        address_identity("contracts"."target_address", "contracts"."target_chain") and
        chain_identity("chat_sessions"."contract_chain") = chain_identity("contracts"."target_chain"))
    where contracts.id = $16::uuid and contracts.user_id = $17::uuid and chat_sessions.user_id = $18::uuid and
        chat_sessions.is_active
  ) as session
  cross join lateral (
    select "chat_messages"."created_at" as "occurredAt", "chat_messages"."id" as id, "chat_messages"."user_id"
        as user_id
    from "chat_messages"
    where (chat_messages.session_id = session.id) and (true and true)
    order by "chat_messages"."created_at" desc, "chat_messages"."id" desc
    limit $19
  ) as event
  where event.user_id = $20::uuid
)) as activity
order by "occurredAt" desc, id desc, tie desc
limit $21;

-- activity by contractId, counted
-- search, ANALYSIS alone
-- search, deepest page
-- nodes
select "analyses"."id", "analyses"."user_id" as "userId", "analyses"."config_id" as "contractId",
    "analyses"."contract_address" as "contractAddress", "analyses"."contract_chain" as "contractChain",
    "analyses"."analysis_type" as "type", "analyses"."status", "analyses"."progress", "analyses"."metadata",
    "analyses"."error_message" as "errorMessage", "analyses"."has_errors" as "hasErrors",
    "analyses"."current_step" as "currentStep", "analyses"."completed_at" as "completedAt",
    "analyses"."created_at" as "createdAt", "analyses"."updated_at" as "updatedAt", "analyses"."last_update"
    as "lastUpdatedAt"
from unnest($1::uuid[], $2::uuid[]) as key(id, user_id)
inner join "analyses" on ("analyses"."id" = key.id and (key.user_id is null or "analyses"."user_id" =
    key.user_id));

-- activity by contractId, counted
select ((
  select count(*)
  from "contracts"
  where (contracts.id = $1::uuid and contracts.user_id = $2::uuid) and "contracts"."user_id" = $3::uuid
) + (
  select count(*)
  from "analyses"
  where (analyses.config_id = $4::uuid) and "analyses"."user_id" = $5::uuid
) + (
  select count(*)
  from "analyses"
  where (analyses.config_id = $6::uuid and (analyses.status = 'completed' and analyses.completed_at is not
      null)) and "analyses"."user_id" = $7::uuid
) + (
  select count(*)
  from (
    select chat_sessions.id
    from contracts
    join chat_sessions on chat_sessions.user_id = contracts.user_id and
        (address_identity("chat_sessions"."contract_address", "chat_sessions"."contract_chain") =
        address_identity("contracts"."target_address", "contracts"."target_chain") and
        chain_identity("chat_sessions"."contract_chain") = chain_identity("contracts"."target_chain"))
    where contracts.id = $8::uuid and contracts.user_id = $9::uuid and chat_sessions.user_id = $10::uuid and
        chat_sessions.is_active
  ) as session
  cross join "chat_sessions"
  where (chat_sessions.id = session.id) and "chat_sessions"."user_id" = $11::uuid
) + (
  select count(*)
  from (
    select chat_sessions.id
    from contracts
    join chat_sessions on chat_sessions.user_id = contracts.user_id and
        (address_identity("chat_sessions"."contract_address", "chat_sessions"."contract_chain") =
        address_identity("contracts"."target_address", "contracts"."target_chain") and
        chain_identity("chat_sessions"."contract_chain") = chain_identity("contracts"."target_chain"))
    where contracts.id = $12::uuid and contracts.user_id = $13::uuid and chat_sessions.user_id = $14::uuid and
        chat_sessions.is_active
  ) as session
  cross join "chat_messages"
  where (chat_messages.session_id = session.id) and "chat_messages"."user_id" = $15::uuid
))::int as count;

-- activity by occurredAt, counted
select "occurredAt", "occurredAt" as "sortKey", kind, tie, id
from ( (
  select "occurredAt", 'contract_added' as kind, 0 as tie, event.id
  from (
    select "contracts"."created_at" as "occurredAt", "contracts"."id" as id, "contracts"."user_id" as user_id
    from "contracts"
    where ("contracts"."user_id" = $1::uuid and "contracts"."created_at" >= $2 and "contracts"."created_at" <
        $3) and (true and true)
    order by "contracts"."created_at" desc, "contracts"."id" desc
    limit $4
  ) as event
  where event.user_id = $5::uuid
) union all (
  select "occurredAt", 'analysis_started' as kind, 1 as tie, event.id
  from (
    select "analyses"."created_at" as "occurredAt", "analyses"."id" as id, "analyses"."user_id" as user_id
    from "analyses"
    where ("analyses"."user_id" = $6::uuid and "analyses"."created_at" >= $7 and "analyses"."created_at" < $8)
        and (true and true)
    order by "analyses"."created_at" desc, "analyses"."id" desc
    limit $9
  ) as event
  where event.user_id = $10::uuid
) union all (
  select "occurredAt", 'analysis_completed' as kind, 2 as tie, event.id
  from (
    select "analyses"."completed_at" as "occurredAt", "analyses"."id" as id, "analyses"."user_id" as user_id
    from "analyses"
    where ("analyses"."user_id" = $11::uuid and (analyses.status = 'completed' and analyses.completed_at is
        not null) and "analyses"."completed_at" >= $12 and "analyses"."completed_at" < $13) and (true and
        true)
    order by "analyses"."completed_at" desc, "analyses"."id" desc
    limit $14
  ) as event
  where event.user_id = $15::uuid
) union all (
  select "occurredAt", 'chat_session_opened' as kind, 3 as tie, event.id
  from (
    select "chat_sessions"."created_at" as "occurredAt", "chat_sessions"."id" as id, "chat_sessions"."user_id"
        as user_id
    from "chat_sessions"
    where ("chat_sessions"."user_id" = $16::uuid and chat_sessions.is_active and "chat_sessions"."created_at"
        >= $17 and "chat_sessions"."created_at" < $18) and (true and true)
    order by "chat_sessions"."created_at" desc, "chat_sessions"."id" desc
    limit $19
  ) as event
  where event.user_id = $20::uuid
) union all (
  select "occurredAt", 'message_added' as kind, 4 as tie, event.id
  from (
    select "chat_messages"."created_at" as "occurredAt", "chat_messages"."id" as id, "chat_messages"."user_id"
        as user_id
    from "chat_messages"
    where ("chat_messages"."user_id" = $21::uuid and (
      select is_active
      from chat_sessions
      where chat_sessions.id = chat_messages.session_id and chat_sessions.user_id = chat_messages.user_id
    ) and "chat_messages"."created_at" >= $22 and "chat_messages"."created_at" < $23) and (true and true)
    order by "chat_messages"."created_at" desc, "chat_messages"."id" desc
    limit $24
  ) as event
  where event.user_id = $25::uuid
) union all (
  select "occurredAt", 'import_started' as kind, 5 as tie, event.id
  from (
    select "import_jobs"."created_at" as "occurredAt", "import_jobs"."id" as id, "import_jobs"."started_by" as
        user_id
    from "import_jobs"
    where ("import_jobs"."started_by" = $26::uuid and "import_jobs"."created_at" >= $27 and
        "import_jobs"."created_at" < $28) and (true and true)
    order by "import_jobs"."created_at" desc, "import_jobs"."id" desc
    limit $29
  ) as event
  where event.user_id = $30::uuid
) union all (
  select "occurredAt", 'import_finished' as kind, 6 as tie, event.id
  from (
    select "import_jobs"."finished_at" as "occurredAt", "import_jobs"."id" as id, "import_jobs"."started_by"
        as user_id
    from "import_jobs"
    where ("import_jobs"."started_by" = $31::uuid and import_jobs.finished_at is not null and
        "import_jobs"."finished_at" >= $32 and "import_jobs"."finished_at" < $33) and (true and true)
    order by "import_jobs"."finished_at" desc, "import_jobs"."id" desc
    limit $34
  ) as event
  where event.user_id = $35::uuid
)) as activity
order by "occurredAt" desc, id desc, tie desc
limit $36;

-- activity by occurredAt, counted
select ((
  select count(*)
  from "contracts"
  where ("contracts"."user_id" = $1::uuid and "contracts"."created_at" >= $2 and "contracts"."created_at" <
      $3) and "contracts"."user_id" = $4::uuid
) + (
  select count(*)
  from "analyses"
  where ("analyses"."user_id" = $5::uuid and "analyses"."created_at" >= $6 and "analyses"."created_at" < $7)
      and "analyses"."user_id" = $8::uuid
) + (
  select count(*)
  from "analyses"
  where ("analyses"."user_id" = $9::uuid and (analyses.status = 'completed' and analyses.completed_at is not
      null) and "analyses"."completed_at" >= $10 and "analyses"."completed_at" < $11) and "analyses"."user_id"
      = $12::uuid
) + (
  select count(*)
  from "chat_sessions"
  where ("chat_sessions"."user_id" = $13::uuid and chat_sessions.is_active and "chat_sessions"."created_at" >=
      $14 and "chat_sessions"."created_at" < $15) and "chat_sessions"."user_id" = $16::uuid
) + (
  select count(*)
  from "chat_messages"
  where ("chat_messages"."user_id" = $17::uuid and (
    select is_active
    from chat_sessions
    where chat_sessions.id = chat_messages.session_id and chat_sessions.user_id = chat_messages.user_id
  ) and "chat_messages"."created_at" >= $18 and "chat_messages"."created_at" < $19) and
      "chat_messages"."user_id" = $20::uuid
) + (
  select count(*)
  from "import_jobs"
  where ("import_jobs"."started_by" = $21::uuid and "import_jobs"."created_at" >= $22 and
      "import_jobs"."created_at" < $23) and "import_jobs"."started_by" = $24::uuid
) + (
  select count(*)
  from "import_jobs"
  where ("import_jobs"."started_by" = $25::uuid and import_jobs.finished_at is not null and
      "import_jobs"."finished_at" >= $26 and "import_jobs"."finished_at" < $27) and "import_jobs"."started_by"
      = $28::uuid
))::int as count;
