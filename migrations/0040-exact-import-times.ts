import { type Kysely, sql } from 'kysely'

/**
 * `touch_updated_at` leaves the rows that an import writes or restores as they are. Otherwise a record that replaces a row
 * with the same time, as in a take-over, would get another time, and its verification would fail.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
create or replace function touch_updated_at() returns trigger language plpgsql as $$
begin
  if new.updated_at is not distinct from old.updated_at
    and current_setting('metagauge.is_import', true) is distinct from 'on' then
    new.updated_at := greatest(current_timestamp, old.updated_at + interval '1 millisecond');
  end if;
  return new;
end
$$`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`
create or replace function touch_updated_at() returns trigger language plpgsql as $$
begin
  if new.updated_at is not distinct from old.updated_at then
    new.updated_at := greatest(current_timestamp, old.updated_at + interval '1 millisecond');
  end if;
  return new;
end
$$`.execute(db)
}
