import type { ExternalDatabase } from '../../config.ts'
import type { ImportRejectFilter } from '../../generated/graphql.ts'
import type { ImportFailureCode } from '../import-failure.ts'
import type { ImportRequest } from '../import-request.ts'
import type { ImportReport, PublishedCounts } from '../report.ts'

/** What a thread is told to do, in a form that can be sent. */
export interface ThreadTask {
  readonly name: 'stage' | 'publish'
  readonly jobId: string
  readonly request: ImportRequest
  readonly directory: string
  readonly rejects: ImportRejectFilter
  readonly database: ExternalDatabase
}

/** From the supervisor to the thread. `isRead` comes with the report of reading, when all is staged. */
export type ThreadCommand =
  | { readonly type: 'start'; readonly task: ThreadTask }
  | { readonly type: 'staged' }
  | { readonly type: 'read'; readonly report: ImportReport }
  | { readonly type: 'abort' }

/** A failure in a form that can be sent. */
export interface SentFailure {
  readonly code: ImportFailureCode
  readonly what: string
  readonly cause: unknown
}

/** From the thread. Each task ends with one `done` or `failed`. */
export type ThreadNews =
  | { readonly type: 'session'; readonly processId: number }
  | { readonly type: 'staged'; readonly report: ImportReport }
  | { readonly type: 'published'; readonly published: PublishedCounts }
  | { readonly type: 'done'; readonly report: ImportReport }
  | { readonly type: 'failed'; readonly failure: SentFailure }
