import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from '../database/connection.ts'
import type { Logger } from '../logger.ts'
import { type JobRun, saveImportProgress } from './import-job-state.store.ts'
import { cancelStatement } from './import-lock.store.ts'
import type { ImportReport } from './report.ts'

/** Something that goes on beside the import until it is stopped. */
export interface Companion {
  /** Resolves when nothing of it goes on any more; may be called again. */
  stop(): Promise<void>
}

const saveEveryMs = 1_000
const interruptEveryMs = 200

/** Saves the job's progress each second, and calls back when somebody, on any server, has asked it to stop. */
export function startProgress(options: {
  readonly db: Database
  readonly run: JobRun
  readonly report: ImportReport
  readonly logger: Logger
  readonly onCancel: () => void
}): Companion {
  const { db, run, report, logger, onCancel } = options
  return repeat(saveEveryMs, async () => {
    try {
      if (await saveImportProgress(db, run, report)) onCancel()
    } catch (err) {
      logger.warn({ jobId: run.jobId, err }, 'the progress of an import could not be saved')
    }
  })
}

/**
 * Once the signal is aborted, stops the statements that the import's connections run, again and again: the import may
 * have been between two statements.
 */
export function interruptStatements(options: {
  readonly db: Database
  /** PostgreSQL's processes that work for the import. */
  readonly sessions: ReadonlySet<number>
  readonly signal: AbortSignal
  readonly logger: Logger
}): Companion {
  const { db, sessions, signal, logger } = options
  return repeat(interruptEveryMs, async () => {
    if (!signal.aborted) return
    try {
      for (const processId of sessions) await cancelStatement(db, processId)
    } catch (err) {
      logger.warn({ err }, 'a statement of a cancelled import could not be stopped')
    }
  })
}

/** Runs the action at once and then after each pause; one run at a time. */
function repeat(everyMs: number, action: () => Promise<void>): Companion {
  const stopping = new AbortController()
  const ended = run()
  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      await action()
      await sleep(everyMs, undefined, { signal: stopping.signal }).catch(() => undefined)
    }
  }
  return {
    stop: () => {
      stopping.abort()
      return ended
    },
  }
}
