import { toAppError } from '../database/postgres-errors.ts'
import type { Logger } from '../logger.ts'
import { ImportFailure, toImportFailure } from './import-failure.ts'
import { failImportJob } from './import-job-state.store.ts'
import { unlockImports } from './import-lock.store.ts'
import { interruptStatements, startProgress } from './import-progress.ts'
import type { ImportRun } from './import-run.ts'
import { operations } from './operations.ts'
import { isResumable } from './resume-import.ts'
import { clearStaging, findStagedJobId } from './stages/staging.store.ts'

export interface SupervisedImport {
  readonly run: Omit<ImportRun, 'signal' | 'stopProgress'>
  /** Aborted with `cancelled` or `interrupted`. */
  readonly controller: AbortController
  readonly logger: Logger
}

/** The reasons for which a job is aborted. A broken connection is another one. */
export const cancelled = new Error('The import was cancelled.')
export const interrupted = new ImportFailure('INTERRUPTED')

/**
 * Runs a job to its end, saves its progress meanwhile, and records how it ended. Gives the import lock back and closes
 * the run's connection. Never rejects.
 * @returns why the job failed, when the database could not be told.
 */
export async function superviseImport(job: SupervisedImport): Promise<ImportFailure | undefined> {
  const { run, controller, logger } = job
  const { jobId, connection, db, report, sessions } = run
  const signal = AbortSignal.any([controller.signal, connection.lost])
  const progress = startProgress({ db, run, report, logger, onCancel: () => controller.abort(cancelled) })
  const interrupter = interruptStatements({ db, sessions, signal, logger })
  try {
    const { operation, directory } = run.request
    logger.info({ jobId, operation, directory }, 'a job of the importer begins')
    await operations[operation]({ ...run, signal, stopProgress: progress.stop })
    logger.info({ jobId, counts: report.counts }, 'the job is completed')
    await settle()
    await release(job, false)
    return undefined
  } catch (error) {
    await settle()
    const failure = findFailure(controller.signal, connection.lost, error)
    const isRecorded = await recordFailure(job, failure)
    await release(job, failure !== 'cancelled' && isResumable(run.request, failure.code))
    return isRecorded || failure === 'cancelled' ? undefined : failure
  }
  async function settle(): Promise<void> {
    await progress.stop()
    await interrupter.stop()
  }
}

/** Returns whether the database knows. */
async function recordFailure(
  { run, logger }: SupervisedImport,
  failure: ImportFailure | 'cancelled',
): Promise<boolean> {
  const { jobId, db, report } = run
  logFailure(logger, jobId, failure)
  try {
    await failImportJob(db, run, report, failure)
    return true
  } catch (err) {
    const message = 'the job could not be marked as failed: that is done when the database is back'
    if (toAppError(err) === undefined) logger.error({ jobId, err }, message)
    else logger.warn({ jobId }, message)
    return false
  }
}

const defects: readonly string[] = ['INTERNAL', 'VERIFICATION_FAILED']

/** Only a defect needs a stack. */
function logFailure(logger: Logger, jobId: string, failure: ImportFailure | 'cancelled'): void {
  if (failure === 'cancelled') logger.info({ jobId }, 'the import is cancelled')
  else if (defects.includes(failure.code)) logger.error({ jobId, err: failure }, 'the import failed')
  else logger.warn({ jobId, code: failure.code }, `the import failed: ${failure.message}`)
}

function findFailure(aborted: AbortSignal, lost: AbortSignal, error: unknown): ImportFailure | 'cancelled' {
  if (aborted.reason === cancelled) return 'cancelled'
  if (aborted.aborted) return interrupted
  return toImportFailure(lost.aborted ? lost.reason : error)
}

/**
 * What is staged of a job that can be gone on with stays. What a broken connection leaves behind, the next job clears.
 */
async function release(
  { run: { jobId, connection }, logger }: SupervisedImport,
  keepsStaging: boolean,
): Promise<void> {
  try {
    if (connection.lost.aborted) return
    if (!keepsStaging && (await findStagedJobId(connection.db)) === jobId) await clearStaging(connection.db)
    await unlockImports(connection.db)
  } catch (err) {
    logger.warn({ jobId, err }, 'the staging tables could not be cleared: the next import does it')
  } finally {
    connection.close()
  }
}
