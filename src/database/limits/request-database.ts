import { setTimeout as sleep } from 'node:timers/promises'
import {
  CompiledQuery,
  type ConnectionProvider,
  type DatabaseConnection,
  DefaultQueryExecutor,
  Kysely,
  type KyselyProps,
  PostgresAdapter,
  PostgresDialect,
  PostgresDriver,
  PostgresQueryCompiler,
  type QueryResult,
  sql,
} from 'kysely'
import pg from 'pg'
import { AppError } from '../../errors.ts'
import type { DB } from '../../generated/database.ts'
import { connectionWaits, statements } from '../../process/measurements.ts'
import type { Connection, Database } from '../connection.ts'
import { isTransient, readErrorFields, retryPauseMs, transientAttempts } from '../postgres-errors.ts'
import { toPreparedQuery } from '../prepared-statements.ts'
import { SessionClient } from '../session/client.ts'
import { inTransaction } from '../transaction.ts'
import type { Turns } from './caller.ts'
import type { ReadMeter, RequestWork } from './workload.ts'

/** The pool as used by one request: statements wait for their turn, and the bytes they read are counted. */
export class RequestDatabase extends Kysely<DB> {
  readonly work: RequestWork
  /** The pool itself, which is the same for all requests: the key for finding statements to share. */
  readonly sharedConnection: Connection

  constructor(connection: Connection, work: RequestWork) {
    super(createProps(new BoundedProvider(connection.pool, work, work.caller.statements)))
    this.work = work
    this.sharedConnection = connection
  }
}

/** For a statement that already has a turn. */
export function createMeteredDatabase({ pool }: Connection, meter: ReadMeter): Database {
  return new Kysely<DB>(createProps(new BoundedProvider(pool, meter, undefined)))
}

/** Begins and ends transactions on the connections of a BoundedProvider. */
class TransactionDriver extends PostgresDriver {
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('rollback'))
  }
}

const unusedPool = async (): Promise<never> => {
  throw new Error('Connections come from a BoundedProvider.')
}
const dialect = new PostgresDialect({ pool: unusedPool })
const driver = new TransactionDriver({ pool: unusedPool })
const adapter = new PostgresAdapter()
const compiler = new PostgresQueryCompiler()

// A dialect per request would keep its connections in weak collections, which slow down garbage collection.
function createProps(provider: ConnectionProvider): KyselyProps {
  return {
    config: { dialect },
    dialect,
    driver,
    executor: new DefaultQueryExecutor(compiler, adapter, provider),
  }
}

/** Provides a connection of the pool to each statement or transaction when it is its turn. */
class BoundedProvider implements ConnectionProvider {
  readonly #pool: pg.Pool
  readonly #meter: ReadMeter
  /** Undefined if the turn has already been taken. */
  readonly #turns: Turns | undefined

  constructor(pool: pg.Pool, meter: ReadMeter, turns: Turns | undefined) {
    this.#pool = pool
    this.#meter = meter
    this.#turns = turns
  }

  async provideConnection<Result>(
    consumer: (connection: DatabaseConnection) => Promise<Result>,
  ): Promise<Result> {
    const turns = this.#turns
    if (turns !== undefined && !turns.tryEnter()) await turns.enter()
    try {
      const startedAt = performance.now()
      const client = await this.#pool.connect()
      connectionWaits.publish(performance.now() - startedAt)
      const connection = new MeteredConnection(client, this.#meter)
      try {
        return await consumer(connection)
      } finally {
        connection.release()
      }
    } finally {
      turns?.leave()
    }
  }
}

class MeteredConnection implements DatabaseConnection {
  readonly #client: pg.PoolClient
  readonly #meter: ReadMeter
  /** Why the connection can't be reused: PostgreSQL may still be sending rows or be in a transaction. */
  #failure: Error | undefined

  constructor(client: pg.PoolClient, meter: ReadMeter) {
    this.#client = client
    this.#meter = meter
  }

  async executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
    if (this.#failure !== undefined) throw this.#failure
    const { command, rowCount, rows } = await this.#sendUntilDone(sql, parameters)
    // Read when a transaction ends: PostgreSQL answers a COMMIT after a failure with ROLLBACK.
    if (command === 'COMMIT' || command === 'ROLLBACK') return { rows: [{ command }] as Row[] }
    const isChange = command !== 'SELECT' && rowCount !== null
    return isChange ? { rows, numAffectedRows: BigInt(rowCount) } : { rows }
  }

  streamQuery(): never {
    throw new Error('Requests do not use database cursors.')
  }

  release(): void {
    this.#client.release(this.#failure)
  }

  /** As SessionClient does for statements without a meter: after a deadlock, one that is its own transaction is sent again. */
  async #sendUntilDone(sql: string, parameters: readonly unknown[]): Promise<pg.QueryResult> {
    const client = this.#client instanceof SessionClient ? this.#client : undefined
    const isAlone = client?.isOutsideTransaction === true
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#send(sql, parameters)
      } catch (error) {
        client?.noteFailure(error)
        if (!isAlone || attempt === transientAttempts || !isTransient(error)) throw error
        await sleep(retryPauseMs(attempt + 1))
      }
    }
  }

  #send(sql: string, parameters: readonly unknown[]): Promise<pg.QueryResult> {
    return new Promise((resolve, reject) => {
      const startedAt = performance.now()
      const query = new MeteredQuery(toPreparedQuery(sql, parameters), this.#meter, (error, result) => {
        this.#meter.endStatement(query.rowsRead)
        statements.publish({ text: sql, durationMs: performance.now() - startedAt })
        if (error === null || error === undefined) return resolve(result)
        if (query.isRefused || sql === 'rollback') this.#failure ??= error
        reject(error)
      })
      this.#client.query(query)
    })
  }
}

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

/** Runs a list that may be a search, depending on its filter. */
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

type QueryCallback = (error: Error | null, result: pg.QueryResult) => void

// The driver's types omit how it passes messages to a query.
interface DriverQuery {
  handleDataRow(message: { readonly length: number }): void
  handleError(error: Error, connection: unknown): void
}
type DriverQueryClass = new (config: pg.QueryConfig, callback: QueryCallback) => pg.Query & DriverQuery

/**
 * A query that stops reading when its meter returns an error. The error is reported immediately, while PostgreSQL may
 * still be sending rows. They are discarded, and the connection must be closed.
 */
class MeteredQuery extends (pg.Query as unknown as DriverQueryClass) {
  readonly #meter: ReadMeter
  #refusal: Error | undefined
  /** Not `rows`, which is the driver's name for a limit. */
  rowsRead = 0

  constructor(config: pg.QueryConfig, meter: ReadMeter, callback: QueryCallback) {
    super(config, callback)
    this.#meter = meter
  }

  /** Whether the meter has stopped the query. */
  get isRefused(): boolean {
    return this.#refusal !== undefined
  }

  override handleDataRow(message: { readonly length: number }): void {
    if (this.#refusal !== undefined) return
    this.rowsRead += 1
    this.#refusal = this.#meter.add(message.length)
    if (this.#refusal === undefined) super.handleDataRow(message)
    else this.handleError(this.#refusal, undefined)
  }
}
