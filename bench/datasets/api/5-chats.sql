-- The users' first sessions, then their second ones; 30 messages in those of busy users, and 17 or 18 in the others.
create temporary table bench_sessions as
select row_number() over (order by place, users.number) - 1 as number, users.number as user_number, users.id as user_id,
  md5('session-' || users.number || '-' || place)::uuid as id, place,
  case when users.number % 10 = 0 then 30 else 17 + ((users.number % 10 - 1) * 9 + place - 1) % 2 end as messages,
  timestamptz '2024-04-01 00:00:00Z' + (row_number() over (order by place, users.number) - 1)
    * (interval '540 days' / (current_setting('bench.users')::bigint * 10)) as created_at
from bench_users as users cross join lateral generate_series(1, users.sessions) as place;

insert into chat_sessions (id, user_id, title, contract_address, contract_chain, contract_name, is_active, message_count,
  last_message_at, created_at, updated_at)
select id, user_id, 'Protocol ' || left(md5('title-' || number), 6) || ': who comes back?', pg_temp.address(number),
  'ethereum', 'Protocol ' || left(md5('title-' || number), 6), place % 10 <> 0, messages,
  created_at + messages * interval '90 seconds', created_at, created_at + messages * interval '90 seconds'
from bench_sessions order by number;

-- Forty sessions are active at a time. Their messages alternate, as they arrived.
create temporary table bench_messages as
select sessions.number * 32 + turn as number, sessions.id as session_id, sessions.user_id, turn,
  sessions.created_at + turn * interval '90 seconds' as created_at,
  row_number() over (order by sessions.number / 40, turn, sessions.number) as arrival
from bench_sessions as sessions cross join lateral generate_series(1, sessions.messages) as turn;

-- An answer has 300 to 700 characters, a question fewer.
insert into chat_messages (id, session_id, user_id, role, content, components, tokens_used, model, processing_time,
  metadata, created_at)
select md5('message-' || messages.number)::uuid, session_id, user_id,
  case when turn % 2 = 1 then 'user' else 'assistant' end,
  case when turn % 2 = 1 then one.text
    else concat_ws(' ', one.text, two.text, three.text, E'\n\n' || four.text, two.text) end,
  case when turn % 2 = 0 and pg_temp.pick(messages.number, 60, 10) < 3 then
    jsonb_build_array(jsonb_build_object('type', 'metric_card', 'title', 'Total value locked',
      'data', jsonb_build_object('value', pg_temp.pick(messages.number, 61, 1000000), 'unit', 'wei'))) end,
  case when turn % 2 = 0 then 200 + pg_temp.pick(messages.number, 62, 2800) end,
  case when turn % 2 = 0 then 'gemini-2.5-flash' end,
  case when turn % 2 = 0 then 900 + pg_temp.pick(messages.number, 63, 8000) end, '{}', created_at
from bench_messages as messages
join sentences as one on one.number = pg_temp.pick(messages.number, 64, 4096)
join sentences as two on two.number = pg_temp.pick(messages.number, 65, 4096)
join sentences as three on three.number = pg_temp.pick(messages.number, 66, 4096)
join sentences as four on four.number = pg_temp.pick(messages.number, 67, 4096)
order by arrival;
