import { Worker } from 'node:worker_threads'
import { ImportFailure } from './failure.ts'
import type { ImportReport } from './report/counts.ts'
import type { ImportTask, WorkerCommand, WorkerMessage } from './worker.ts'

/** A task that runs in a thread. */
export interface RunningTask {
  abort(): void
  /** Resolves or rejects when nothing of the task goes on any more. */
  readonly ended: Promise<ImportReport>
}

/** Keeps the server alive: a record that needs more ends the thread, and the import with it. */
const maxHeapMegabytes = 512
/** What is new is soon old here: more room for it would only be memory that is held. */
const maxYoungMegabytes = 16

/** Threads that have nothing to do. Starting one takes longer than a small import; keeping one takes memory. */
const idle: Worker[] = []
const keepIdleMs = 60_000

/**
 * Starts a task in a thread.
 * @param onNews called with all that the task tells, but for its end.
 * @returns `ended` rejects with an ImportFailure.
 */
export function startTask(task: ImportTask, onNews: (news: WorkerMessage) => void): RunningTask {
  const worker = idle.pop() ?? startThread()
  worker.ref()
  const tell = (command: WorkerCommand) => worker.postMessage(command)
  tell({ type: 'start', task })
  return { abort: () => tell({ type: 'abort' }), ended: untilEnded(worker, onNews) }
}

function startThread(): Worker {
  return new Worker(new URL('./worker.ts', import.meta.url), {
    name: 'metagauge-import',
    resourceLimits: { maxOldGenerationSizeMb: maxHeapMegabytes, maxYoungGenerationSizeMb: maxYoungMegabytes },
  })
}

async function untilEnded(worker: Worker, onNews: (news: WorkerMessage) => void): Promise<ImportReport> {
  const { promise, resolve, reject } = Promise.withResolvers<ImportReport>()
  const onMessage = (news: WorkerMessage) => {
    if (news.type === 'done') resolve(news.report)
    else if (news.type === 'failed') reject(toFailure(news.failure))
    else onNews(news)
  }
  let isAlive = true
  const onEnd = (reason: unknown) => {
    isAlive = false
    reject(toThreadFailure(reason))
  }
  worker.on('message', onMessage).once('error', onEnd).once('exit', onEnd)
  try {
    return await promise
  } finally {
    worker.off('message', onMessage).off('error', onEnd).off('exit', onEnd)
    worker.unref()
    if (isAlive) keepIdle(worker)
  }
}

/** @param reason the error that ended the thread, or its exit code. */
function toThreadFailure(reason: unknown): ImportFailure {
  const isFull = reason instanceof Error && 'code' in reason && reason.code === 'ERR_WORKER_OUT_OF_MEMORY'
  return new ImportFailure(isFull ? 'OUT_OF_MEMORY' : 'INTERNAL', '', { cause: reason })
}

function toFailure({
  code,
  what,
  cause,
}: Extract<WorkerMessage, { type: 'failed' }>['failure']): ImportFailure {
  return new ImportFailure(code, what, { cause })
}

function keepIdle(worker: Worker): void {
  idle.push(worker)
  setTimeout(() => {
    const index = idle.indexOf(worker)
    if (index < 0) return
    idle.splice(index, 1)
    void worker.terminate()
  }, keepIdleMs).unref()
}
