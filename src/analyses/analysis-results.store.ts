import { sql } from 'kysely'
import type { Database } from '../database/connection.ts'
import type { Parent } from '../database/gathering.ts'

export interface ResultsRequest extends Parent {
  /** Keys and indexes from the top down; none for the whole. */
  readonly path: readonly string[]
}

export interface ResultsPart {
  /** The place of the request in the list of requests, from 1. */
  readonly place: number
  /** JSON text; null where nothing stands at the path. */
  readonly part: string | null
}

/** The asked parts of the analyses' results. PostgreSQL cuts them out. */
export function findResults(db: Database, requests: readonly ResultsRequest[]): Promise<ResultsPart[]> {
  const ids = requests.map(({ id }) => id)
  const userIds = requests.map(({ userId }) => userId)
  const paths = requests.map(({ path }) => JSON.stringify(path))
  const request = sql<{ id: string; user_id: string; path: string; place: string }>`
    unnest(${ids}::uuid[], ${userIds}::uuid[], ${paths}::text[]) with ordinality`.as<'request'>(
    sql`request(id, user_id, path, place)`,
  )
  return db
    .selectFrom(request)
    .innerJoin('analyses', (join) =>
      join.onRef('analyses.id', '=', 'request.id').onRef('analyses.user_id', '=', 'request.user_id'),
    )
    .select([sql<number>`request.place::int`.as('place'), partOfResults.as('part')])
    .execute()
}

// `#>` also takes "-1", "+1" and "01" for places in an array. In a JSON pointer these are names, and arrays have none.
const partOfResults = sql<string | null>`
  case when request.path = '[]' then analyses.results else (
    select analyses.results #> steps.path
    from (select array(select jsonb_array_elements_text(request.path::jsonb))) as steps(path)
    where not exists (
      select from unnest(steps.path) with ordinality as step(name, place)
      where name ~ '^\\s*[+-]?[0-9]+$' and name !~ '^(0|[1-9][0-9]*)$'
        and jsonb_typeof(analyses.results #> steps.path[:place - 1]) = 'array'
    )
  ) end::text`
