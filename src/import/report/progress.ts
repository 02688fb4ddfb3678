import { setTimeout as sleep } from 'node:timers/promises'
import { calculateShare, estimateSeconds } from '../import.rules.ts'
import type { ImportRunner } from '../runner.ts'
import type { ImportReport, KindCounts } from './counts.ts'

const redrawEveryMs = 100
/** Where nobody looks on, a line now and then is enough. */
const printEveryMs = 5_000
const eraseLine = '\r\u001b[K'

/** One line that changes, at a terminal; elsewhere lines, one every few seconds. Returns when the job has ended. */
export async function showProgress(
  runner: ImportRunner,
  jobId: string,
  formatLine: (report: ImportReport, now: number) => string,
): Promise<void> {
  const isTerminal = process.stdout.isTTY
  const ended = runner.untilEnded(jobId)
  for (;;) {
    await Promise.race([ended, sleep(isTerminal ? redrawEveryMs : printEveryMs, undefined, { ref: false })])
    const report = runner.findReport(jobId)
    if (report === undefined) break
    const line = formatLine(report, Date.now())
    process.stdout.write(isTerminal ? eraseLine + line.slice(0, process.stdout.columns - 1) : `${line}\n`)
  }
  if (isTerminal) process.stdout.write(eraseLine)
}

const barCells = 20
const labelWidth = 11
const bytesPerMegabyte = 1_000_000

type Progress = Pick<ImportReport, 'phase' | 'bytesRead' | 'bytesTotal' | 'recordsPublished' | 'counts'>

/** Where an import stood when it was first looked at: one that goes on after an interruption does not begin at 0. */
interface Sample {
  readonly atMs: number
  readonly bytes: number
  readonly records: number
  readonly share: number
}

/**
 * Returns the function that says how far an import is, in one line for a person at a terminal. Reading and publishing
 * go on side by side, so there is one bar for both.
 */
export function createProgressLine(isDryRun: boolean): (report: Progress, nowMs: number) => string {
  let beginning: Sample | undefined
  return (report, nowMs) => {
    if (report.phase === 'queued') return 'looking for files'
    const share = measureShare(report, isDryRun)
    const now = { atMs: nowMs, bytes: report.bytesRead, records: sumCounts(report, 'read'), share }
    beginning ??= now
    return [formatBar(report.phase, share), ...formatRates(report, beginning, now), formatRejectCount(report)]
      .filter((part) => part !== '')
      .join('  ')
  }
}

/** 12,345 whatever the machine's language. */
export function formatCount(count: number): string {
  return count.toLocaleString('en-US')
}

/** Seconds as people say them. */
function formatSeconds(seconds: number): string {
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

function measureShare(report: Progress, isDryRun: boolean): number {
  const needNothingMore =
    sumCounts(report, 'unchanged') + sumCounts(report, 'skipped') + sumCounts(report, 'rejected')
  return calculateShare({
    bytesRead: report.bytesRead,
    bytesTotal: report.bytesTotal,
    recordsRead: sumCounts(report, 'read'),
    recordsDone: report.recordsPublished + needNothingMore,
    isDryRun,
  })
}

function sumCounts({ counts }: Progress, name: keyof KindCounts): number {
  return Object.values(counts).reduce((sum, count) => sum + count[name], 0)
}

function formatBar(phase: Progress['phase'], share: number): string {
  const filled = Math.floor(share * barCells)
  const bar = '█'.repeat(filled) + '░'.repeat(barCells - filled)
  return `${phase.padEnd(labelWidth)}${bar}${`${Math.floor(share * 100)}%`.padStart(5)}`
}

/** What was done since the beginning, per second; nothing until there is a second to divide by. */
function formatRates(report: Progress, beginning: Sample, now: Sample): string[] {
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

function formatRemaining(beginning: Sample, now: Sample, elapsedMs: number): string {
  const gained = now.share - beginning.share
  if (gained <= 0) return ''
  // As if it had gone from 0 at this speed.
  const seconds = estimateSeconds(now.share, (elapsedMs * now.share) / gained)
  return seconds === null ? '' : `${formatSeconds(seconds)} left`
}

function formatRejectCount(report: Progress): string {
  const rejected = sumCounts(report, 'rejected')
  return rejected === 0 ? '' : `${formatCount(rejected)} rejected`
}

/** How far an export is, in one line for a person at a terminal. */
export function formatExportProgress({
  counts,
  bytesRead,
}: Pick<ImportReport, 'counts' | 'bytesRead'>): string {
  const records = Object.values(counts).reduce((sum, { exported }) => sum + exported, 0)
  return `writing  ${formatCount(records)} records  ${toMegabytes(bytesRead)} MB`
}
