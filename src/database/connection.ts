import { once } from 'node:events'
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import type { ExternalDatabase } from '../config.ts'
import { OperatorError } from '../errors.ts'
import type { DB } from '../generated/database.ts'
import { usePreparedStatements } from './prepared-statements.ts'
import { type ClientSetup, SessionClient } from './session/client.ts'
import { watchConnections } from './session/connection-watch.ts'
import type { SessionLimits } from './session/settings.ts'

/** A pool of connections, or a transaction: store functions accept both. */
export type Database = Kysely<DB>

/** Kysely, and its pool, for COPY and LISTEN, which need a dedicated connection. */
interface Pool {
  readonly db: Database
  readonly pool: pg.Pool
}

export interface Connection extends Pool {
  /**
   * Connections that are not shared with requests, so that readiness checks and authentication work while users wait. For
   * short statements only; in a very small pool, the same as `db`.
   */
  readonly reserved: Pool
  /** For connections outside the pool. */
  readonly database: ExternalDatabase
  /** Waits for running statements, then closes every connection. */
  close(): Promise<void>
}

interface OpenPool extends Pool {
  close(): Promise<void>
}

export interface ConnectionOptions {
  readonly database: ExternalDatabase
  /** Including the reserved ones. */
  readonly maxConnections: number
  /** The name in `pg_stat_activity`. */
  readonly applicationName: string
  /** A statement that runs longer is cancelled by PostgreSQL (SQLSTATE 57014); 0 for no limit. */
  readonly statementTimeoutMs: number
  /** Called when an idle connection breaks; the pool replaces it. */
  readonly onError: (error: Error) => void
}

/** For waiting until a connection of the pool is free or opened. */
const acquireTimeoutMs = 5_000
/** Shorter, so that a black-holed link does not use up the whole time above, and opening is retried. */
const connectTimeoutMs = 3_000
/** Transactions are short: a longer wait for a lock means that its holder is stuck. */
const lockTimeoutMs = 2_000
const idleInTransactionTimeoutMs = 15_000

/** The limits of a pool's sessions. A dedicated connection lifts them for itself. */
export function limitsOf({
  statementTimeoutMs,
}: Pick<ConnectionOptions, 'statementTimeoutMs'>): SessionLimits {
  return { statementTimeoutMs, lockTimeoutMs, idleInTransactionTimeoutMs }
}

/**
 * Opens a pool; connects on first use. timestamptz is read as Date, DATE as 'YYYY-MM-DD', NUMERIC and BIGINT as string, JSONB
 * as the parsed value with all digits of its numbers, as in the generated table types. Connections that are silently lost
 * are detected and replaced within seconds: see session/connection-watch.ts.
 */
export function createConnection(options: ConnectionOptions): Connection {
  const { maxConnections, database } = options
  const reservedCount = countReserved(maxConnections)
  const main = openPool({ ...options, maxConnections: maxConnections - reservedCount })
  const reserved = reservedCount === 0 ? main : openPool({ ...options, maxConnections: reservedCount })
  const close = async (): Promise<void> => {
    await Promise.all(new Set([main, reserved]).values().map((open) => open.close()))
  }
  return { db: main.db, pool: main.pool, reserved, database, close }
}

function countReserved(maxConnections: number): number {
  if (maxConnections < 4) return 0
  return maxConnections < 8 ? 1 : 2
}

function openPool(options: ConnectionOptions): OpenPool {
  const { database, applicationName, maxConnections, onError } = options
  const watch = watchConnections(database, applicationName)
  const pool = new pg.Pool({
    Client: createClientClass(
      { database, applicationName, connectTimeoutMs, limits: limitsOf(options) },
      watch.add,
    ),
    max: maxConnections,
    connectionTimeoutMillis: acquireTimeoutMs,
  })
  let isClosing = false
  // Ending the pool does not wait for its sockets: if the server stops right after it, some break.
  pool.on('error', (error) => {
    if (!isClosing) onError(error)
  })
  pool.on('connect', (client) => {
    usePreparedStatements(client)
  })
  pool.on('acquire', (client) => {
    if (client instanceof SessionClient) client.isIdle = false
  })
  pool.on('release', (_error, client) => {
    if (!(client instanceof SessionClient)) return
    client.isIdle = true
    // A server that became a standby keeps its connections. New ones may reach the new primary.
    if (client.isReadOnly) void client.end()
  })
  const db = new Kysely<DB>({ dialect: new PostgresDialect({ pool }) })
  const close = (): Promise<void> => {
    isClosing = true
    return db.destroy().finally(watch.close)
  }
  return { db, pool, close }
}

/** A pool creates its clients without arguments. */
function createClientClass(setup: ClientSetup, onCreated: (client: SessionClient) => void) {
  return class extends SessionClient {
    constructor() {
      super(setup)
      onCreated(this)
    }
  }
}

/**
 * Checks that the database accepts writes. A connection on which it does not is closed, because a new one may reach
 * another server.
 * @throws OperatorError if it is read-only, the driver's error if there is no response.
 */
export async function requireWritable({ reserved }: Connection): Promise<void> {
  const client = await reserved.pool.connect()
  let isWritable = false
  try {
    const { rows } = await client.query(
      "select current_setting('transaction_read_only') = 'off' as is_writable",
    )
    isWritable = rows[0]?.is_writable === true
  } finally {
    client.release(!isWritable)
  }
  if (isWritable) return
  throw new OperatorError(
    'The database is read-only: it is a standby, or default_transaction_read_only is on for the database or the role. ' +
      'Connect to the primary, or turn default_transaction_read_only off.',
  )
}

/** A connection taken out of the pool: for session locks, COPY and statements without a time limit. */
export interface DedicatedConnection {
  /** Runs statements and transactions on this connection, one at a time. */
  readonly db: Database
  /** The process id of the session's backend, for `pg_cancel_backend`. */
  readonly processId: number
  /** Aborted, with the reason, if the connection breaks between two statements. */
  readonly lost: AbortSignal
  /**
   * Runs `COPY ... FROM STDIN` with the text or bytes, in the open transaction of `db`, if any. The bytes are not copied, so
   * they must not change until it has finished.
   */
  copy(statement: string, content: string | Buffer): Promise<void>
  /** Ends the connection, and so its session locks and open transaction. Can be called repeatedly. */
  close(): void
}

/**
 * Takes a connection out of the pool and lifts the pool's limits: an import waits for locks as long as necessary, because a
 * failure could lose hours of work, and its transaction is idle while it reads files. If its client is gone, TCP ends it.
 */
export async function openDedicatedConnection(pool: pg.Pool): Promise<DedicatedConnection> {
  const client = await pool.connect()
  const lost = new AbortController()
  client.on('error', (error) => lost.abort(error))
  const held = { query: client.query.bind(client), release: () => undefined }
  const db = new Kysely<DB>({
    dialect: new PostgresDialect({
      pool: { connect: async () => held, end: async () => undefined, options: {} },
    }),
  })
  let isClosed = false
  // It never returns to the pool, because it would keep its settings and locks.
  const close = () => {
    if (!isClosed) client.release(true)
    isClosed = true
  }
  try {
    if (client instanceof SessionClient) await client.liftLimits()
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
    return {
      db,
      processId: rows[0]?.pid ?? 0,
      lost: lost.signal,
      copy: (statement, content) => copyContent(client, statement, content),
      close,
    }
  } catch (error) {
    close()
    throw error
  }
}

async function copyContent(
  client: pg.PoolClient,
  statement: string,
  content: string | Buffer,
): Promise<void> {
  const stream = client.query(copyFrom(statement))
  const finished = once(stream, 'finish')
  stream.end(content)
  await finished
}
