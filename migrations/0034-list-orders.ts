import { type Kysely, type RawBuilder, sql } from 'kysely'

/**
 * Lists can be in the order of what screens show. Names and titles are compared by `order_key`: in lower case, without
 * accents, and by their first 200 characters, as an index has no room for the longest title. Its results are compared in
 * the order of their code points, which is the same on every machine. It must not change while an index uses it.
 *
 * A row without a time comes at the earliest time that the API and imports store, the beginning of year 0, which
 * PostgreSQL calls 1 BC. The previous release uses `contracts_by_name`, which a later release drops. The indexes are built
 * concurrently, which is not possible in a transaction.
 */
export const isTransactional = false

const accents = sql.raw(String.raw`[\u00ad\u0300-\u036f\u200b-\u200f\u2060\ufeff]+`)
const earliest = sql.raw(`timestamptz '0001-01-01 00:00:00+00 BC'`)

const indexes: Readonly<Record<string, RawBuilder<unknown>>> = {
  contracts_by_order_key: sql`contracts (user_id, (order_key(name) collate "C"), id)`,
  contracts_by_last_analysis: sql`contracts (user_id, coalesce(last_analyzed, ${earliest}) desc, id desc)`,
  contracts_by_analysis_count: sql`contracts (user_id, analysis_count desc, id desc)`,
  chat_sessions_by_title: sql`chat_sessions (user_id, (order_key(title) collate "C"), id)`,
  chat_sessions_by_message_count: sql`chat_sessions (user_id, message_count desc, id desc)`,
  users_by_name: sql`users ((order_key(name) collate "C"), id)`,
  users_by_last_login: sql`users (coalesce(last_login, ${earliest}) desc, id desc)`,
}

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
create or replace function order_key(source text) returns text
language sql immutable strict parallel safe
return case
  when octet_length(source) = char_length(source) then left(lower(source collate "default"), 200)
  else left(normalize(translate(lower(
    regexp_replace(normalize(left(source, 200), nfd), '${accents}', '', 'g') collate "default"), 'ßøđłı', 'sodli'), nfc), 200)
end`.execute(db)
  for (const [name, on] of Object.entries(indexes)) {
    // An interrupted build leaves an invalid index.
    await sql`drop index concurrently if exists ${sql.id(name)}`.execute(db)
    await sql`create index concurrently ${sql.id(name)} on ${on}`.execute(db)
  }
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const name of Object.keys(indexes)) {
    await sql`drop index concurrently if exists ${sql.id(name)}`.execute(db)
  }
  await sql`drop function if exists order_key(text)`.execute(db)
}
