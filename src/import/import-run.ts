import type { ExternalDatabase } from '../config.ts'
import type { Database } from '../database/connection.ts'
import type { DedicatedConnection } from '../database/dedicated-connection.ts'
import type { ImportRejectFilter } from '../generated/graphql.ts'
import type { ImportRequest } from './import-request.ts'
import type { ImportReport } from './report.ts'
import type { RecordKind } from './stages/record.ts'
import type { Upload } from './upload.ts'

/** What a job works on, beside what its request says. */
export interface ImportInput {
  /** Of a retry: which of the other job's rejects. */
  readonly rejects?: ImportRejectFilter
  /** Files that come with the request, in the order in which they arrive. */
  readonly uploads?: AsyncIterable<UploadedFile>
}

/** A file of an upload, with what the request says of it. */
export interface UploadedFile {
  readonly kind: RecordKind
  readonly ownerId: string | null
  readonly file: Upload
}

/** One job while it runs. */
export interface ImportRun {
  readonly jobId: string
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
  /** Aborts the signal: one part of the run has failed, and the others are to stop. */
  stop(reason: unknown): void
  /** Resolves when nobody else writes to the job's row any more. */
  stopProgress(): Promise<void>
}
