import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from '../database/connection.ts'
import { toAppError } from '../database/postgres-errors.ts'
import type { Logger } from '../logger.ts'
import { ImportFailure, toImportFailure } from './failure.ts'
import {
  cancelStatement,
  failImportJob,
  type JobRun,
  unlockImports,
  updateImportProgress,
} from './job.store.ts'
import type { ImportRun } from './job-run.ts'
import { operations } from './operations.ts'
import type { ImportReport } from './report/counts.ts'
import { isResumable } from './resume.ts'
import { clearStaging, findStagedJobId } from './staging/staging.store.ts'

interface SupervisedJob {
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
export async function superviseJob(job: SupervisedJob): Promise<ImportFailure | undefined> {
  const { run, controller, logger } = job
  const { jobId, connection, db, report, sessions } = run
  const signal = AbortSignal.any([controller.signal, connection.lost])
  const progress = startProgressUpdates({
    db,
    run,
    report,
    logger,
    onCancel: () => controller.abort(cancelled),
  })
  const interrupter = startStatementInterrupter({ db, sessions, signal, logger })
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
  { run, logger }: SupervisedJob,
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
  { run: { jobId, connection }, logger }: SupervisedJob,
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

/** Something that goes on beside the import until it is stopped. */
interface BackgroundTask {
  /** Resolves when nothing of it goes on any more; may be called again. */
  stop(): Promise<void>
}

const saveEveryMs = 1_000
const interruptEveryMs = 200

/** Saves the job's progress each second, and calls back when somebody, on any server, has asked it to stop. */
function startProgressUpdates(options: {
  readonly db: Database
  readonly run: JobRun
  readonly report: ImportReport
  readonly logger: Logger
  readonly onCancel: () => void
}): BackgroundTask {
  const { db, run, report, logger, onCancel } = options
  return repeat(saveEveryMs, async () => {
    try {
      if (await updateImportProgress(db, run, report)) onCancel()
    } catch (err) {
      logger.warn({ jobId: run.jobId, err }, 'the progress of an import could not be saved')
    }
  })
}

/**
 * Once the signal is aborted, stops the statements that the import's connections run, again and again: the import may
 * have been between two statements.
 */
function startStatementInterrupter(options: {
  readonly db: Database
  /** PostgreSQL's processes that work for the import. */
  readonly sessions: ReadonlySet<number>
  readonly signal: AbortSignal
  readonly logger: Logger
}): BackgroundTask {
  const { db, sessions, signal, logger } = options
  return repeat(interruptEveryMs, async () => {
    if (!signal.aborted) return
    try {
      for (const processId of sessions) await cancelStatement(db, processId)
    } catch (err) {
      logger.warn({ err }, 'a statement of a cancelled import could not be stopped')
    }
  })
}

/** Runs the action at once and then after each pause; one run at a time. */
function repeat(everyMs: number, action: () => Promise<void>): BackgroundTask {
  const stopping = new AbortController()
  const ended = run()
  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      await action()
      await sleep(everyMs, undefined, { signal: stopping.signal }).catch(() => undefined)
    }
  }
  return {
    stop: () => {
      stopping.abort()
      return ended
    },
  }
}
