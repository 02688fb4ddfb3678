import type { Json } from '../generated/database.ts'
import type {
  ImportCounts,
  ImportKind,
  ImportLegacyDataInput,
  ImportSkippedPath,
  ImportWarningCount,
} from '../generated/graphql.ts'
import { warningCodes } from './entities/codes.ts'
import type { ImportRequest } from './import-job.store.ts'
import { linkWarningCodes } from './stages/link-codes.ts'
import { recordKinds } from './stages/record.ts'

const messages: Readonly<Record<string, string>> = { ...warningCodes, ...linkWarningCodes }

/** What is asked, with the defaults of what is left out. `startedById` is null for the operator at the command line. */
export function createImportRequest(input: ImportLegacyDataInput, startedById: string | null): ImportRequest {
  return {
    directory: input.directory,
    layout: input.layout ?? 'auto',
    isDryRun: input.dryRun ?? false,
    onConflict: input.onConflict ?? 'skip',
    includeBackups: input.includeBackups ?? true,
    orphans: input.orphans ?? 'quarantine',
    startedById,
  }
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

/** Bytes per second of reading; null before there is anything to divide. */
export function calculateRate(job: {
  readonly bytesRead: string
  readonly startedAt: Date | null
  readonly readingFinishedAt: Date | null
  readonly heartbeatAt: Date | null
}): number | null {
  const end = job.readingFinishedAt ?? job.heartbeatAt
  if (job.startedAt === null || end === null) return null
  const seconds = (end.getTime() - job.startedAt.getTime()) / 1000
  return seconds > 0 && job.bytesRead !== '0' ? Number(job.bytesRead) / seconds : null
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
