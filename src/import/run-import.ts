import { inTransaction } from '../database/transaction.ts'
import { completeImportJob } from './job.store.ts'
import type { ImportRun } from './job-run.ts'
import { receiveUploads } from './source/uploads.ts'
import { clearStaging } from './staging/staging.store.ts'
import { startTask } from './thread.ts'
import type { WorkerMessage } from './worker.ts'

/**
 * The whole of an import, in a thread of its own (stage-and-publish.ts). When it returns, the job is completed; when it
 * throws, nothing of it is in the tables, what was staged stays, and so do the rejects.
 * @throws ImportFailure
 */
export async function runImport(run: ImportRun): Promise<void> {
  await receiveUploads(run)
  const { jobId, request, directory, database, input, signal } = run
  const task = startTask({ jobId, request, directory, database, rejects: input.rejects ?? {} }, (news) =>
    onWorkerMessage(run, news),
  )
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

function onWorkerMessage({ report, sessions }: ImportRun, news: WorkerMessage): void {
  if (news.type === 'session') sessions.add(news.processId)
  else if (news.type === 'progress') Object.assign(report, news.report)
}

/** Ends a job that is to publish nothing; its counts say what would have been. */
async function finishDryRun({ jobId, connection, report, stopProgress }: ImportRun): Promise<void> {
  await stopProgress()
  await inTransaction(connection.db, async (trx) => {
    await clearStaging(trx)
    await completeImportJob(trx, jobId, report)
  })
}
