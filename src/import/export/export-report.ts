import { listCounts, listWarnings } from '../import-job.rules.ts'
import type { ImportJobRow } from '../import-job.store.ts'
import { formatCount } from '../progress-line.ts'
import type { ImportReport } from '../report.ts'

const kindWidth = 14
const countWidth = 11
const bytesPerMegabyte = 1_000_000

/** How far an export is, in one line for a person at a terminal. */
export function formatExportProgress({
  counts,
  bytesRead,
}: Pick<ImportReport, 'counts' | 'bytesRead'>): string {
  const records = Object.values(counts).reduce((sum, { exported }) => sum + exported, 0)
  return `writing  ${formatCount(records)} records  ${toMegabytes(bytesRead)} MB`
}

/** How an export went: what was written, what to know of it, and where it is; or why nothing is there. */
export function formatExportOutcome(job: ImportJobRow): string {
  if (job.phase === 'cancelled') return `Cancelled: nothing is left. Job ${job.id}.`
  if (job.phase !== 'completed')
    return `${job.errorCode ?? 'FAILED'}: ${job.errorMessage ?? ''} Job ${job.id}.`
  const counts = listCounts(job.counts)
  const total = counts.reduce((sum, { exported }) => sum + exported, 0)
  const lines = [
    ...counts.map(({ kind, exported }) => formatLine(kind, exported)),
    formatLine('total', total),
  ]
  const warnings = listWarnings(job.warnings).map(
    ({ code, count, message }) => `\n${code}, ${formatCount(count)} users: ${message}`,
  )
  const seconds = ((job.finishedAt?.getTime() ?? 0) - job.createdAt.getTime()) / 1000
  const size = toMegabytes(Number(job.bytesRead))
  const outcome = `${size} MB written to ${job.directory} in ${seconds.toFixed(1)} s. Job ${job.id}.`
  return [...lines, ...warnings, '', outcome].join('\n')
}

function formatLine(kind: string, count: number): string {
  return kind.padEnd(kindWidth) + formatCount(count).padStart(countWidth)
}

function toMegabytes(bytes: number): string {
  return (bytes / bytesPerMegabyte).toFixed(1)
}
