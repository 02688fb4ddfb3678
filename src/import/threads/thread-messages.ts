import type { ExternalDatabase } from '../../config.ts'
import type { ImportRejectFilter } from '../../generated/graphql.ts'
import type { ImportFailureCode } from '../import-failure.ts'
import type { ImportRequest } from '../import-request.ts'
import type { ImportReport } from '../report.ts'

/** What the thread is told to import, in a form that can be sent. */
export interface ImportTask {
  readonly jobId: string
  readonly request: ImportRequest
  readonly directory: string
  readonly rejects: ImportRejectFilter
  readonly database: ExternalDatabase
}

/** To the thread. */
export type ThreadCommand = { readonly type: 'start'; readonly task: ImportTask } | { readonly type: 'abort' }

/** A failure in a form that can be sent. */
export interface SentFailure {
  readonly code: ImportFailureCode
  readonly what: string
  readonly cause: unknown
}

/** From the thread. Each task ends with one `done` or `failed`. */
export type ThreadNews =
  | { readonly type: 'session'; readonly processId: number }
  | { readonly type: 'progress'; readonly report: ImportReport }
  | { readonly type: 'done'; readonly report: ImportReport }
  | { readonly type: 'failed'; readonly failure: SentFailure }
