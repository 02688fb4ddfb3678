import { inTransaction } from '../../database/transaction.ts'
import { completeImportJob } from '../job.store.ts'
import type { ImportRun } from '../job-run.ts'
import { markAsImport } from '../publish/write-tables.ts'
import { failLeftRunning } from './switch-over.store.ts'

const pageSize = 1000

/**
 * Ends the analyses that the legacy application left running, in one transaction. The change is not a user's: later
 * imports, verifications and reverts treat the rows as if they were as imported. The owners' onboarding keeps its imported
 * state until the next analysis.
 * @throws the signal's reason, or the driver's error.
 */
export async function runSwitchOver(run: ImportRun): Promise<void> {
  const { jobId, connection, report, signal } = run
  report.phase = 'publishing'
  report.startedAt = new Date()
  const counts = report.counts.analyses
  await inTransaction(
    connection.db,
    async (trx) => {
      await markAsImport(trx)
      for (let failed = pageSize; failed === pageSize; ) {
        failed = await failLeftRunning(trx, pageSize)
        counts.read += failed
        counts.updated += failed
        signal.throwIfAborted()
      }
      await run.stopProgress()
      await completeImportJob(trx, jobId, { ...report, phase: 'completed' })
    },
    { runsOnce: true },
  )
  report.phase = 'completed'
}
