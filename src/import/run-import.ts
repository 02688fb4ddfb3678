import { analysisEntity } from './entities/analysis.ts'
import { chatMessageEntity } from './entities/chat-message.ts'
import { chatSessionEntity } from './entities/chat-session.ts'
import { contractEntity } from './entities/contract.ts'
import type { Entity } from './entities/entity.ts'
import { userEntity } from './entities/user.ts'
import type { ImportRun } from './import-run.ts'
import { finishDryRun, publishImport } from './publish-import.ts'
import { countBatch } from './report.ts'
import { findImportColumns, type ImportColumns } from './stages/column.store.ts'
import { decodeRecords } from './stages/decode-records.ts'
import { findSources } from './stages/find-sources.ts'
import { keepRest } from './stages/keep-rest.ts'
import type { PrepareLink } from './stages/link.ts'
import { prepareAnalysisLink } from './stages/link-analysis.ts'
import { prepareMessageLink, prepareSessionLink } from './stages/link-chat.ts'
import { prepareContractLink } from './stages/link-contract.ts'
import { prepareUserLink } from './stages/link-user.ts'
import { readRecords } from './stages/read-records.ts'
import type { SourceFile } from './stages/record.ts'
import { resolveReferences } from './stages/resolve-references.ts'
import { createFileReading } from './stages/source-bytes.ts'
import { writeStaging } from './stages/write-staging.ts'
import { clearStaging } from './stages/write-tables.ts'

/** A kind of record: its legacy shape, and what its rows point at. */
interface Kind {
  readonly entity: Entity
  readonly prepareLink: PrepareLink
}

/** In foreign-key order. */
const kinds: readonly Kind[] = [
  { entity: userEntity, prepareLink: prepareUserLink },
  { entity: contractEntity, prepareLink: prepareContractLink },
  { entity: analysisEntity, prepareLink: prepareAnalysisLink },
  { entity: chatSessionEntity, prepareLink: prepareSessionLink },
  { entity: chatMessageEntity, prepareLink: prepareMessageLink },
]

const layouts = { auto: 'AUTO', era1: 'ERA1', era2: 'ERA2' } as const

/**
 * The whole of an import: source -> records -> rows or rejects -> staging -> tables -> proof. When it returns, the
 * job is completed; when it throws, nothing of it is in the tables, and its rejects are kept.
 * @throws ImportFailure, AppError for a directory without legacy files, the signal's reason, the driver's error.
 */
export async function runImport(run: ImportRun): Promise<void> {
  const columns = await findImportColumns(run.connection.db)
  await clearStaging(run.connection.db)
  await readSources(run, columns)
  if (run.request.isDryRun) return finishDryRun(run)
  const entities = kinds.map(({ entity }) => entity)
  await publishImport(run, entities, columns)
}

async function readSources(run: ImportRun, columns: ImportColumns): Promise<void> {
  const { report, request, signal } = run
  report.phase = 'reading'
  report.startedAt = new Date()
  const options = { layout: layouts[request.layout], includeBackups: request.includeBackups }
  const { files, skipped } = await findSources(run.directory, options, signal)
  report.skippedPaths = skipped
  report.bytesTotal = files.reduce((sum, { bytes }) => sum + bytes, 0)
  for (const kind of kinds) {
    for (const file of files.filter((source) => source.kind === kind.entity.kind)) {
      await stageFile(file, kind, run, columns)
    }
  }
  report.readingFinishedAt = new Date()
}

async function stageFile(
  file: SourceFile,
  { entity, prepareLink }: Kind,
  { jobId, request, connection, report, signal }: ImportRun,
  columns: ImportColumns,
): Promise<void> {
  const { kind } = entity
  const { onConflict, orphans } = request
  const bytesBefore = report.bytesRead
  const reading = createFileReading()
  const raw = readRecords(file, signal, { reading })
  const decoded = decodeRecords(raw, file, entity)
  const resolved = resolveReferences(decoded, { db: connection.db, kind, prepareLink, onConflict, orphans })
  const completed = keepRest(resolved, entity)
  const target = {
    connection,
    jobId,
    columns,
    takeRejectNumber: () => ++report.rejects,
    takeBatchNumber: () => 1,
  }
  for await (const batch of writeStaging(completed, target)) {
    signal.throwIfAborted()
    countBatch(report, kind, batch)
    report.bytesRead = bytesBefore + reading.bytes
  }
  report.bytesRead = bytesBefore + file.bytes
}
