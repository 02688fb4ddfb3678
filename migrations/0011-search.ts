import { type Kysely, sql } from 'kysely'

/**
 * What search needs. The expressions are those of the search's statement, word for word, or the index serves nothing.
 * Long texts are cut: a tsvector has a limit, and a text beyond it must not make the row impossible.
 * pg_trgm tolerates typing errors in names and addresses. It is optional: where the server does not have it, or the
 * role may not create it, search finds whole words and prefixes. The two functions hide which of both it is: whether a
 * name resembles what was asked for, and how much, 0 to 1. They are plain expressions, so that the index serves them.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
create index contracts_by_words on contracts using gin (to_tsvector('simple',
  name || ' ' || left(coalesce(description, ''), 10000) || ' ' || coalesce(target_name, '') || ' ' || target_address))`.execute(
    db,
  )
  await sql`
create index chat_sessions_by_words on chat_sessions using gin (to_tsvector('simple',
  title || ' ' || coalesce(contract_name, '') || ' ' || coalesce(contract_address, '')))`.execute(db)
  await sql`create index chat_messages_by_words on chat_messages using gin (to_tsvector('simple', left(content, 100000)))`.execute(
    db,
  )
  await sql`create index chat_messages_of_user on chat_messages (user_id, created_at desc, id desc)`.execute(
    db,
  )
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
    create function resembles(query text, name text) returns boolean language sql stable return false;
    create function resemblance(query text, name text) returns real language sql stable return 0::real;
  else
    create index contracts_by_similarity on contracts using gin (name gin_trgm_ops, target_address gin_trgm_ops);
    create function resembles(query text, name text) returns boolean language sql stable
      return query <% name or query <<% name or query % name;
    create function resemblance(query text, name text) returns real language sql stable
      return (word_similarity(query, name) + similarity(query, name)) / 2;
  end if;
end
$$`.execute(db)
  await sql`create index analyses_by_results on analyses using gin (results jsonb_path_ops)`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop index analyses_by_results`.execute(db)
  await sql`drop function resemblance(text, text)`.execute(db)
  await sql`drop function resembles(text, text)`.execute(db)
  await sql`drop index if exists contracts_by_similarity`.execute(db)
  // An extension that was there before stays: others may use it.
  await sql`
do $$
begin
  if exists (select from pg_extension where extname = 'pg_trgm'
    and obj_description(oid, 'pg_extension') = 'made by the migration 0011-search') then
    drop extension pg_trgm;
  end if;
end
$$`.execute(db)
  await sql`drop index chat_messages_of_user`.execute(db)
  await sql`drop index chat_messages_by_words`.execute(db)
  await sql`drop index chat_sessions_by_words`.execute(db)
  await sql`drop index contracts_by_words`.execute(db)
}
