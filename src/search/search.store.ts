import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../database/connection.ts'
import { inPage, type Page, type PageRequest, type SortKey } from '../database/pagination.ts'
import type { SearchKind } from '../generated/graphql.ts'
import { interpretationText } from './analysis-match.store.ts'
import { matches } from './match.store.ts'
import type { Wanted } from './newest-match.store.ts'
import type { SnippetSource, SoughtTexts } from './snippet.rules.ts'

export interface FoundRow {
  readonly kind: SearchKind
  readonly id: string
  /** The score in millionths: an integer, which a cursor represents exactly. */
  readonly sortKey: number
  /** Plain text. */
  readonly snippet: string
}

export type FoundText = Omit<FoundRow, 'snippet'> & SnippetSource

export type SearchPage = Page<FoundRow>

/** Characters of a row's text that are ranked: at most 1 MB for each kind. */
const maxRankedLength = 2000
/** Shorter texts are read in full for their snippets. */
const maxWholeBytes = 4000
/** Characters in which the rows of a page are searched for the places of their snippets. */
const maxSearchedLength = 2_000_000
const maxSearchedLengthOfRow = 100_000
const pieceLength = 600
const pieceBefore = 200
const maxPieces = 10

export const searchSortKeys = {
  score: { type: 'integer', expression: sql`found.score` },
} satisfies Record<string, SortKey>

/** A page of the user's own rows that match, the best first. Similar names rank higher than matching texts. */
export async function searchRows(
  db: Database,
  wanted: Wanted,
  sought: SoughtTexts,
  page: PageRequest,
): Promise<FoundText[]> {
  const { rows } = await sql<FoundText>`
    with ${matches(wanted)},
    page as (
      select found.kind, found.id, found.score
      from (${scoreRows(wanted, sought.typed)}) as found
      where ${inPage(page, 'found.id')}
      order by found.score desc, found.id desc
      limit ${page.fetchLimit}
    )
    select kind, page.id, score as "sortKey", title, pieces, rest
    from page
    cross join lateral (${readTexts(wanted.userId, sought.beginnings, page.fetchLimit)}) as source
    order by score desc, page.id desc`.execute(db)
  return rows
}

function scoreRows({ userId, request }: Wanted, typed: readonly string[]): RawBuilder<unknown> {
  const { name } = request
  const interpretation = interpretationText(userId, 'analysis_ids.version')
  const rank = (bonus: RawBuilder<unknown>, text: RawBuilder<unknown>) => sql`
    (1000000 * (${bonus} + 0.05 * ${containedShare(typed, text)} + 0.05 * ${recency}))::int as score`
  const named = (...columns: string[]) =>
    sql`greatest(${sql.join(
      columns.flatMap((column) => [
        sql`resemblance(${name}, ${sql.ref(column)})`,
        containedName(name, sql.ref(column)),
      ]),
    )})`
  return sql`
    select 'contract' as kind, id,
      ${rank(named('name', 'target_address'), sql`concat_ws(' ', name, target_name, target_address, left(description, ${maxRankedLength}::int))`)}
    from contracts where id in (select id from contract_ids) and user_id = ${userId}::uuid
    union all
    select 'chat_session', id, ${rank(named('title', 'contract_name'), sql`concat_ws(' ', title, contract_name, contract_address)`)}
    from chat_sessions where id in (select id from session_ids) and user_id = ${userId}::uuid
    union all
    select 'chat_message', id, ${rank(sql`0`, sql`left(content, ${maxRankedLength}::int)`)}
    from chat_messages where id in (select id from message_ids) and user_id = ${userId}::uuid
    union all
    select 'analysis', analyses.id,
      ${rank(sql`0`, sql`concat_ws(' ', analysis_type, contract_address, left(coalesce(${interpretation}, error_message), ${maxRankedLength}::int))`)}
    from analyses join analysis_ids on analysis_ids.id = analyses.id where user_id = ${userId}::uuid`
}

/** From 0 to 1: the share of these texts that the text contains. */
function containedShare(typed: readonly string[], text: RawBuilder<unknown>): RawBuilder<number> {
  return sql`(
    select count(*) filter (where strpos(lowered, sought) > 0)::float8 / greatest(count(*), 1)
    from (select lower(${text}) as lowered offset 0) as ranked cross join unnest(${typed}::text[]) as sought)`
}

/** From 0 to 1, also without pg_trgm: how much of the name the query is. */
function containedName(query: string, name: RawBuilder<unknown>): RawBuilder<number> {
  return sql`case when ${query} <> '' and strpos(lower(${name}), lower(${query})) > 0
    then length(${query})::real / length(${name}) else 0 end`
}

/** From 0 to 1 between 2014 and 2046: newer rows come first among equal ones. It never changes, unlike an age. */
const recency = sql`least(1, greatest(0, (extract(epoch from created_at)::float8 - 1.4e9) / 1e9))`

/** The texts for snippets: short ones in full, and the pieces of a long one around the sought words. */
function readTexts(userId: string, beginnings: readonly string[], rows: number): RawBuilder<unknown> {
  const length = Math.min(maxSearchedLengthOfRow, Math.ceil(maxSearchedLength / rows))
  const pieces = (column: string) => toPieces(sql.ref(column), beginnings, length)
  return sql`
    select name as title, ${pieces('description')} as pieces, concat_ws(' · ', target_name, target_address) as rest
    from contracts where kind = 'contract' and id = page.id and user_id = ${userId}::uuid
    union all
    select concat_ws(' · ', title, contract_name, contract_address), null, null
    from chat_sessions where kind = 'chat_session' and id = page.id and user_id = ${userId}::uuid
    union all
    select null, ${pieces('content')}, null
    from chat_messages where kind = 'chat_message' and id = page.id and user_id = ${userId}::uuid
    union all
    select concat_ws(' · ', replace(analysis_type, '_', ' '), coalesce(contracts.name, left(metadata ->> 'contractName', 255)),
      coalesce(contract_address, target_address)), ${pieces('body.text')}, null
    from analyses join analysis_ids on analysis_ids.id = analyses.id
    left join contracts on contracts.id = config_id and contracts.user_id = ${userId}::uuid
    cross join lateral (
      select coalesce(${interpretationText(userId, 'analysis_ids.version')}, error_message) as text offset 0) as body
    where kind = 'analysis' and analyses.id = page.id and analyses.user_id = ${userId}::uuid`
}

function toPieces(column: RawBuilder<unknown>, beginnings: readonly string[], length: number) {
  return sql`case
    when octet_length(${column}) <= ${maxWholeBytes}::int then json_build_array(json_build_array(1, ${column}))
    when ${column} is not null then coalesce(
      (select json_agg(json_build_array(start, substr(${column}, start, ${pieceLength}::int)) order by start)
        from (
          select distinct greatest(1, strpos(lowered, beginning) - ${pieceBefore}::int) as start
          from (select lower(left(${column}, ${length}::int)) as lowered offset 0) as searched
          cross join unnest(${beginnings}::text[]) as beginning
          where strpos(lowered, beginning) > 0
          order by start limit ${maxPieces}::int
        ) as piece),
      json_build_array(json_build_array(1, left(${column}, ${pieceLength}::int)))) end`
}
