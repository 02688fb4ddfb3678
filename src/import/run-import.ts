import { completeImportJob } from './import-job-state.store.ts'
import type { ImportRun } from './import-run.ts'
import { receiveUploads } from './receive-uploads.ts'
import { createPublishedCounts, type ImportReport, mergeReport, type PublishedCounts } from './report.ts'
import { clearStaging } from './stages/staging.store.ts'
import { type RunningTask, startTask } from './threads/import-thread.ts'
import type { ThreadNews, ThreadTask } from './threads/thread-messages.ts'

/**
 * The whole of an import: one thread reads the source into the staging, another takes what is staged over into the
 * tables and proves it, in one transaction. When it returns, the job is completed; when it throws, nothing of it is in
 * the tables, what was staged stays, and so do the rejects.
 * @throws ImportFailure
 */
export async function runImport(run: ImportRun): Promise<void> {
  await receiveUploads(run)
  const view = createView(run)
  const publishing = run.request.isDryRun ? undefined : startLine(run, 'publish', view)
  const staging = startLine(run, 'stage', view, () => publishing?.tell({ type: 'staged' }))
  const lines = [staging, publishing].filter((line) => line !== undefined)
  const stop = () => {
    for (const { tell } of lines) tell({ type: 'abort' })
  }
  run.signal.addEventListener('abort', stop, { once: true })
  if (run.signal.aborted) stop()
  try {
    const read = staging.ended.then((report) => {
      view.read(report)
      publishing?.tell({ type: 'read', report })
      return report
    })
    await Promise.all([read, publishing?.ended])
    if (publishing === undefined) await finishDryRun(run)
    run.report.phase = 'completed'
  } catch (error) {
    run.stop(error)
    await Promise.allSettled(lines.map(({ ended }) => ended))
    throw error
  } finally {
    run.signal.removeEventListener('abort', stop)
  }
}

/** Puts together what both lines of work tell. */
interface View {
  read(report: ImportReport): void
  published(counts: PublishedCounts): void
}

function createView({ report }: ImportRun): View {
  let reading: ImportReport = { ...report }
  let counts = createPublishedCounts()
  const show = () => Object.assign(report, mergeReport(reading, counts))
  return {
    read(next) {
      reading = next
      show()
    },
    published(next) {
      counts = next
      show()
    },
  }
}

/** Starts one of the two lines of work. */
function startLine(run: ImportRun, name: ThreadTask['name'], view: View, onStaged = () => {}): RunningTask {
  const { jobId, request, directory, database, input, sessions } = run
  const task = { name, jobId, request, directory, database, rejects: input.rejects ?? {} }
  return startTask(task, (news: ThreadNews) => {
    if (news.type === 'session') sessions.add(news.processId)
    else if (news.type === 'published') view.published(news.published)
    else if (news.type === 'staged') {
      view.read(news.report)
      onStaged()
    }
  })
}

/** Ends a job that is to publish nothing; its counts say what would have been. */
async function finishDryRun({ jobId, connection, report, stopProgress }: ImportRun): Promise<void> {
  await stopProgress()
  await connection.db.transaction().execute(async (trx) => {
    await clearStaging(trx)
    await completeImportJob(trx, jobId, report)
  })
}
