import { runProgram } from '../../process/program.ts'
import { findFreeTarget } from '../export/export-directory.ts'
import { createExportRequest } from '../import.rules.ts'
import { formatClosingReport } from '../report/closing-report.ts'
import { formatExportProgress } from '../report/progress.ts'
import { createImportRunner } from '../runner.ts'
import { type ExportCommand, exportUsage, parseExportCommand } from './arguments.ts'
import {
  type CommandContext,
  getEndedJob,
  parseCommandLine,
  resolvePath,
  runJob,
  runStoppable,
} from './run-command.ts'

await runProgram(async () => {
  const command = parseCommandLine(parseExportCommand, exportUsage)
  if (command === undefined) return
  await runStoppable('export', (context) => runExportCommand(command, context))
})

async function runExportCommand(
  { directory, layout }: ExportCommand,
  { connection, logger, signal }: CommandContext,
): Promise<void> {
  const request = createExportRequest({ directory: resolvePath(directory), layout }, null)
  const jobId = await runJob({
    // The command has the permissions of its user: it may write to any directory that the user may.
    runner: createImportRunner({ connection, logger, findDirectory: findFreeTarget }),
    operation: { request, input: {} },
    signal,
    formatProgress: formatExportProgress,
  })
  const job = await getEndedJob(connection.db, jobId)
  process.stdout.write(`${formatClosingReport(job, [])}\n`)
  process.exitCode = job.phase === 'completed' ? 0 : 1
}
