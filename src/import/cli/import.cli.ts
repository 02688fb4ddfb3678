import { type Config, readConfig } from '../../config.ts'
import type { Connection } from '../../database/connection.ts'
import { migrateBeforeServing, requireMigrated } from '../../database/migrate.ts'
import { openDatabase } from '../../database/open-database.ts'
import { createPageRequest } from '../../database/pagination.ts'
import { OperatorError } from '../../errors.ts'
import { createLogger, type Logger } from '../../logger.ts'
import { runProgram, waitForStopRequest } from '../../process/program.ts'
import { countRejected, createImportRequest, type OperationOnJob } from '../import.rules.ts'
import type { ImportJobRow } from '../job.store.ts'
import { importRejectSortKeys, listImportRejects } from '../reject.store.ts'
import { formatClosingReport } from '../report/closing-report.ts'
import { requireReportPath, writeReport } from '../report/markdown-report.ts'
import { createProgressLine, showProgress } from '../report/progress.ts'
import { createImportRunner, type ImportRunner } from '../runner.ts'
import {
  type ImportCommand,
  importUsage,
  type JobCommand,
  parseImportCommand,
  parseJobCommand,
} from './arguments.ts'
import { createCommandSource, formatSkippedEntries } from './command-source.ts'
import { createJobRequest, writeRejects } from './job-command.ts'
import { getEndedJob, throwOperatorError } from './run-command.ts'

const wrongUsage = 2
const shownRejects = 20

await runProgram(async () => {
  const words = process.argv.slice(2)
  const command = parseJobCommand(words) ?? parseImportCommand(words)
  if (typeof command === 'string') {
    process.stderr.write(`${command}\n\n${importUsage}\n`)
    process.exitCode = wrongUsage
    return
  }
  if (command.reportPath !== null) await requireReportPath(command.reportPath)
  const config = readConfig()
  const logger = createLogger(quieter(config.logLevel))
  const stopRequest = waitForStopRequest(logger)
  const database = await openDatabase(config, logger, {
    applicationName: 'metagauge-import',
    statementTimeoutMs: 0,
  })
  try {
    if (config.migrateOnStart) await migrateBeforeServing(database.owner.database)
    await requireMigrated(database.owner.db)
    if ('jobId' in command && command.operation === 'export-rejects') {
      await printRejects(command, database.owner, stopRequest)
      return
    }
    const job = await importOnce(command, database.owner, logger, stopRequest)
    process.exitCode = await printOutcome(command, database.owner, job).catch(throwOperatorError)
  } finally {
    await database.close()
  }
})

/** The closing report tells what went wrong; the log is for what that can't say. */
function quieter(level: Config['logLevel']): string {
  return level === 'info' || level === 'warn' ? 'error' : level
}

async function printRejects(
  { jobId }: JobCommand,
  { db }: Connection,
  stopRequest: Promise<unknown>,
): Promise<void> {
  const stop = new AbortController()
  void stopRequest.then(() => stop.abort(new OperatorError('Stopped before the last reject.')))
  await writeRejects(db, jobId, process.stdout, stop.signal)
}

/** Imports, or does something with an import. */
async function importOnce(
  command: ImportCommand | JobCommand,
  connection: Connection,
  logger: Logger,
  stopRequest: Promise<unknown>,
): Promise<ImportJobRow> {
  const stop = new AbortController()
  void stopRequest.then(() => stop.abort(new OperatorError('Stopped before the import began.')))
  // The operator's shell is the authority: any directory that it names and can read.
  const source = createCommandSource(stop.signal, () => process.stdout.write('unpacking the archive\n'))
  try {
    const { findDirectory } = source
    const operation = await createOperation(connection, command)
    const runner = createImportRunner({ connection, logger, findDirectory })
    const jobId = await runToEnd(operation, runner, stop.signal)
    if (source.skipped !== null) process.stdout.write(formatSkippedEntries(source.skipped))
    return await getEndedJob(connection.db, jobId)
  } finally {
    await source.remove()
  }
}

async function createOperation(
  { db }: Connection,
  command: ImportCommand | JobCommand,
): Promise<OperationOnJob> {
  if ('jobId' in command) return createJobRequest(db, command)
  return { request: createImportRequest(command.input, null), input: {} }
}

/** Returns the job's id when it has ended, however. */
async function runToEnd(
  { request, input }: OperationOnJob,
  runner: ImportRunner,
  signal: AbortSignal,
): Promise<string> {
  const jobId = await runner.start(request, input).catch(throwOperatorError)
  const cancel = () => void runner.cancel(jobId)
  if (signal.aborted) cancel()
  else signal.addEventListener('abort', cancel)
  await showProgress(runner, jobId, createProgressLine(request.isDryRun))
  await runner.untilEnded(jobId)
  return jobId
}

/** Returns the exit code. */
async function printOutcome(
  { allowsRejects, reportPath }: ImportCommand | JobCommand,
  { db }: Connection,
  job: ImportJobRow,
): Promise<0 | 1> {
  const order = { field: 'number', direction: 'asc' } as const
  const page = createPageRequest({ first: shownRejects }, order, importRejectSortKeys)
  const rejects = await listImportRejects(db, [{ id: job.id, userId: job.id }], {}, page)
  process.stdout.write(`${formatClosingReport(job, rejects.slice(0, shownRejects))}\n`)
  if (reportPath !== null) await writeReport(db, job, reportPath)
  if (job.phase !== 'completed') return 1
  return allowsRejects || countRejected(job.counts) === 0 ? 0 : 1
}
