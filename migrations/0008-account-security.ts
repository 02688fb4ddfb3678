import { type Kysely, sql } from 'kysely'

/**
 * Tables for changing a password, closing an account and verifying an e-mail. They are not part of `users`, because an import
 * writes whole rows of `users` and must never make an ended session valid again.
 * - A user without a row in account_security has token version 0.
 * - A code is stored as a digest, one for each purpose and user; it is invalid after its use, its expiry or wrong attempts.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
create table account_security (
  user_id uuid not null constraint account_security_pkey primary key,
  token_version integer not null default 0,
  deleted_at timestamptz(3),
  constraint account_security_user_id_fkey foreign key (user_id) references users (id) on delete cascade,
  constraint account_security_token_version_not_negative check (token_version >= 0)
)`.execute(db)

  await sql`
create table account_codes (
  user_id uuid not null,
  purpose varchar(50) not null,
  digest varchar(255) not null,
  attempts_left integer not null,
  expires_at timestamptz(3) not null,
  created_at timestamptz(3) not null default current_timestamp,
  constraint account_codes_pkey primary key (user_id, purpose),
  constraint account_codes_user_id_fkey foreign key (user_id) references users (id) on delete cascade,
  constraint account_codes_purpose_known check (purpose in ('password_reset', 'email_verification')),
  constraint account_codes_digest_is_digest check (digest ~ '^sha256:[0-9a-f]{64}$'),
  constraint account_codes_attempts_left_not_negative check (attempts_left >= 0)
)`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table account_codes`.execute(db)
  await sql`drop table account_security`.execute(db)
}
