import { type Kysely, type RawBuilder, sql } from 'kysely'

/**
 * Functions and indexes for search. The expressions must be identical to those of the search statement, or the indexes
 * are not used. Long texts are truncated, because a tsvector has a maximum size that must not prevent a row from being
 * inserted. pg_trgm tolerates typos in names and addresses. It is optional: if the server does not have it, or the role
 * may not create it, search finds whole words and prefixes. Two functions hide the difference: whether a name is
 * similar to the search text, and how similar, from 0 to 1. They are plain expressions, so that the index can be used.
 * The indexes are built concurrently, which is not possible in a transaction.
 */
export const isTransactional = false

export async function up(db: Kysely<unknown>): Promise<void> {
  await buildIndex(db, {
    name: 'contracts_by_words',
    on: sql`contracts using gin (to_tsvector('simple',
  name || ' ' || left(coalesce(description, ''), 10000) || ' ' || coalesce(target_name, '') || ' ' || target_address))`,
  })
  await buildIndex(db, {
    name: 'chat_sessions_by_words',
    on: sql`chat_sessions using gin (to_tsvector('simple',
  title || ' ' || coalesce(contract_name, '') || ' ' || coalesce(contract_address, '')))`,
  })
  await buildIndex(db, {
    name: 'chat_messages_by_words',
    on: sql`chat_messages using gin (to_tsvector('simple', left(content, 100000)))`,
  })
  await buildIndex(db, {
    name: 'chat_messages_of_user',
    on: sql`chat_messages (user_id, created_at desc, id desc)`,
  })
  await sql`
do $$
begin
  if exists (select from pg_available_extensions where name = 'pg_trgm' and installed_version is null) then
    create extension pg_trgm;
    comment on extension pg_trgm is 'made by the migration 0011-search';
  end if;
exception when insufficient_privilege then
  raise notice 'pg_trgm is not created: search finds whole words and prefixes only';
end
$$`.execute(db)
  await sql`
do $$
begin
  if to_regprocedure('word_similarity(text, text)') is null then
    create or replace function resembles(query text, name text) returns boolean language sql stable return false;
    create or replace function resemblance(query text, name text) returns real language sql stable return 0::real;
  else
    create or replace function resembles(query text, name text) returns boolean language sql stable
      return query <% name or query <<% name or query % name;
    create or replace function resemblance(query text, name text) returns real language sql stable
      return (word_similarity(query, name) + similarity(query, name)) / 2;
  end if;
end
$$`.execute(db)
  await buildIndex(db, {
    name: 'contracts_by_similarity',
    on: sql`contracts using gin (name gin_trgm_ops, target_address gin_trgm_ops)`,
    isOptional: true,
  })
  await buildIndex(db, {
    name: 'analyses_by_results',
    on: sql`analyses using gin (results jsonb_path_ops)`,
  })
}

interface NewIndex {
  readonly name: string
  readonly on: RawBuilder<unknown>
  /** Whether it requires an extension that may be missing. */
  readonly isOptional?: boolean
}

/** Drops an invalid index that an interrupted build may have left. */
async function buildIndex(db: Kysely<unknown>, { name, on, isOptional = false }: NewIndex): Promise<void> {
  await sql`drop index concurrently if exists ${sql.id(name)}`.execute(db)
  try {
    await sql`create index concurrently ${sql.id(name)} on ${on}`.execute(db)
  } catch (error) {
    // Raised before anything is built: the operator class does not exist.
    const isMissing = error instanceof Error && 'code' in error && error.code === '42704'
    if (!isOptional || !isMissing) throw error
  }
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop index concurrently if exists analyses_by_results`.execute(db)
  await sql`drop function if exists resemblance(text, text)`.execute(db)
  await sql`drop function if exists resembles(text, text)`.execute(db)
  await sql`drop index concurrently if exists contracts_by_similarity`.execute(db)
  // An extension that existed before remains, because others may use it.
  await sql`
do $$
begin
  if exists (select from pg_extension where extname = 'pg_trgm'
    and obj_description(oid, 'pg_extension') = 'made by the migration 0011-search') then
    drop extension pg_trgm;
  end if;
end
$$`.execute(db)
  await sql`drop index concurrently if exists chat_messages_of_user`.execute(db)
  await sql`drop index concurrently if exists chat_messages_by_words`.execute(db)
  await sql`drop index concurrently if exists chat_sessions_by_words`.execute(db)
  await sql`drop index concurrently if exists contracts_by_words`.execute(db)
}
