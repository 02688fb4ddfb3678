import { type Kysely, type RawBuilder, sql } from 'kysely'

/**
 * Search finds the texts of interpretations: those that users saved, and the one that the legacy application stored in the
 * results of an analysis. `interpretation_text` is the texts of all strings of a JSON value, at most 20 levels deep, because
 * an error would prevent a row from being inserted. The text of a saved interpretation is a column, so that a search knows
 * its length without reading it. The index of results contains only analyses with an interpretation; the others, which are
 * many, cost a look at the keys. The indexes are built concurrently, which is not possible in a transaction.
 */
export const isTransactional = false

const ownText = sql`left(interpretation_text(coalesce(results -> 'aiInterpretation', results -> 'interpretation')), 10000)`

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
create or replace function interpretation_text(content jsonb) returns text
language sql immutable parallel safe
return (select coalesce(string_agg(value #>> '{}', ' '), '')
  from jsonb_path_query(content, 'strict $.**{0 to 20} ? (@.type() == "string")') as value)`.execute(db)
  await sql`
alter table analysis_interpretations
add column if not exists searched_text text not null generated always as (interpretation_text(content)) stored`.execute(
    db,
  )
  await buildIndex(db, {
    name: 'interpretations_by_text',
    on: sql`analysis_interpretations using gin (search_words(user_id, searched_text))`,
  })
  await buildIndex(db, {
    name: 'analyses_by_interpretation',
    on: sql`analyses using gin (search_words(user_id, ${ownText}))
  where results ?| array['aiInterpretation', 'interpretation']`,
  })
}

/** Drops an invalid index that an interrupted build may have left. */
async function buildIndex(
  db: Kysely<unknown>,
  { name, on }: { readonly name: string; readonly on: RawBuilder<unknown> },
): Promise<void> {
  await sql`drop index concurrently if exists ${sql.id(name)}`.execute(db)
  await sql`create index concurrently ${sql.id(name)} on ${on}`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop index concurrently if exists analyses_by_interpretation`.execute(db)
  await sql`drop index concurrently if exists interpretations_by_text`.execute(db)
  await sql`alter table analysis_interpretations drop column if exists searched_text`.execute(db)
  await sql`drop function if exists interpretation_text(jsonb)`.execute(db)
}
