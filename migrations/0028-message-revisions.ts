import { type Kysely, sql } from 'kysely'

/**
 * chat_message_revisions: messages as they were before each edit, and before their deletion. `message_id` has no foreign
 * key, because the history remains when the message is deleted; it ends with the session.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
create table chat_message_revisions (
  id uuid not null default gen_random_uuid() constraint chat_message_revisions_pkey primary key,
  message_id uuid not null,
  session_id uuid not null,
  user_id uuid not null,
  role text not null,
  content text not null,
  components jsonb,
  tokens_used integer,
  model text,
  processing_time integer,
  metadata jsonb not null,
  created_at timestamptz(3) not null,
  replaced_at timestamptz(3) not null default clock_timestamp(),
  is_deletion boolean not null,
  constraint chat_message_revisions_session_fkey foreign key (session_id, user_id)
    references chat_sessions (id, user_id) on delete cascade
)`.execute(db)
  await sql`
create index chat_message_revisions_of_message on chat_message_revisions (message_id, replaced_at desc, id desc)`.execute(
    db,
  )
  await sql`
create index chat_message_revisions_of_session on chat_message_revisions (session_id, replaced_at desc, id desc)`.execute(
    db,
  )
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table chat_message_revisions`.execute(db)
}
