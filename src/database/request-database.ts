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
} from 'kysely'
import type pg from 'pg'
import type { DB } from '../generated/database.ts'
import type { Connection, Database } from './connection.ts'
import { MeteredQuery, type ReadMeter } from './metered-query.ts'
import { nameStatement } from './named-statements.ts'
import { isTransient, retryPauseMs, transientAttempts } from './postgres-errors.ts'
import { SessionClient } from './session-client.ts'
import type { Turns } from './turns.ts'
import type { RequestWork } from './workload.ts'

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
      const connection = new MeteredConnection(await this.#pool.connect(), this.#meter)
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
      const query = new MeteredQuery(nameStatement(sql, parameters), this.#meter, (error, result) => {
        if (error === null || error === undefined) return resolve(result)
        if (query.isRefused || sql === 'rollback') this.#failure ??= error
        reject(error)
      })
      this.#client.query(query)
    })
  }
}
