import { type Config, readConfig } from '../../config.ts'
import type { Connection } from '../../database/connection.ts'
import { migrateBeforeServing, requireMigrated } from '../../database/migrate.ts'
import { openDatabase } from '../../database/open-database.ts'
import { createLogger, type Logger } from '../../logger.ts'
import { runProgram, waitForStopRequest } from '../../process/program.ts'
import { findFreeTarget } from '../export/export-directory.ts'
import { createExportRequest } from '../import.rules.ts'
import type { ImportJobRow } from '../job.store.ts'
import { formatClosingReport } from '../report/closing-report.ts'
import { formatExportProgress, showProgress } from '../report/progress.ts'
import { createImportRunner } from '../runner.ts'
import { type ExportCommand, exportUsage, parseExportCommand } from './arguments.ts'
import { getEndedJob, throwOperatorError } from './run-command.ts'

const wrongUsage = 2

await runProgram(async () => {
  const command = parseExportCommand(process.argv.slice(2))
  if (typeof command === 'string') {
    process.stderr.write(`${command}\n\n${exportUsage}\n`)
    process.exitCode = wrongUsage
    return
  }
  const config = readConfig()
  const logger = createLogger(quieter(config.logLevel))
  const stopRequest = waitForStopRequest(logger)
  const database = await openDatabase(config, logger, {
    applicationName: 'metagauge-export',
    statementTimeoutMs: 0,
  })
  try {
    if (config.migrateOnStart) await migrateBeforeServing(database.owner.database)
    await requireMigrated(database.owner.db)
    const job = await exportOnce(command, database.owner, logger, stopRequest)
    process.stdout.write(`${formatClosingReport(job, [])}\n`)
    process.exitCode = job.phase === 'completed' ? 0 : 1
  } finally {
    await database.close()
  }
})

/** The outcome tells what went wrong; the log is for what that can't say. */
function quieter(level: Config['logLevel']): string {
  return level === 'info' || level === 'warn' ? 'error' : level
}

async function exportOnce(
  command: ExportCommand,
  connection: Connection,
  logger: Logger,
  stopRequest: Promise<unknown>,
): Promise<ImportJobRow> {
  // The operator's shell is the authority: any directory that it names and can write.
  const runner = createImportRunner({ connection, logger, findDirectory: findFreeTarget })
  const jobId = await runner.start(createExportRequest(command, null)).catch(throwOperatorError)
  void stopRequest.then(() => runner.cancel(jobId))
  await showProgress(runner, jobId, formatExportProgress)
  await runner.untilEnded(jobId)
  return getEndedJob(connection.db, jobId)
}
