/*
 * The data of the API's responses to the queries of the page. Types only: the scripts run in the browser without a build
 * step, and tsc checks them against these types.
 */

export type CountName =
  | 'read'
  | 'inserted'
  | 'updated'
  | 'unchanged'
  | 'copies'
  | 'olderCopies'
  | 'refused'
  | 'rejected'
  | 'warnings'
  | 'verified'
  | 'removed'
  | 'restored'
  | 'exported'

export type Counts = Readonly<Record<CountName, number>> & { readonly kind: string }

export interface RejectCount {
  readonly kind: string
  readonly code: string
  readonly originalCode: string | null
  readonly count: number
}

export interface Job {
  readonly id: string
  readonly operation: 'IMPORT' | 'RETRY' | 'VERIFY' | 'REVERT' | 'EXPORT' | 'SWITCH_OVER' | 'TAKE_OVER'
  readonly sourceJob: { readonly id: string } | null
  readonly phase: 'QUEUED' | 'READING' | 'PUBLISHING' | 'VERIFYING' | 'COMPLETED' | 'FAILED' | 'CANCELLED'
  readonly directory: string | null
  readonly isDryRun: boolean
  readonly hasVerification: boolean
  readonly counts: readonly Counts[]
  readonly documents: {
    readonly found: number
    readonly inserted: number
    readonly unchanged: number
    readonly rejected: number
    readonly verified: number
    readonly removed: number
    readonly exported: number
  }
  readonly progress: number | null
  readonly recordsPerSecond: number | null
  readonly createdAt: string
  readonly startedAt: string | null
  readonly finishedAt: string | null
  readonly revertedAt: string | null
}

/** The additional fields of a report; the list of imports has only those of a job. */
export interface Report extends Job {
  readonly warnings: readonly {
    readonly kind: string
    readonly code: string
    readonly originalCode: string | null
    readonly message: string
    readonly count: number
  }[]
  readonly skippedPaths: readonly { readonly path: string; readonly reason: string }[]
  readonly renamedUsers: readonly {
    readonly userId: string
    readonly emailHolderId: string
    readonly file: string
    readonly line: number
  }[]
  readonly bytesRead: number
  readonly bytesTotal: number
  readonly bytesPerSecond: number | null
  readonly estimatedRemainingSeconds: number | null
  readonly errorCode: string | null
  readonly errorMessage: string | null
  /** Absent unless requested. */
  readonly rejectsByCode?: readonly RejectCount[]
}

export interface Reject {
  readonly number: number
  readonly file: string
  readonly line: number
  readonly pointer: string
  readonly message: string
  readonly rawText: string
  readonly importedBy: { readonly id: string } | null
}

export interface SourceFile {
  readonly kind: string
  readonly path: string
  readonly isBackup: boolean
  readonly bytes: number
  readonly bytesSha256: string | null
  readonly records: number
  readonly rejected: number
  readonly verified: number
  readonly differing: number
  readonly sourceDigest: string | null
  readonly publishedDigest: string | null
}

export interface Page<Node> {
  readonly edges: readonly { readonly node: Node }[]
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
}

/** Sends a query with the key in the field. */
export type Ask = (query: string, variables: object) => Promise<Answer>

/** Each response has one member: the field of its query. */
export interface Answer {
  readonly importJob: Report & {
    readonly rejects: Page<Reject>
    readonly files: Page<SourceFile> & { readonly totalCount: number }
  }
  readonly importJobs: Page<Job> & { readonly totalCount: number }
}
