import { type Kysely, sql } from 'kysely'

/**
 * The trigger function that keeps `updated_at`. A statement that sets another value keeps its own: the importer
 * writes the legacy value. The new value is always later than the old one, by a millisecond at least, so a client
 * that compares `updated_at` never takes a changed row for the one it read.
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
