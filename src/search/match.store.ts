import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../database/connection.ts'
import { isAddress } from '../database/identity.ts'
import type { SearchRequest } from './search.rules.ts'
import type { ParsedTerm, SearchQuery } from './tsquery.rules.ts'

/** Only the newest matches of each kind are ranked, because a common word may match every row. */
export const maxRankedRows = 500
/** Rows that may have to be parsed until `maxRankedRows` match exactly. */
const maxCandidates = 1000
/** For each kind: PostgreSQL parses up to 10 MB/s. */
const maxParsedBytes = 1_000_000
/** Names are compared with the query, which has no index, only if fewer rows of all kinds match. */
const minMatches = 20
const maxComparedNames = 1000
/** Rows of each table in which spellings of an address are looked up, and spellings that are searched for. */
const maxSpelledRows = 1000
const maxSpellings = 10

// PostgreSQL uses the indexes only if these expressions equal theirs.
const contractText = sql`name || ' ' || left(coalesce(description, ''), 10000) || ' ' || coalesce(target_name, '') || ' ' || target_address`
const sessionText = sql`title || ' ' || coalesce(contract_name, '') || ' ' || coalesce(contract_address, '')`
const analysisText = sql`analysis_type || ' ' || coalesce(contract_address, '') || ' ' || coalesce(contract_chain, '') || ' ' || left(coalesce(metadata ->> 'contractName', ''), 255) || ' ' || left(coalesce(error_message, ''), 10000)`
const contractNames = sql`contracts.name || ' ' || coalesce(target_name, '') || ' ' || target_address`

/** How suffixes of English words change them; PostgreSQL's stemmer decides which words exist. */
const suffixes =
  '|s|es|e|ed|ing|er|ers|or|ors|ion|ions|ity|ities|y|ies|ied|ying|ly|ment|ments|ness|able|al|ally|ive|ize|izes|ized|izing'

interface UnparsedTerm {
  readonly text: string
  /** The parts of a camelCase word; otherwise empty. */
  readonly parts: string
  /** Whether words with the same stem match. */
  readonly isBare: boolean
  /** Whether the text may be a whole address. */
  readonly isAddress: boolean
}

/** In the order of the terms. An address also has the spellings with which the user's rows contain it. */
export async function parseTerms(
  db: Database,
  userId: string,
  terms: readonly UnparsedTerm[],
): Promise<ParsedTerm[]> {
  const { rows } = await sql<ParsedTerm>`
    select phraseto_tsquery('pg_catalog.simple', search_text(term.text))::text as exact,
      phraseto_tsquery('pg_catalog.simple', search_text(parts))::text as parts,
      array(
        select distinct base || suffix
        from (select (ts_lexize('pg_catalog.english_stem', lower(term.text)))[1] as stem) as stemmed
        cross join unnest(array[stem, stem || right(stem, 1), regexp_replace(stem, 'i$', 'y')]) as base
        cross join string_to_table(${suffixes}, '|') as suffix
        where is_bare and term.text ~ '^[A-Za-z]{3,}$'
          and (ts_lexize('pg_catalog.english_stem', base || suffix))[1] = stem and base || suffix <> lower(term.text)
      ) as variants,
      (
        select coalesce(json_agg(json_build_object('text', spelling,
          'words', phraseto_tsquery('pg_catalog.simple', search_text(spelling))::text)), '[]')
        from (${findSpellings(userId)}) as stored where term.is_address
      ) as spellings
    from unnest(${terms.map(({ text }) => text)}::text[], ${terms.map(({ parts }) => parts)}::text[],
      ${terms.map(({ isBare }) => isBare)}::boolean[], ${terms.map((term) => term.isAddress)}::boolean[])
      with ordinality as term(text, parts, is_bare, is_address, place)
    order by place`.execute(db)
  return rows
}

/** The spellings of the address `term.text` in the user's rows, other than the text itself. */
function findSpellings(userId: string): RawBuilder<unknown> {
  const find = (table: string, address: string, chain: string) => sql`
    (select ${sql.ref(address)} as spelling from ${sql.table(table)}
    where term.is_address and user_id = ${userId}::uuid and ${isAddress({ address, chain }, sql`term.text`)}
    limit ${maxSpelledRows}::int)`
  return sql`
    select distinct spelling from (
      ${find('contracts', 'target_address', 'target_chain')}
      union all ${find('analyses', 'contract_address', 'contract_chain')}
      union all ${find('chat_sessions', 'contract_address', 'contract_chain')}
    ) as spelled
    where lower(spelling) <> lower(term.text)
    order by spelling limit ${maxSpellings}::int`
}

export interface Wanted {
  readonly userId: string
  readonly request: SearchRequest
  readonly query: SearchQuery
}

/**
 * Common table expressions `contract_ids`, `session_ids`, `message_ids` and `analysis_ids`: the user's rows that match,
 * at most the newest 500 whose text matches. Excludes archived contracts and deleted sessions. Text is read only for
 * phrases, at most 1 MB of each kind.
 */
export function matches(wanted: Wanted): RawBuilder<unknown> {
  const contracts = findContracts(wanted)
  const sessions = findSessions(wanted)
  return sql`
    contract_matches as materialized (${contracts.matching}),
    session_matches as materialized (${sessions.matching}),
    ${matchMessages(wanted)},
    ${matchAnalyses(wanted)},
    counted as materialized (
      select (select count(*) from contract_matches) + (select count(*) from session_matches)
        + (select count(*) from message_ids) + (select count(*) from analysis_ids) as matches),
    contract_ids as materialized (select id from contract_matches union ${contracts.similar}),
    session_ids as materialized (select id from session_matches union ${sessions.similar})`
}

interface Matched {
  readonly kind: string
  readonly table: 'contracts' | 'chat_sessions' | 'chat_messages' | 'analyses'
  readonly from: RawBuilder<unknown>
  readonly text: RawBuilder<unknown>
  /** The column with the longest text. */
  readonly longest: RawBuilder<unknown>
  readonly tsquery: string
}

/** The ids of the newest rows whose text matches. The owner's word in the index rules out the rows of others. */
function findNewest({ userId, request, query }: Wanted, matched: Matched): RawBuilder<unknown> {
  const { kind, table, from, text, longest, tsquery } = matched
  const [id, owner, createdAt] = ['id', 'user_id', 'created_at'].map((name) => sql.ref(`${table}.${name}`))
  return sql`
    select id from (
      select id, created_at, sum(bytes) over (order by created_at desc, id desc) as total
      from (
        select ${id}, ${createdAt}, coalesce(octet_length(${longest}), 0) as bytes
        from ${from}
        where ${kind} = any(${request.kinds}::text[]) and ${owner} = ${userId}::uuid
          and search_words(${owner}, ${text}) @@ ${tsquery}::tsquery
        order by ${createdAt} desc, ${id} desc
        limit ${needsCheck(query) ? maxCandidates : maxRankedRows}::int
      ) as candidate
    ) as counted
    where not ${needsCheck(query)}::boolean or total <= ${maxParsedBytes}::int and (
      select search_words(user_id, ${text}) @@ ${query.exact}::tsquery
      from ${sql.table(table)} where ${id} = counted.id and user_id = ${userId}::uuid)
    order by created_at desc, id desc
    limit ${maxRankedRows}::int`
}

function needsCheck({ exact, indexed }: SearchQuery): boolean {
  return exact !== indexed
}

function findContracts(wanted: Wanted) {
  const { userId, request, query } = wanted
  return {
    matching: findNewest(wanted, {
      ...{ kind: 'contract', table: 'contracts', text: contractText, longest: sql`description` },
      ...{ from: sql`(select * from contracts where is_active) as contracts`, tsquery: query.indexed },
    }),
    similar: sql`
      select id from (
        select id, name, target_address from contracts
        where 'contract' = any(${request.kinds}::text[]) and user_id = ${userId}::uuid and is_active
        order by created_at desc, id desc limit ${maxComparedNames}::int
      ) as contract
      where target_address ilike ${request.addressPattern}
        or (select matches from counted) < ${minMatches}::int
          and (resembles(${request.name}, name) or resembles(${request.name}, target_address))`,
  }
}

function findSessions(wanted: Wanted) {
  const { userId, request, query } = wanted
  return {
    matching: findNewest(wanted, {
      ...{ kind: 'chat_session', table: 'chat_sessions', text: sessionText, longest: sql`title` },
      ...{
        from: sql`(select * from chat_sessions where is_active) as chat_sessions`,
        tsquery: query.indexed,
      },
    }),
    similar: sql`
      select id from (
        select id, title, contract_name, contract_address from chat_sessions
        where 'chat_session' = any(${request.kinds}::text[]) and user_id = ${userId}::uuid and is_active
        order by created_at desc, id desc limit ${maxComparedNames}::int
      ) as session
      where contract_address ilike ${request.addressPattern}
        or (select matches from counted) < ${minMatches}::int
          and (resembles(${request.name}, title) or resembles(${request.name}, contract_name))`,
  }
}

/**
 * The words as typed are looked up first. Their other forms are not necessary if enough messages contain them, and take
 * longer: for a prefix, PostgreSQL reads the places of all words of all users that begin with it.
 */
function matchMessages(wanted: Wanted): RawBuilder<unknown> {
  const { userId, query } = wanted
  const find = (tsquery: string, condition: RawBuilder<unknown>) =>
    findNewest(wanted, {
      ...{ kind: 'chat_message', table: 'chat_messages', tsquery },
      ...{ text: sql`content`, longest: sql`content` },
      // Compared with true, the condition is not made a join, which would look up the session of each message.
      from: sql`(
        select * from chat_messages
        where ${condition} and true = (session_id in (
          select id from chat_sessions where user_id = ${userId}::uuid and is_active))
      ) as chat_messages`,
    })
  const isTooFew = sql`(select count(*) from typed_words) < ${maxRankedRows}::int`
  const hasForms = query.indexed !== query.typed
  return sql`
    typed_words as materialized (${find(query.typed, sql`true`)}),
    other_forms as materialized (${find(query.indexed, sql`${hasForms}::boolean and ${isTooFew}`)}),
    message_ids as materialized (
      select id from other_forms union select id from typed_words)`
}

/** Analyses match by their own text together with the names of their contract, which are in another table. */
function matchAnalyses(wanted: Wanted): RawBuilder<unknown> {
  const { userId, request, query } = wanted
  const own = findNewest(wanted, {
    ...{ kind: 'analysis', table: 'analyses', from: sql`analyses`, tsquery: query.indexed },
    ...{ text: analysisText, longest: sql`error_message` },
  })
  return sql`
    subjects as materialized (
      select id from contracts
      where 'analysis' = any(${request.kinds}::text[]) and user_id = ${userId}::uuid
        and search_words(user_id, ${contractText}) @@ ${query.anyWord}::tsquery
      order by created_at desc, id desc limit ${maxRankedRows}::int),
    named_subjects as materialized (
      select id, ${contractNames} as names from contracts
      where id in (select id from subjects) and user_id = ${userId}::uuid
        and search_words(user_id, ${contractNames}) @@ ${query.anyWord}::tsquery),
    analyses_of_subjects as materialized (
      select analyses.id, named_subjects.names
      from analyses join named_subjects on named_subjects.id = config_id
      where user_id = ${userId}::uuid
      order by created_at desc, analyses.id desc limit ${maxRankedRows}::int),
    own_matches as materialized (${own}),
    analysis_ids as materialized (
      select id from own_matches
      union
      select analyses.id from analyses_of_subjects join analyses on analyses.id = analyses_of_subjects.id
      where user_id = ${userId}::uuid
        and search_words(user_id, ${shortAnalysisText} || ' ' || names) @@ ${query.exact}::tsquery
      union
      (select id from (
        select id, contract_address from analyses
        where 'analysis' = any(${request.kinds}::text[]) and ${request.addressPattern} <> '' and user_id = ${userId}::uuid
        order by created_at desc, id desc limit ${maxCandidates}::int
      ) as analysis where contract_address ilike ${request.addressPattern}))`
}

/** For at most 500 rows: 1.2 million characters with the names of their contracts. */
const shortAnalysisText = sql`analysis_type || ' ' || coalesce(contract_address, '') || ' ' || coalesce(contract_chain, '') || ' ' || left(coalesce(metadata ->> 'contractName', ''), 255) || ' ' || left(coalesce(error_message, ''), 1000)`
