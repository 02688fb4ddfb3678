import { parentPort } from 'node:worker_threads'
import { createConnection } from '../../database/connection.ts'
import { type DedicatedConnection, openDedicatedConnection } from '../../database/dedicated-connection.ts'
import { toImportFailure } from '../import-failure.ts'
import { publishBatches } from '../publish-batches.ts'
import type { ImportReport } from '../report.ts'
import { stageSources } from '../stage-sources.ts'
import type { SentFailure, ThreadCommand, ThreadNews, ThreadTask } from './thread-messages.ts'

/*
 * A thread of the importer: does one task after another, each on a connection of its own. The server's own thread
 * stays free for its requests.
 */

/** What comes for the task that runs. */
interface Inbox {
  readonly aborting: AbortController
  /** Resolves at the next news. */
  news: PromiseWithResolvers<void>
  /** Once all is read. */
  reading: ImportReport | undefined
}

let inbox: Inbox | undefined

parentPort?.on('message', (command: ThreadCommand) => {
  switch (command.type) {
    case 'start':
      inbox = { aborting: new AbortController(), news: Promise.withResolvers(), reading: undefined }
      void runTask(command.task, inbox)
      break
    case 'staged':
      inbox?.news.resolve()
      break
    case 'read':
      if (inbox !== undefined) inbox.reading = command.report
      inbox?.news.resolve()
      break
    case 'abort':
      inbox?.aborting.abort(new Error('The task was stopped.'))
      inbox?.news.reject(inbox.aborting.signal.reason)
      break
    default:
      command satisfies never
  }
})

function send(news: ThreadNews): void {
  parentPort?.postMessage(news)
}

async function runTask(task: ThreadTask, own: Inbox): Promise<void> {
  // Nobody may be waiting when the task is stopped.
  own.news.promise.catch(() => undefined)
  const connection = createConnection({
    database: task.database,
    maxConnections: 1,
    applicationName: `metagauge-import-${task.name}`,
    statementTimeoutMs: 0,
    onError: () => undefined,
  })
  try {
    const dedicated = await openDedicatedConnection(connection.pool)
    try {
      send({ type: 'session', processId: dedicated.processId })
      send({ type: 'done', report: await perform(task, own, dedicated) })
    } finally {
      dedicated.close()
    }
  } catch (error) {
    send({ type: 'failed', failure: toSentFailure(error) })
  } finally {
    await connection.close()
  }
}

async function perform(task: ThreadTask, own: Inbox, connection: DedicatedConnection): Promise<ImportReport> {
  const signal = AbortSignal.any([own.aborting.signal, connection.lost])
  const { jobId, request, directory, rejects } = task
  if (task.name === 'stage') {
    const onBatch = (report: ImportReport) => send({ type: 'staged', report })
    return stageSources({ jobId, request, directory, rejects, connection, signal, onBatch })
  }
  return publishBatches({
    jobId,
    isVerified: request.isVerified,
    connection,
    signal,
    untilNews: () => takeNews(own),
    onBatch: (published) => send({ type: 'published', published }),
  })
}

/** News that came while nobody waited count: they are in the promise that nobody has taken yet. */
async function takeNews(own: Inbox): Promise<ImportReport | undefined> {
  await own.news.promise
  own.news = Promise.withResolvers()
  own.news.promise.catch(() => undefined)
  return own.reading
}

function toSentFailure(error: unknown): SentFailure {
  const { code, what, cause } = toImportFailure(error)
  return {
    code,
    what,
    cause: cause instanceof Error ? new Error(cause.message, { cause: cause.stack }) : null,
  }
}
