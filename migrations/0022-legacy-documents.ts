import { type Kysely, sql } from 'kysely'

/**
 * The files of a legacy data directory that hold none of the five kinds of records, byte for byte. A path has a row for
 * each change of its content; an export writes the newest. Deleting the user that a reverted import created
 * keeps the documents of other imports, without an owner. Slices of `content` are read, so it is not compressed.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
create table legacy_documents (
  id uuid not null default gen_random_uuid(),
  user_id uuid,
  job_id uuid not null,
  path text collate "C" not null,
  content bytea not null,
  bytes integer not null,
  sha256 bytea not null,
  is_json boolean not null,
  modified_at timestamptz(3),
  imported_at timestamptz(3) not null default current_timestamp,
  constraint legacy_documents_pkey primary key (id),
  constraint legacy_documents_user_id_fkey foreign key (user_id) references users (id) on delete set null,
  constraint legacy_documents_job_id_fkey foreign key (job_id) references import_jobs (id),
  constraint legacy_documents_path_once unique (job_id, path),
  constraint legacy_documents_bytes_not_negative check (bytes >= 0),
  constraint legacy_documents_sha256_length check (octet_length(sha256) = 32)
)`.execute(db)
  await sql`alter table legacy_documents alter column content set storage external`.execute(db)
  await sql`create index legacy_documents_by_owner on legacy_documents (user_id, path, id)`.execute(db)
  await sql`create index legacy_documents_by_path on legacy_documents (path, id)`.execute(db)
  await sql`create index legacy_documents_of_job on legacy_documents (job_id, id)`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table legacy_documents`.execute(db)
}
