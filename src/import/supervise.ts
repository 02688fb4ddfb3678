import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from '../database/connection.ts'
import { toAppError } from '../database/postgres-errors.ts'
import type { Logger } from '../logger.ts'
import type { ImportReport } from './counts.ts'
import { ImportFailure, toImportFailure } from './failure.ts'
import {
  cancelStatement,
  failImportJob,
  type JobRun,
  unlockImports,
  updateImportProgress,
} from './job.store.ts'
import type { ImportRun } from './job-run.ts'
import { isResumable } from './resume.ts'
import { clearStaging, findStagedJobId } from './staging/staging.store.ts'

interface SupervisedJob {
  readonly run: Omit<ImportRun, 'signal' | 'stopProgress'>
  perform(run: ImportRun): Promise<void>
  /** Aborted with `cancelled` or `interrupted`. */
  readonly controller: AbortController
  readonly logger: Logger
}

/** The reasons for aborting a job, apart from a lost connection. */
export const cancelled = new Error('The import was cancelled.')
export const interrupted = new ImportFailure('INTERRUPTED')

/**
 * Runs a job to its end: saves its progress, cancels its statements when it is stopped, and records a failure.
 * Releases the import lock and closes the run's connection. Never rejects.
 * @returns the failure if it could not be saved to the database.
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
    logger.info({ jobId, operation, directory }, 'import job started')
    await job.perform({ ...run, signal, stopProgress: progress.stop })
    logger.info({ jobId, counts: report.counts }, 'import job completed')
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

/** Returns whether the failure was saved. */
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
    const message = 'could not mark the import job as failed; will retry when the database is reachable'
    if (toAppError(err) === undefined) logger.error({ jobId, err }, message)
    else logger.warn({ jobId }, message)
    return false
  }
}

const bugs: readonly string[] = ['INTERNAL', 'VERIFICATION_FAILED']

/** Only bugs are logged with a stack. */
function logFailure(logger: Logger, jobId: string, failure: ImportFailure | 'cancelled'): void {
  if (failure === 'cancelled') logger.info({ jobId }, 'import job cancelled')
  else if (bugs.includes(failure.code)) logger.error({ jobId, err: failure }, 'import job failed')
  else logger.warn({ jobId, code: failure.code }, `import job failed: ${failure.message}`)
}

function findFailure(aborted: AbortSignal, lost: AbortSignal, error: unknown): ImportFailure | 'cancelled' {
  if (aborted.reason === cancelled) return 'cancelled'
  if (aborted.aborted) return interrupted
  return toImportFailure(lost.aborted ? lost.reason : error)
}

/** Keeps what a resumable job has staged. After a lost connection, the next job truncates the staging tables. */
async function release(
  { run: { jobId, connection }, logger }: SupervisedJob,
  keepsStaging: boolean,
): Promise<void> {
  try {
    if (connection.lost.aborted) return
    if (!keepsStaging && (await findStagedJobId(connection.db)) === jobId) await clearStaging(connection.db)
    await unlockImports(connection.db)
  } catch (err) {
    logger.warn({ jobId, err }, 'could not truncate the staging tables; the next import will do it')
  } finally {
    connection.close()
  }
}

/** Runs beside a job until it is stopped. */
interface BackgroundTask {
  /** Resolves when the task has completely ended. May be called repeatedly. */
  stop(): Promise<void>
}

const saveEveryMs = 1_000
const interruptEveryMs = 200

/** Saves the job's progress every second, and calls back if the job was requested to stop on any server. */
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
      logger.warn({ jobId: run.jobId, err }, 'could not save the progress of an import job')
    }
  })
}

/**
 * Once the signal is aborted, cancels the statements of the job's sessions repeatedly: at the first attempt, the job
 * may have been between two statements.
 */
function startStatementInterrupter(options: {
  readonly db: Database
  /** PostgreSQL process ids. */
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
      logger.warn({ err }, 'could not cancel a statement of a stopped import job')
    }
  })
}

/** Runs the action immediately and then after each pause, never concurrently. */
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
