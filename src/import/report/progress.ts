import { setTimeout as sleep } from 'node:timers/promises'
import type { ImportReport, KindCounts } from '../counts.ts'
import { calculateShare, estimateSeconds } from '../import.rules.ts'
import { formatCount, formatSeconds, toMegabytes } from './format.ts'

const redrawEveryMs = 100
/** Output that is not a terminal, such as a log, gets a line less often. */
const printEveryMs = 5_000
const eraseLine = '\r\u001b[K'

/** A job that runs in this process. */
interface WatchedJob {
  /** Settles when the job has ended. */
  readonly ended: Promise<void>
  /** The current report; undefined if the job has ended. */
  findReport(): ImportReport | undefined
}

/**
 * Shows a job's progress on standard output until it ends: one line that changes in a terminal, otherwise a line every
 * few seconds.
 */
export async function showProgress(
  { ended, findReport }: WatchedJob,
  formatLine: (report: ImportReport, nowMs: number) => string,
): Promise<void> {
  const isTerminal = process.stdout.isTTY
  for (;;) {
    await Promise.race([ended, sleep(isTerminal ? redrawEveryMs : printEveryMs, undefined, { ref: false })])
    const report = findReport()
    if (report === undefined) break
    const line = formatLine(report, Date.now())
    process.stdout.write(isTerminal ? eraseLine + line.slice(0, process.stdout.columns - 1) : `${line}\n`)
  }
  if (isTerminal) process.stdout.write(eraseLine)
}

type Progress = Pick<ImportReport, 'phase' | 'bytesRead' | 'bytesTotal' | 'recordsPublished' | 'counts'>

/** The completed work at some time. The first sample of a resumed import is not zero. */
interface Sample {
  readonly atMs: number
  readonly bytes: number
  readonly records: number
  readonly share: number
}

const barCells = 20
const labelWidth = 11

/**
 * Returns a function that formats the progress of an import as one line. Reading and publishing run concurrently, so one
 * bar shows both. Rates are averages since the first call.
 */
export function createProgressLine(isDryRun: boolean): (report: Progress, nowMs: number) => string {
  let first: Sample | undefined
  return (report, nowMs) => {
    if (report.phase === 'queued') return 'looking for files'
    const share = measureShare(report, isDryRun)
    const now = { atMs: nowMs, bytes: report.bytesRead, records: sumCounts(report, 'read'), share }
    first ??= now
    return [formatBar(report.phase, share), ...formatRates(report, first, now), formatRejectCount(report)]
      .filter((part) => part !== '')
      .join('  ')
  }
}

function measureShare(report: Progress, isDryRun: boolean): number {
  const notWritten =
    sumCounts(report, 'unchanged') + sumCounts(report, 'skipped') + sumCounts(report, 'rejected')
  return calculateShare({
    bytesRead: report.bytesRead,
    bytesTotal: report.bytesTotal,
    recordsRead: sumCounts(report, 'read'),
    recordsDone: report.recordsPublished + notWritten,
    isDryRun,
  })
}

function sumCounts({ counts }: Pick<Progress, 'counts'>, name: keyof KindCounts): number {
  return Object.values(counts).reduce((sum, count) => sum + count[name], 0)
}

function formatBar(phase: Progress['phase'], share: number): string {
  const filled = Math.floor(share * barCells)
  const bar = '█'.repeat(filled) + '░'.repeat(barCells - filled)
  return `${phase.padEnd(labelWidth)}${bar}${`${Math.floor(share * 100)}%`.padStart(5)}`
}

function formatRates(report: Progress, first: Sample, now: Sample): string[] {
  const elapsedMs = now.atMs - first.atMs
  if (elapsedMs < 1_000) return []
  const perSecond = (done: number) => (done / elapsedMs) * 1_000
  const isReading = report.phase === 'reading'
  return [
    isReading ? `${toMegabytes(perSecond(now.bytes - first.bytes))} MB/s` : '',
    isReading ? `${formatCount(Math.round(perSecond(now.records - first.records)))} records/s` : '',
    formatRemaining(first, now, elapsedMs),
  ]
}

function formatRemaining(first: Sample, now: Sample, elapsedMs: number): string {
  const gained = now.share - first.share
  if (gained <= 0) return ''
  // The time that the whole share would have taken at the current speed.
  const seconds = estimateSeconds(now.share, (elapsedMs * now.share) / gained)
  return seconds === null ? '' : `${formatSeconds(seconds)} left`
}

function formatRejectCount(report: Progress): string {
  const rejected = sumCounts(report, 'rejected')
  return rejected === 0 ? '' : `${formatCount(rejected)} rejected`
}

/** Formats the progress of an export as one line. */
export function formatExportProgress(report: Pick<ImportReport, 'counts' | 'bytesRead'>): string {
  const records = sumCounts(report, 'exported')
  return `writing  ${formatCount(records)} records  ${toMegabytes(report.bytesRead)} MB`
}
