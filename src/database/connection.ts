import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { ExternalDatabase } from '../config.ts'
import type { DB } from '../generated/database.ts'
import { columnTypes } from './column-types.ts'
import { nameStatements } from './named-statements.ts'

/** A pool of connections or a transaction: store functions take either. */
export type Database = Kysely<DB>

/** The plain pool beside Kysely, for COPY and LISTEN, which need a connection of their own. */
export interface Pool {
  readonly db: Database
  readonly pool: pg.Pool
}

export interface Connection extends Pool {
  /**
   * Connections apart from those that requests share, so that readiness checks and authentication work while users
   * wait. Only for short statements; in a very small pool the same as `db`.
   */
  readonly reserved: Pool
  /** For connections beside the pool. */
  readonly database: ExternalDatabase
  /** Waits for running statements, then closes every connection. */
  close(): Promise<void>
}

interface OpenPool extends Pool {
  close(): Promise<void>
}

export interface ConnectionOptions {
  readonly database: ExternalDatabase
  /** Those that are reserved included. */
  readonly maxConnections: number
  /** What `pg_stat_activity` shows. */
  readonly applicationName: string
  /** A statement that runs longer is cancelled by PostgreSQL (SQLSTATE 57014); 0 for no limit. */
  readonly statementTimeoutMs: number
  /** Called when an idle connection breaks; the pool replaces it by itself. */
  readonly onError: (error: Error) => void
}

const acquireTimeoutMs = 5_000

/**
 * Opens a pool; connects on first use. timestamptz comes as Date, DATE as 'YYYY-MM-DD', NUMERIC and BIGINT as string,
 * JSONB as the parsed value with all digits of its numbers: the types that the generated table types name.
 */
export function createConnection(options: ConnectionOptions): Connection {
  const { database, maxConnections } = options
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
  const pool = new pg.Pool({
    ...toPoolConfig(options.database),
    types: columnTypes,
    max: options.maxConnections,
    application_name: options.applicationName,
    statement_timeout: options.statementTimeoutMs,
    connectionTimeoutMillis: acquireTimeoutMs,
    // Without keep-alive a silently cut connection is noticed only when the next statement never returns.
    keepAlive: true,
  })
  let isClosing = false
  // The pool's end does not wait for its sockets: a server that stops right after it still breaks some.
  pool.on('error', (error) => {
    if (!isClosing) options.onError(error)
  })
  // Between two statements of a transaction the pool does not listen; unheard, a break would end the process. The
  // next statement rejects.
  pool.on('connect', (client) => {
    client.on('error', () => undefined)
    nameStatements(client)
  })
  const db = new Kysely<DB>({ dialect: new PostgresDialect({ pool }) })
  const close = (): Promise<void> => {
    isClosing = true
    return db.destroy()
  }
  return { db, pool, close }
}

/** Asks the database for nothing. @throws the driver's error when there is no answer. */
export async function ping({ reserved }: Connection): Promise<void> {
  await reserved.pool.query('select 1')
}

/** node-postgres's form of the settings. Certificates are verified unless the settings say otherwise. */
export function toPoolConfig(database: ExternalDatabase): pg.PoolConfig {
  const { tls, connectionString, ...parts } = database
  if (connectionString !== undefined) return { connectionString }
  if (tls === 'no-verify') return { ...parts, ssl: { rejectUnauthorized: false } }
  return { ...parts, ssl: tls === true }
}
