import { AppError } from '../errors.ts'
import type { Json } from '../generated/database.ts'
import type {
  ExportLegacyDataInput,
  ImportCounts,
  ImportKind,
  ImportLegacyDataInput,
  ImportSkippedPath,
  ImportWarningCount,
  RetryRejectsInput,
  RevertImportInput,
  VerifyImportInput,
} from '../generated/graphql.ts'
import { createRequest, type ImportJobRow, type ImportRequest } from './job.store.ts'
import type { ImportInput } from './job-run.ts'
import { recordKinds } from './records/record-type.ts'
import { linkWarningCodes, warningCodes } from './records/warnings.ts'

/** What an operator must know of an export before the old application runs on it. */
const exportWarningCodes = {
  API_KEY_IS_DIGEST:
    'API keys are kept as digests alone, and the files have the digests: old keys no longer work. ' +
    'Make new keys in the old application before it serves anybody.',
  PASSWORD_UNKNOWN_THERE:
    'The hash of the password is argon2id, as it was set here or used for a login here, and the old application ' +
    'knows bcrypt alone. The user has to reset the password there.',
} as const

const messages: Readonly<Record<string, string>> = {
  ...warningCodes,
  ...linkWarningCodes,
  ...exportWarningCodes,
}

/**
 * What is asked, with the defaults of what is left out. `startedById` is null for the operator at the command line.
 * @throws AppError BAD_USER_INPUT unless there is either a directory or files.
 */
export function createImportRequest(input: ImportLegacyDataInput, startedById: string | null): ImportRequest {
  const { directory = null, files = null, dryRun, verify, includeBackups, ...rest } = input
  if ((directory === null) === (files === null)) {
    throw new AppError('BAD_USER_INPUT', 'Give either a directory or files to import.', {
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

/** What an export is asked; AUTO stands for the newer layout. */
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

/** Why a job has nothing in the tables, in a sentence; null when it has. */
export function explainUnpublished(job: ImportJobRow): string | null {
  if (job.operation !== 'import' && job.operation !== 'retry') {
    return 'The job imported nothing: name an import, or a retry of its rejects.'
  }
  if (job.finishedAt === null) return 'The import has not ended. Wait for it, or cancel it.'
  if (job.dryRun) return 'The import was a dry run: it wrote nothing.'
  return job.phase === 'completed' ? null : 'The import has failed or was cancelled: it wrote nothing.'
}

/** Why a job can't be reverted, in a sentence; null when it can. */
export function explainIrreversible(job: ImportJobRow): string | null {
  if (job.revertedAt !== null) return `The import was reverted at ${job.revertedAt.toISOString()}.`
  return explainUnpublished(job)
}

/** The counts of every kind in foreign-key order; zero where nothing has been counted. */
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
      rejected: count('rejected'),
      warnings: count('warnings'),
      verified: count('verified'),
      removed: count('removed'),
      restored: count('restored'),
      exported: count('exported'),
    }
  })
}

/** Records of all kinds that could not become rows. */
export function countRejected(counts: Json): number {
  return listCounts(counts).reduce((sum, { rejected }) => sum + rejected, 0)
}

/** The warnings of every kind, the most frequent first within a kind. */
export function listWarnings(warnings: Json): ImportWarningCount[] {
  return recordKinds.flatMap((kind) => listWarningsOfKind(kind, readMember(warnings, kind)))
}

function listWarningsOfKind(kind: ImportKind, warnings: unknown): ImportWarningCount[] {
  return Object.entries(isObject(warnings) ? warnings : {})
    .map(([code, count]) => ({ kind, code, message: messages[code] ?? code, count: readCount(count) }))
    .toSorted((one, other) => other.count - one.count || (one.code < other.code ? -1 : 1))
}

/** The files that were found and not read, as they were noted. */
export function listSkippedPaths(paths: Json): ImportSkippedPath[] {
  return (Array.isArray(paths) ? paths : []).map((entry) => ({
    path: String(readMember(entry, 'path')),
    reason: String(readMember(entry, 'reason')),
  }))
}

/** Seconds that an unfinished import will still take; null when it can't be told. */
export function estimateRemaining(job: ImportJobRow): number | null {
  if (job.startedAt === null || job.heartbeatAt === null || job.finishedAt !== null) return null
  const begin = Math.max(job.startedAt.getTime(), job.resumedAt?.getTime() ?? 0)
  return estimateSeconds(calculateShare(measureWork(job)), job.heartbeatAt.getTime() - begin)
}

/** The share of a job's work that is done, 0 to 1; null for a job without files whose work is not over. */
export function calculateProgress(job: ImportJobRow): number | null {
  if (job.phase === 'completed') return 1
  return job.bytesTotal === '0' ? null : calculateShare(measureWork(job))
}

/** Records that a job has handled per second of its time; null for one that was interrupted, whose time has a gap. */
export function calculateRecordRate(job: ImportJobRow): number | null {
  const end = job.finishedAt ?? job.heartbeatAt
  if (job.startedAt === null || end === null || job.resumedAt !== null) return null
  const seconds = (end.getTime() - job.startedAt.getTime()) / 1000
  const records = countHandled(job)
  return seconds > 0 && records > 0 ? records / seconds : null
}

/** Records that went through a job's hands, whatever it does. */
function countHandled({ operation, counts }: Pick<ImportJobRow, 'operation' | 'counts'>): number {
  const handled = listCounts(counts).map((count) => {
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
  return handled.reduce((sum, count) => sum + count, 0)
}

function measureWork(job: ImportJobRow): WorkDone {
  const counts = listCounts(job.counts)
  const sum = (name: 'read' | 'unchanged' | 'skipped' | 'rejected') =>
    counts.reduce((total, count) => total + count[name], 0)
  return {
    bytesRead: Number(job.bytesRead),
    bytesTotal: Number(job.bytesTotal),
    recordsRead: sum('read'),
    recordsDone: Number(job.recordsPublished) + sum('unchanged') + sum('skipped') + sum('rejected'),
    isDryRun: job.dryRun,
  }
}

function readMember(value: unknown, name: string): unknown {
  return isObject(value) ? value[name] : undefined
}

function readCount(value: unknown): number {
  return typeof value === 'number' ? value : 0
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

/** What is to be done with a job that is there, and on what. */
export interface OperationOnJob {
  readonly request: ImportRequest
  readonly input: ImportInput
}

/**
 * What trying a job's rejects again asks.
 * @throws AppError CONFLICT when the job has no rejects to try: it is no import, or has not ended.
 */
export function createRetry(
  job: ImportJobRow,
  { kind, code, orphans }: Omit<RetryRejectsInput, 'jobId'>,
  startedById: string | null,
): OperationOnJob {
  const isImport = job.operation === 'import' || job.operation === 'retry'
  if (!isImport) throw conflict('The job imported nothing: name an import, or a retry of its rejects.')
  if (job.finishedAt === null) throw conflict('The import has not ended. Wait for it, or cancel it.')
  const request = { operation: 'retry', source: 'rejects', ofJobId: job.id, startedById } as const
  return {
    request: createRequest({ ...request, ...(orphans !== undefined && { orphans }) }),
    input: { rejects: { ...(kind && { kind }), ...(code && { code }) } },
  }
}

/**
 * What verifying a job asks.
 * @throws AppError CONFLICT when it has published nothing.
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
 * What reverting a job asks.
 * @throws AppError CONFLICT when there is nothing to be reverted, or no more.
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

/** Bytes per second of reading; null before there is anything to divide, and for a job whose time has a gap. */
export function calculateRate(
  job: Pick<ImportJobRow, 'bytesRead' | 'startedAt' | 'resumedAt' | 'readingFinishedAt' | 'heartbeatAt'>,
): number | null {
  const end = job.readingFinishedAt ?? job.heartbeatAt
  if (job.startedAt === null || end === null || job.resumedAt !== null) return null
  const seconds = (end.getTime() - job.startedAt.getTime()) / 1000
  return seconds > 0 && job.bytesRead !== '0' ? Number(job.bytesRead) / seconds : null
}

/** How much of the work has been done, as far as it can be told. */
interface WorkDone {
  readonly bytesRead: number
  readonly bytesTotal: number
  readonly recordsRead: number
  /** Records that need nothing more: unchanged, skipped, rejected, or written and verified. */
  readonly recordsDone: number
  readonly isDryRun: boolean
}

/**
 * The share of the work that has been done, 0 to 1: reading is taken for one half of it, and writing for the other.
 * How many records the unread bytes hold is guessed from those that were read.
 */
export function calculateShare(work: WorkDone): number {
  if (work.bytesTotal === 0) return 0
  const read = Math.min(1, work.bytesRead / work.bytesTotal)
  if (work.isDryRun || work.recordsRead === 0) return work.isDryRun ? read : read / 2
  const written = Math.min(1, work.recordsDone / work.recordsRead) * read
  return (read + written) / 2
}

/** Whole seconds that the rest will take if it goes on as before; null when too little is done to tell. */
export function estimateSeconds(share: number, elapsedMs: number): number | null {
  if (share < minShare) return null
  return Math.ceil(((elapsedMs / 1000) * (1 - share)) / share)
}

const minShare = 0.01
