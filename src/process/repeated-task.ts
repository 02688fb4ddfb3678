import { setTimeout } from 'node:timers/promises'
import { repeatedTasks } from './measurements.ts'

export interface RepeatedTaskOptions {
  /** For metrics. */
  readonly name: string
  /** The time between two runs, and before the first. */
  readonly intervalMs: number
  readonly run: () => Promise<void>
  /** Called with the error of a failed run; the next run is not affected. */
  readonly onError: (error: unknown) => void
}

export interface RepeatedTask {
  /** Waits for the run in progress, if any; there are no further runs. */
  close(): Promise<void>
}

/** Runs a task at an interval until it is closed, never concurrently. */
export function startRepeatedTask(options: RepeatedTaskOptions): RepeatedTask {
  const stop = new AbortController()
  const ended = repeatUntil(stop.signal, options)
  return {
    close: () => {
      stop.abort()
      return ended
    },
  }
}

async function repeatUntil(
  signal: AbortSignal,
  { name, intervalMs, run, onError }: RepeatedTaskOptions,
): Promise<void> {
  while (await hasPassed(intervalMs, signal)) {
    const startedAt = performance.now()
    let isSuccessful = true
    await run().catch((error) => {
      isSuccessful = false
      onError(error)
    })
    repeatedTasks.publish({ name, durationMs: performance.now() - startedAt, isSuccessful })
  }
}

/** False if the signal ends the wait. */
async function hasPassed(intervalMs: number, signal: AbortSignal): Promise<boolean> {
  try {
    await setTimeout(intervalMs, undefined, { signal })
    return true
  } catch {
    return false
  }
}
