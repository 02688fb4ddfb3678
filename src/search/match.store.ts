import { type RawBuilder, sql } from 'kysely'
import { matchAnalyses } from './analysis-match.store.ts'
import { contractText, findNewest, maxRankedRows, type Wanted } from './newest-match.store.ts'

/** Names are compared with the query, which has no index, only if fewer rows of all kinds match. */
const minMatches = 20
const maxComparedNames = 1000

// PostgreSQL uses the index only if this expression equals its own.
const sessionText = sql`title || ' ' || coalesce(contract_name, '') || ' ' || coalesce(contract_address, '')`

/**
 * Common table expressions `contract_ids`, `session_ids`, `message_ids` and `analysis_ids`: the user's rows that match,
 * at most the newest 500 whose text matches. Excludes archived contracts and deleted sessions. Text is read only for
 * phrases, and for words in several texts of an analysis: at most 1 MB of each.
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
