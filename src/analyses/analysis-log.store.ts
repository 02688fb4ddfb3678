import { sql } from 'kysely'
import type { Database } from '../database/connection.ts'
import type { Parent } from '../database/gathering.ts'

/** An entry as the column holds it. PostgreSQL checks that the column is an array, not what is in it. */
export interface AnalysisLogEntry {
  readonly timestamp?: string | null
  readonly level?: string | null
  readonly message: string
  readonly data?: unknown
}

export interface LogRequest extends Parent {
  /** How many entries, counted from the end. */
  readonly last: number
}

export interface LogTail {
  readonly id: string
  readonly last: number
  readonly entries: readonly AnalysisLogEntry[]
}

/** The last entries of each analysis's log, the oldest of them first. */
export function findLogTails(db: Database, requests: readonly LogRequest[]): Promise<LogTail[]> {
  const ids = requests.map(({ id }) => id)
  const userIds = requests.map(({ userId }) => userId)
  const lasts = requests.map(({ last }) => last)
  const request = sql<{ id: string; user_id: string; last: number }>`
    unnest(${ids}::uuid[], ${userIds}::uuid[], ${lasts}::int[])`.as<'request'>(
    sql`request(id, user_id, last)`,
  )
  return db
    .selectFrom(request)
    .innerJoin('analyses', (join) =>
      join.onRef('analyses.id', '=', 'request.id').onRef('analyses.user_id', '=', 'request.user_id'),
    )
    .select(['analyses.id', 'request.last', lastEntries.as('entries')])
    .execute()
}

const lastEntries = sql<AnalysisLogEntry[]>`(
  select coalesce(jsonb_agg(entry.value order by entry.place), '[]')
  from jsonb_array_elements(analyses.logs) with ordinality as entry(value, place)
  where entry.place > jsonb_array_length(analyses.logs) - request.last)`
