import { createHash } from 'node:crypto'
import type { DedicatedConnection } from '../database/connection.ts'
import { inTransaction } from '../database/transaction.ts'
import {
  addCounts,
  createPublishedCounts,
  createReport,
  type ImportReport,
  maxRenamedUsers,
  mergeReport,
  type PublishedCounts,
} from './counts.ts'
import { insertUnverifiedFiles, insertVerifiedFiles } from './file.store.ts'
import { completeImportJob, type ImportRequest } from './job.store.ts'
import { insertKeptRecords } from './publish/kept.store.ts'
import { addDocuments, publishDocuments } from './publish/publish-documents.ts'
import { publishStaged } from './publish/publish-ranges.ts'
import { verifySavedCounts } from './publish/saved-counts.store.ts'
import { analyzeTables, markAsImport } from './publish/write-tables.ts'
import { findImportColumns } from './records/column.store.ts'
import { recordTypes } from './records/kinds.ts'
import { type RecordKind, recordKinds } from './records/record-type.ts'
import type { DocumentFile, SourceFile } from './records/source-file.ts'
import type { RejectFilter } from './reject.store.ts'
import { markImportedRejects } from './reject.store.ts'
import { createFileReading } from './source/file-bytes.ts'
import { type ImportSource, openSource } from './source/import-source.ts'
import { prefetch, skipItems } from './source/read-records.ts'
import { collectBatches, decodeRecords, type FileBatch, refuseDamage } from './staging/decode.ts'
import { resolveBatches } from './staging/resolve.ts'
import { type StagingTarget, stageBatches } from './staging/stage.ts'
import {
  checkStagingOwner,
  claimStaging,
  clearStaging,
  disableSynchronousCommit,
  findLastNumbers,
  findStagedFiles,
  insertStagedFiles,
  listStagedRenames,
  type StagedFile,
  sumStagedCounts,
} from './staging/staging.store.ts'

/** The connections of an import: staging and publishing run concurrently. */
export interface ImportConnections {
  readonly staging: DedicatedConnection
  /** Undefined for a dry run. */
  readonly publishing: DedicatedConnection | undefined
  /** Breaks both at once: a running statement fails, and PostgreSQL rolls back its transaction. */
  cut(): void
  close(): Promise<void>
}

export interface PipelineOptions {
  readonly jobId: string
  readonly request: ImportRequest
  readonly directory: string
  readonly rejects: RejectFilter
  readonly connections: ImportConnections
  readonly signal: AbortSignal
  onProgress(report: ImportReport): void
}

/**
 * Imports a source on two connections at once. One reads records and stages them batch by batch; the other publishes
 * the staged batches and verifies them, all in one transaction. When one side fails, the other is stopped.
 * @returns the counts. The job is committed as completed, except for a dry run, which publishes nothing.
 * @throws AppError for a source without legacy files, ImportFailure, the signal's reason, the driver's error.
 */
export async function runPipeline(options: PipelineOptions): Promise<ImportReport> {
  const { connections } = options
  const stopping = new AbortController()
  const lost = [connections.staging, connections.publishing].flatMap((connection) => connection?.lost ?? [])
  const signal = AbortSignal.any([options.signal, stopping.signal, ...lost])
  // A signal that was aborted before this listener existed emits no event.
  signal.throwIfAborted()
  const found = { documents: [] }
  const run: PipelineRun = { ...options, signal, found, progress: createProgress(options, signal) }
  const staging = stageRecords(run)
  const publishing = publishRecords(run)
  try {
    const [read, published] = await Promise.all([staging, publishing])
    return published ?? read
  } catch (error) {
    stopping.abort(error)
    connections.cut()
    await Promise.allSettled([staging, publishing])
    throw error
  }
}

interface PipelineRun extends PipelineOptions {
  readonly progress: Progress
  /** Set once the source has been searched. */
  readonly found: { documents: readonly DocumentFile[] }
}

/**
 * Find, read, decode, resolve, stage. Files and batches that an earlier run of the job has staged are skipped, as
 * long as the files are unchanged.
 */
async function stageRecords(run: PipelineRun): Promise<ImportReport> {
  const { jobId, progress } = run
  const connection = run.connections.staging
  await disableSynchronousCommit(connection.db)
  const report: ImportReport = { ...createReport(), phase: 'reading', startedAt: new Date() }
  const source = openSource({ ...run, db: connection.db })
  const { files, documents, refusedDocuments, skipped } = await source.find()
  run.found.documents = documents
  report.documents.found = documents.length + refusedDocuments
  report.documents.rejected = refusedDocuments
  report.skippedPaths = skipped
  report.bytesTotal = files.reduce((sum, { bytes }) => sum + bytes, 0)
  const staged = await resumeStaging(run, files, report)
  progress.onStaged(report)
  const numbers = await findLastNumbers(connection.db, jobId)
  const target = { connection, jobId, numbers, columns: await findImportColumns(connection.db) }
  for (const kind of recordKinds) {
    const unread = files.filter((file) => file.kind === kind && staged.get(file.number)?.isRead !== true)
    await stageKind({ run, source, report, staged }, unread, { ...target, kind })
  }
  const finished = { phase: 'publishing', readingFinishedAt: new Date(), rejects: numbers.reject } as const
  const read: ImportReport = { ...report, ...finished }
  progress.onAllStaged(read)
  return read
}

type StagedFiles = ReadonlyMap<number, StagedFile>

/** Continues with what the job has already staged of the same files; otherwise empties the staging tables. */
async function resumeStaging(
  { jobId, connections }: PipelineRun,
  files: readonly SourceFile[],
  report: ImportReport,
): Promise<StagedFiles> {
  const { db } = connections.staging
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
  const renamedUsers = await listStagedRenames(db, maxRenamedUsers)
  addCounts(report, 'users', { counts: {}, warnings: {}, renamedUsers })
  const read = files.filter(({ number }) => staged.get(number)?.isRead === true)
  report.bytesRead = read.reduce((sum, { bytes }) => sum + bytes, 0)
  return staged
}

interface Reading {
  readonly run: PipelineRun
  readonly source: ImportSource
  readonly report: ImportReport
  readonly staged: StagedFiles
}

async function stageKind(
  reading: Reading,
  files: readonly SourceFile[],
  target: StagingTarget,
): Promise<void> {
  const { run, report } = reading
  const { kind, connection, numbers } = target
  const { orphans, onEmailTaken, operation } = run.request
  const onConflict = operation === 'take_over' ? operation : run.request.onConflict
  const decoded = prefetch(collectBatches(readAndDecode(reading, files, kind)))
  const policies = { orphans, onEmailTaken }
  const resolved = resolveBatches(decoded, {
    db: connection.db,
    jobId: run.jobId,
    kind,
    onConflict,
    policies,
  })
  for await (const counts of stageBatches(resolved, target)) {
    run.signal.throwIfAborted()
    addCounts(report, kind, counts)
    report.rejects = numbers.reject
    run.progress.onStaged(report)
  }
}

async function* readAndDecode(
  { run, source, report, staged }: Reading,
  files: readonly SourceFile[],
  kind: RecordKind,
): AsyncGenerator<FileBatch> {
  for (const file of files) {
    const { number } = file
    const bytesBefore = report.bytesRead
    const reading = createFileReading()
    const hash = createHash('sha256')
    let items = staged.get(number)?.items ?? 0
    const read = source.read(file, reading, (chunk) => hash.update(chunk))
    const decoded = decodeRecords(skipItems(read, items), file, recordTypes[kind])
    for await (const batch of run.request.onDamage === 'salvage' ? decoded : refuseDamage(decoded)) {
      items += batch.records.length + batch.rejects.length
      report.bytesRead = bytesBefore + reading.bytes
      yield { ...batch, file: { number, items, isRead: false, bytesSha256: null } }
    }
    report.bytesRead = bytesBefore + file.bytes
    const bytesSha256 = reading.problem === null ? hash.digest() : null
    yield { records: [], rejects: [], file: { number, items, isRead: true, bytesSha256 } }
  }
}

/**
 * Publish and verify. One transaction holds every write and completes the job, so readers see all of the import or
 * nothing of it, also after a crash.
 * @returns undefined for a dry run.
 */
async function publishRecords(run: PipelineRun): Promise<ImportReport | undefined> {
  const { jobId, request, progress, signal } = run
  const connection = run.connections.publishing
  if (connection === undefined) return undefined
  // The staging side may still truncate the staging tables, which this transaction would block.
  const readBefore = await progress.untilStaged()
  const { tables: columns } = await findImportColumns(connection.db)
  const counts = createPublishedCounts()
  return inTransaction(
    connection.db,
    async (trx) => {
      await checkStagingOwner(trx, jobId)
      await markAsImport(trx)
      const { isVerified } = request
      const { onPublished, untilStaged } = progress
      const isTakeOver = request.operation === 'take_over'
      const publishing = {
        trx,
        jobId,
        isVerified,
        isTakeOver,
        columns,
        counts,
        signal,
        onPublished,
        untilStaged,
      }
      const { read, files } = await publishStaged(publishing, readBefore)
      const documents = await publishDocuments({ ...publishing, documents: run.found.documents })
      await insertVerifiedFiles(trx, jobId, files.values())
      await insertUnverifiedFiles(trx, jobId)
      await markImportedRejects(trx, jobId)
      await insertKeptRecords(trx, jobId, read.rejects)
      await analyzeTables(trx, columns)
      await clearStaging(trx)
      signal.throwIfAborted()
      const report = addDocuments(mergeReport(read, counts), documents)
      await verifySavedCounts(trx, { id: jobId, counts: JSON.parse(JSON.stringify(report.counts)) })
      await completeImportJob(trx, jobId, report)
      return report
    },
    // A retry would count twice: counters and progress messages are not rolled back.
    { runsOnce: true },
  )
}

/** How the two sides inform each other and the caller. */
interface Progress {
  onStaged(report: ImportReport): void
  onAllStaged(report: ImportReport): void
  /** Resolves when more may have been staged since the last call; with the final report once everything is. */
  untilStaged(): Promise<ImportReport | undefined>
  onPublished(counts: PublishedCounts): void
}

function createProgress({ onProgress }: PipelineOptions, signal: AbortSignal): Progress {
  let reading = createReport()
  let published = createPublishedCounts()
  let isAllStaged = false
  let change = Promise.withResolvers<void>()
  signal.addEventListener('abort', () => change.resolve(), { once: true })
  const report = () => onProgress(mergeReport(reading, published))
  const onStaged = (next: ImportReport) => {
    reading = next
    change.resolve()
    report()
  }
  return {
    onStaged,
    onAllStaged(next) {
      isAllStaged = true
      onStaged(next)
    },
    // A change before the call counts as well: its promise is already resolved.
    async untilStaged() {
      await change.promise
      change = Promise.withResolvers()
      signal.throwIfAborted()
      return isAllStaged ? reading : undefined
    },
    onPublished(counts) {
      published = counts
      report()
    },
  }
}
