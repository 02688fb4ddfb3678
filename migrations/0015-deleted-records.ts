import { type Kysely, sql } from 'kysely'

/**
 * Records with a legacy record when its row was deleted, so that the next import does not insert it again. Contracts are the only
 * imported rows that the API deletes: it keeps accounts, sessions and archived contracts. A row that the importer itself
 * deletes does not count: see metagauge.is_import.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table legacy_records add column deleted_at timestamptz(3)`.execute(db)
  await sql`
create function note_deleted_contracts() returns trigger language plpgsql as $$
begin
  update legacy_records set deleted_at = clock_timestamp()
  from deleted where legacy_records.kind = 'contracts' and legacy_records.id = deleted.id;
  return null;
end
$$`.execute(db)
  await sql`
create trigger contracts_note_deleted after delete on contracts
referencing old table as deleted for each statement
when (current_setting('metagauge.is_import', true) is distinct from 'on')
execute function note_deleted_contracts()`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop trigger contracts_note_deleted on contracts`.execute(db)
  await sql`drop function note_deleted_contracts()`.execute(db)
  await sql`alter table legacy_records drop column deleted_at`.execute(db)
}
