import { sql } from 'kysely'
import { AppError } from '../errors.ts'
import type { Database } from './connection.ts'
import { readErrorFields } from './postgres-errors.ts'
import { RequestDatabase } from './request-database.ts'
import { inTransaction } from './transaction.ts'

/**
 * Far less than for other statements: PostgreSQL parses each long text that it can't rule out, which uses a CPU for the
 * whole time, however few rows the result has.
 */
const searchTimeoutMs = 3_000
const queryCanceled = '57014'

/**
 * Runs a statement that searches texts or JSON of many rows. It has a shorter timeout than others, and each caller runs
 * only one at a time; further ones wait without taking a connection.
 * @throws AppError TIMEOUT after 3 s, TOO_MANY_REQUESTS if the caller's other searches take too long.
 */
export async function runSearch<Result>(
  db: Database,
  search: (db: Database) => Promise<Result>,
): Promise<Result> {
  const turns = db instanceof RequestDatabase ? db.work.caller.searches : undefined
  await turns?.enter()
  try {
    return await inTransaction(db, (trx) => searchWithinTime(trx, search), { isReadOnly: true })
  } finally {
    turns?.leave()
  }
}

/** The same for a list that may be a search, depending on its filter. */
export function runSearchIf<Result>(
  isSearch: boolean,
  db: Database,
  list: (db: Database) => Promise<Result>,
): Promise<Result> {
  return isSearch ? runSearch(db, list) : list(db)
}

async function searchWithinTime<Result>(
  trx: Database,
  search: (db: Database) => Promise<Result>,
): Promise<Result> {
  // For this transaction only, so that it also works behind a pooler.
  await sql`set local statement_timeout = ${sql.lit(searchTimeoutMs)}`.execute(trx)
  try {
    return await search(trx)
  } catch (error) {
    if (readErrorFields(error).code !== queryCanceled) throw error
    throw new AppError(
      'TIMEOUT',
      `The search took longer than ${searchTimeoutMs / 1_000} s and was cancelled. ` +
        'Search for rarer words or in fewer kinds of objects, or use another filter.',
      { cause: error },
    )
  }
}
