import { type Kysely, sql } from 'kysely'

/**
 * The trigger function that maintains `updated_at`. A statement that sets another value keeps it: the importer writes the
 * legacy value. The new value is at least one millisecond later than the old one, so a client that compares `updated_at`
 * always notices a change.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
create function touch_updated_at() returns trigger language plpgsql as $$
begin
  if new.updated_at is not distinct from old.updated_at then
    new.updated_at := greatest(current_timestamp, old.updated_at + interval '1 millisecond');
  end if;
  return new;
end
$$`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop function touch_updated_at()`.execute(db)
}
