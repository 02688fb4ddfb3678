import type { Database } from '../../database/connection.ts'
import { createPageRequest } from '../../database/pagination.ts'
import { runProgram } from '../../process/program.ts'
import {
  countRejected,
  createImportRequest,
  createSwitchOver,
  listDocumentCounts,
  type OperationOnJob,
} from '../import.rules.ts'
import type { ImportJobRow } from '../job.store.ts'
import { importRejectSortKeys, listImportRejects } from '../reject.store.ts'
import { formatClosingReport } from '../report/closing-report.ts'
import { requireReportPath, writeReport } from '../report/markdown-report.ts'
import { createProgressLine } from '../report/progress.ts'
import { createImportRunner } from '../runner.ts'
import {
  type ImportCommand,
  importUsage,
  type JobCommand,
  parseImportCommand,
  parseJobCommand,
  parseSwitchOver,
  type SwitchOverCommand,
} from './arguments.ts'
import { createCommandSource, formatSkippedEntries } from './command-source.ts'
import { createJobRequest, writeRejects } from './job-command.ts'
import {
  type CommandContext,
  getEndedJob,
  parseCommandLine,
  resolvePath,
  runJob,
  runStoppable,
  throwOperatorError,
} from './run-command.ts'

type Command = ImportCommand | JobCommand | SwitchOverCommand

const shownRejects = 20

await runProgram(async () => {
  const command = parseCommandLine(
    (words) => parseSwitchOver(words) ?? parseJobCommand(words) ?? parseImportCommand(words),
    importUsage,
  )
  if (command === undefined) return
  const reportPath = command.reportPath === null ? null : resolvePath(command.reportPath)
  if (reportPath !== null) await requireReportPath(reportPath)
  await runStoppable('import', async (context) => {
    const { db } = context.connection
    if ('jobId' in command && command.operation === 'export-rejects') {
      await writeRejects(db, { jobId: command.jobId, target: process.stdout, signal: context.signal })
      return
    }
    const job = await runImportCommand(command, context)
    await printOutcome(db, job).catch(throwOperatorError)
    if (reportPath !== null) await writeReport(db, job, reportPath).catch(throwOperatorError)
    process.exitCode = isSuccess(job, command.allowsRejects) ? 0 : 1
  })
})

/** Runs an import, or an operation on an earlier import, and returns its job when it has ended. */
async function runImportCommand(
  command: Command,
  { connection, logger, signal }: CommandContext,
): Promise<ImportJobRow> {
  // The command has the permissions of its user: it may read any directory that the user may.
  const source = createCommandSource(signal, () => process.stdout.write('unpacking the archive\n'))
  try {
    const { findDirectory } = source
    const operation = await createOperation(connection.db, command)
    const jobId = await runJob({
      runner: createImportRunner({ connection, logger, findDirectory }),
      operation,
      signal,
      formatProgress: createProgressLine(operation.request.isDryRun),
    })
    if (source.skipped !== null) process.stdout.write(formatSkippedEntries(source.skipped))
    return await getEndedJob(connection.db, jobId)
  } finally {
    await source.remove()
  }
}

async function createOperation(db: Database, command: Command): Promise<OperationOnJob> {
  if ('jobId' in command) return createJobRequest(db, command)
  if (!('input' in command)) return { request: createSwitchOver(null), input: {} }
  const directory = resolvePath(command.input.directory)
  return { request: createImportRequest({ ...command.input, directory }, null), input: {} }
}

async function printOutcome(db: Database, job: ImportJobRow): Promise<void> {
  const order = { field: 'number', direction: 'asc' } as const
  const page = createPageRequest({ first: shownRejects }, order, importRejectSortKeys)
  const parents = [{ id: job.id, userId: job.id }]
  const rejects = await listImportRejects(db, parents, {}, page)
  const refusals = await listImportRejects(db, parents, { set: 'refusals' }, page)
  const lists = [rejects, refusals].map((list) => list.slice(0, shownRejects))
  process.stdout.write(`${formatClosingReport(job, lists[0] ?? [], lists[1])}\n`)
}

function isSuccess({ phase, counts }: ImportJobRow, allowsRejects: boolean): boolean {
  const rejected = countRejected(counts) + listDocumentCounts(counts).rejected
  return phase === 'completed' && (allowsRejects || rejected === 0)
}
