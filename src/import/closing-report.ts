import type { ImportCounts } from '../generated/graphql.ts'
import { countRejected, listCounts, listSkippedPaths, listWarnings } from './import-job.rules.ts'
import type { ImportJobRow } from './import-job.store.ts'
import type { ImportRejectRow } from './import-reject.store.ts'
import { formatCount } from './progress-line.ts'

const columns = [
  'read',
  'inserted',
  'updated',
  'unchanged',
  'skipped',
  'rejected',
  'warnings',
  'verified',
] as const
const cellWidth = 11
const kindWidth = 14
const maxSkippedPaths = 10

/** How an import went, for a person at a terminal: a table, the first rejects, the warnings, the outcome. */
export function formatClosingReport(job: ImportJobRow, rejects: readonly ImportRejectRow[]): string {
  const counts = listCounts(job.counts)
  const rejected = countRejected(job.counts)
  return [
    formatTable(counts),
    formatRejects(rejects, rejected, job.id),
    formatWarnings(job),
    formatSkippedPaths(job),
    formatOutcome(job),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}

function formatTable(counts: readonly ImportCounts[]): string {
  const total = (name: (typeof columns)[number]) => counts.reduce((sum, count) => sum + count[name], 0)
  const lines = [
    ['', ...columns],
    ...counts.map((count) => [count.kind, ...columns.map((name) => formatCount(count[name]))]),
    ['total', ...columns.map((name) => formatCount(total(name)))],
  ]
  return lines
    .map(
      ([kind = '', ...cells]) =>
        kind.padEnd(kindWidth) + cells.map((cell) => cell.padStart(cellWidth)).join(''),
    )
    .join('\n')
}

function formatRejects(rejects: readonly ImportRejectRow[], rejected: number, jobId: string): string {
  if (rejected === 0) return ''
  const lines = rejects.map(
    ({ file, line, pointer, code, message }) => `  ${file}:${line} ${pointer}\n    ${code}: ${message}`,
  )
  const more = rejected - rejects.length
  const rest = more > 0 ? [`  and ${formatCount(more)} more: importJob(id: "${jobId}") { rejects }`] : []
  return [`Rejected, ${formatCount(rejected)} in all:`, ...lines, ...rest].join('\n')
}

function formatWarnings({ warnings }: ImportJobRow): string {
  const list = listWarnings(warnings)
  if (list.length === 0) return ''
  const lines = list.map(
    ({ kind, code, count, message }) =>
      `  ${kind.padEnd(kindWidth)}${formatCount(count).padStart(7)}  ${code}: ${message}`,
  )
  return ['Changed to fit, the originals are kept:', ...lines].join('\n')
}

function formatSkippedPaths({ skippedPaths }: ImportJobRow): string {
  const list = listSkippedPaths(skippedPaths)
  if (list.length === 0) return ''
  const lines = list.slice(0, maxSkippedPaths).map(({ path, reason }) => `  ${path}  ${reason}`)
  const more = list.length - lines.length
  return ['Not read:', ...lines, ...(more > 0 ? [`  and ${formatCount(more)} more`] : [])].join('\n')
}

function formatOutcome(job: ImportJobRow): string {
  const seconds = ((job.finishedAt?.getTime() ?? 0) - job.createdAt.getTime()) / 1000
  switch (job.phase) {
    case 'completed':
      return job.dryRun
        ? `A dry run of ${seconds.toFixed(1)} s: nothing was written. Job ${job.id}.`
        : `Published and verified in ${seconds.toFixed(1)} s. Job ${job.id}.`
    case 'cancelled':
      return `Cancelled: nothing was published. Job ${job.id}.`
    default:
      return `${job.errorCode ?? 'FAILED'}: ${job.errorMessage ?? ''} Job ${job.id}.`
  }
}
