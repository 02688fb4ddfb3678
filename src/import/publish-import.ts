import type { Database } from '../database/connection.ts'
import type { Entity } from './entities/entity.ts'
import { ImportFailure } from './import-failure.ts'
import { completeImportJob } from './import-job-state.store.ts'
import type { ImportRun } from './import-run.ts'
import { countKeptRows } from './report.ts'
import type { ImportColumns } from './stages/column.store.ts'
import { type Mismatch, verifyRecords } from './stages/verify-records.ts'
import { analyzeStaging, analyzeTables, clearStaging, writeTables } from './stages/write-tables.ts'

/** How many records that fail the verification are named. */
const maxNamedMismatches = 10

/**
 * Makes all that is staged visible at once, after it has been proven, together with the job's end; or none of it.
 * @throws ImportFailure VERIFICATION_FAILED, the signal's reason, the driver's error.
 */
export async function publishImport(
  run: ImportRun,
  entities: readonly Entity[],
  columns: ImportColumns,
): Promise<void> {
  const { jobId, connection, report, signal } = run
  report.phase = 'publishing'
  await analyzeStaging(connection.db)
  await connection.db.transaction().execute(async (trx) => {
    await writeTables(trx, { jobId, columns: columns.staging }, (kind, keptRows) => {
      signal.throwIfAborted()
      countKeptRows(report, kind, keptRows)
    })
    report.phase = 'verifying'
    for (const entity of entities) await verifyKind(trx, entity, run, columns)
    await analyzeTables(trx)
    await clearStaging(trx)
    await run.stopProgress()
    signal.throwIfAborted()
    await completeImportJob(trx, jobId, report)
  })
  report.phase = 'completed'
}

async function verifyKind(
  trx: Database,
  entity: Entity,
  { report, signal }: ImportRun,
  columns: ImportColumns,
): Promise<void> {
  const mismatches: Mismatch[] = []
  for await (const batch of verifyRecords(trx, entity, columns.tables)) {
    signal.throwIfAborted()
    report.counts[entity.kind].verified += batch.verified
    mismatches.push(...batch.mismatches.slice(0, maxNamedMismatches - mismatches.length))
  }
  if (mismatches.length === 0) return
  const named = mismatches.map(({ id, place }) => `${id} (${place ?? 'not recorded'})`)
  throw new ImportFailure('VERIFICATION_FAILED', `Of ${entity.kind}, the first: ${named.join(', ')}.`)
}

/** Ends a job that is to publish nothing; its counts say what would have been. */
export async function finishDryRun({ jobId, connection, report, stopProgress }: ImportRun): Promise<void> {
  await stopProgress()
  await connection.db.transaction().execute(async (trx) => {
    await clearStaging(trx)
    await completeImportJob(trx, jobId, report)
  })
  report.phase = 'completed'
}
