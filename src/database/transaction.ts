import { setTimeout as sleep } from 'node:timers/promises'
import type { IsolationLevel } from 'kysely'
import type { Database } from './connection.ts'
import { isTransient, retryPauseMs, transientAttempts } from './postgres-errors.ts'

export interface TransactionOptions {
  /** `read committed` if omitted. Always stated, so that the database's default does not apply. */
  readonly isolation?: Extract<IsolationLevel, 'read committed' | 'repeatable read'>
  readonly isReadOnly?: boolean
  /** True when the work changes more than the database, so that it must not run twice. */
  readonly runsOnce?: boolean
}

/**
 * Runs the work in a transaction. After a deadlock or serialization failure, which rolls it back, the work is run again
 * from the start, a limited number of times: it must do nothing that a rollback does not undo.
 * @throws the error of the work, or the driver's error if the last attempt fails.
 */
export async function inTransaction<Result>(
  db: Database,
  work: (trx: Database) => Promise<Result>,
  options: TransactionOptions = {},
): Promise<Result> {
  const { isolation = 'read committed', isReadOnly = false, runsOnce = false } = options
  const stated = db.transaction().setIsolationLevel(isolation)
  const transaction = isReadOnly ? stated.setAccessMode('read only') : stated
  const attempts = runsOnce ? 1 : transientAttempts
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await transaction.execute(work)
    } catch (error) {
      if (attempt === attempts || !isTransient(error)) throw error
      await sleep(retryPauseMs(attempt + 1))
    }
  }
}
