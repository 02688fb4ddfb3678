import { constants } from 'node:fs'
import { access, open, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Database } from '../../database/connection.ts'
import { createPageRequest } from '../../database/pagination.ts'
import { OperatorError } from '../../errors.ts'
import { countImportFiles, type ImportFileRow, importFileSortKeys, listImportFiles } from '../file.store.ts'
import {
  calculateRate,
  calculateRecordRate,
  countRenamedUsers,
  listCounts,
  listRenamedUsers,
  listSkippedPaths,
  listWarnings,
} from '../import.rules.ts'
import type { ImportJobRow } from '../job.store.ts'
import { maxRawTextBytes, toRawText } from '../reject.rules.ts'
import {
  countImportRejectsByCode,
  findRejectBeginnings,
  type ImportRejectRow,
  importRejectSortKeys,
  listImportRejects,
  type RejectCountRow,
  type RejectFilter,
} from '../reject.store.ts'
import { escapeMarkdown, fenceMarkdown, formatCount, formatMarkdownTable, toMegabytes } from './format.ts'
import {
  describeJob,
  describeOutcome,
  describeRenamedUsers,
  describeWarnings,
  formatHeading,
  listColumns,
  listDocumentRows,
  measureSeconds,
  rejectHeadings,
  skippedHeadings,
} from './outcome.ts'

const maxFiles = 100
const maxSkippedPaths = 100
/** Reasons after these are shown without samples. */
const maxSampledReasons = 50
const maxSamples = 3
const maxRefusals = 20
const maxSampleCharacters = 1_000
/** Hexadecimal digits shown of each digest. */
const shownDigits = 16
const byNumber = { field: 'number', direction: 'asc' } as const

/**
 * Checks before a long import that a report can be written to the path.
 * @throws OperatorError
 */
export async function requireReportPath(path: string): Promise<void> {
  const existing = await stat(path).catch(() => undefined)
  if (existing?.isDirectory())
    throw new OperatorError(`${path} is a directory. Specify a file for the report.`)
  await access(dirname(path), constants.W_OK).catch((cause) => {
    throw new OperatorError(
      `The report can't be written to ${path}: its directory does not exist or is not writable.`,
      { cause },
    )
  })
}

/**
 * Writes a job's report as Markdown, replacing an existing file atomically. Only the owner of the process can read it.
 * @throws OperatorError if it can't be written.
 */
export async function writeReport(db: Database, job: ImportJobRow, path: string): Promise<void> {
  const text = formatMarkdownReport(await readReport(db, job))
  const partial = `${path}.partial-${process.pid}`
  try {
    const file = await open(partial, 'wx', 0o600)
    try {
      await file.writeFile(text)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(partial, path)
  } catch (cause) {
    await rm(partial, { force: true })
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new OperatorError(`The report could not be written to ${path}: ${reason}`, { cause })
  }
}

/** Reads the content of a job's report. */
export async function readReport(db: Database, job: ImportJobRow): Promise<ReportContent> {
  const parents = [{ id: job.id, userId: job.id }]
  const reasons: RejectReason[] = []
  for (const count of await countImportRejectsByCode(db, parents)) {
    const filter = { jobId: count.jobId, kinds: [count.kind], codes: [count.code] }
    const samples = reasons.length < maxSampledReasons ? await readSamples(db, filter, maxSamples) : []
    reasons.push({ ...count, samples })
  }
  const page = createPageRequest({ first: maxFiles }, byNumber, importFileSortKeys)
  const files = await listImportFiles(db, parents, page)
  const [counted] = await countImportFiles(db, parents)
  const refusals = await readSamples(db, { jobId: job.id, set: 'refusals' }, maxRefusals)
  return { job, reasons, refusals, files: files.slice(0, maxFiles), fileCount: counted?.count ?? 0 }
}

async function readSamples(
  db: Database,
  { jobId, ...filter }: RejectFilter & { readonly jobId: string },
  first: number,
): Promise<RejectSample[]> {
  const page = createPageRequest({ first }, byNumber, importRejectSortKeys)
  const parents = [{ id: jobId, userId: jobId }]
  const found = await listImportRejects(db, parents, filter, page)
  const rejects = found.slice(0, first)
  const beginnings = await findRejectBeginnings(db, rejects, maxRawTextBytes)
  const texts = new Map(beginnings.map(({ number, beginning }) => [number, toRawText(beginning)]))
  return rejects.map((reject) => ({ ...reject, rawText: texts.get(reject.number) ?? '' }))
}

/** A reason for rejects, with a few of them as samples. */
interface RejectReason extends RejectCountRow {
  readonly samples: readonly RejectSample[]
}

type RejectSample = Pick<ImportRejectRow, 'file' | 'line' | 'pointer' | 'message'> & {
  /** The record's text, with secrets masked. */
  readonly rawText: string
}

interface ReportContent {
  readonly job: ImportJobRow
  readonly reasons: readonly RejectReason[]
  /** The first `maxRefusals` refused records. */
  readonly refusals: readonly RejectSample[]
  /** The first `maxFiles` files. */
  readonly files: readonly ImportFileRow[]
  readonly fileCount: number
}

/** Formats a job's report as Markdown. Text from the legacy files is escaped, so it can't become markup. */
export function formatMarkdownReport({ job, reasons, refusals, files, fileCount }: ReportContent): string {
  const parts = [
    `# ${escapeMarkdown(describeJob(job))}`,
    escapeMarkdown(describeOutcome(job)),
    formatFacts(job),
    formatCounts(job),
    ...formatRejects(job, reasons),
    ...formatRefusals(job, refusals),
    ...formatWarnings(job),
    ...formatRenamedUsers(job),
    ...formatSkipped(job),
    ...formatFiles(files, fileCount),
  ].filter((part) => part !== '')
  return `${parts.join('\n\n')}\n`
}

function formatFacts(job: ImportJobRow): string {
  const bytesRate = calculateRate(job)
  const recordRate = calculateRecordRate(job)
  const facts = [
    ['Job', job.id],
    ['Requested', job.createdAt.toISOString()],
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
  if (columns.length === 0) return ''
  const rows = counts.map((count) => [
    escapeMarkdown(count.kind),
    ...columns.map((name) => formatCount(count[name])),
  ])
  const totals = columns.map((name) => formatCount(counts.reduce((sum, count) => sum + count[name], 0)))
  return formatMarkdownTable(
    ['', ...columns.map(formatHeading)],
    [...rows, ['total', ...totals], ...listDocumentRows(job, columns)],
    1,
  )
}

function formatRejects(job: ImportJobRow, reasons: readonly RejectReason[]): string[] {
  if (reasons.length === 0) return []
  const rows = reasons.map(({ kind, code, count }) => [
    escapeMarkdown(code),
    escapeMarkdown(kind),
    formatCount(count),
  ])
  // Not the job's own count, which may lack the last rejects of a failed job.
  const total = reasons.reduce((sum, { count }) => sum + count, 0)
  return [
    `## ${rejectHeadings[job.operation]}: ${formatCount(total)}`,
    formatMarkdownTable(['reason', 'kind', 'count'], rows, 2),
    ...reasons.filter(({ samples }) => samples.length > 0).flatMap(formatReason),
  ]
}

function formatReason({ kind, code, count, samples }: RejectReason): string[] {
  const more = count - samples.length
  return [
    `### ${escapeMarkdown(code)}, ${escapeMarkdown(kind)}`,
    ...samples.flatMap(formatSample),
    ...(more > 0 ? [`And ${formatCount(more)} more.`] : []),
  ]
}

function formatSample({ file, line, pointer, message, rawText }: RejectSample): string[] {
  const place = escapeMarkdown(`${file}:${line} ${pointer}`)
  return [`**${place}** ${escapeMarkdown(message)}`, fenceMarkdown(cut(rawText))]
}

function formatRefusals(job: ImportJobRow, refusals: readonly RejectSample[]): string[] {
  if (refusals.length === 0) return []
  const total = listCounts(job.counts).reduce((sum, { refused }) => sum + refused, 0)
  const more = total - refusals.length
  return [
    `## Refused, because their rows were kept: ${formatCount(total)}`,
    `\`npm run import -- --take-over ${job.id}\` replaces the rows by these records.`,
    ...refusals.flatMap(formatSample),
    ...(more > 0 ? [`And ${formatCount(more)} more.`] : []),
  ]
}

function cut(text: string): string {
  if (text.length <= maxSampleCharacters) return text
  return `${text.slice(0, maxSampleCharacters).toWellFormed()} … (truncated)`
}

function formatWarnings(job: ImportJobRow): string[] {
  const rows = listWarnings(job.warnings).map(({ kind, code, message, count }) => [
    ...[escapeMarkdown(code), escapeMarkdown(kind), escapeMarkdown(message), formatCount(count)],
  ])
  if (rows.length === 0) return []
  return [`## ${describeWarnings(job)}`, formatMarkdownTable(['code', 'kind', 'message', 'count'], rows, 3)]
}

function formatRenamedUsers(job: ImportJobRow): string[] {
  const users = listRenamedUsers(job.renamedUsers)
  if (users.length === 0) return []
  const rows = users.map(({ userId, emailHolderId, file, line }) => [
    ...[escapeMarkdown(`${file}:${line}`), escapeMarkdown(userId), escapeMarkdown(emailHolderId)],
  ])
  const total = countRenamedUsers(job)
  const more = total - rows.length
  return [
    `## ${describeRenamedUsers(job)}: ${formatCount(total)}`,
    formatMarkdownTable(['place', 'user', 'account with the e-mail'], rows, 3),
    ...(more > 0 ? [`And ${formatCount(more)} more.`] : []),
  ]
}

function formatSkipped(job: ImportJobRow): string[] {
  const paths = listSkippedPaths(job.skippedPaths)
  if (paths.length === 0) return []
  const rows = paths
    .slice(0, maxSkippedPaths)
    .map(({ path, reason }) => [escapeMarkdown(path), escapeMarkdown(reason)])
  const more = paths.length - rows.length
  return [
    `## ${skippedHeadings[job.operation]}: ${formatCount(paths.length)}`,
    formatMarkdownTable(['path', 'reason'], rows, 2),
    ...(more > 0 ? [`And ${formatCount(more)} more.`] : []),
  ]
}

function formatFiles(files: readonly ImportFileRow[], fileCount: number): string[] {
  if (files.length === 0) return []
  const rows = files.map((file) => [
    ...[escapeMarkdown(file.isBackup ? `${file.path} (backup)` : file.path), formatDigests(file)],
    ...[file.records, file.rejected, file.verified, file.differing].map((count) =>
      formatCount(Number(count)),
    ),
  ])
  const more = fileCount - files.length
  return [
    `## Verification: ${formatCount(fileCount)} files`,
    `The first ${shownDigits} digits of the sums of the records' SHA-256 hashes, from the file and from the tables. The API returns all digits.`,
    formatMarkdownTable(['file', 'file = tables', 'records', 'rejected', 'verified', 'differing'], rows, 2),
    ...(more > 0 ? [`And ${formatCount(more)} more files.`] : []),
  ]
}

function formatDigests({ sourceDigest, publishedDigest }: ImportFileRow): string {
  if (sourceDigest === null || publishedDigest === null) return 'not verified'
  const [source, published] = [sourceDigest, publishedDigest].map((digest) => digest.slice(0, shownDigits))
  return sourceDigest === publishedDigest ? `${source} (equal)` : `${source} ≠ ${published}`
}
