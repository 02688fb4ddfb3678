import { type Kysely, sql } from 'kysely'

/**
 * The plan's chat_sessions and chat_messages. Intended differences:
 * - timestamptz(3), and NOT NULL wherever there is a default or an owner (see 0002).
 * - `metadata` of both contains what the application stores about a session or a message.
 * - Messages have `user_id`, too, which a foreign key on both columns keeps equal to the session's (see 0003).
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
create table chat_sessions (
  id uuid not null default gen_random_uuid() constraint chat_sessions_pkey primary key,
  user_id uuid not null,
  title varchar(500) not null default 'New Chat',
  contract_address varchar(255),
  contract_chain varchar(50),
  contract_name varchar(255),
  is_active boolean not null default true,
  message_count integer not null default 0,
  metadata jsonb not null default '{}',
  last_message_at timestamptz(3),
  created_at timestamptz(3) not null default current_timestamp,
  updated_at timestamptz(3) not null default current_timestamp,
  constraint chat_sessions_owner unique (id, user_id),
  constraint chat_sessions_user_id_fkey foreign key (user_id) references users (id) on delete cascade,
  constraint chat_sessions_message_count_not_negative check (message_count >= 0)
)`.execute(db)
  await sql`create index idx_sessions_user on chat_sessions (user_id)`.execute(db)
  await sql`create index idx_sessions_contract on chat_sessions (contract_address, contract_chain)`.execute(
    db,
  )
  await sql`create index idx_sessions_active on chat_sessions (is_active)`.execute(db)
  await sql`create index idx_sessions_updated on chat_sessions (updated_at desc)`.execute(db)
  // A session without messages counts as last used when it was created.
  await sql`
create index chat_sessions_by_activity
on chat_sessions (user_id, (coalesce(last_message_at, created_at)) desc, id desc)`.execute(db)
  await sql`create index chat_sessions_by_creation on chat_sessions (user_id, created_at desc, id desc)`.execute(
    db,
  )
  await sql`create index chat_sessions_by_address on chat_sessions (user_id, lower(contract_address))`.execute(
    db,
  )
  await sql`
create trigger chat_sessions_touch before update on chat_sessions
for each row execute function touch_updated_at()`.execute(db)

  await sql`
create table chat_messages (
  id uuid not null default gen_random_uuid() constraint chat_messages_pkey primary key,
  session_id uuid not null,
  user_id uuid not null,
  role varchar(50) not null,
  content text not null,
  components jsonb,
  tokens_used integer,
  model varchar(100),
  processing_time integer,
  metadata jsonb not null default '{}',
  created_at timestamptz(3) not null default current_timestamp,
  constraint chat_messages_session_fkey foreign key (session_id, user_id)
    references chat_sessions (id, user_id) on delete cascade,
  constraint chat_messages_role_known check (role in ('user', 'assistant', 'system'))
)`.execute(db)
  await sql`create index idx_messages_session on chat_messages (session_id)`.execute(db)
  await sql`create index idx_messages_created on chat_messages (created_at desc)`.execute(db)
  await sql`create index chat_messages_by_creation on chat_messages (session_id, created_at desc, id desc)`.execute(
    db,
  )
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table chat_messages`.execute(db)
  await sql`drop table chat_sessions`.execute(db)
}
