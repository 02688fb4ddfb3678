import { type Kysely, type RawBuilder, sql } from 'kysely'

/**
 * Indexes for search that contain the words of a text as users see them, and the owner, so that a search reads only
 * the viewer's rows. They need no extension. `search_text` separates words: accents and compatibility forms are folded,
 * punctuation separates words (gas_price, uniswap.org/pools), and each character of a script without spaces is a word.
 * `search_words` also adds the parts of camelCase words and addresses without 0x. Both contain the same expressions: a
 * function in an index must not call another, which a restore would not find. They must not change while an index uses
 * them. They accept every text, because an error would prevent a row from being inserted, and suppress the notices about
 * words of more than 2 kB, which are not in the index. They replace the indexes of 0011: with both, imports would take
 * much longer. While the previous release still runs, its searches are slow, but end after 3 s. It also uses
 * `contracts_by_similarity`, which a later release drops. The indexes are built concurrently, which is not possible in a
 * transaction.
 */
export const isTransactional = false

/** Characters that compatibility decomposition or the removal of accents may change; no emoji or common punctuation. */
const foldable = sql.raw(
  String.raw`[\u00a0-\u1fff\u2070-\u209f\u2100-\u218f\u2460-\u24ff\u2c00-\U0001efff\U0001fb00-\U0010ffff]`,
)
const accents = sql.raw(String.raw`[\u00ad\u0300-\u036f\u200b-\u200f\u2060\ufeff]+`)
/** Thai, Lao and East Asian scripts. */
const withoutSpaces = sql.raw(
  String.raw`[\u0e00-\u0eff\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]`,
)
const separators = sql.raw(
  String.raw`[!-/:-@[-\`{-~\u0080-\u00bf\u00d7\u00f7\u2000-\u2bff\u3000-\u3004\u3008-\u303f\ufe00-\ufe6f\uff00-\uff0f\U0001f000-\U0001faff]+`,
)

/** The text without accents and compatibility forms, in lower case. */
const fold = (text: RawBuilder<unknown>) =>
  sql`normalize(lower(regexp_replace(normalize(${text}, nfkd), '${accents}', '', 'g')), nfc)`

/**
 * Sets `words` to the text's words, separated by spaces. `normalize` takes time quadratic in the number of adjacent
 * combining marks, and can't be cancelled: a long text is normalized in pieces. `substr` reads a text from its beginning:
 * the pieces are cut from larger ones.
 */
const separateWords = sql`
  if words ~ '${foldable}' then
    if length(words) <= 2000 then
      words := ${fold(sql`words`)};
    else
      select string_agg(${fold(sql`substr(stretch, place, 500)`)}, '' order by start, place) into words
      from generate_series(1, length(words), 10000) as start
      cross join substr(words, start, 10000) as stretch
      cross join generate_series(1, length(stretch), 500) as place;
    end if;
    if words ~ '[ßøđłı]' then
      words := translate(words, 'ßøđłı', 'sodli');
    end if;
    words := regexp_replace(words, '${withoutSpaces}', ' \\& ', 'g');
  end if;
  words := regexp_replace(words, '${separators}', ' ', 'g');`

const contractText = sql`name || ' ' || left(coalesce(description, ''), 10000) || ' ' || coalesce(target_name, '')
  || ' ' || target_address`
const sessionText = sql`title || ' ' || coalesce(contract_name, '') || ' ' || coalesce(contract_address, '')`
const analysisText = sql`analysis_type || ' ' || coalesce(contract_address, '') || ' ' || coalesce(contract_chain, '')
  || ' ' || left(coalesce(metadata ->> 'contractName', ''), 255) || ' ' || left(coalesce(error_message, ''), 10000)`

export async function up(db: Kysely<unknown>): Promise<void> {
  // The high cost makes PostgreSQL use the indexes instead of parsing the texts of all rows of an owner.
  await sql`
create or replace function search_text(source text) returns text
language plpgsql immutable strict parallel safe cost 10000 as $$
declare
  words text := source;
begin${separateWords}
  return words;
end
$$`.execute(db)
  await sql`
create or replace function search_words(owner uuid, source text) returns tsvector
language plpgsql immutable parallel safe cost 10000 set client_min_messages to warning as $$
declare
  words text := left(source, 100000);
  parts text := '';
begin
  if words ~ '[a-z][A-Z]|0[xX]' then
    -- Begins only where a word begins, or each place of a long word would be tried.
    select coalesce(string_agg(case when token[1] ~ '^0[xX]' then substr(token[1], 3)
      else regexp_replace(token[1], '([a-z0-9])(?=[A-Z])|([A-Z])(?=[A-Z][a-z])', '\\1\\2 ', 'g') end, ' '), '') into parts
    from regexp_matches(words,
      '(?:^|[^A-Za-z0-9])(0[xX][0-9a-fA-F]{4,}|[A-Za-z0-9]*[a-z][A-Z][A-Za-z0-9]*)', 'g') as token;
  end if;${separateWords}
  -- A tsvector has at most 1 MB, and at most twice the size of its text. Only rare characters become this long.
  if octet_length(words) + octet_length(parts) > 500000 then
    words := left(words, 100000);
    parts := left(parts, 50000);
  end if;
  -- The owner separates the text from the parts: no phrase of a query contains its word.
  return to_tsvector('pg_catalog.simple', words || concat(' u', replace(owner::text, '-', ''), '@owner.id ', parts));
end
$$`.execute(db)
  await buildTextIndexes(db)
  for (const [name] of oldIndexes) await sql`drop index concurrently if exists ${sql.id(name)}`.execute(db)
}

/** Those of 0011. */
const oldIndexes = [
  ['chat_messages_by_words', sql`chat_messages using gin (to_tsvector('simple', left(content, 100000)))`],
  [
    'chat_sessions_by_words',
    sql`chat_sessions using gin (to_tsvector('simple',
  title || ' ' || coalesce(contract_name, '') || ' ' || coalesce(contract_address, '')))`,
  ],
  [
    'contracts_by_words',
    sql`contracts using gin (to_tsvector('simple',
  name || ' ' || left(coalesce(description, ''), 10000) || ' ' || coalesce(target_name, '') || ' ' || target_address))`,
  ],
] as const

async function buildTextIndexes(db: Kysely<unknown>): Promise<void> {
  await buildIndex(db, 'contracts_by_text', sql`contracts using gin (search_words(user_id, ${contractText}))`)
  await buildIndex(
    db,
    'chat_sessions_by_text',
    sql`chat_sessions using gin (search_words(user_id, ${sessionText}))`,
  )
  await buildIndex(db, 'chat_messages_by_text', sql`chat_messages using gin (search_words(user_id, content))`)
  await buildIndex(db, 'analyses_by_text', sql`analyses using gin (search_words(user_id, ${analysisText}))`)
}

/** Drops an invalid index that an interrupted build may have left. */
async function buildIndex(db: Kysely<unknown>, name: string, on: RawBuilder<unknown>): Promise<void> {
  await sql`drop index concurrently if exists ${sql.id(name)}`.execute(db)
  await sql`create index concurrently ${sql.id(name)} on ${on}`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const [name, on] of oldIndexes) await buildIndex(db, name, on)
  await sql`drop index concurrently if exists analyses_by_text`.execute(db)
  await sql`drop index concurrently if exists chat_messages_by_text`.execute(db)
  await sql`drop index concurrently if exists chat_sessions_by_text`.execute(db)
  await sql`drop index concurrently if exists contracts_by_text`.execute(db)
  await sql`drop function if exists search_words(uuid, text)`.execute(db)
  await sql`drop function if exists search_text(text)`.execute(db)
}
