import { sql } from 'kysely'
import { parentTable } from '../database/conditions.ts'
import type { Database } from '../database/connection.ts'
import type { Parent } from '../database/request-batcher.ts'

/** When a worker started and ended an analysis. The database records it with the change of the status. */
export interface RunRow {
  readonly analysisId: string
  readonly startedAt: Date | null
  readonly finishedAt: Date | null
  /** The database's time, because `startedAt` is from the same clock. */
  readonly now: Date
}

/** The runs of these analyses, in any order. An analysis that was imported, or that no worker has started, has none. */
export function findRuns(db: Database, analyses: readonly Parent[]): Promise<RunRow[]> {
  return db
    .selectFrom(parentTable(analyses))
    .innerJoin('analysis_runs', (join) =>
      join
        .onRef('analysis_runs.analysis_id', '=', 'parent.id')
        .onRef('analysis_runs.user_id', '=', 'parent.user_id'),
    )
    .select([
      'analysis_runs.analysis_id as analysisId',
      'analysis_runs.started_at as startedAt',
      'analysis_runs.finished_at as finishedAt',
      sql<Date>`current_timestamp(3)`.as('now'),
    ])
    .execute()
}
