import { type Kysely, sql } from 'kysely'

/**
 * Rate limits shared by all servers, using the database's clock.
 * - rate_limits counts the attempts of a key within a window. A key is a digest: the table holds no e-mail or address.
 * - known_clients holds digests of the addresses from which an account has logged in, so that attempts from elsewhere
 *   can't lock the owner out. It has no foreign key: that would lock `users` while it is created, and would keep a user who has
 *   logged in from being reverted. Rows of deleted users are deleted by age.
 * - Several codes of an account are valid at the same time, so that requesting a code does not invalidate the one that
 *   the owner is typing. Wrong attempts no longer invalidate a code: it has 60 random bits, and each client's attempts
 *   are limited.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
create table rate_limits (
  name text not null,
  key bytea not null,
  count integer not null,
  ends_at timestamptz(3) not null,
  constraint rate_limits_pkey primary key (name, key),
  constraint rate_limits_key_is_digest check (octet_length(key) = 32),
  constraint rate_limits_count_positive check (count > 0)
)`.execute(db)
  await sql`create index rate_limits_by_end on rate_limits (ends_at)`.execute(db)
  await sql`
create table known_clients (
  user_id uuid not null,
  client bytea not null,
  last_login_at timestamptz(3) not null default current_timestamp,
  constraint known_clients_pkey primary key (user_id, client),
  constraint known_clients_client_is_digest check (octet_length(client) = 32)
)`.execute(db)
  await sql`create index known_clients_by_login on known_clients (last_login_at)`.execute(db)
  await sql`delete from account_codes where attempts_left = 0`.execute(db)
  await sql`
alter table account_codes
  drop constraint account_codes_pkey,
  add constraint account_codes_pkey primary key (user_id, purpose, digest),
  drop column attempts_left`.execute(db)
  await sql`create index account_codes_by_end on account_codes (expires_at)`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  // The newest code of each kind stays.
  await sql`
delete from account_codes using account_codes as newer
where newer.user_id = account_codes.user_id and newer.purpose = account_codes.purpose
  and (newer.created_at, newer.digest) > (account_codes.created_at, account_codes.digest)`.execute(db)
  await sql`drop index account_codes_by_end`.execute(db)
  await sql`
alter table account_codes
  drop constraint account_codes_pkey,
  add constraint account_codes_pkey primary key (user_id, purpose),
  add column attempts_left integer not null default 5,
  add constraint account_codes_attempts_left_not_negative check (attempts_left >= 0)`.execute(db)
  await sql`alter table account_codes alter column attempts_left drop default`.execute(db)
  await sql`drop table known_clients`.execute(db)
  await sql`drop table rate_limits`.execute(db)
}
