import { type Kysely, sql } from 'kysely'

/**
 * Texts are compared in Unicode's normal form NFC, and stored as users typed them: "é" is one character or two. The
 * functions leave ASCII unchanged without looking at each character. E-mails are stored in the form in which they are
 * compared, like their lower case; an e-mail whose normal form has another account is unchanged.
 *
 * The previous release uses `users_by_text`, which a later migration drops. The index is built concurrently, which is not
 * possible in a transaction.
 */
export const isTransactional = false

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
create or replace function nfc(words text) returns text language sql immutable parallel safe
return case when octet_length(words) = char_length(words) then words else normalize(words, nfc) end`.execute(
    db,
  )
  await sql`
create or replace function nfc_all(items text[]) returns text[] language sql immutable parallel safe
return array(select nfc(item) from unnest(items) with ordinality as each(item, place) order by place)`.execute(
    db,
  )
  await sql`
update users set email = nfc(email)
where id in (
  select distinct on (nfc(email)) id from users as written
  where email <> nfc(email) and not exists (select from users as other where other.email = nfc(written.email))
  order by nfc(email), id)`.execute(db)
  await sql`drop index concurrently if exists users_by_normal_text`.execute(db)
  try {
    await sql`
create index concurrently users_by_normal_text
on users using gin (nfc(name) gin_trgm_ops, nfc(email) gin_trgm_ops)`.execute(db)
  } catch (error) {
    // Raised before anything is built: the operator class of the optional extension pg_trgm does not exist.
    if (!(error instanceof Error && 'code' in error && error.code === '42704')) throw error
  }
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop index concurrently if exists users_by_normal_text`.execute(db)
  await sql`drop function if exists nfc_all(text[])`.execute(db)
  await sql`drop function if exists nfc(text)`.execute(db)
}
