\set user random(0, :users - 1) * :stride
select json_agg(session) from (
  select id, title, contract_name as "contractName", message_count as "messageCount", created_at as "createdAt",
    (select json_agg(message) from (
      select id, role, content, created_at as "createdAt" from chat_messages
      where session_id = chat_sessions.id and user_id = chat_sessions.user_id
      order by created_at desc, id desc limit 20) as message
    ) as messages
  from chat_sessions where user_id = md5('user-' || :user)::uuid and is_active
  order by chat_sessions.created_at desc, chat_sessions.id desc limit 10
) as session;
