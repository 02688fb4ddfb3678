import type { ExternalDatabase } from '../config.ts'
import type { Database, DedicatedConnection } from '../database/connection.ts'
import type { ImportReport } from './counts.ts'
import type { ImportRequest, JobRun } from './job.store.ts'
import type { RecordKind } from './records/record-type.ts'
import type { RejectFilter } from './reject.store.ts'
import type { Upload } from './upload-scalar.ts'

/** What a job works on in addition to its request. */
export interface ImportInput {
  /** For a retry: which of the other job's rejects. */
  readonly rejects?: RejectFilter
  /** Files uploaded with the request. */
  readonly uploads?: UploadIntake
}

/** The files uploaded with a job's request. */
export interface UploadIntake {
  readonly files: readonly UploadedFile[]
  /** Resolves when all files have been received; rejects if one of them fails. */
  readonly received: PromiseWithResolvers<void>
}

export interface UploadedFile {
  readonly kind: RecordKind
  readonly ownerId: string | null
  readonly upload: Upload
}

/** A running job. */
export interface ImportRun extends JobRun {
  readonly request: ImportRequest
  readonly input: ImportInput
  /** The real path of `request.directory`; empty if that is null. */
  readonly directory: string
  /** Holds the import lock. */
  readonly connection: DedicatedConnection
  /** For statements outside of `connection`. */
  readonly db: Database
  /** For additional connections. */
  readonly database: ExternalDatabase
  /** PostgreSQL process ids of the run's sessions: their statements are cancelled when it is stopped. */
  readonly sessions: Set<number>
  /** Updated while the job runs. */
  readonly report: ImportReport
  readonly signal: AbortSignal
  /** Stops the progress updates of the job's row and waits until the last one has ended. */
  stopProgress(): Promise<void>
}
