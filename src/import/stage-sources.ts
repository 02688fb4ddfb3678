import { createHash } from 'node:crypto'
import type { DedicatedConnection } from '../database/dedicated-connection.ts'
import type { ImportRejectFilter } from '../generated/graphql.ts'
import type { ImportRequest } from './import-request.ts'
import { type ImportSource, openSource } from './import-source.ts'
import { kinds } from './kinds.ts'
import { addCounts, createReport, type ImportReport } from './report.ts'
import { collectBatches, type FileBatch } from './stages/collect-batches.ts'
import { findImportColumns } from './stages/column.store.ts'
import { decodeRecords } from './stages/decode-records.ts'
import { keepRest } from './stages/keep-rest.ts'
import { prefetch } from './stages/prefetch.ts'
import { type RecordKind, recordKinds, type SourceFile } from './stages/record.ts'
import { refuseDamage } from './stages/refuse-damage.ts'
import { resolveReferences } from './stages/resolve-references.ts'
import { skipItems } from './stages/skip-items.ts'
import { createFileReading } from './stages/source-bytes.ts'
import {
  beginStaging,
  claimStaging,
  findLastNumbers,
  findStagedFiles,
  insertStagedFiles,
  type StagedFile,
  sumStagedCounts,
} from './stages/staging.store.ts'
import { type StagingTarget, writeStaging } from './stages/write-staging.ts'

/** The reading of one job. */
export interface Staging {
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
export async function stageSources(staging: Staging): Promise<ImportReport> {
  const { connection } = staging
  await beginStaging(connection.db)
  const source = openSource({ ...staging, db: connection.db })
  const report: ImportReport = { ...createReport(), phase: 'reading', startedAt: new Date() }
  const { files, skipped } = await source.find()
  report.skippedPaths = skipped
  report.bytesTotal = files.reduce((sum, { bytes }) => sum + bytes, 0)
  const staged = await resume(staging, files, report)
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
async function resume(
  { connection: { db }, jobId }: Staging,
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
  readonly staging: Staging
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
  const { entity, prepareLink } = kinds[target.kind]
  const { onConflict, orphans } = staging.request
  const { db } = staging.connection
  const decoded = prefetch(collectBatches(decodeFiles(reading, files, target.kind)))
  const resolved = resolveReferences(decoded, { db, kind: target.kind, prepareLink, onConflict, orphans })
  const completed = keepRest(resolved, entity)
  for await (const { counts } of writeStaging(completed, target)) {
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
    const decoded = decodeRecords(unstaged, file, kinds[kind].entity)
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
