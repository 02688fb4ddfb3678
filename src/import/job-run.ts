import type { ExternalDatabase } from '../config.ts'
import type { Database, DedicatedConnection } from '../database/connection.ts'
import type { ImportRejectFilter } from '../generated/graphql.ts'
import type { ImportRequest, JobRun } from './job.store.ts'
import type { ImportReport } from './report/counts.ts'
import type { UploadIntake } from './source/uploads.ts'

/** What a job works on, beside what its request says. */
export interface ImportInput {
  /** Of a retry: which of the other job's rejects. */
  readonly rejects?: ImportRejectFilter
  /** Files that come with the request. */
  readonly uploads?: UploadIntake
}

/** One job while it runs. */
export interface ImportRun extends JobRun {
  readonly request: ImportRequest
  readonly input: ImportInput
  /** The real path of what `request.directory` names; empty when it names none. */
  readonly directory: string
  /** Holds the import lock. */
  readonly connection: DedicatedConnection
  /** For statements beside those of `connection`. */
  readonly db: Database
  /** For connections of the run's own. */
  readonly database: ExternalDatabase
  /** PostgreSQL's processes that work for the run: their statements are interrupted when it is stopped. */
  readonly sessions: Set<number>
  /** Grows as the import goes on. */
  readonly report: ImportReport
  readonly signal: AbortSignal
  /** Resolves when nobody else writes to the job's row any more. */
  stopProgress(): Promise<void>
}
