import { sql } from 'kysely'
import type { Database } from '../database/connection.ts'
import type { Parent } from '../database/request-batcher.ts'
import type { NewInterpretation } from './interpretation.rules.ts'

export interface InterpretationRow {
  readonly analysisId: string
  readonly version: number
  readonly model: string
  /** JSON text. */
  readonly content: string
  readonly createdAt: Date
}

const interpretationColumns = [
  'analysis_interpretations.analysis_id as analysisId',
  'analysis_interpretations.version',
  'analysis_interpretations.model',
  sql<string>`analysis_interpretations.content::text`.as('content'),
  'analysis_interpretations.created_at as createdAt',
] as const

export interface InterpretationRequest extends Parent {
  /** The number of interpretations, counted from the newest. */
  readonly last: number
}

export type RequestedInterpretation = InterpretationRow & {
  /** The position of the request in the list, from 1. */
  readonly place: number
}

/** The newest interpretations of each analysis, the newest first. */
export function listInterpretations(
  db: Database,
  requests: readonly InterpretationRequest[],
): Promise<RequestedInterpretation[]> {
  const ids = requests.map(({ id }) => id)
  const userIds = requests.map(({ userId }) => userId)
  const lasts = requests.map(({ last }) => last)
  const request = sql<{ id: string; user_id: string; last: number; place: string }>`
    unnest(${ids}::uuid[], ${userIds}::uuid[], ${lasts}::int[]) with ordinality`.as<'request'>(
    sql`request(id, user_id, last, place)`,
  )
  return db
    .selectFrom(request)
    .innerJoinLateral(
      (eb) =>
        eb
          .selectFrom('analysis_interpretations')
          .select(interpretationColumns)
          .whereRef('analysis_interpretations.analysis_id', '=', 'request.id')
          .whereRef('analysis_interpretations.user_id', '=', 'request.user_id')
          .orderBy('analysis_interpretations.version', 'desc')
          .limit((builder) => builder.ref('request.last'))
          .as('interpretation'),
      (join) => join.onTrue(),
    )
    .select(['interpretation.analysisId', 'interpretation.version', 'interpretation.model'])
    .select(['interpretation.content', 'interpretation.createdAt'])
    .select(sql<number>`request.place::int`.as('place'))
    .orderBy('request.place')
    .orderBy('interpretation.version', 'desc')
    .execute()
}

/** Locks the user's analysis until the transaction ends, so that no other interpretation gets the same version. */
export async function lockForInterpretation(
  transaction: Database,
  { id, userId }: Parent,
): Promise<{ status: string; interpretationCount: number } | undefined> {
  const analysis = await transaction
    .selectFrom('analyses')
    .select('analyses.status')
    .where('analyses.id', '=', id)
    .where('analyses.user_id', '=', userId)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (analysis === undefined) return undefined
  const { count } = await transaction
    .selectFrom('analysis_interpretations')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('analysis_id', '=', id)
    .where('user_id', '=', userId)
    .executeTakeFirstOrThrow()
  return { status: analysis.status, interpretationCount: count }
}

/** @param version call after `lockForInterpretation`, with the next version. */
export function insertInterpretation(
  transaction: Database,
  userId: string,
  { analysisId, model, content }: NewInterpretation,
  version: number,
): Promise<InterpretationRow> {
  return transaction
    .insertInto('analysis_interpretations')
    .values({ analysis_id: analysisId, user_id: userId, version, model, content })
    .returning(interpretationColumns)
    .executeTakeFirstOrThrow()
}
