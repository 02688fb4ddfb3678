import type { ImportJobRow } from './import-job.store.ts'

/** Bytes per second of reading; null before there is anything to divide, and for a job whose time has a gap. */
export function calculateRate(
  job: Pick<ImportJobRow, 'bytesRead' | 'startedAt' | 'resumedAt' | 'readingFinishedAt' | 'heartbeatAt'>,
): number | null {
  const end = job.readingFinishedAt ?? job.heartbeatAt
  if (job.startedAt === null || end === null || job.resumedAt !== null) return null
  const seconds = (end.getTime() - job.startedAt.getTime()) / 1000
  return seconds > 0 && job.bytesRead !== '0' ? Number(job.bytesRead) / seconds : null
}

/** How much of the work has been done, as far as it can be told. */
export interface WorkDone {
  readonly bytesRead: number
  readonly bytesTotal: number
  readonly recordsRead: number
  /** Records that need nothing more: unchanged, skipped, rejected, or written and verified. */
  readonly recordsDone: number
  readonly isDryRun: boolean
}

/**
 * The share of the work that has been done, 0 to 1: reading is taken for one half of it, and writing for the other.
 * How many records the unread bytes hold is guessed from those that were read.
 */
export function calculateShare(work: WorkDone): number {
  if (work.bytesTotal === 0) return 0
  const read = Math.min(1, work.bytesRead / work.bytesTotal)
  if (work.isDryRun || work.recordsRead === 0) return work.isDryRun ? read : read / 2
  const written = Math.min(1, work.recordsDone / work.recordsRead) * read
  return (read + written) / 2
}

/** Whole seconds that the rest will take if it goes on as before; null when too little is done to tell. */
export function estimateSeconds(share: number, elapsedMs: number): number | null {
  if (share < minShare) return null
  return Math.ceil(((elapsedMs / 1000) * (1 - share)) / share)
}

const minShare = 0.01
