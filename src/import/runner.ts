import { setTimeout as sleep } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import {
  type Connection,
  type Database,
  type DedicatedConnection,
  openDedicatedConnection,
} from '../database/connection.ts'
import { inTransaction } from '../database/transaction.ts'
import { AppError } from '../errors.ts'
import type { Logger } from '../logger.ts'
import { createReport, type ImportReport } from './counts.ts'
import { runExportJob } from './export/run-export.ts'
import { ImportFailure } from './failure.ts'
import {
  completeImportJob,
  failInterruptedImportJobs,
  findUnfinishedImportJobId,
  type ImportRequest,
  lockImports,
  requestImportCancel,
  unlockImports,
} from './job.store.ts'
import type { ImportInput, ImportRun } from './job-run.ts'
import { failWhenReachable, resumeOrInsertJob, resumeUpload } from './resume.ts'
import { runRevert } from './revert/run-revert.ts'
import { receiveUploads } from './source/receive-uploads.ts'
import { clearStaging } from './staging/staging.store.ts'
import { cancelled, interrupted, superviseJob } from './supervise.ts'
import { runSwitchOver } from './switch-over/run-switch-over.ts'
import { runVerify } from './verify/run-verify.ts'
import type { ImportTask, WorkerCommand, WorkerMessage } from './worker.ts'

/** Starts and stops the jobs of this process. One job at a time runs on a database, across all servers. */
export interface ImportRunner {
  /**
   * Starts a job and returns its id immediately.
   * @throws AppError IMPORT_RUNNING with the running job's `jobId`; the errors of `findDirectory`.
   */
  start(request: ImportRequest, input?: ImportInput): Promise<string>
  /** Requests a job to stop, on whichever server it runs. */
  cancel(jobId: string): Promise<void>
  /** The current report of a job; undefined if it does not run in this process. */
  findReport(jobId: string): ImportReport | undefined
  /** The current report of the job that runs in this process, if any. */
  findRunning(): ImportReport | undefined
  /** Resolves when a job has ended, successfully or not; immediately if it does not run in this process. */
  untilEnded(jobId: string): Promise<void>
  /**
   * Call this when a server starts. Fails the jobs of dead servers, or resumes the one whose uploads had all arrived.
   * Does nothing while a job runs anywhere.
   */
  sweep(): Promise<void>
  /** Stops all jobs and waits for their end. They publish nothing. */
  close(): Promise<void>
}

export interface ImportRunnerOptions {
  readonly connection: Connection
  readonly logger: Logger
  /** Returns the real path of a named directory. Throws if it is not allowed for the operation. */
  findDirectory(named: string, operation: ImportRequest['operation']): Promise<string>
}

const lockPollMs = 50
const maxLockWaitMs = 3_000

/** Creates the runner of a server or of a command. */
export function createImportRunner(options: ImportRunnerOptions): ImportRunner {
  const { connection } = options
  const running = new Map<string, RunningJob>()
  const closing = new AbortController()
  const onUnrecorded = (failure: ImportFailure) => void failWhenReachable(connection, failure, closing.signal)
  const launching = { ...options, running, onUnrecorded }
  return {
    start: (request, input = {}) => startJob(launching, { request, input }),
    cancel: async (jobId) => {
      const job = running.get(jobId)
      if (job === undefined) await requestImportCancel(connection.db, jobId)
      else job.controller.abort(cancelled)
    },
    findReport: (jobId) => running.get(jobId)?.report,
    findRunning: () => running.values().next().value?.report,
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

interface RunningJob {
  readonly controller: AbortController
  readonly report: ImportReport
  readonly ended: Promise<void>
}

interface LaunchOptions extends ImportRunnerOptions {
  readonly running: Map<string, RunningJob>
  /** Called if a failure could not be saved to the database. */
  onUnrecorded(failure: ImportFailure): void
}

async function startJob(
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

/**
 * Waits a moment for the lock, because a job holds it slightly longer than it is shown as running.
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
  return new AppError('IMPORT_RUNNING', `${which} is running. Wait for it to end, or cancel it.`, { details })
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

/** Runs the job. Its connection holds the lock. */
function launch(
  { connection: { db, database }, logger, running, onUnrecorded }: LaunchOptions,
  job: Pick<ImportRun, 'jobId' | 'resumedAt' | 'directory' | 'request' | 'input'> & {
    readonly connection: DedicatedConnection
  },
): void {
  const controller = new AbortController()
  const report = createReport()
  const sessions = new Set([job.connection.processId])
  const run = { ...job, report, db, database, sessions }
  const perform = operations[job.request.operation]
  const ended = superviseJob({ run, perform, controller, logger }).then((unrecorded) => {
    running.delete(job.jobId)
    if (unrecorded !== undefined) onUnrecorded(unrecorded)
  })
  running.set(job.jobId, { controller, report, ended })
}

/**
 * Each operation completes its job in the transaction that holds all its writes. If it throws, nothing was written
 * except rejects.
 */
const operations: Readonly<Record<ImportRequest['operation'], (run: ImportRun) => Promise<void>>> = {
  import: runImport,
  retry: runImport,
  verify: runVerify,
  revert: runRevert,
  export: runExportJob,
  switch_over: runSwitchOver,
  take_over: runImport,
}

/**
 * Runs an import in a worker thread (worker.ts, pipeline.ts). If it throws, staged rows and rejects are kept.
 * @throws ImportFailure
 */
async function runImport(run: ImportRun): Promise<void> {
  await receiveUploads(run)
  const { jobId, request, directory, database, input, signal } = run
  const task = startTask({ jobId, request, directory, database, rejects: input.rejects ?? {} }, (message) => {
    if (message.type === 'session') run.sessions.add(message.processId)
    else if (message.type === 'progress') Object.assign(run.report, message.report)
  })
  signal.addEventListener('abort', task.abort, { once: true })
  if (signal.aborted) task.abort()
  try {
    Object.assign(run.report, await task.ended)
    if (request.isDryRun) await finishDryRun(run)
    run.report.phase = 'completed'
  } finally {
    signal.removeEventListener('abort', task.abort)
  }
}

/** Completes a job that publishes nothing; its counts are those of the records that would have been published. */
async function finishDryRun({ jobId, connection, report, stopProgress }: ImportRun): Promise<void> {
  await stopProgress()
  await inTransaction(connection.db, async (trx) => {
    await clearStaging(trx)
    await completeImportJob(trx, jobId, report)
  })
}

/** An import in a worker thread. */
interface RunningTask {
  abort(): void
  /** Settles when the task has completely ended; rejects with an ImportFailure. */
  readonly ended: Promise<ImportReport>
}

/** A record that needs more ends the thread, and its import, but not the server. */
const maxHeapMegabytes = 512
/** The importer's objects are short-lived: a larger young generation would only hold memory. */
const maxYoungMegabytes = 16

/** Idle threads. Starting one takes longer than a small import; keeping one takes memory. */
const idle: Worker[] = []
const keepIdleMs = 60_000

function startTask(task: ImportTask, onMessage: (message: WorkerMessage) => void): RunningTask {
  const worker = idle.pop() ?? startWorker()
  worker.ref()
  const send = (command: WorkerCommand) => worker.postMessage(command)
  send({ type: 'start', task })
  return { abort: () => send({ type: 'abort' }), ended: untilTaskEnded(worker, onMessage) }
}

function startWorker(): Worker {
  return new Worker(new URL('./worker.ts', import.meta.url), {
    name: 'metagauge-import',
    resourceLimits: { maxOldGenerationSizeMb: maxHeapMegabytes, maxYoungGenerationSizeMb: maxYoungMegabytes },
  })
}

async function untilTaskEnded(
  worker: Worker,
  onProgress: (message: WorkerMessage) => void,
): Promise<ImportReport> {
  const { promise, resolve, reject } = Promise.withResolvers<ImportReport>()
  const onMessage = (message: WorkerMessage) => {
    if (message.type === 'done') resolve(message.report)
    else if (message.type === 'failed') reject(toFailure(message.failure))
    else onProgress(message)
  }
  let isAlive = true
  const onEnd = (reason: unknown) => {
    isAlive = false
    reject(toThreadFailure(reason))
  }
  worker.on('message', onMessage).once('error', onEnd).once('exit', onEnd)
  try {
    return await promise
  } finally {
    worker.off('message', onMessage).off('error', onEnd).off('exit', onEnd)
    worker.unref()
    if (isAlive) keepIdle(worker)
  }
}

function toFailure({ code, details, cause }: Extract<WorkerMessage, { type: 'failed' }>['failure']) {
  return new ImportFailure(code, details, { cause })
}

/** @param reason the error that ended the thread, or its exit code. */
function toThreadFailure(reason: unknown): ImportFailure {
  const isFull = reason instanceof Error && 'code' in reason && reason.code === 'ERR_WORKER_OUT_OF_MEMORY'
  return new ImportFailure(isFull ? 'OUT_OF_MEMORY' : 'INTERNAL', '', { cause: reason })
}

function keepIdle(worker: Worker): void {
  idle.push(worker)
  setTimeout(() => {
    const index = idle.indexOf(worker)
    if (index < 0) return
    idle.splice(index, 1)
    void worker.terminate()
  }, keepIdleMs).unref()
}

/** The runner of a server without the owner's connection. Jobs of other processes can still be watched. */
export const disabledRunner: ImportRunner = {
  start: async () => {
    throw runnerDisabled()
  },
  cancel: async () => {
    throw runnerDisabled()
  },
  findReport: () => undefined,
  findRunning: () => undefined,
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
