import type { ImportCounts } from '../../generated/graphql.ts'
import {
  countRejected,
  countRenamedUsers,
  listCounts,
  listRenamedUsers,
  listSkippedPaths,
  listWarnings,
} from '../import.rules.ts'
import type { ImportJobRow } from '../job.store.ts'
import type { ImportRejectRow } from '../reject.store.ts'
import { formatCount } from './format.ts'
import {
  describeOutcome,
  describeRenamedUsers,
  describeWarnings,
  formatHeading,
  listColumns,
  listDocumentRows,
  rejectHeadings,
  skippedHeadings,
} from './outcome.ts'

const cellWidth = 11
const kindWidth = 14
const maxSkippedPaths = 10
const maxRenamedUsers = 20

/** Formats the result of a job for a terminal: counts, the first rejects, warnings, files not read, and the outcome. */
export function formatClosingReport(
  job: ImportJobRow,
  rejects: readonly ImportRejectRow[],
  refusals: readonly ImportRejectRow[] = [],
): string {
  return [
    formatTable(job),
    formatRejects(job, rejects),
    formatRefusals(job, refusals),
    formatWarnings(job),
    formatRenamedUsers(job),
    formatSkippedPaths(job),
    describeOutcome(job),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}

function formatTable(job: ImportJobRow): string {
  const counts = listCounts(job.counts)
  const columns = listColumns(job)
  if (columns.length === 0) return ''
  const total = (name: keyof ImportCounts) => counts.reduce((sum, count) => sum + Number(count[name]), 0)
  const lines = [
    ['', ...columns.map(formatHeading)],
    ...counts.map((count) => [count.kind, ...columns.map((name) => formatCount(count[name]))]),
    ['total', ...columns.map((name) => formatCount(total(name)))],
    ...listDocumentRows(job, columns),
  ]
  return lines
    .map(
      ([kind = '', ...cells]) =>
        kind.padEnd(kindWidth) + cells.map((cell) => cell.padStart(cellWidth)).join(''),
    )
    .join('\n')
}

function formatRejects(job: ImportJobRow, rejects: readonly ImportRejectRow[]): string {
  const rejected = countRejected(job.counts)
  if (rejected === 0) return ''
  return formatList(job, `${rejectHeadings[job.operation]} (${formatCount(rejected)}):`, rejects, {
    total: rejected,
    field: 'rejects',
  })
}

/** Refused records, with the command that takes them over. */
function formatRefusals(job: ImportJobRow, refusals: readonly ImportRejectRow[]): string {
  const total = listCounts(job.counts).reduce((sum, { refused }) => sum + refused, 0)
  if (total === 0) return ''
  const heading = `Refused, because their rows were kept (${formatCount(total)}):`
  const list = formatList(job, heading, refusals, { total, field: 'refusals' })
  return job.isDryRun ? list : `${list}\n  Take them over: npm run import -- --take-over ${job.id}`
}

function formatList(
  job: ImportJobRow,
  heading: string,
  shown: readonly ImportRejectRow[],
  { total, field }: { readonly total: number; readonly field: string },
): string {
  const lines = shown.map(
    ({ file, line, pointer, code, message }) => `  ${file}:${line} ${pointer}\n    ${code}: ${message}`,
  )
  const more = total - shown.length
  const rest = more > 0 ? [`  and ${formatCount(more)} more: importJob(id: "${job.id}") { ${field} }`] : []
  return [heading, ...lines, ...rest].join('\n')
}

function formatWarnings(job: ImportJobRow): string {
  const list = listWarnings(job.warnings)
  if (list.length === 0) return ''
  const lines = list.map(
    ({ kind, code, count, message }) =>
      `  ${kind.padEnd(kindWidth)}${formatCount(count).padStart(7)}  ${code}: ${message}`,
  )
  return [`${describeWarnings(job)}:`, ...lines].join('\n')
}

/** Users with substitute e-mails, with the accounts that have theirs. */
function formatRenamedUsers(job: ImportJobRow): string {
  const list = listRenamedUsers(job.renamedUsers)
  if (list.length === 0) return ''
  const lines = list
    .slice(0, maxRenamedUsers)
    .map(({ userId, emailHolderId, file, line }) => `  ${file}:${line} ${userId}  e-mail of ${emailHolderId}`)
  const more = countRenamedUsers(job) - lines.length
  const rest =
    more > 0 ? [`  and ${formatCount(more)} more: importJob(id: "${job.id}") { renamedUsers }`] : []
  return [`${describeRenamedUsers(job)}:`, ...lines, ...rest].join('\n')
}

function formatSkippedPaths(job: ImportJobRow): string {
  const list = listSkippedPaths(job.skippedPaths)
  if (list.length === 0) return ''
  const lines = list.slice(0, maxSkippedPaths).map(({ path, reason }) => `  ${path}  ${reason}`)
  const more = list.length - lines.length
  return [
    `${skippedHeadings[job.operation]}:`,
    ...lines,
    ...(more > 0 ? [`  and ${formatCount(more)} more`] : []),
  ].join('\n')
}
