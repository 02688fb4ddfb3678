import { completeImportJob } from '../import-job-state.store.ts'
import type { ImportRun } from '../import-run.ts'
import { runExport } from './run-export.ts'

/**
 * The whole of an export as a job. The directory comes first, then the job is completed: one that failed although its
 * directory is there was interrupted between the two, and the directory is complete.
 * @throws DiskFailure, the signal's reason, the driver's error; nothing is left of the directory then.
 */
export async function runExportJob(run: ImportRun): Promise<void> {
  const { jobId, request, directory, connection, report, signal } = run
  report.phase = 'reading'
  report.startedAt = new Date()
  const { foreignPasswords } = await runExport({
    db: connection.db,
    directory,
    layout: request.layout === 'era1' ? 'era1' : 'era2',
    signal,
    onBatch: (kind, { records, bytes }) => {
      report.counts[kind].exported += records
      report.bytesRead += bytes
    },
  })
  report.readingFinishedAt = new Date()
  report.bytesTotal = report.bytesRead
  const { exported } = report.counts.users
  if (exported > 0) report.warnings.users.API_KEY_IS_DIGEST = exported
  if (foreignPasswords > 0) report.warnings.users.PASSWORD_UNKNOWN_THERE = foreignPasswords
  await run.stopProgress()
  await completeImportJob(connection.db, jobId, report)
  report.phase = 'completed'
}
