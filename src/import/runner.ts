import { setTimeout as sleep } from 'node:timers/promises'
import { type Connection, type Database, openDedicatedConnection } from '../database/connection.ts'
import { AppError } from '../errors.ts'
import type { Logger } from '../logger.ts'
import type { ImportFailure } from './failure.ts'
import {
  failInterruptedImportJobs,
  findUnfinishedImportJobId,
  type ImportRequest,
  lockImports,
  requestImportCancel,
  unlockImports,
} from './job.store.ts'
import type { ImportInput, ImportRun } from './job-run.ts'
import { createReport, type ImportReport } from './report/counts.ts'
import { resumeOrInsertJob, resumeUpload } from './resume.ts'
import { cancelled, interrupted, superviseJob } from './supervise.ts'

/** Starts and stops the imports of this process. One import runs at a time on a database, whatever its server. */
export interface ImportRunner {
  /**
   * Starts a job and returns its id at once.
   * @throws AppError IMPORT_RUNNING while another one runs, with its `jobId`; what `findDirectory` throws.
   */
  start(request: ImportRequest, input?: ImportInput): Promise<string>
  /** Asks a job to stop, on whichever server it runs. */
  cancel(jobId: string): Promise<void>
  /** What a job has done so far; undefined when it does not run here. */
  findReport(jobId: string): ImportReport | undefined
  /** Resolves when a job has ended, however; at once when it does not run here. */
  untilEnded(jobId: string): Promise<void>
  /**
   * For a server's start: fails the jobs whose server died, or goes on with the one whose uploaded files had all
   * arrived. Leaves an import alone that runs anywhere.
   */
  sweep(): Promise<void>
  /** Stops what runs and waits until it has ended; nothing of it is published. */
  close(): Promise<void>
}

interface RunningImport {
  readonly controller: AbortController
  readonly report: ImportReport
  readonly ended: Promise<void>
}

interface ImportRunnerOptions {
  readonly connection: Connection
  readonly logger: Logger
  /**
   * The real path of a directory by the name that a request gives it; throws for one that may not be read, or of an
   * export written.
   */
  findDirectory(named: string, operation: ImportRequest['operation']): Promise<string>
}

const lockPollMs = 50
const maxLockWaitMs = 3_000
const failAgainMs = 1_000
const maxRefusals = 30

/** A runner for the life of a server, or of one command. */
export function createImportRunner(options: ImportRunnerOptions): ImportRunner {
  const { connection } = options
  const running = new Map<string, RunningImport>()
  const closing = new AbortController()
  const onUnrecorded = (failure: ImportFailure) => void failWhenReachable(connection, failure, closing.signal)
  const launching = { ...options, running, onUnrecorded }
  return {
    start: (request, input = {}) => startImport(launching, { request, input }),
    cancel: async (jobId) => {
      const job = running.get(jobId)
      if (job === undefined) await requestImportCancel(connection.db, jobId)
      else job.controller.abort(cancelled)
    },
    findReport: (jobId) => running.get(jobId)?.report,
    untilEnded: async (jobId) => running.get(jobId)?.ended,
    sweep: () => startInterruptedUpload(launching),
    close: async () => {
      closing.abort()
      const jobs = [...running.values()]
      for (const { controller } of jobs) controller.abort(interrupted)
      await Promise.all(jobs.map(({ ended }) => ended))
    },
  }
}

interface LaunchOptions extends ImportRunnerOptions {
  readonly running: Map<string, RunningImport>
  /** Called when the database could not be told that a job failed. */
  onUnrecorded(failure: ImportFailure): void
}

async function startImport(
  options: LaunchOptions,
  { request, input }: Pick<ImportRun, 'request' | 'input'>,
): Promise<string> {
  const { connection, findDirectory } = options
  const directory =
    request.directory === null ? '' : await findDirectory(request.directory, request.operation)
  const dedicated = await openDedicatedConnection(connection.pool)
  try {
    await takeLock(dedicated.db)
    await failInterruptedImportJobs(connection.db, interrupted)
    const jobRun = await resumeOrInsertJob(dedicated.db, request)
    launch(options, { ...jobRun, directory, request, input, connection: dedicated })
    return jobRun.jobId
  } catch (error) {
    dedicated.close()
    throw error
  }
}

async function startInterruptedUpload(options: LaunchOptions): Promise<void> {
  const dedicated = await openDedicatedConnection(options.connection.pool)
  let isLaunched = false
  try {
    if (!(await lockImports(dedicated.db))) return
    const upload = await resumeUpload(dedicated.db, interrupted)
    if (upload === undefined) return await unlockImports(dedicated.db)
    const { jobRun, request } = upload
    launch(options, { ...jobRun, directory: '', request, input: {}, connection: dedicated })
    isLaunched = true
  } finally {
    if (!isLaunched) dedicated.close()
  }
}

/** Lets the job run, whose connection holds the lock. */
function launch(
  { connection: { db, database }, logger, running, onUnrecorded }: LaunchOptions,
  job: Pick<ImportRun, 'jobId' | 'resumedAt' | 'directory' | 'request' | 'input' | 'connection'>,
): void {
  const controller = new AbortController()
  const report = createReport()
  const sessions = new Set([job.connection.processId])
  const run = { ...job, report, db, database, sessions }
  const ended = superviseJob({ run, controller, logger }).then((unrecorded) => {
    running.delete(job.jobId)
    if (unrecorded !== undefined) onUnrecorded(unrecorded)
  })
  running.set(job.jobId, { controller, report, ended })
}

/**
 * An import holds the lock a moment longer than its job is shown as running, and a moment before: nobody is refused
 * for that.
 * @throws AppError IMPORT_RUNNING
 */
async function takeLock(db: Database): Promise<void> {
  for (let waitedMs = 0; !(await lockImports(db)); waitedMs += lockPollMs) {
    const jobId = await findUnfinishedImportJobId(db)
    if (jobId === undefined && waitedMs < maxLockWaitMs) await sleep(lockPollMs)
    else throw importRunning(jobId)
  }
}

function importRunning(jobId: string | undefined): AppError {
  const details = jobId === undefined ? {} : { jobId }
  const which = jobId === undefined ? 'Another import' : `Import ${jobId}`
  return new AppError('IMPORT_RUNNING', `${which} is under way. Wait for it or cancel it.`, { details })
}

/**
 * Fails the job as soon as the database is available again, so that it does not appear to run forever. The lock may still
 * be held by the session that the job has lost, which PostgreSQL terminates within seconds. A process that holds it for
 * longer is running an import, and has already failed this job.
 */
async function failWhenReachable(
  connection: Connection,
  failure: ImportFailure,
  signal: AbortSignal,
): Promise<void> {
  for (let refusals = 0; !signal.aborted && refusals < maxRefusals; ) {
    try {
      if (await failAbandonedJobs(connection, failure)) return
      refusals += 1
    } catch {
      // The database is still away.
    }
    await sleep(failAgainMs, undefined, { signal, ref: false }).catch(() => undefined)
  }
}

/** Returns whether the lock was free. */
async function failAbandonedJobs({ db, pool }: Connection, failure: ImportFailure): Promise<boolean> {
  const dedicated = await openDedicatedConnection(pool)
  try {
    if (!(await lockImports(dedicated.db))) return false
    await failInterruptedImportJobs(db, failure)
    await unlockImports(dedicated.db)
    return true
  } finally {
    dedicated.close()
  }
}

/** The job runner of a server without the owner's connection. Jobs of other programs can still be watched. */
export const disabledRunner: ImportRunner = {
  start: async () => {
    throw runnerDisabled()
  },
  cancel: async () => {
    throw runnerDisabled()
  },
  findReport: () => undefined,
  untilEnded: async () => undefined,
  sweep: async () => undefined,
  close: async () => undefined,
}

function runnerDisabled(): AppError {
  return new AppError(
    'UNAVAILABLE',
    'This server does not run imports or exports. Its operator can set DATABASE_OWNER_URL, or run npm run import on the command line.',
  )
}
