import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import type { Database, DedicatedConnection } from '../database/connection.ts'
import { inTransaction } from '../database/transaction.ts'
import type { ImportRejectFilter } from '../generated/graphql.ts'
import { completeImportJob, type ImportRequest } from './job.store.ts'
import {
  createFileVerifications,
  type FileVerifications,
  findPublishedRange,
  type PublishedRange,
  saveAllFiles,
  saveCompleteFiles,
  verifyRange,
} from './publish/verification.ts'
import { analyzeTables, markAsImport, writeRange } from './publish/write-tables.ts'
import { recordTypes } from './records/kinds.ts'
import { markImportedRejects } from './reject.store.ts'
import {
  addCounts,
  createPublishedCounts,
  createReport,
  type ImportReport,
  mergeReport,
  type PublishedCounts,
} from './report/counts.ts'
import { refuseDamage } from './scan/refuse-damage.ts'
import { type RecordKind, recordKinds, type SourceFile } from './scan/source-item.ts'
import { createFileReading } from './source/file-bytes.ts'
import { type ImportSource, openSource } from './source/import-source.ts'
import { prefetch, skipItems } from './source/read-records.ts'
import { findImportColumns, type TableColumns } from './staging/column.store.ts'
import { collectBatches, decodeRecords, type FileBatch } from './staging/decode.ts'
import { resolveReferences } from './staging/resolve.ts'
import { computeExtra, type StagingTarget, stageBatches } from './staging/stage.ts'
import {
  checkStagingOwner,
  claimStaging,
  clearStaging,
  disableSynchronousCommit,
  findLastNumbers,
  findStagedFiles,
  findStagedRange,
  insertStagedFiles,
  type StagedFile,
  type StagedRange,
  sumStagedCounts,
} from './staging/staging.store.ts'

/** The connections of the two lines of work. */
export interface ImportConnections {
  readonly staging: DedicatedConnection
  /** Undefined for a dry run. */
  readonly publishing: DedicatedConnection | undefined
  /** Breaks both at once: a statement that runs fails, and PostgreSQL undoes its transaction. */
  cut(): void
  close(): Promise<void>
}

interface PipelineOptions {
  readonly jobId: string
  readonly request: ImportRequest
  readonly directory: string
  readonly rejects: ImportRejectFilter
  readonly lines: ImportConnections
  readonly signal: AbortSignal
  onProgress(report: ImportReport): void
}

/**
 * Two lines of work side by side: one reads the source into the staging, the other takes what is staged over into the
 * tables and proves it, in one transaction. When one fails, so does the other.
 * @returns what became of the records; of a job that is not a dry run after it was committed as completed.
 */
export async function runPipeline(work: PipelineOptions): Promise<ImportReport> {
  const { lines } = work
  const stopping = new AbortController()
  const lost = [lines.staging, lines.publishing].flatMap((line) => line?.lost ?? [])
  const signal = AbortSignal.any([work.signal, stopping.signal, ...lost])
  // A signal that was aborted while the lines were opened tells nobody any more.
  signal.throwIfAborted()
  const progress = createProgress(work, signal)
  const staging = stage(work, progress, signal)
  const publishing = publish(work, progress, signal)
  try {
    const [read, published] = await Promise.all([staging, publishing])
    return published ?? read
  } catch (error) {
    stopping.abort(error)
    lines.cut()
    await Promise.allSettled([staging, publishing])
    throw error
  }
}

async function stage(work: PipelineOptions, progress: Progress, signal: AbortSignal): Promise<ImportReport> {
  const { jobId, request, directory, rejects, lines } = work
  const onBatch = (report: ImportReport) => progress.read(report, false)
  const connection = lines.staging
  const report = await stageRecords({ jobId, request, directory, rejects, connection, signal, onBatch })
  progress.read(report, true)
  return report
}

async function publish(
  { jobId, request, lines }: PipelineOptions,
  progress: Progress,
  signal: AbortSignal,
): Promise<ImportReport | undefined> {
  const connection = lines.publishing
  if (connection === undefined) return undefined
  return publishRecords({ jobId, isVerified: request.isVerified, connection, signal, ...progress })
}

/** What the two lines tell each other, and whoever looks on. */
interface Progress {
  read(report: ImportReport, isAll: boolean): void
  /** Resolves at the next news of reading, with its report once all is read. */
  untilNews(): Promise<ImportReport | undefined>
  onPublished(published: PublishedCounts): void
}

function createProgress({ onProgress }: PipelineOptions, signal: AbortSignal): Progress {
  let reading = createReport()
  let published = createPublishedCounts()
  let isAllRead = false
  let news = Promise.withResolvers<void>()
  signal.addEventListener('abort', () => news.resolve(), { once: true })
  const show = () => onProgress(mergeReport(reading, published))
  return {
    read(report, isAll) {
      reading = report
      isAllRead = isAll
      news.resolve()
      show()
    },
    // News that came while nobody waited count: they are in the promise that nobody has taken yet.
    async untilNews() {
      await news.promise
      news = Promise.withResolvers()
      signal.throwIfAborted()
      return isAllRead ? reading : undefined
    },
    onPublished(counts) {
      published = counts
      show()
    },
  }
}

/** The reading of one job. */
interface StagingOptions {
  readonly jobId: string
  readonly request: ImportRequest
  readonly directory: string
  readonly rejects: ImportRejectFilter
  readonly connection: DedicatedConnection
  readonly signal: AbortSignal
  /** Called with each batch that is staged. */
  onBatch(report: ImportReport): void
}

type StagedFiles = ReadonlyMap<number, StagedFile>

/**
 * Reads the whole source into the staging: records -> rows or rejects -> staging, batch by batch. What an earlier
 * run of the job has staged of the same files is not staged again.
 * @throws AppError for a source without legacy files, the signal's reason, the driver's error.
 */
async function stageRecords(staging: StagingOptions): Promise<ImportReport> {
  const { connection } = staging
  await disableSynchronousCommit(connection.db)
  const source = openSource({ ...staging, db: connection.db })
  const report: ImportReport = { ...createReport(), phase: 'reading', startedAt: new Date() }
  const { files, skipped } = await source.find()
  report.skippedPaths = skipped
  report.bytesTotal = files.reduce((sum, { bytes }) => sum + bytes, 0)
  const staged = await resumeStaging(staging, files, report)
  staging.onBatch(report)
  const numbers = await findLastNumbers(connection.db, staging.jobId)
  const target = {
    connection,
    jobId: staging.jobId,
    numbers,
    columns: await findImportColumns(connection.db),
  }
  for (const kind of recordKinds) {
    const unread = files.filter((file) => file.kind === kind && staged.get(file.number)?.isRead !== true)
    await stageKind({ staging, source, report, staged }, unread, { ...target, kind })
  }
  return { ...report, phase: 'publishing', readingFinishedAt: new Date(), rejects: numbers.reject }
}

/** Takes over what is staged of the job, if its files are still the same, and otherwise begins anew. */
async function resumeStaging(
  { connection: { db }, jobId }: StagingOptions,
  files: readonly SourceFile[],
  report: ImportReport,
): Promise<StagedFiles> {
  const staged = await findStagedFiles(db, files)
  if (staged === undefined) {
    await claimStaging(db, jobId)
    await insertStagedFiles(db, files)
    return new Map()
  }
  for (const { kind, name, count } of await sumStagedCounts(db, 'counts')) {
    addCounts(report, kind, { counts: { [name]: count }, warnings: {} })
  }
  for (const { kind, name, count } of await sumStagedCounts(db, 'warnings')) {
    addCounts(report, kind, { counts: {}, warnings: { [name]: count } })
  }
  const read = files.filter(({ number }) => staged.get(number)?.isRead === true)
  report.bytesRead = read.reduce((sum, { bytes }) => sum + bytes, 0)
  return staged
}

interface Reading {
  readonly staging: StagingOptions
  readonly source: ImportSource
  readonly report: ImportReport
  readonly staged: StagedFiles
}

async function stageKind(
  reading: Reading,
  files: readonly SourceFile[],
  target: StagingTarget,
): Promise<void> {
  const { staging, report } = reading
  const { entity, prepareLink } = recordTypes[target.kind]
  const { onConflict, orphans } = staging.request
  const { db } = staging.connection
  const decoded = prefetch(collectBatches(decodeFiles(reading, files, target.kind)))
  const resolved = resolveReferences(decoded, { db, kind: target.kind, prepareLink, onConflict, orphans })
  const completed = computeExtra(resolved, entity)
  for await (const { counts } of stageBatches(completed, target)) {
    staging.signal.throwIfAborted()
    addCounts(report, target.kind, counts)
    report.rejects = target.numbers.reject
    staging.onBatch(report)
  }
}

async function* decodeFiles(
  { staging, source, report, staged }: Reading,
  files: readonly SourceFile[],
  kind: RecordKind,
): AsyncGenerator<FileBatch> {
  for (const file of files) {
    const { number } = file
    const bytesBefore = report.bytesRead
    const reading = createFileReading()
    const hash = createHash('sha256')
    let items = staged.get(number)?.items ?? 0
    const unstaged = skipItems(
      source.read(file, reading, (chunk) => hash.update(chunk)),
      items,
    )
    const decoded = decodeRecords(unstaged, file, recordTypes[kind].entity)
    const isSalvaged = staging.request.onDamage === 'salvage'
    for await (const batch of isSalvaged ? decoded : refuseDamage(decoded)) {
      items += batch.records.length + batch.rejects.length
      report.bytesRead = bytesBefore + reading.bytes
      yield { ...batch, file: { number, items, isRead: false, bytesSha256: null } }
    }
    report.bytesRead = bytesBefore + file.bytes
    const bytesSha256 = reading.problem === null ? hash.digest() : null
    yield { records: [], rejects: [], file: { number, items, isRead: true, bytesSha256 } }
  }
}

/** The publishing of one job. */
interface PublishingOptions {
  readonly jobId: string
  readonly isVerified: boolean
  readonly connection: DedicatedConnection
  readonly signal: AbortSignal
  /** Resolves when more may be staged than the last time, with the report of reading once all is. */
  untilNews(): Promise<ImportReport | undefined>
  /** Called whenever some more is published, or proven. */
  onPublished(published: PublishedCounts): void
}

/**
 * Takes each staged batch over into the tables while others are still being staged, and reads it back: all in one
 * transaction that also ends the job. Readers see all of the import or nothing of it, and the same is true after any
 * crash.
 * @throws ImportFailure VERIFICATION_FAILED, the signal's reason, the driver's error.
 */
async function publishRecords(publishing: PublishingOptions): Promise<ImportReport> {
  const { jobId, connection, signal } = publishing
  // The staging may still have to be emptied, which the transaction would forbid.
  const readBefore = await publishing.untilNews()
  const { tables: columns } = await findImportColumns(connection.db)
  const published = createPublishedCounts()
  const proofs = createFileVerifications()
  const work = async (trx: Database) => {
    await checkStagingOwner(trx, jobId)
    await markAsImport(trx)
    const target = { trx, columns, published, proofs }
    const reading = await publishAll(publishing, target, readBefore)
    await saveAllFiles(trx, jobId, proofs)
    await markImportedRejects(trx, jobId)
    await analyzeTables(trx, columns)
    await clearStaging(trx)
    signal.throwIfAborted()
    const report = mergeReport(reading, published)
    await completeImportJob(trx, jobId, report)
    return report
  }
  // Messages to the other thread, and counters, are not rolled back.
  return inTransaction(connection.db, work, { runsOnce: true })
}

interface Target {
  readonly trx: Database
  readonly columns: TableColumns
  readonly published: PublishedCounts
  readonly proofs: FileVerifications
}

/** Returns the report of reading once all that was staged is published. */
async function publishAll(
  publishing: PublishingOptions,
  target: Target,
  readBefore: ImportReport | undefined,
): Promise<ImportReport> {
  let last = 0
  let reading = readBefore
  let unproven: PublishedRange | undefined
  for (;;) {
    publishing.signal.throwIfAborted()
    const range = await findStagedRange(target.trx, last)
    if (range !== undefined) {
      unproven = await publishAndVerify(publishing, range, target, unproven)
      last = range.last
    } else if (reading === undefined) {
      reading = await publishing.untilNews()
    } else {
      break
    }
  }
  if (unproven !== undefined) verify(publishing, unproven, target)
  return reading
}

/** Writes batches, and proves those before while PostgreSQL works. Returns what is to be proven next. */
async function publishAndVerify(
  publishing: PublishingOptions,
  range: StagedRange,
  target: Target,
  unproven: PublishedRange | undefined,
): Promise<PublishedRange | undefined> {
  const { jobId, isVerified, onPublished } = publishing
  const { trx, columns, published, proofs } = target
  published.kept[range.kind] += await whileActing(writeRange(trx, range, { jobId, columns }), () => {
    if (unproven !== undefined) verify(publishing, unproven, target)
  })
  published.records += range.written
  onPublished(published)
  await saveCompleteFiles(trx, jobId, proofs)
  return isVerified ? findPublishedRange(trx, range, columns) : undefined
}

function verify(
  { onPublished }: PublishingOptions,
  stored: PublishedRange,
  { proofs, published }: Target,
): void {
  verifyRange(stored, proofs)
  published.verified[stored.range.kind] += stored.records.length
  onPublished(published)
}

/** Acts once the work has been sent on its way. Whatever the act throws, nothing of the work goes on behind it. */
async function whileActing<Result>(work: Promise<Result>, act: () => void): Promise<Result> {
  try {
    await setImmediate()
    act()
  } finally {
    await work.catch(() => undefined)
  }
  return work
}
