import { sql, type UpdateObject } from 'kysely'
import type { Database } from '../database/connection.ts'
import type { DB } from '../generated/database.ts'
import { type AnalysisRow, analysisColumns } from './analysis.store.ts'
import { type Claim, isCurrent } from './lease.store.ts'

/** How many entries an analysis's log keeps: the last ones. */
export const maxKeptLogs = 10_000

// Each of these changes the analysis of the claim, and gives it; undefined when the claim has ended or the analysis no
// longer runs. The claim's row is locked first: a sweep or another worker's claim comes before all of it, or after.

/** Notes how far a claimed analysis is; undefined when the claim is no longer good. */
export function updateProgress(
  db: Database,
  claim: Claim,
  { progress, currentStep }: { readonly progress: number; readonly currentStep: string | null },
): Promise<AnalysisRow | undefined> {
  return updateClaimed(db, claim, { progress, current_step: currentStep })
}

/** @param entries JSON text of an array. */
export function appendLogs(db: Database, claim: Claim, entries: string): Promise<AnalysisRow | undefined> {
  const path = `lax $[last - ${maxKeptLogs - 1} to last]`
  return updateClaimed(db, claim, {
    logs: sql`jsonb_path_query_array(analyses.logs || ${entries}::jsonb, ${path}::jsonpath)`,
  })
}

/** @param results JSON text; null keeps those of before. */
export function failAnalysis(
  db: Database,
  claim: Claim,
  { errorMessage, results }: { readonly errorMessage: string; readonly results: string | null },
): Promise<AnalysisRow | undefined> {
  return updateClaimed(db, claim, {
    status: 'failed',
    error_message: errorMessage,
    has_errors: true,
    results: sql`coalesce(${results}::jsonb, analyses.results)`,
    current_step: null,
  })
}

export interface Completion {
  /** JSON text. */
  readonly results: string
  /** JSON text; null keeps that of before. */
  readonly metadata: string | null
  readonly hasErrors: boolean
}

/** Ends the claim too, and counts the analysis in its contract. */
export function completeAnalysis(
  db: Database,
  claim: Claim,
  completion: Completion,
): Promise<AnalysisRow | undefined> {
  return completed(db, claim, completion)
    .with('counted', (query) =>
      query
        .updateTable('contracts')
        .from('completed')
        .set({ analysis_count: sql`contracts.analysis_count + 1`, last_analyzed: sql`current_timestamp` })
        .whereRef('contracts.id', '=', 'completed.configId')
        .whereRef('contracts.user_id', '=', 'completed.userId'),
    )
    .with('ended', (query) =>
      query
        .deleteFrom('analysis_leases')
        .using('completed')
        .whereRef('analysis_leases.analysis_id', '=', 'completed.id')
        .whereRef('analysis_leases.user_id', '=', 'completed.userId'),
    )
    .selectFrom('completed')
    .selectAll('completed')
    .executeTakeFirst()
}

function completed(db: Database, claim: Claim, { results, metadata, hasErrors }: Completion) {
  return claimed(db, claim).with('completed', (query) =>
    query
      .updateTable('analyses')
      .from('claimed')
      .set({
        ...{ status: 'completed', progress: 100, current_step: null, error_message: null },
        ...{ results, has_errors: hasErrors, metadata: sql`coalesce(${metadata}::jsonb, analyses.metadata)` },
        ...{ completed_at: sql`current_timestamp`, last_update: sql`current_timestamp` },
      })
      .whereRef('analyses.id', '=', 'claimed.analysis_id')
      .whereRef('analyses.user_id', '=', 'claimed.user_id')
      .where('analyses.status', '=', 'running')
      .returning(analysisColumns),
  )
}

function updateClaimed(
  db: Database,
  claim: Claim,
  values: UpdateObject<DB, 'analyses'>,
): Promise<AnalysisRow | undefined> {
  return claimed(db, claim)
    .updateTable('analyses')
    .from('claimed')
    .set({ ...values, last_update: sql`current_timestamp` })
    .whereRef('analyses.id', '=', 'claimed.analysis_id')
    .whereRef('analyses.user_id', '=', 'claimed.user_id')
    .where('analyses.status', '=', 'running')
    .returning(analysisColumns)
    .executeTakeFirst()
}

function claimed(db: Database, claim: Claim) {
  return db.with('claimed', (query) =>
    query
      .selectFrom('analysis_leases')
      .select(['analysis_id', 'user_id'])
      .where(isCurrent(claim))
      .forUpdate(),
  )
}
