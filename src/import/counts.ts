import type { Selectable } from 'kysely'
import type { DB } from '../generated/database.ts'
import type { RecordKind } from './records/record-type.ts'
import type { SkippedPath } from './skipped-paths.ts'

/**
 * Results for the records of one kind: read = inserted + updated + unchanged + skipped + rejected, and
 * skipped = copies + olderCopies + refused.
 */
export interface KindCounts {
  read: number
  inserted: number
  updated: number
  unchanged: number
  skipped: number
  /** Copies of another record of the source. */
  copies: number
  /** Older than another record of the source, or than the imported one. */
  olderCopies: number
  /** Different from the row and not older than the imported record, but the row was kept. */
  refused: number
  rejected: number
  warnings: number
  verified: number
  /** Revert only. */
  removed: number
  /** Revert only. */
  restored: number
  /** Export only. */
  exported: number
}

export type ImportCounts = Readonly<Record<RecordKind, KindCounts>>

/** Number of warnings by code. */
export type WarningCounts = Readonly<Record<RecordKind, Record<string, number>>>

/** Results for the files that hold none of the five kinds of records. */
export interface DocumentCounts {
  /** Files to keep; of a verification or a reversion, documents of the import. */
  found: number
  inserted: number
  unchanged: number
  /** Files that can't be kept; of a verification, documents that are missing or damaged. */
  rejected: number
  verified: number
  /** Revert only. */
  removed: number
  /** Export only. */
  exported: number
}

/** A user who got a substitute e-mail because another account has the user's own. */
export interface RenamedUser {
  readonly userId: string
  /** The account that has the e-mail. */
  readonly holderId: string
  readonly file: string
  readonly line: number
}

/** How many renamed users a job lists; all are counted. */
export const maxRenamedUsers = 1000

/** State of a running job. Its size does not depend on the size of the source. */
export interface ImportReport {
  phase: Selectable<DB['import_jobs']>['phase']
  startedAt: Date | null
  /** When the last file was read to its end. */
  readingFinishedAt: Date | null
  bytesRead: number
  bytesTotal: number
  skippedPaths: readonly SkippedPath[]
  /** Rejects of all kinds. */
  rejects: number
  /** Records written to their tables, even if the transaction is not committed yet. */
  recordsPublished: number
  counts: ImportCounts
  readonly warnings: WarningCounts
  /** The first users who got a substitute e-mail. */
  renamedUsers: readonly RenamedUser[]
  documents: DocumentCounts
}

export function createReport(): ImportReport {
  return {
    phase: 'queued',
    startedAt: null,
    readingFinishedAt: null,
    bytesRead: 0,
    bytesTotal: 0,
    skippedPaths: [],
    rejects: 0,
    recordsPublished: 0,
    counts: byKind(createCounts),
    warnings: byKind(() => ({})),
    renamedUsers: [],
    documents: { found: 0, inserted: 0, unchanged: 0, rejected: 0, verified: 0, removed: 0, exported: 0 },
  }
}

/** The additions of a batch to the report. */
export interface BatchCounts {
  readonly counts: Partial<Readonly<Record<keyof KindCounts, number>>>
  readonly warnings: Readonly<Record<string, number>>
  readonly renamedUsers?: readonly RenamedUser[]
}

export function addCounts(
  report: ImportReport,
  kind: RecordKind,
  { counts, warnings, renamedUsers = [] }: BatchCounts,
): void {
  const ofKind = report.counts[kind]
  for (const name of countNames) ofKind[name] += counts[name] ?? 0
  const codes = report.warnings[kind]
  for (const [code, count] of Object.entries(warnings)) codes[code] = (codes[code] ?? 0) + count
  if (renamedUsers.length === 0) return
  report.renamedUsers = [...report.renamedUsers, ...renamedUsers].slice(0, maxRenamedUsers)
}

/** Counts of the publishing transaction, which is not committed yet. */
export interface PublishedCounts {
  /** Records that were processed. */
  records: number
  /** Rows, by kind, that were kept because they became newer than the record after it was staged. */
  readonly kept: Record<RecordKind, number>
  /** Records, by kind, that were read back and are equal to their source. */
  readonly verified: Record<RecordKind, number>
}

export function createPublishedCounts(): PublishedCounts {
  return { records: 0, kept: byKind(() => 0), verified: byKind(() => 0) }
}

/** Combines the counts of reading and of publishing into one report. */
export function mergeReport(reading: ImportReport, published: PublishedCounts): ImportReport {
  const counts = byKind((kind) => ({
    ...reading.counts[kind],
    updated: reading.counts[kind].updated - published.kept[kind],
    skipped: reading.counts[kind].skipped + published.kept[kind],
    refused: reading.counts[kind].refused + published.kept[kind],
    warnings: reading.counts[kind].warnings + published.kept[kind],
    verified: published.verified[kind],
  }))
  const warnings = byKind((kind) => addKept(reading.warnings[kind], published.kept[kind]))
  return { ...reading, counts, warnings, recordsPublished: published.records }
}

/** Rows that were kept are warnings, like the records that were refused before. */
function addKept(codes: Readonly<Record<string, number>>, kept: number): Record<string, number> {
  return kept === 0 ? codes : { ...codes, ROW_CHANGED: (codes.ROW_CHANGED ?? 0) + kept }
}

/**
 * The counts to show to users: rows count as inserted, updated, removed or restored only when they are committed, or at the
 * end of a dry run.
 */
export function publicCounts(report: ImportReport): ImportCounts {
  if (report.phase === 'completed') return report.counts
  return byKind((kind) => ({ ...report.counts[kind], inserted: 0, updated: 0, removed: 0, restored: 0 }))
}

const countNames = Object.keys(createCounts()) as readonly (keyof KindCounts)[]

function createCounts(): KindCounts {
  return {
    read: 0,
    inserted: 0,
    updated: 0,
    unchanged: 0,
    skipped: 0,
    copies: 0,
    olderCopies: 0,
    refused: 0,
    rejected: 0,
    warnings: 0,
    verified: 0,
    removed: 0,
    restored: 0,
    exported: 0,
  }
}

function byKind<Value>(create: (kind: RecordKind) => Value): Record<RecordKind, Value> {
  return {
    users: create('users'),
    contracts: create('contracts'),
    analyses: create('analyses'),
    chat_sessions: create('chat_sessions'),
    chat_messages: create('chat_messages'),
  }
}
