import { parentPort } from 'node:worker_threads'
import { yieldThread } from '../../database/yield-processor.ts'
import { toImportFailure } from '../import-failure.ts'
import type { ImportReport } from '../report.ts'
import { stageAndPublish } from '../stage-and-publish.ts'
import { openLines } from './open-lines.ts'
import type { ImportTask, SentFailure, ThreadCommand, ThreadNews } from './thread-messages.ts'

/*
 * The thread of the importer: does one task after another, each on connections of its own. The server's own thread
 * stays free for its requests, and goes first where both want a processor.
 */

yieldThread()

/** How often the progress is told: each time it is copied. */
const tellEveryMs = 200

let aborting = new AbortController()

parentPort?.on('message', (command: ThreadCommand) => {
  if (command.type === 'abort') {
    aborting.abort(new Error('The task was stopped.'))
  } else {
    aborting = new AbortController()
    void runTask(command.task, aborting.signal)
  }
})

function send(news: ThreadNews): void {
  parentPort?.postMessage(news)
}

async function runTask(task: ImportTask, signal: AbortSignal): Promise<void> {
  const progress = createProgress()
  try {
    const report = await perform(task, signal, progress.show)
    progress.end()
    send({ type: 'done', report })
  } catch (error) {
    progress.end()
    send({ type: 'failed', failure: toSentFailure(error) })
  }
}

async function perform(
  task: ImportTask,
  signal: AbortSignal,
  onProgress: (report: ImportReport) => void,
): Promise<ImportReport> {
  const lines = await openLines(task.database, task.request.isDryRun)
  try {
    for (const line of [lines.staging, lines.publishing]) {
      if (line !== undefined) send({ type: 'session', processId: line.processId })
    }
    return await stageAndPublish({ ...task, lines, signal, onProgress })
  } finally {
    await lines.close()
  }
}

/** Tells of the progress now and then, and at the end once more. */
function createProgress() {
  let report: ImportReport | undefined
  const tell = () => {
    if (report !== undefined) send({ type: 'progress', report })
    report = undefined
  }
  const timer = setInterval(tell, tellEveryMs)
  return {
    show: (next: ImportReport) => {
      report = next
    },
    end: () => {
      clearInterval(timer)
      tell()
    },
  }
}

function toSentFailure(error: unknown): SentFailure {
  const { code, what, cause } = toImportFailure(error)
  const sent = cause instanceof Error ? new Error(cause.message, { cause: cause.stack }) : null
  return { code, what, cause: sent }
}
