import { setTimeout } from 'node:timers/promises'
import type { Database } from '../database/connection.ts'
import { inTransaction } from '../database/transaction.ts'
import type { Logger } from '../logger.ts'
import {
  deleteEndedLeases,
  endExpiredLeases,
  failUnclaimed,
  lockSweep,
  type SweepCounts,
} from './lease-sweep.store.ts'

/** A sweep that comes again and again. */
export interface LeaseSweep {
  /** Waits for the sweep under way, if any; none comes after it. */
  close(): Promise<void>
}

export interface LeaseSweepOptions {
  readonly db: Database
  readonly logger: Logger
  /** Between two sweeps, and before the first. */
  readonly intervalMs: number
}

/** Ends claims that have expired, and fails what nobody will end; every server does so, one at a time. */
export function startLeaseSweep(options: LeaseSweepOptions): LeaseSweep {
  const stop = new AbortController()
  const ended = sweepUntil(stop.signal, options)
  return {
    close: () => {
      stop.abort()
      return ended
    },
  }
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

async function sweepUntil(signal: AbortSignal, { db, logger, intervalMs }: LeaseSweepOptions): Promise<void> {
  while (await hasPassed(intervalMs, signal)) {
    try {
      const counts = await sweepLeases(db)
      if (counts !== undefined && counts.returned + counts.failed > 0) {
        logger.info(counts, 'analyses were swept whose workers had stopped')
      }
    } catch (error) {
      // The database may be away for a while; the next sweep does what this one could not.
      logger.error({ err: error }, 'the sweep of analyses failed')
    }
  }
}

/** False when the signal ends the wait. */
async function hasPassed(intervalMs: number, signal: AbortSignal): Promise<boolean> {
  try {
    await setTimeout(intervalMs, undefined, { signal })
    return true
  } catch {
    return false
  }
}
