import { calculateShare, estimateSeconds } from '../import-time.rules.ts'
import type { ImportReport, KindCounts } from '../report.ts'

const barCells = 20
const labelWidth = 11
const bytesPerMegabyte = 1_000_000

type Seen = Pick<ImportReport, 'phase' | 'bytesRead' | 'bytesTotal' | 'recordsPublished' | 'counts'>

/** Where an import stood when it was first looked at: one that goes on after an interruption does not begin at 0. */
interface Beginning {
  readonly atMs: number
  readonly bytes: number
  readonly records: number
  readonly share: number
}

/**
 * Returns the function that says how far an import is, in one line for a person at a terminal. Reading and publishing
 * go on side by side, so there is one bar for both.
 */
export function createProgressLine(isDryRun: boolean): (report: Seen, nowMs: number) => string {
  let beginning: Beginning | undefined
  return (report, nowMs) => {
    if (report.phase === 'queued') return 'looking for files'
    const share = measureShare(report, isDryRun)
    const now = { atMs: nowMs, bytes: report.bytesRead, records: sumOf(report, 'read'), share }
    beginning ??= now
    return [formatBar(report.phase, share), ...formatRates(report, beginning, now), formatRejects(report)]
      .filter((part) => part !== '')
      .join('  ')
  }
}

/** 12,345 whatever the machine's language. */
export function formatCount(count: number): string {
  return count.toLocaleString('en-US')
}

/** Seconds as people say them. */
export function formatSeconds(seconds: number): string {
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  return minutes < 60
    ? `${minutes} min ${seconds % 60} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

/** 1.5 for a million and a half bytes. */
export function toMegabytes(bytes: number): string {
  return (bytes / bytesPerMegabyte).toFixed(1)
}

function measureShare(report: Seen, isDryRun: boolean): number {
  const needNothingMore = sumOf(report, 'unchanged') + sumOf(report, 'skipped') + sumOf(report, 'rejected')
  return calculateShare({
    bytesRead: report.bytesRead,
    bytesTotal: report.bytesTotal,
    recordsRead: sumOf(report, 'read'),
    recordsDone: report.recordsPublished + needNothingMore,
    isDryRun,
  })
}

function sumOf({ counts }: Seen, name: keyof KindCounts): number {
  return Object.values(counts).reduce((sum, count) => sum + count[name], 0)
}

function formatBar(phase: Seen['phase'], share: number): string {
  const filled = Math.floor(share * barCells)
  const bar = '█'.repeat(filled) + '░'.repeat(barCells - filled)
  return `${phase.padEnd(labelWidth)}${bar}${`${Math.floor(share * 100)}%`.padStart(5)}`
}

/** What was done since the beginning, per second; nothing until there is a second to divide by. */
function formatRates(report: Seen, beginning: Beginning, now: Beginning): string[] {
  const elapsedMs = now.atMs - beginning.atMs
  if (elapsedMs < 1_000) return []
  const perSecond = (done: number) => (done / elapsedMs) * 1_000
  const isReading = report.phase === 'reading'
  return [
    isReading ? `${toMegabytes(perSecond(now.bytes - beginning.bytes))} MB/s` : '',
    isReading ? `${formatCount(Math.round(perSecond(now.records - beginning.records)))} records/s` : '',
    formatRemaining(beginning, now, elapsedMs),
  ]
}

function formatRemaining(beginning: Beginning, now: Beginning, elapsedMs: number): string {
  const gained = now.share - beginning.share
  if (gained <= 0) return ''
  // As if it had gone from 0 at this speed.
  const seconds = estimateSeconds(now.share, (elapsedMs * now.share) / gained)
  return seconds === null ? '' : `${formatSeconds(seconds)} left`
}

function formatRejects(report: Seen): string {
  const rejected = sumOf(report, 'rejected')
  return rejected === 0 ? '' : `${formatCount(rejected)} rejected`
}
