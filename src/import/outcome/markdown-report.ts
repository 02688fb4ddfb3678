import type { ImportFileRow } from '../import-file.store.ts'
import { calculateRecordRate, listCounts, listSkippedPaths, listWarnings } from '../import-job.rules.ts'
import type { ImportJobRow } from '../import-job.store.ts'
import type { ImportRejectRow, RejectCountRow } from '../import-reject.store.ts'
import { calculateRate } from '../import-time.rules.ts'
import { fenceMarkdown, formatMarkdownTable, escapeMarkdown as plain } from './markdown.ts'
import {
  describeJob,
  describeOutcome,
  describeWarnings,
  listColumns,
  measureSeconds,
  rejectWords,
} from './outcome.rules.ts'
import { formatCount, toMegabytes } from './progress-line.ts'

const maxSkippedPaths = 100
const shownDigits = 16
const maxSampleCharacters = 1_000

/** A reason for rejects, with the first of them. */
export interface RejectReason extends RejectCountRow {
  readonly samples: readonly RejectSample[]
}

export type RejectSample = Pick<ImportRejectRow, 'file' | 'line' | 'pointer' | 'message'> & {
  /** With its secrets masked. */
  readonly rawText: string
}

export interface ReportContent {
  readonly job: ImportJobRow
  readonly reasons: readonly RejectReason[]
  /** The first ones. */
  readonly files: readonly ImportFileRow[]
  readonly fileCount: number
}

/** How a job went, as Markdown. What comes from the legacy files is text in it, whatever it holds. */
export function formatMarkdownReport({ job, reasons, files, fileCount }: ReportContent): string {
  const parts = [
    `# ${plain(describeJob(job))}`,
    plain(describeOutcome(job)),
    formatFacts(job),
    formatCounts(job),
    ...formatRejects(job, reasons),
    ...formatWarnings(job),
    ...formatSkipped(job),
    ...formatFiles(files, fileCount),
  ]
  return `${parts.join('\n\n')}\n`
}

function formatFacts(job: ImportJobRow): string {
  const bytesRate = calculateRate(job)
  const recordRate = calculateRecordRate(job)
  const facts = [
    ['Job', job.id],
    ['Asked for', job.createdAt.toISOString()],
    ['Duration', `${measureSeconds(job).toFixed(1)} s`],
    ['Read', `${toMegabytes(Number(job.bytesRead))} of ${toMegabytes(Number(job.bytesTotal))} MB`],
    ['Reading', bytesRate === null ? '' : `${toMegabytes(bytesRate)} MB/s`],
    ['Records', recordRate === null ? '' : `${formatCount(Math.round(recordRate))} per second`],
  ]
  return facts
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `- ${name}: ${value}`)
    .join('\n')
}

function formatCounts(job: ImportJobRow): string {
  const counts = listCounts(job.counts)
  const columns = listColumns(job)
  const rows = counts.map((count) => [plain(count.kind), ...columns.map((name) => formatCount(count[name]))])
  const totals = columns.map((name) => formatCount(counts.reduce((sum, count) => sum + count[name], 0)))
  return formatMarkdownTable(['', ...columns], [...rows, ['total', ...totals]], 1)
}

function formatRejects(job: ImportJobRow, reasons: readonly RejectReason[]): string[] {
  if (reasons.length === 0) return []
  const rows = reasons.map(({ kind, code, count }) => [plain(code), plain(kind), formatCount(count)])
  // Not the job's own count: of one that failed it lacks what was noted last.
  const total = reasons.reduce((sum, { count }) => sum + count, 0)
  return [
    `## ${rejectWords[job.operation]}: ${formatCount(total)}`,
    formatMarkdownTable(['reason', 'kind', 'count'], rows, 2),
    ...reasons.filter(({ samples }) => samples.length > 0).flatMap(formatReason),
  ]
}

function formatReason({ kind, code, count, samples }: RejectReason): string[] {
  const more = count - samples.length
  return [
    `### ${plain(code)}, ${plain(kind)}`,
    ...samples.flatMap(({ file, line, pointer, message, rawText }) => [
      `**${plain(`${file}:${line} ${pointer}`)}** ${plain(message)}`,
      fenceMarkdown(cut(rawText)),
    ]),
    ...(more > 0 ? [`And ${formatCount(more)} more.`] : []),
  ]
}

function cut(text: string): string {
  if (text.length <= maxSampleCharacters) return text
  return `${text.slice(0, maxSampleCharacters).toWellFormed()} … cut`
}

function formatWarnings(job: ImportJobRow): string[] {
  const rows = listWarnings(job.warnings).map(({ kind, code, message, count }) => [
    ...[plain(code), plain(kind), plain(message), formatCount(count)],
  ])
  if (rows.length === 0) return []
  return [`## ${describeWarnings(job)}`, formatMarkdownTable(['code', 'kind', 'what', 'count'], rows, 3)]
}

function formatSkipped({ skippedPaths }: ImportJobRow): string[] {
  const paths = listSkippedPaths(skippedPaths)
  if (paths.length === 0) return []
  const rows = paths.slice(0, maxSkippedPaths).map(({ path, reason }) => [plain(path), plain(reason)])
  const more = paths.length - rows.length
  return [
    `## Not read: ${formatCount(paths.length)}`,
    formatMarkdownTable(['path', 'reason'], rows, 2),
    ...(more > 0 ? [`And ${formatCount(more)} more.`] : []),
  ]
}

function formatFiles(files: readonly ImportFileRow[], fileCount: number): string[] {
  if (files.length === 0) return []
  const rows = files.map((file) => [
    ...[plain(file.isBackup ? `${file.path} (backup)` : file.path), formatDigests(file)],
    ...[file.records, file.rejected, file.verified, file.differing].map((count) =>
      formatCount(Number(count)),
    ),
  ])
  const more = fileCount - files.length
  return [
    `## Proof: ${formatCount(fileCount)} files`,
    `The sums of the records' SHA-256, of the file and of the tables, begin with these ${shownDigits} digits; the API has all.`,
    formatMarkdownTable(['file', 'file = tables', 'records', 'rejected', 'verified', 'differing'], rows, 2),
    ...(more > 0 ? [`And ${formatCount(more)} more files.`] : []),
  ]
}

function formatDigests({ sourceDigest, publishedDigest }: ImportFileRow): string {
  if (sourceDigest === null || publishedDigest === null) return 'not verified'
  const [source, published] = [sourceDigest, publishedDigest].map((digest) => digest.slice(0, shownDigits))
  return sourceDigest === publishedDigest ? `${source} = same` : `${source} ≠ ${published}`
}
