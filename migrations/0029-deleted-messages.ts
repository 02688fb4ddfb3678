import { type Kysely, sql } from 'kysely'

/**
 * Records with a legacy record when its message was deleted, so that the next import does not insert it again (see
 * 0015).
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
create function note_deleted_messages() returns trigger language plpgsql as $$
begin
  update legacy_records set deleted_at = clock_timestamp()
  from deleted where legacy_records.kind = 'chat_messages' and legacy_records.id = deleted.id;
  return null;
end
$$`.execute(db)
  await sql`
create trigger chat_messages_note_deleted after delete on chat_messages
referencing old table as deleted for each statement
when (current_setting('metagauge.is_import', true) is distinct from 'on')
execute function note_deleted_messages()`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop trigger chat_messages_note_deleted on chat_messages`.execute(db)
  await sql`drop function note_deleted_messages()`.execute(db)
}
