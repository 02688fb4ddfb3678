import { setImmediate } from 'node:timers/promises'
import type { Database } from '../../database/connection.ts'
import type { ImportReport, PublishedCounts } from '../counts.ts'
import { insertVerifiedFiles } from '../file.store.ts'
import type { TableColumns } from '../records/column.store.ts'
import { findStagedRange, type StagedRange } from '../staging/staging.store.ts'
import {
  type FileVerifications,
  findPublishedRange,
  type PublishedRange,
  takeCompleteFiles,
  verifyRange,
} from './verification.ts'
import { writeRange } from './write-tables.ts'

export interface PublishOptions {
  /** The publishing transaction. */
  readonly trx: Database
  readonly jobId: string
  readonly isVerified: boolean
  /** Whether records replace rows that are newer. */
  readonly isTakeOver: boolean
  /** Of the public tables. */
  readonly columns: TableColumns
  /** Grows with each published range. */
  readonly counts: PublishedCounts
  readonly signal: AbortSignal
  /** Resolves when more may have been staged since the last call; with the final report once everything is. */
  untilStaged(): Promise<ImportReport | undefined>
  onPublished(counts: PublishedCounts): void
}

/** The remaining work once everything is published. */
export interface Published {
  /** The final report of the staging side. */
  readonly read: ImportReport
  /** Files whose verification is not saved yet. */
  readonly files: FileVerifications
}

/**
 * Publishes the staged batches in their order, range by range, while others are still being staged, and verifies each
 * range while PostgreSQL writes the next one.
 * @param readBefore the final report of the staging side, if it has already ended.
 * @throws ImportFailure VERIFICATION_FAILED, the signal's reason, the driver's error.
 */
export async function publishStaged(
  options: PublishOptions,
  readBefore: ImportReport | undefined,
): Promise<Published> {
  const { trx, signal } = options
  const files: FileVerifications = new Map()
  let last = 0
  let read = readBefore
  let unverified: PublishedRange | undefined
  for (;;) {
    signal.throwIfAborted()
    const range = await findStagedRange(trx, last)
    if (range !== undefined) {
      unverified = await publishRange(options, range, unverified, files)
      last = range.last
    } else if (read === undefined) {
      read = await options.untilStaged()
    } else {
      break
    }
  }
  if (unverified !== undefined) verify(options, unverified, files)
  return { read, files }
}

/** Publishes a range and verifies the previous one. Returns what has to be verified next. */
async function publishRange(
  options: PublishOptions,
  range: StagedRange,
  unverified: PublishedRange | undefined,
  files: FileVerifications,
): Promise<PublishedRange | undefined> {
  const { trx, jobId, isVerified, isTakeOver, columns, counts } = options
  counts.kept[range.kind] += await whileRunning(
    writeRange(trx, range, { jobId, columns, isTakeOver }),
    () => {
      if (unverified !== undefined) verify(options, unverified, files)
    },
  )
  counts.records += range.written
  options.onPublished(counts)
  await insertVerifiedFiles(trx, jobId, takeCompleteFiles(files))
  return isVerified ? findPublishedRange(trx, range, { jobId, columns }) : undefined
}

function verify(
  { counts, onPublished }: PublishOptions,
  range: PublishedRange,
  files: FileVerifications,
): void {
  verifyRange(range, files)
  counts.verified[range.range.kind] += range.records.length
  onPublished(counts)
}

/** Runs the action while the work's first statement is executing. Waits for the work even if the action throws. */
async function whileRunning<Result>(work: Promise<Result>, act: () => void): Promise<Result> {
  try {
    await setImmediate()
    act()
  } finally {
    await work.catch(() => undefined)
  }
  return work
}
