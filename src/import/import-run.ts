import type { DedicatedConnection } from '../database/dedicated-connection.ts'
import type { ImportRequest } from './import-job.store.ts'
import type { ImportReport } from './report.ts'

/** One import while it runs. */
export interface ImportRun {
  readonly jobId: string
  readonly request: ImportRequest
  /** The real path of what `request.directory` names. */
  readonly directory: string
  /** Holds the import lock. */
  readonly connection: DedicatedConnection
  /** Grows as the import goes on. */
  readonly report: ImportReport
  readonly signal: AbortSignal
  /** Resolves when nobody else writes to the job's row any more. */
  stopProgress(): Promise<void>
}
