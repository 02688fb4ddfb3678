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
import { queueCycles } from './sync.store.ts'

export interface LeaseSweepOptions {
  readonly db: Database
  readonly logger: Logger
  readonly intervalMs: number
}

/** Requeues or fails abandoned analyses, and queues cycles of syncs, regularly. Every server sweeps, but only one at a time. */
export function startLeaseSweep({ db, logger, intervalMs }: LeaseSweepOptions): RepeatedTask {
  return startRepeatedTask({
    name: 'leases',
    intervalMs,
    async run() {
      const counts = await sweepLeases(db)
      if (counts !== undefined && counts.returned + counts.failed > 0) {
        logger.info(counts, 'abandoned analyses were requeued or failed')
      }
    },
    // The database may be unavailable for a while; the next sweep catches up.
    onError: (error) => logger.error({ err: error }, 'the sweep for abandoned analyses failed'),
  })
}

/** Sweeps once in one transaction. Returns undefined if another server is sweeping. */
export function sweepLeases(db: Database): Promise<SweepCounts | undefined> {
  return inTransaction(db, async (trx) => {
    if (!(await lockSweep(trx))) return undefined
    const { returned, failed } = await endExpiredLeases(trx)
    const unclaimed = await failUnclaimed(trx)
    await deleteEndedLeases(trx)
    await queueCycles(trx)
    return { returned, failed: failed + unclaimed }
  })
}
