import { resolve } from 'node:path'
import { runOnDatabase } from '../../database/command-line.ts'
import type { Connection, Database } from '../../database/connection.ts'
import { toAppError } from '../../database/postgres-errors.ts'
import { AppError, OperatorError } from '../../errors.ts'
import { createLogger, type Logger } from '../../logger.ts'
import { waitForStopRequest } from '../../process/program.ts'
import type { ImportReport } from '../counts.ts'
import { DiskFailure } from '../failure.ts'
import type { OperationOnJob } from '../import.rules.ts'
import { findImportJobs, type ImportJobRow } from '../job.store.ts'
import { showProgress } from '../report/progress.ts'
import type { ImportRunner } from '../runner.ts'

/** The services that a command gets. */
export interface CommandContext {
  readonly connection: Connection
  readonly logger: Logger
  /** Aborted by Ctrl-C or SIGTERM; the reason is an OperatorError. */
  readonly signal: AbortSignal
}

const wrongUsage = 2

/** Returns the parsed command line, or prints the problem and the usage, and sets exit code 2. */
export function parseCommandLine<Command>(
  parse: (words: readonly string[]) => Command | string,
  usage: string,
): Command | undefined {
  const command = parse(process.argv.slice(2))
  if (typeof command !== 'string') return command
  process.stderr.write(`${command}\n\n${usage}\n`)
  process.exitCode = wrongUsage
  return undefined
}

/**
 * Resolves a path from the command line against the directory in which the user called npm. npm runs scripts in the
 * directory of package.json and passes the caller's directory in INIT_CWD.
 */
export function resolvePath(path: string): string {
  const { INIT_CWD: callerDirectory } = process.env
  return callerDirectory === undefined ? path : resolve(callerDirectory, path)
}

/** Runs a command on the database of the settings, as runOnDatabase does, until it ends or is stopped. */
export async function runStoppable(
  name: string,
  work: (context: CommandContext) => Promise<void>,
): Promise<void> {
  // Before the database is opened, so that a Ctrl-C during its start does not leave it running.
  const stop = new AbortController()
  void waitForStopRequest(createLogger('error')).then(() =>
    stop.abort(new OperatorError('The command was stopped.')),
  )
  // The closing report includes the warnings of the log.
  await runOnDatabase({ name, logsOnlyErrors: true }, ({ database, logger }) =>
    work({ connection: database.owner, logger, signal: stop.signal }),
  )
}

export interface JobOptions {
  readonly runner: ImportRunner
  readonly operation: OperationOnJob
  readonly signal: AbortSignal
  readonly formatProgress: (report: ImportReport, nowMs: number) => string
}

/**
 * Starts a job, shows its progress until it ends, and returns its id. Cancels the job when the signal aborts.
 * @throws OperatorError if the job can't be started.
 */
export async function runJob({ runner, operation, signal, formatProgress }: JobOptions): Promise<string> {
  const jobId = await runner.start(operation.request, operation.input).catch(throwOperatorError)
  const cancel = () => void runner.cancel(jobId)
  if (signal.aborted) cancel()
  else signal.addEventListener('abort', cancel)
  const ended = runner.untilEnded(jobId)
  await showProgress({ ended, findReport: () => runner.findReport(jobId) }, formatProgress)
  await ended
  return jobId
}

/**
 * Returns a job that has ended.
 * @throws OperatorError if the database is unreachable, because only it knows the outcome.
 */
export async function getEndedJob(db: Database, jobId: string): Promise<ImportJobRow> {
  const [job] = await findImportJobs(db, [jobId]).catch((error: unknown) => {
    if (toAppError(error) === undefined) throw error
    const problem = `The database is unreachable, so the outcome of job ${jobId} is unknown.`
    throw new OperatorError(`${problem} Run the same command again when the database is back.`, {
      cause: error,
    })
  })
  if (job === undefined) throw new Error(`Job ${jobId} has disappeared from the database.`)
  return job
}

/** Rethrows an expected failure as an OperatorError, which is printed without its stack, and any other error unchanged. */
export function throwOperatorError(error: unknown): never {
  const isExpected = error instanceof AppError || error instanceof DiskFailure
  const expected = isExpected ? error : toAppError(error)
  throw expected === undefined ? error : new OperatorError(expected.message, { cause: error })
}
