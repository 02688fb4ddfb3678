import type { Selectable } from 'kysely'
import type { DB } from '../../generated/database.ts'
import type { RecordKind } from '../records/record-type.ts'
import { isWritten, type ResolvedBatch } from '../staging/resolve.ts'

/** What became of the records of one kind: read = inserted + updated + unchanged + skipped + rejected. */
export interface KindCounts {
  read: number
  inserted: number
  updated: number
  unchanged: number
  skipped: number
  rejected: number
  warnings: number
  verified: number
  /** Of a reversion. */
  removed: number
  restored: number
  /** Of an export. */
  exported: number
}

export type ImportCounts = Readonly<Record<RecordKind, KindCounts>>

/** How often each warning was given, by code. */
export type WarningCounts = Readonly<Record<RecordKind, Record<string, number>>>

export interface SkippedPath {
  readonly path: string
  readonly reason: string
}

/** What is known of a running import; grows with it, but not with the size of its source. */
export interface ImportReport {
  phase: Selectable<DB['import_jobs']>['phase']
  startedAt: Date | null
  /** When the last file had been read. */
  readingFinishedAt: Date | null
  bytesRead: number
  bytesTotal: number
  skippedPaths: readonly SkippedPath[]
  /** Of all kinds together. */
  rejects: number
  /** Records whose rows stand in their tables, not yet visible to readers. */
  recordsPublished: number
  counts: ImportCounts
  readonly warnings: WarningCounts
}

/** The report of an import that has not begun. */
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
  }
}

/** What a batch adds to the counts of its kind. */
export interface BatchCounts {
  readonly counts: Partial<Readonly<Record<keyof KindCounts, number>>>
  readonly warnings: Readonly<Record<string, number>>
}

/** Counts the records of a batch. */
export function countBatch(batch: ResolvedBatch): BatchCounts {
  const counts = {
    read: batch.records.length + batch.rejects.length + batch.copies,
    rejected: batch.rejects.length,
    skipped: batch.copies,
    inserted: 0,
    updated: 0,
    unchanged: 0,
    warnings: 0,
  }
  const codes: Record<string, number> = {}
  for (const { action, warnings } of batch.records) {
    counts[action]++
    if (!isWritten(action)) continue
    counts.warnings += warnings.length
    for (const { code } of warnings) codes[code] = (codes[code] ?? 0) + 1
  }
  return { counts, warnings: codes }
}

/** Adds what was counted in batches that are staged. */
export function addCounts(report: ImportReport, kind: RecordKind, { counts, warnings }: BatchCounts): void {
  const ofKind = report.counts[kind]
  for (const name of countNames) ofKind[name] += counts[name] ?? 0
  const codes = report.warnings[kind]
  for (const [code, count] of Object.entries(warnings)) codes[code] = (codes[code] ?? 0) + count
}

/** What of the staged records has gone into the tables, in a transaction that is not committed yet. */
export interface PublishedCounts {
  /** Records that were dealt with. */
  records: number
  /** Rows, by kind, that turned out to be newer than their record when it was to replace them. */
  readonly kept: Record<RecordKind, number>
  /** Records, by kind, that were read back and found equal. */
  readonly verified: Record<RecordKind, number>
}

/** Nothing is published yet. */
export function createPublishedCounts(): PublishedCounts {
  return { records: 0, kept: byKind(() => 0), verified: byKind(() => 0) }
}

/** What reading has counted, and what publishing has, in one report. */
export function mergeReport(reading: ImportReport, published: PublishedCounts): ImportReport {
  const counts = byKind((kind) => ({
    ...reading.counts[kind],
    updated: reading.counts[kind].updated - published.kept[kind],
    skipped: reading.counts[kind].skipped + published.kept[kind],
    verified: published.verified[kind],
  }))
  return { ...reading, counts, recordsPublished: published.records }
}

/** The counts as they may be told: a row counts as inserted, updated, removed or restored when readers can see it, or of a dry run at its end. */
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
