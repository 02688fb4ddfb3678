import { setTimeout as sleep } from 'node:timers/promises'
import type { Connection, Database } from '../database/connection.ts'
import { openDedicatedConnection } from '../database/dedicated-connection.ts'
import { AppError } from '../errors.ts'
import type { Logger } from '../logger.ts'
import type { ImportFailure } from './import-failure.ts'
import { findUnfinishedImportJobId } from './import-job.store.ts'
import { failInterruptedImportJobs, requestImportCancel } from './import-job-state.store.ts'
import { lockImports, unlockImports } from './import-lock.store.ts'
import type { ImportRequest } from './import-request.ts'
import type { ImportInput } from './import-run.ts'
import { createReport, type ImportReport } from './report.ts'
import { takeUpJob } from './resume-import.ts'
import { cancelled, interrupted, superviseImport } from './supervise-import.ts'

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
  /** Fails the jobs whose server died, for a server's start; leaves an import alone that runs anywhere. */
  sweep(): Promise<void>
  /** Stops what runs and waits until it has ended; nothing of it is published. */
  close(): Promise<void>
}

interface RunningImport {
  readonly controller: AbortController
  readonly report: ImportReport
  readonly ended: Promise<void>
}

export interface ImportRunnerOptions {
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

/** A runner for the life of a server, or of one command. */
export function createImportRunner(options: ImportRunnerOptions): ImportRunner {
  const { connection } = options
  const running = new Map<string, RunningImport>()
  const closing = new AbortController()
  const onUnrecorded = (failure: ImportFailure) => void failLater(connection, failure, closing.signal)
  return {
    start: (request, input = {}) => startImport({ ...options, onUnrecorded }, running, { request, input }),
    cancel: async (jobId) => {
      const job = running.get(jobId)
      if (job === undefined) await requestImportCancel(connection.db, jobId)
      else job.controller.abort(cancelled)
    },
    findReport: (jobId) => running.get(jobId)?.report,
    untilEnded: async (jobId) => running.get(jobId)?.ended,
    sweep: () => sweep(connection, interrupted),
    close: async () => {
      closing.abort()
      const jobs = [...running.values()]
      for (const { controller } of jobs) controller.abort(interrupted)
      await Promise.all(jobs.map(({ ended }) => ended))
    },
  }
}

interface StartOptions extends ImportRunnerOptions {
  /** Called when the database could not be told that a job failed. */
  onUnrecorded(failure: ImportFailure): void
}

async function startImport(
  { connection, logger, findDirectory, onUnrecorded }: StartOptions,
  running: Map<string, RunningImport>,
  { request, input }: { readonly request: ImportRequest; readonly input: ImportInput },
): Promise<string> {
  const { db, pool, database } = connection
  const directory =
    request.directory === null ? '' : await findDirectory(request.directory, request.operation)
  const dedicated = await openDedicatedConnection(pool)
  try {
    await takeLock(dedicated.db)
    await failInterruptedImportJobs(db, interrupted)
    const { jobId, resumedAt } = await takeUpJob(dedicated.db, request)
    const controller = new AbortController()
    const report = createReport()
    const sessions = new Set([dedicated.processId])
    const work = { directory, request, input, report, connection: dedicated, db, database, sessions }
    const run = { jobId, resumedAt, ...work }
    const ended = superviseImport({ run, controller, logger }).then((unrecorded) => {
      running.delete(jobId)
      if (unrecorded !== undefined) onUnrecorded(unrecorded)
    })
    running.set(jobId, { controller, report, ended })
    return jobId
  } catch (error) {
    dedicated.close()
    throw error
  }
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
 * Fails the job as soon as the database is back: nobody should see it run for ever. Whoever imports meanwhile has done
 * it already.
 */
async function failLater(connection: Connection, failure: ImportFailure, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      return await sweep(connection, failure)
    } catch {
      // The database is still away.
      await sleep(failAgainMs, undefined, { signal, ref: false }).catch(() => undefined)
    }
  }
}

async function sweep({ db, pool }: Connection, failure: ImportFailure): Promise<void> {
  const dedicated = await openDedicatedConnection(pool)
  try {
    if (!(await lockImports(dedicated.db))) return
    await failInterruptedImportJobs(db, failure)
    await unlockImports(dedicated.db)
  } finally {
    dedicated.close()
  }
}
