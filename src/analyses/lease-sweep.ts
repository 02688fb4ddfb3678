import type { Database } from '../database/connection.ts'
import { inTransaction } from '../database/transaction.ts'
import type { Logger } from '../logger.ts'
import { type RepeatedTask, startRepeatedTask } from '../process/repeated-task.ts'
import {
  deleteEndedLeases,
  endExpiredLeases,
  failUnclaimed,
  lockSweep,
  type SweepCounts,
} from './lease.store.ts'

export interface LeaseSweepOptions {
  readonly db: Database
  readonly logger: Logger
  /** Between two sweeps, and before the first. */
  readonly intervalMs: number
}

/** Ends expired claims and fails abandoned analyses regularly. Every server does so, one at a time. */
export function startLeaseSweep({ db, logger, intervalMs }: LeaseSweepOptions): RepeatedTask {
  return startRepeatedTask({
    intervalMs,
    async run() {
      const counts = await sweepLeases(db)
      if (counts !== undefined && counts.returned + counts.failed > 0) {
        logger.info(counts, 'analyses were swept whose workers had stopped')
      }
    },
    // The database may be unavailable for a while; the next sweep catches up.
    onError: (error) => logger.error({ err: error }, 'the sweep of analyses failed'),
  })
}

/** Sweeps once, in one transaction; undefined while another server sweeps. */
export function sweepLeases(db: Database): Promise<SweepCounts | undefined> {
  return inTransaction(db, async (trx) => {
    if (!(await lockSweep(trx))) return undefined
    const { returned, failed } = await endExpiredLeases(trx)
    const unclaimed = await failUnclaimed(trx)
    await deleteEndedLeases(trx)
    return { returned, failed: failed + unclaimed }
  })
}
