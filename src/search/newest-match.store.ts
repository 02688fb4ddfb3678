import { type RawBuilder, sql } from 'kysely'
import type { SearchRequest } from './search.rules.ts'
import type { SearchQuery } from './tsquery.rules.ts'

/** Only the newest matches of each kind are ranked, because a common word may match every row. */
export const maxRankedRows = 500
/** Rows that may have to be parsed until `maxRankedRows` match exactly. */
export const maxCandidates = 1000
/** For each kind: PostgreSQL parses up to 10 MB/s. */
export const maxParsedBytes = 1_000_000

// PostgreSQL uses the index only if this expression equals its own.
export const contractText = sql`name || ' ' || left(coalesce(description, ''), 10000) || ' ' || coalesce(target_name, '') || ' ' || target_address`

export interface Wanted {
  readonly userId: string
  readonly request: SearchRequest
  readonly query: SearchQuery
}

interface Matched {
  readonly kind: string
  readonly table: 'contracts' | 'chat_sessions' | 'chat_messages' | 'analyses' | 'analysis_interpretations'
  /** The columns that identify a row; `id` by default. */
  readonly key?: readonly string[]
  readonly from: RawBuilder<unknown>
  readonly text: RawBuilder<unknown>
  /** The column with the longest text. */
  readonly longest: RawBuilder<unknown>
  readonly tsquery: string
  /** `maxRankedRows` by default. */
  readonly maxRows?: number
}

/** The keys of the newest rows whose text matches. The owner's word in the index rules out the rows of others. */
export function findNewest({ userId, request, query }: Wanted, matched: Matched): RawBuilder<unknown> {
  const { kind, table, key = ['id'], from, text, longest, tsquery, maxRows = maxRankedRows } = matched
  const [owner, createdAt] = ['user_id', 'created_at'].map((name) => sql.ref(`${table}.${name}`))
  const names = sql.join(key.map((name) => sql.ref(name)))
  const columns = sql.join(key.map((name) => sql.ref(`${table}.${name}`)))
  const newest = (columnsOf: (name: string) => RawBuilder<unknown>) =>
    sql.join(['created_at', ...key].map((name) => sql`${columnsOf(name)} desc`))
  const isSame = sql.join(
    key.map((name) => sql`${sql.ref(`${table}.${name}`)} = ${sql.ref(`counted.${name}`)}`),
    sql` and `,
  )
  const maxFound = needsCheck(query) ? Math.min(maxCandidates, 2 * maxRows) : maxRows
  return sql`
    select ${names} from (
      select ${names}, created_at, sum(bytes) over (order by ${newest(sql.ref)}) as total
      from (
        select ${columns}, ${createdAt}, coalesce(octet_length(${longest}), 0) as bytes
        from ${from}
        where ${kind} = any(${request.kinds}::text[]) and ${owner} = ${userId}::uuid
          and search_words(${owner}, ${text}) @@ ${tsquery}::tsquery
        order by ${newest((name) => sql.ref(`${table}.${name}`))}
        limit ${maxFound}::int
      ) as candidate
    ) as counted
    where not ${needsCheck(query)}::boolean or total <= ${maxParsedBytes}::int and (
      select search_words(user_id, ${text}) @@ ${query.exact}::tsquery
      from ${sql.table(table)} where ${isSame} and user_id = ${userId}::uuid)
    order by ${newest(sql.ref)}
    limit ${maxRows}::int`
}

function needsCheck({ exact, indexed }: SearchQuery): boolean {
  return exact !== indexed
}
