import { type Kysely, sql } from 'kysely'

/**
 * Idempotency keys of clients, so that a retried call does not act twice. The key is inserted in the transaction of the call;
 * the digest of the request distinguishes a retry from another request with the same key.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
create table idempotency_keys (
  user_id uuid not null,
  key varchar(255) not null,
  operation varchar(50) not null,
  request_sha256 bytea not null,
  result_ids uuid[] not null,
  created_at timestamptz(3) not null default current_timestamp,
  constraint idempotency_keys_pkey primary key (user_id, key),
  constraint idempotency_keys_user_id_fkey foreign key (user_id) references users (id) on delete cascade,
  constraint idempotency_keys_request_sha256_length check (octet_length(request_sha256) = 32)
)`.execute(db)
  await sql`create index idempotency_keys_by_creation on idempotency_keys (created_at)`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table idempotency_keys`.execute(db)
}
