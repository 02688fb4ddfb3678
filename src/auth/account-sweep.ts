import type { Database } from '../database/connection.ts'
import type { Logger } from '../logger.ts'
import { type RepeatedTask, startRepeatedTask } from '../process/repeated-task.ts'
import { deleteExpiredCodes } from './code.store.ts'
import { deleteOldClients } from './known-client.store.ts'
import { deleteEndedWindows } from './rate-limit.store.ts'

export interface AccountSweepOptions {
  readonly db: Database
  readonly logger: Logger
  readonly intervalMs: number
}

/** Rows per statement, so that none takes long. */
const batchSize = 5_000

/** Deletes expired rows regularly. Every server does so; the servers skip rows that another one is deleting. */
export function startAccountSweep({ db, logger, intervalMs }: AccountSweepOptions): RepeatedTask {
  return startRepeatedTask({
    name: 'accounts',
    intervalMs,
    run: () => sweepAccounts(db),
    // The database may be unavailable for a while; the next sweep catches up.
    onError: (error) => logger.error({ err: error }, 'deleting expired account data failed'),
  })
}

/** Deletes rate-limit windows that have ended, expired codes, and clients that have not logged in recently. */
export async function sweepAccounts(db: Database): Promise<void> {
  for (const deleteSome of [deleteEndedWindows, deleteExpiredCodes, deleteOldClients]) {
    while ((await deleteSome(db, batchSize)) === batchSize);
  }
}
