import { parentPort } from 'node:worker_threads'
import type { ExternalDatabase } from '../config.ts'
import {
  createConnection,
  type DedicatedConnection,
  openDedicatedConnection,
} from '../database/connection.ts'
import { lowerThreadPriority } from '../process/process-priority.ts'
import type { ImportReport } from './counts.ts'
import { type ImportFailureCode, toImportFailure } from './failure.ts'
import type { ImportRequest } from './job.store.ts'
import { type ImportConnections, runPipeline } from './pipeline.ts'
import type { RejectFilter } from './reject.store.ts'

/*
 * The importer's worker thread. It runs one import after another, each on its own connections. The main thread stays
 * free for requests and has priority on a busy processor.
 */

/** An import in a form that can be sent to the thread. */
export interface ImportTask {
  readonly jobId: string
  readonly request: ImportRequest
  readonly directory: string
  readonly rejects: RejectFilter
  readonly database: ExternalDatabase
}

/** A message to the thread. */
export type WorkerCommand = { readonly type: 'start'; readonly task: ImportTask } | { readonly type: 'abort' }

/** A message from the thread. Each task ends with one `done` or `failed`. */
export type WorkerMessage =
  | { readonly type: 'session'; readonly processId: number }
  | { readonly type: 'progress'; readonly report: ImportReport }
  | { readonly type: 'done'; readonly report: ImportReport }
  | { readonly type: 'failed'; readonly failure: SentFailure }

/** An ImportFailure in a form that can be sent to the main thread. */
interface SentFailure {
  readonly code: ImportFailureCode
  readonly details: string
  readonly cause: unknown
}

/** Each progress message copies the report. */
const progressEveryMs = 200

lowerThreadPriority()

let aborting = new AbortController()

parentPort?.on('message', (command: WorkerCommand) => {
  if (command.type === 'abort') {
    aborting.abort(new Error('The import was aborted.'))
  } else {
    aborting = new AbortController()
    void runTask(command.task, aborting.signal)
  }
})

async function runTask(task: ImportTask, signal: AbortSignal): Promise<void> {
  const progress = startProgressMessages()
  try {
    const report = await runImport(task, signal, progress.show)
    progress.stop()
    send({ type: 'done', report })
  } catch (error) {
    progress.stop()
    send({ type: 'failed', failure: toSentFailure(error) })
  }
}

/** Sends the latest report at intervals, and when stopped. */
function startProgressMessages() {
  let report: ImportReport | undefined
  const sendLatest = () => {
    if (report !== undefined) send({ type: 'progress', report })
    report = undefined
  }
  const timer = setInterval(sendLatest, progressEveryMs)
  return {
    show: (next: ImportReport) => {
      report = next
    },
    stop: () => {
      clearInterval(timer)
      sendLatest()
    },
  }
}

async function runImport(
  task: ImportTask,
  signal: AbortSignal,
  onProgress: (report: ImportReport) => void,
): Promise<ImportReport> {
  const connections = await openConnections(task.database, task.request.isDryRun)
  try {
    for (const connection of [connections.staging, connections.publishing]) {
      if (connection !== undefined) send({ type: 'session', processId: connection.processId })
    }
    return await runPipeline({ ...task, connections, signal, onProgress })
  } finally {
    await connections.close()
  }
}

function send(message: WorkerMessage): void {
  parentPort?.postMessage(message)
}

function toSentFailure(error: unknown): SentFailure {
  const { code, details, cause } = toImportFailure(error)
  const sent = cause instanceof Error ? new Error(cause.message, { cause: cause.stack }) : null
  return { code, details, cause: sent }
}

/** Opens both connections; only the first one for a dry run. */
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

interface Session {
  readonly connection: DedicatedConnection
  close(): Promise<void>
}

/** Opens a connection that `pg_stat_activity` lists as `metagauge-import-<name>`. */
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
