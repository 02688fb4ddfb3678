import { sql } from 'kysely'
import type { Database } from '../database/connection.ts'
import { inPage, type Page, type PageRequest, type SortKey } from '../database/pagination.ts'
import type { SearchKind } from '../generated/graphql.ts'
import type { SearchRequest } from './search.rules.ts'

export interface FoundRow {
  readonly kind: SearchKind
  readonly id: string
  /** The score in millionths: an integer, which a cursor represents exactly. */
  readonly sortKey: number
  /** Plain text. */
  readonly snippet: string
}

export type SearchPage = Page<FoundRow>

/** Only the newest matches of each kind are ranked, because a common word may match every row. */
const maxRankedRows = 1000
/**
 * Characters of a row's text. PostgreSQL parses the text again for ranking and for snippets, which takes far longer than
 * finding it in the index: for each kind, at most 2 MB are ranked and 200 kB used for snippets.
 */
const maxRankedLength = 2000
const maxShownLength = 2000
/** Characters to show before the first word of the query. */
const shownBefore = 200
const maxSnippetLength = 500
const snippetOptions =
  'StartSel=«, StopSel=», MaxFragments=2, FragmentDelimiter=" … ", MinWords=5, MaxWords=20'

export const searchSortKeys = {
  score: { type: 'integer', expression: sql`found.score` },
} satisfies Record<string, SortKey>

// PostgreSQL uses the indexes only if these expressions equal theirs.
const contractWords = sql`to_tsvector('simple', name || ' ' || left(coalesce(description, ''), 10000) || ' ' || coalesce(target_name, '') || ' ' || target_address)`
const sessionWords = sql`to_tsvector('simple', title || ' ' || coalesce(contract_name, '') || ' ' || coalesce(contract_address, ''))`
const messageWords = sql`to_tsvector('simple', left(content, 100000))`
// The same, limited to the beginning of long texts, for ranking.
const rankedContractWords = sql`to_tsvector('simple', name || ' ' || left(coalesce(description, ''), ${maxRankedLength}::int) || ' ' || coalesce(target_name, '') || ' ' || target_address)`
const rankedMessageWords = sql`to_tsvector('simple', left(content, ${maxRankedLength}::int))`

/**
 * A page of the user's own rows that match, the best first. Excludes archived contracts and deleted sessions. Similar
 * names rank higher than matching texts.
 */
export async function searchRows(
  db: Database,
  userId: string,
  request: SearchRequest,
  page: PageRequest,
): Promise<FoundRow[]> {
  const { rows } = await sql<FoundRow>`
    with page as (
      select found.kind, found.id, found.score
      from (
        (${findContracts(userId, request)})
        union all (${findSessions(userId, request)})
        union all (${findMessages(userId, request)})
      ) as found
      where ${inPage(page, 'found.id')}
      order by found.score desc, found.id desc
      limit ${page.fetchLimit}
    )
    select kind, id, score as "sortKey",
      left(ts_headline('simple', ${textOfPage(userId, request)}, ${toWords(request)}, ${snippetOptions}), ${maxSnippetLength}::int)
        as snippet
    from page
    order by score desc, id desc`.execute(db)
  return rows
}

// OFFSET 0 is an optimization fence: to read the newest rows first, PostgreSQL would not use the text index.

function findContracts(userId: string, request: SearchRequest) {
  const { name, kinds } = request
  return sql`
    select 'contract' as kind, id, (1000000 * (ts_rank(${rankedContractWords}, ${toWords(request)})
      + greatest(resemblance(${name}, name), resemblance(${name}, target_address))))::int as score
    from (
      select id, name, description, target_name, target_address, created_at
      from contracts
      where 'contract' = any(${kinds}::text[]) and user_id = ${userId}::uuid and is_active
        and (${contractWords} @@ ${toWords(request)} or resembles(${name}, name) or resembles(${name}, target_address))
      offset 0
    ) as contract
    order by created_at desc, id desc
    limit ${maxRankedRows}::int`
}

function findSessions(userId: string, request: SearchRequest) {
  const { name, kinds } = request
  return sql`
    select 'chat_session', id,
      (1000000 * (ts_rank(${sessionWords}, ${toWords(request)}) + greatest(resemblance(${name}, title), resemblance(${name}, contract_name))))::int
    from (
      select id, title, contract_name, contract_address, created_at
      from chat_sessions
      where 'chat_session' = any(${kinds}::text[]) and user_id = ${userId}::uuid and is_active
        and ${sessionWords} @@ ${toWords(request)}
      offset 0
    ) as session
    order by created_at desc, id desc
    limit ${maxRankedRows}::int`
}

function findMessages(userId: string, request: SearchRequest) {
  return sql`
    select 'chat_message', id, (1000000 * ts_rank(${rankedMessageWords}, ${toWords(request)}))::int
    from (
      select chat_messages.id, content
      from chat_messages
      join chat_sessions on chat_sessions.id = session_id and chat_sessions.user_id = chat_messages.user_id
      where 'chat_message' = any(${request.kinds}::text[]) and chat_messages.user_id = ${userId}::uuid
        and chat_sessions.user_id = ${userId}::uuid and is_active and ${messageWords} @@ ${toWords(request)}
      order by chat_messages.created_at desc, chat_messages.id desc
      limit ${maxRankedRows}::int
    ) as message`
}

/**
 * The query as a tsquery with its last word as a prefix, because the user may still be typing it. websearch_to_tsquery
 * accepts any text; its result ends with a quoted word, unless it is empty or ends with a parenthesized phrase.
 */
function toWords({ query }: SearchRequest) {
  return sql`regexp_replace(websearch_to_tsquery('simple', ${query})::text, '''$', ''':*')::tsquery`
}

/** The text of the rows of the page, for snippets. */
function textOfPage(userId: string, request: SearchRequest) {
  const isOwn = sql`id = page.id and user_id = ${userId}::uuid`
  return sql`case kind
    when 'contract' then (
      select concat_ws(' · ', name, ${shownPart('description', 10_000, request)}, target_name, target_address)
      from contracts where ${isOwn})
    when 'chat_session' then (
      select concat_ws(' · ', title, contract_name, contract_address) from chat_sessions where ${isOwn})
    else (select ${shownPart('content', 100_000, request)} from chat_messages where ${isOwn})
  end`
}

/**
 * The part of a long text around the first word of the query, or else its beginning. Finding a word is much faster than
 * parsing the text.
 */
function shownPart(column: string, searchedLength: number, { firstWord }: SearchRequest) {
  const text = sql.ref(column)
  const place = sql`strpos(lower(left(${text}, ${searchedLength}::int)), ${firstWord})`
  return sql`substr(${text}, greatest(1, ${place} - ${shownBefore}::int), ${maxShownLength}::int)`
}
