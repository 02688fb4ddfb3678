import { type Kysely, sql } from 'kysely'

/**
 * contract_share_links: who has a link's token may read parts of one contract without an account.
 * - The token is stored as a digest. It has too many random bits to be guessed.
 * - `scopes` are the parts that the link shares. More may be added without changing the table.
 * - A link ends with its contract. Archiving a contract deletes its links, whichever operation archives it: restoring the
 *   contract must not share it again.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
create table contract_share_links (
  id uuid not null default gen_random_uuid() constraint contract_share_links_pkey primary key,
  contract_id uuid not null,
  user_id uuid not null,
  token_digest text not null,
  scopes text[] not null,
  expires_at timestamptz(3) not null,
  created_at timestamptz(3) not null default current_timestamp,
  constraint contract_share_links_contract_fkey foreign key (contract_id, user_id)
    references contracts (id, user_id) on delete cascade,
  constraint contract_share_links_token_digest_key unique (token_digest),
  constraint contract_share_links_token_digest_is_digest check (token_digest ~ '^sha256:[0-9a-f]{64}$'),
  constraint contract_share_links_scopes_not_empty check (cardinality(scopes) > 0),
  constraint contract_share_links_expires_later check (expires_at > created_at)
)`.execute(db)
  await sql`
create index contract_share_links_of_contract on contract_share_links (contract_id, created_at desc, id desc)`.execute(
    db,
  )
  await sql`
create function end_share_links() returns trigger language plpgsql as $$
begin
  delete from contract_share_links where contract_id = new.id and user_id = new.user_id;
  return null;
end
$$`.execute(db)
  await sql`
create trigger contracts_end_share_links after update of is_active on contracts for each row
when (old.is_active and not new.is_active) execute function end_share_links()`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop trigger contracts_end_share_links on contracts`.execute(db)
  await sql`drop function end_share_links()`.execute(db)
  await sql`drop table contract_share_links`.execute(db)
}
