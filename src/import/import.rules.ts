import { AppError } from '../errors.ts'
import type { Json } from '../generated/database.ts'
import type {
  ExportLegacyDataInput,
  ImportCounts,
  ImportKind,
  ImportLegacyDataInput,
  ImportRenamedUser,
  ImportSkippedPath,
  RetryRejectsInput,
  RevertImportInput,
  TakeOverRefusalsInput,
  VerifyImportInput,
} from '../generated/graphql.ts'
import { isObject } from '../json/json-value.ts'
import { toStoredCodes } from './codes.ts'
import type { DocumentCounts } from './counts.ts'
import { createRequest, type ImportJobRow, type ImportRequest } from './job.store.ts'
import type { ImportInput } from './job-run.ts'
import { recordKinds } from './records/record-type.ts'
import { refusalCodes } from './records/refusals.ts'
import { linkWarningCodes, warningCodes } from './records/warnings.ts'

/** Warnings for an operator who is about to start the legacy application on an export. */
const exportWarningCodes = {
  API_KEY_IS_DIGEST:
    'The database stores only digests of API keys, so the files contain digests and the old keys no longer work. ' +
    'Create new keys in the legacy application before users return to it.',
  PASSWORD_UNKNOWN_THERE:
    'The password was set or used here, so its hash is argon2id, and the legacy application supports only bcrypt. ' +
    'The user must reset the password there.',
} as const

const warningMessages: Readonly<Record<string, string>> = {
  ...warningCodes,
  ...linkWarningCodes,
  ...refusalCodes,
  ...exportWarningCodes,
}

/**
 * Creates the request for an import, with defaults for omitted options.
 * @param startedById null for an import from the command line.
 * @throws AppError BAD_USER_INPUT unless the input has either a directory or files.
 */
export function createImportRequest(input: ImportLegacyDataInput, startedById: string | null): ImportRequest {
  const { directory = null, files = null, dryRun, verify, includeBackups, ...rest } = input
  if ((directory === null) === (files === null)) {
    throw new AppError('BAD_USER_INPUT', 'Specify either a directory or files to import.', {
      details: { argument: 'input' },
    })
  }
  return createRequest({
    ...rest,
    operation: 'import',
    source: directory === null ? 'upload' : 'directory',
    directory,
    ...(dryRun !== undefined && { isDryRun: dryRun }),
    ...(verify !== undefined && { isVerified: verify }),
    ...(includeBackups !== undefined && { includeBackups }),
    startedById,
  })
}

/** Creates the request for an export. AUTO is the newer layout, era2. */
export function createExportRequest(input: ExportLegacyDataInput, startedById: string | null): ImportRequest {
  const { directory, layout = 'era2' } = input
  return createRequest({
    operation: 'export',
    source: 'tables',
    directory,
    layout: layout === 'auto' ? 'era2' : layout,
    startedById,
  })
}

/** Creates the request to end the analyses that the legacy application left running. */
export function createSwitchOver(startedById: string | null): ImportRequest {
  return createRequest({ operation: 'switch_over', source: 'tables', startedById })
}

/** An operation on an earlier job. */
export interface OperationOnJob {
  readonly request: ImportRequest
  readonly input: ImportInput
}

/**
 * Creates the request to import a job's rejects again.
 * @throws AppError CONFLICT if the job is not an import or has not ended.
 */
export function createRetry(
  job: ImportJobRow,
  { kinds, codes, orphans, onEmailTaken }: Omit<RetryRejectsInput, 'jobId'>,
  startedById: string | null,
): OperationOnJob {
  if (!isImport(job)) throw conflict(notAnImport)
  if (job.finishedAt === null) throw conflict(notEnded)
  const request = { operation: 'retry', source: 'rejects', ofJobId: job.id, startedById } as const
  return {
    request: createRequest({
      ...request,
      ...(orphans !== undefined && { orphans }),
      ...(onEmailTaken !== undefined && { onEmailTaken }),
    }),
    input: {
      rejects: { ...(kinds && { kinds }), ...(codes && { codes: toStoredCodes(codes, 'input.codes') }) },
    },
  }
}

/**
 * Creates the request to import a job's refused records, which then replace the rows that were kept. Taken e-mails are
 * handled as in the job.
 * @throws AppError CONFLICT if the job is not an import or has not ended.
 */
export function createTakeOver(
  job: ImportJobRow,
  _input: Omit<TakeOverRefusalsInput, 'jobId'>,
  startedById: string | null,
): OperationOnJob {
  if (!isImport(job)) throw conflict(notAnImport)
  if (job.finishedAt === null) throw conflict(notEnded)
  const request = { operation: 'take_over', source: 'rejects', ofJobId: job.id, startedById } as const
  return { request: createRequest({ ...request, onEmailTaken: job.onEmailTaken }), input: {} }
}

/**
 * Creates the request to verify a job.
 * @throws AppError CONFLICT if the job has published nothing.
 */
export function createVerification(
  job: ImportJobRow,
  _input: Omit<VerifyImportInput, 'jobId'>,
  startedById: string | null,
): OperationOnJob {
  const problem = explainUnpublished(job)
  if (problem !== null) throw conflict(problem)
  return {
    request: createRequest({ operation: 'verify', source: 'tables', ofJobId: job.id, startedById }),
    input: {},
  }
}

/**
 * Creates the request to revert a job.
 * @throws AppError CONFLICT if the job has published nothing or is already reverted.
 */
export function createRevert(
  job: ImportJobRow,
  { dryRun = false }: Omit<RevertImportInput, 'jobId'>,
  startedById: string | null,
): OperationOnJob {
  const problem = explainIrreversible(job)
  if (problem !== null) throw conflict(problem)
  const request = { operation: 'revert', source: 'tables', ofJobId: job.id, startedById } as const
  return { request: createRequest({ ...request, isDryRun: dryRun }), input: {} }
}

function conflict(message: string): AppError {
  return new AppError('CONFLICT', message, { details: { argument: 'jobId' } })
}

const notAnImport = 'The job is neither an import nor a retry of rejects. Specify one of these.'
const notEnded = 'The import has not ended. Wait for it, or cancel it.'

function isImport({ operation }: ImportJobRow): boolean {
  return operation === 'import' || operation === 'retry' || operation === 'take_over'
}

/** Explains in a sentence why a job has no rows in the tables; null if it has. */
export function explainUnpublished(job: ImportJobRow): string | null {
  if (!isImport(job)) return notAnImport
  if (job.finishedAt === null) return notEnded
  if (job.isDryRun) return 'The import was a dry run: it wrote nothing.'
  return job.phase === 'completed' ? null : 'The import failed or was cancelled: it wrote nothing.'
}

/** Explains in a sentence why a job can't be reverted; null if it can. */
export function explainIrreversible(job: ImportJobRow): string | null {
  if (job.revertedAt !== null) return `The import was reverted at ${job.revertedAt.toISOString()}.`
  return explainUnpublished(job)
}

/** Decodes the counts of a job: one entry per kind in foreign-key order, with 0 for missing counts. */
export function listCounts(counts: Json): ImportCounts[] {
  return recordKinds.map((kind) => {
    const count = (name: string) => readCount(readMember(readMember(counts, kind), name))
    return {
      kind,
      read: count('read'),
      inserted: count('inserted'),
      updated: count('updated'),
      unchanged: count('unchanged'),
      skipped: count('skipped'),
      copies: count('copies'),
      olderCopies: count('olderCopies'),
      refused: count('refused'),
      rejected: count('rejected'),
      warnings: count('warnings'),
      verified: count('verified'),
      removed: count('removed'),
      restored: count('restored'),
      exported: count('exported'),
    }
  })
}

/** Decodes the counts of the files that hold no records; 0 for missing counts. */
export function listDocumentCounts(counts: Json): DocumentCounts {
  const count = (name: string) => readCount(readMember(readMember(counts, 'documents'), name))
  return {
    found: count('found'),
    inserted: count('inserted'),
    unchanged: count('unchanged'),
    rejected: count('rejected'),
    verified: count('verified'),
    removed: count('removed'),
    exported: count('exported'),
  }
}

type CountName = Exclude<keyof ImportCounts, 'kind' | '__typename'>

/** Counts the rejects of all kinds. */
export function countRejected(counts: Json): number {
  return sumCounts(counts, ['rejected'])
}

function sumCounts(counts: Json, names: readonly CountName[]): number {
  const sums = listCounts(counts).map((count) => names.reduce((sum, name) => sum + count[name], 0))
  return sums.reduce((total, sum) => total + sum, 0)
}

/** The warnings of a job with one code. */
export interface WarningCount {
  readonly kind: ImportKind
  readonly code: string
  readonly message: string
  readonly count: number
}

/** Decodes the warnings of a job: by kind, the most frequent first. */
export function listWarnings(warnings: Json): WarningCount[] {
  return recordKinds.flatMap((kind) => listWarningsOfKind(kind, readMember(warnings, kind)))
}

function listWarningsOfKind(kind: ImportKind, warnings: unknown): WarningCount[] {
  return Object.entries(isObject(warnings) ? warnings : {})
    .toSorted(
      ([one, count], [other, otherCount]) =>
        readCount(otherCount) - readCount(count) || (one < other ? -1 : 1),
    )
    .map(([code, count]) => ({
      kind,
      code,
      message: warningMessages[code] ?? code,
      count: readCount(count),
    }))
}

/** Decodes the list of files that were found but not read. */
export function listSkippedPaths(paths: Json): ImportSkippedPath[] {
  return (Array.isArray(paths) ? paths : []).map((entry) => ({
    path: String(readMember(entry, 'path')),
    reason: String(readMember(entry, 'reason')),
  }))
}

/** The number of all users who got a substitute e-mail; the list has the first of them. */
export function countRenamedUsers({ warnings }: Pick<ImportJobRow, 'warnings'>): number {
  return readCount(readMember(readMember(warnings, 'users'), 'EMAIL_RENAMED'))
}

/** Decodes the list of users who got a substitute e-mail. */
export function listRenamedUsers(users: Json): ImportRenamedUser[] {
  return (Array.isArray(users) ? users : []).map((entry) => ({
    userId: String(readMember(entry, 'userId')),
    emailHolderId: String(readMember(entry, 'holderId')),
    file: String(readMember(entry, 'file')),
    line: String(readMember(entry, 'line')),
  }))
}

function readMember(value: unknown, name: string): unknown {
  return isObject(value) ? value[name] : undefined
}

function readCount(value: unknown): number {
  return typeof value === 'number' ? value : 0
}

/** The completed share of a job's work, 0 to 1; null for an unfinished job that reads no files. */
export function calculateProgress(job: ImportJobRow): number | null {
  if (job.phase === 'completed') return 1
  return job.bytesTotal === '0' ? null : calculateShare(measureWork(job))
}

/** Estimated seconds until an unfinished job ends; null if unknown. */
export function estimateRemaining(job: ImportJobRow): number | null {
  if (job.startedAt === null || job.heartbeatAt === null || job.finishedAt !== null) return null
  const begin = Math.max(job.startedAt.getTime(), job.resumedAt?.getTime() ?? 0)
  return estimateSeconds(calculateShare(measureWork(job)), job.heartbeatAt.getTime() - begin)
}

function measureWork(job: ImportJobRow): WorkDone {
  return {
    bytesRead: Number(job.bytesRead),
    bytesTotal: Number(job.bytesTotal),
    recordsRead: sumCounts(job.counts, ['read']),
    recordsDone: Number(job.recordsPublished) + sumCounts(job.counts, ['unchanged', 'skipped', 'rejected']),
    isDryRun: job.isDryRun,
  }
}

/** How much of a job's work is done. */
interface WorkDone {
  readonly bytesRead: number
  readonly bytesTotal: number
  readonly recordsRead: number
  /** Records that are finished: unchanged, skipped, rejected, or written and verified. */
  readonly recordsDone: number
  readonly isDryRun: boolean
}

/**
 * The completed share of the work, 0 to 1. Reading and writing count as half of the work each. The unread bytes are
 * assumed to contain as many records per byte as those that were read.
 */
export function calculateShare(work: WorkDone): number {
  if (work.bytesTotal === 0) return 0
  const read = Math.min(1, work.bytesRead / work.bytesTotal)
  if (work.isDryRun || work.recordsRead === 0) return work.isDryRun ? read : read / 2
  const written = Math.min(1, work.recordsDone / work.recordsRead) * read
  return (read + written) / 2
}

/** Below this share an estimate would be too inaccurate. */
const minEstimatedShare = 0.01

/** Estimates the remaining time in whole seconds, at the average speed so far; null if too little is done. */
export function estimateSeconds(share: number, elapsedMs: number): number | null {
  if (share < minEstimatedShare) return null
  return Math.ceil(((elapsedMs / 1000) * (1 - share)) / share)
}

/** Bytes read per second; null before the first byte, and for a resumed job, whose time includes the interruption. */
export function calculateRate(
  job: Pick<ImportJobRow, 'bytesRead' | 'startedAt' | 'resumedAt' | 'readingFinishedAt' | 'heartbeatAt'>,
): number | null {
  const seconds = measureRunSeconds(job, job.readingFinishedAt ?? job.heartbeatAt)
  return seconds !== null && job.bytesRead !== '0' ? Number(job.bytesRead) / seconds : null
}

/** Records processed per second; null before the first record, and for a resumed job. */
export function calculateRecordRate(job: ImportJobRow): number | null {
  const seconds = measureRunSeconds(job, job.finishedAt ?? job.heartbeatAt)
  const records = countProcessed(job)
  return seconds !== null && records > 0 ? records / seconds : null
}

function measureRunSeconds(
  { startedAt, resumedAt }: Pick<ImportJobRow, 'startedAt' | 'resumedAt'>,
  end: Date | null,
): number | null {
  if (startedAt === null || end === null || resumedAt !== null) return null
  const seconds = (end.getTime() - startedAt.getTime()) / 1000
  return seconds > 0 ? seconds : null
}

function countProcessed({ operation, counts }: ImportJobRow): number {
  const processed = listCounts(counts).map((count) => {
    switch (operation) {
      case 'export':
        return count.exported
      case 'verify':
        return Math.max(count.read, count.verified + count.rejected)
      case 'revert':
        return Math.max(count.read, count.removed + count.restored + count.rejected)
      default:
        return count.read
    }
  })
  return processed.reduce((sum, count) => sum + count, 0)
}
