import { type RawBuilder, sql } from 'kysely'
import {
  contractText,
  findNewest,
  maxCandidates,
  maxParsedBytes,
  maxRankedRows,
  type Wanted,
} from './newest-match.store.ts'

/** Analyses whose results contain an interpretation: reading it reads all results. */
const maxInterpretedResults = 100

// PostgreSQL uses the indexes only if these expressions equal theirs.
const analysisText = sql`analysis_type || ' ' || coalesce(contract_address, '') || ' ' || coalesce(contract_chain, '') || ' ' || left(coalesce(metadata ->> 'contractName', ''), 255) || ' ' || left(coalesce(error_message, ''), 10000)`
const resultsText = sql`left(interpretation_text(coalesce(results -> 'aiInterpretation', results -> 'interpretation')), 10000)`
const isInterpreted = sql`results ?| array['aiInterpretation', 'interpretation']`

const contractNames = sql`contracts.name || ' ' || coalesce(target_name, '') || ' ' || target_address`
/** For at most 500 rows: 1.2 million characters with the names of their contracts. */
const shortAnalysisText = sql`analysis_type || ' ' || coalesce(contract_address, '') || ' ' || coalesce(contract_chain, '') || ' ' || left(coalesce(metadata ->> 'contractName', ''), 255) || ' ' || left(coalesce(error_message, ''), 1000)`

/** The version of the interpretation that the legacy application stored in the results. Saved ones begin with 1. */
const versionInResults = sql`0`

/**
 * The text of the interpretation `version` of an analysis; null if the version is null.
 * @param version a column, for statements that also read `analyses`.
 */
export function interpretationText(userId: string, version: string): RawBuilder<string | null> {
  return sql`case ${sql.ref(version)} when ${versionInResults} then ${resultsText} else (
    select searched_text from analysis_interpretations as saved
    where saved.analysis_id = analyses.id and saved.version = ${sql.ref(version)} and saved.user_id = ${userId}::uuid) end`
}

/**
 * Common table expression `analysis_ids`: analyses that match by their own text together with the names of their contract,
 * which are in another table, or by these together with one interpretation, whose version is in the column `version`.
 */
export function matchAnalyses(wanted: Wanted): RawBuilder<unknown> {
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
    ${matchInterpretations(wanted)},
    analysis_ids as materialized (
      select distinct on (id) id, version from (
        select id, null::int as version from own_matches
        union all
        select analyses.id, null from analyses_of_subjects join analyses on analyses.id = analyses_of_subjects.id
        where user_id = ${userId}::uuid
          and search_words(user_id, ${shortAnalysisText} || ' ' || names) @@ ${query.exact}::tsquery
        union all
        (select id, null from (
          select id, contract_address from analyses
          where 'analysis' = any(${request.kinds}::text[]) and ${request.addressPattern} <> '' and user_id = ${userId}::uuid
          order by created_at desc, id desc limit ${maxCandidates}::int
        ) as analysis where contract_address ilike ${request.addressPattern})
        union all
        select id, version from interpretation_matches
      ) as matching
      order by id, version is null desc, version desc)`
}

/**
 * Interpretations match alone, or together with the own text of their analysis: then the own text contains another wanted
 * word, or may contain an excluded one.
 */
function matchInterpretations(wanted: Wanted): RawBuilder<unknown> {
  const { userId, request, query } = wanted
  const { hasExclusions, isCombinable } = query
  const saved = findNewest(wanted, {
    ...{ kind: 'analysis', table: 'analysis_interpretations', key: ['analysis_id', 'version'] },
    ...{ text: sql`searched_text`, longest: sql`searched_text`, tsquery: query.indexed },
    from: sql`(
      select * from analysis_interpretations where not ${hasExclusions}::boolean
    ) as analysis_interpretations`,
  })
  const inResults = findNewest(wanted, {
    ...{ kind: 'analysis', table: 'analyses', text: resultsText, longest: sql`null::text` },
    ...{ tsquery: query.indexed, maxRows: maxInterpretedResults },
    from: sql`(select * from analyses where not ${hasExclusions}::boolean and ${isInterpreted}) as analyses`,
  })
  return sql`
    saved_matches as materialized (${saved}),
    results_matches as materialized (${inResults}),
    partly_matching as materialized (
      select id, version from (
        select analysis_id as id, version,
          sum(octet_length(searched_text)) over (order by created_at desc, analysis_id desc, version desc) as total
        from (
          select analysis_id, version, created_at, searched_text from analysis_interpretations
          where ${isCombinable}::boolean and 'analysis' = any(${request.kinds}::text[]) and user_id = ${userId}::uuid
            and search_words(user_id, searched_text) @@ ${query.anyWord}::tsquery
          order by created_at desc, analysis_id desc, version desc limit ${maxCandidates}::int
        ) as candidate
      ) as counted where total <= ${maxParsedBytes}::int
      union all
      (select id, ${versionInResults} from analyses
      where ${isCombinable}::boolean and 'analysis' = any(${request.kinds}::text[]) and user_id = ${userId}::uuid
        and ${isInterpreted} and search_words(user_id, ${resultsText}) @@ ${query.anyWord}::tsquery
      order by created_at desc, id desc limit ${maxInterpretedResults}::int)),
    interpretation_matches as materialized (
      select analysis_id as id, version from saved_matches
      union all
      select id, ${versionInResults} from results_matches
      union all
      select analyses.id, partly_matching.version
      from partly_matching join analyses on analyses.id = partly_matching.id
      left join contracts on contracts.id = config_id and contracts.user_id = ${userId}::uuid
      cross join lateral (
        select ${shortAnalysisText} || coalesce(' ' || ${contractNames}, '') as text offset 0) as own
      where analyses.user_id = ${userId}::uuid and case
        when ${hasExclusions}::boolean or search_words(analyses.user_id, own.text) @@ ${query.anyWord}::tsquery
        then search_words(analyses.user_id, concat_ws(' ', own.text, ${interpretationText(userId, 'partly_matching.version')}))
          @@ ${query.exact}::tsquery end)`
}
