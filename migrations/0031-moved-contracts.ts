import { type Kysely, sql } from 'kysely'

/**
 * With another address or chain, a contract is another one. Its share links end, because their owner shared the former one.
 * The deployment block of the onboarding belongs to the address of the default contract, so it is cleared; an import
 * writes it itself. Another spelling changes neither.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
create function note_moved_contract() returns trigger language plpgsql as $$
begin
  delete from contract_share_links where contract_id = new.id and user_id = new.user_id;
  if new.is_default and new.is_active and current_setting('metagauge.is_import', true) is distinct from 'on' then
    update user_onboarding set deployment_block = null
    where user_id = new.user_id and deployment_block is not null;
  end if;
  return null;
end
$$`.execute(db)
  // Identities are calculated only for columns that have changed.
  await sql`
create trigger contracts_note_moved after update of target_address, target_chain on contracts for each row
when ((old.target_address, old.target_chain) is distinct from (new.target_address, new.target_chain)
  and (address_identity(old.target_address, old.target_chain), chain_identity(old.target_chain))
    is distinct from (address_identity(new.target_address, new.target_chain), chain_identity(new.target_chain)))
execute function note_moved_contract()`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop trigger contracts_note_moved on contracts`.execute(db)
  await sql`drop function note_moved_contract()`.execute(db)
}
