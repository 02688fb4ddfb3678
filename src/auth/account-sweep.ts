import { setTimeout } from 'node:timers/promises'
import type { Database } from '../database/connection.ts'
import type { Logger } from '../logger.ts'
import { deleteExpiredCodes } from './account-code.store.ts'
import { deleteOldClients } from './known-client.store.ts'
import { deleteEndedWindows } from './rate-limit.store.ts'

export interface AccountSweepOptions {
  readonly db: Database
  readonly logger: Logger
  /** Between two sweeps, and before the first. */
  readonly intervalMs: number
}

/** A sweep that is repeated. */
export interface AccountSweep {
  /** Waits for the sweep under way, if any; none follows. */
  close(): Promise<void>
}

/** Rows that one statement deletes, so that none takes long. */
const batchSize = 5_000

/** Deletes what has ended by time; every server does so, and the servers skip each other's rows. */
export function startAccountSweep(options: AccountSweepOptions): AccountSweep {
  const stop = new AbortController()
  const ended = sweepUntil(stop.signal, options)
  return {
    close: () => {
      stop.abort()
      return ended
    },
  }
}

/** Deletes windows of rate limits that have ended, expired codes, and clients without a login for long. */
export async function sweepAccounts(db: Database): Promise<void> {
  for (const deleteSome of [deleteEndedWindows, deleteExpiredCodes, deleteOldClients]) {
    while ((await deleteSome(db, batchSize)) === batchSize);
  }
}

async function sweepUntil(
  signal: AbortSignal,
  { db, logger, intervalMs }: AccountSweepOptions,
): Promise<void> {
  while (await hasPassed(intervalMs, signal)) {
    try {
      await sweepAccounts(db)
    } catch (error) {
      // The database may be unavailable for a while; the next sweep does what this one could not.
      logger.error({ err: error }, 'the sweep of accounts failed')
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
