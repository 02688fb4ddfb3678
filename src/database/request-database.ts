import {
  Kysely,
  type PostgresCursor,
  PostgresDialect,
  type PostgresPool,
  type PostgresPoolClient,
  type PostgresQueryResult,
} from 'kysely'
import type pg from 'pg'
import type { DB } from '../generated/database.ts'
import type { Connection, Database } from './connection.ts'
import { MeteredQuery, type ReadMeter } from './metered-query.ts'
import { nameStatement } from './named-statements.ts'
import type { Turns } from './turns.ts'
import type { RequestWork } from './workload.ts'

/** Whose statements a database sends, and how they are bounded. */
interface Use {
  /** What its rows count against. */
  readonly meter: ReadMeter
  /** Taken for each connection; undefined when whoever sends the statement has one already. */
  readonly turns: Turns | undefined
}

/** The pool, as one request may use it. */
export class RequestDatabase extends Kysely<DB> {
  readonly work: RequestWork
  /** The same for all requests: the key under which they find others' statements to share. */
  readonly sharedConnection: Connection

  constructor(connection: Connection, work: RequestWork) {
    super({ dialect: createDialect(connection.pool, { meter: work, turns: work.caller.statements }) })
    this.work = work
    this.sharedConnection = connection
  }
}

/** For a statement whose turn is taken already. */
export function createMeteredDatabase({ pool }: Connection, meter: ReadMeter): Database {
  return new Kysely<DB>({ dialect: createDialect(pool, { meter, turns: undefined }) })
}

function createDialect(pool: pg.Pool, use: Use): PostgresDialect {
  const bounded: PostgresPool = {
    connect: () => connect(pool, use),
    // The pool belongs to the server.
    end: async () => undefined,
    options: {},
  }
  return new PostgresDialect({ pool: bounded })
}

async function connect(pool: pg.Pool, { meter, turns }: Use): Promise<HeldClient> {
  if (turns !== undefined && !turns.tryEnter()) await turns.enter()
  try {
    return new HeldClient(await pool.connect(), meter, turns)
  } catch (error) {
    turns?.leave()
    throw error
  }
}

/** A connection out of the pool, for one statement or transaction. */
class HeldClient implements PostgresPoolClient {
  readonly #client: pg.PoolClient
  readonly #meter: ReadMeter
  readonly #turns: Turns | undefined
  /** Why the meter stopped a statement: PostgreSQL may still be sending its rows. */
  #refusal: Error | undefined

  constructor(client: pg.PoolClient, meter: ReadMeter, turns: Turns | undefined) {
    this.#client = client
    this.#meter = meter
    this.#turns = turns
  }

  query<Row>(text: string, values: readonly unknown[]): Promise<PostgresQueryResult<Row>>
  query<Row>(cursor: PostgresCursor<Row>): PostgresCursor<Row>
  query(text: string | PostgresCursor<unknown>, values: readonly unknown[] = []): unknown {
    if (typeof text !== 'string') throw new Error('Requests read no cursors.')
    if (this.#refusal !== undefined) return Promise.reject(this.#refusal)
    return new Promise<pg.QueryResult>((resolve, reject) => {
      const query = new MeteredQuery(nameStatement(text, values), this.#meter, (error, result) => {
        if (query.isRefused) this.#refusal ??= error ?? undefined
        if (error) reject(error)
        else resolve(result)
      })
      this.#client.query(query)
    })
  }

  release(isBroken = false): void {
    this.#client.release(isBroken || this.#refusal !== undefined)
    this.#turns?.leave()
  }
}
