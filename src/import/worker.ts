import { parentPort } from 'node:worker_threads'
import type { ExternalDatabase } from '../config.ts'
import {
  createConnection,
  type DedicatedConnection,
  openDedicatedConnection,
} from '../database/connection.ts'
import type { ImportRejectFilter } from '../generated/graphql.ts'
import { lowerSessionPriority, lowerThreadPriority } from '../process/process-priority.ts'
import { type ImportFailureCode, toImportFailure } from './failure.ts'
import type { ImportRequest } from './job.store.ts'
import { type ImportConnections, runPipeline } from './pipeline.ts'
import type { ImportReport } from './report/counts.ts'

/*
 * The thread of the importer: does one task after another, each on connections of its own. The server's own thread
 * stays free for its requests, and goes first where both want a processor.
 */

lowerThreadPriority()

/** How often the progress is told: each time it is copied. */
const progressEveryMs = 200

let aborting = new AbortController()

parentPort?.on('message', (command: WorkerCommand) => {
  if (command.type === 'abort') {
    aborting.abort(new Error('The task was stopped.'))
  } else {
    aborting = new AbortController()
    void runTask(command.task, aborting.signal)
  }
})

function send(news: WorkerMessage): void {
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
  const lines = await openConnections(task.database, task.request.isDryRun)
  try {
    for (const line of [lines.staging, lines.publishing]) {
      if (line !== undefined) send({ type: 'session', processId: line.processId })
    }
    return await runPipeline({ ...task, lines, signal, onProgress })
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
  const timer = setInterval(tell, progressEveryMs)
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

interface Session {
  readonly connection: DedicatedConnection
  close(): Promise<void>
}

/** A connection for each of the two lines of work; for a dry run no second one. Requests go before both of them. */
async function openConnections(database: ExternalDatabase, isDryRun: boolean): Promise<ImportConnections> {
  const staging = await openSession(database, 'stage')
  try {
    const publishing = isDryRun ? undefined : await openSession(database, 'publish')
    return {
      staging: staging.connection,
      publishing: publishing?.connection,
      cut: () => {
        staging.connection.close()
        publishing?.connection.close()
      },
      close: async () => {
        await Promise.all([staging.close(), publishing?.close()])
      },
    }
  } catch (error) {
    await staging.close()
    throw error
  }
}

/** `name` is what `pg_stat_activity` shows. */
async function openSession(database: ExternalDatabase, name: string): Promise<Session> {
  const { pool, close } = createConnection({
    database,
    maxConnections: 1,
    applicationName: `metagauge-import-${name}`,
    statementTimeoutMs: 0,
    onError: () => undefined,
  })
  try {
    const connection = await openDedicatedConnection(pool)
    await lowerSessionPriority(connection)
    return {
      connection,
      close: () => {
        connection.close()
        return close()
      },
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** What the thread is told to import, in a form that can be sent. */
export interface ImportTask {
  readonly jobId: string
  readonly request: ImportRequest
  readonly directory: string
  readonly rejects: ImportRejectFilter
  readonly database: ExternalDatabase
}

/** To the thread. */
export type WorkerCommand = { readonly type: 'start'; readonly task: ImportTask } | { readonly type: 'abort' }

/** A failure in a form that can be sent. */
interface SentFailure {
  readonly code: ImportFailureCode
  readonly what: string
  readonly cause: unknown
}

/** From the thread. Each task ends with one `done` or `failed`. */
export type WorkerMessage =
  | { readonly type: 'session'; readonly processId: number }
  | { readonly type: 'progress'; readonly report: ImportReport }
  | { readonly type: 'done'; readonly report: ImportReport }
  | { readonly type: 'failed'; readonly failure: SentFailure }
