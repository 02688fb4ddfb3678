import { Socket } from 'node:net'
import pg from 'pg'
import type { ExternalDatabase } from '../../config.ts'
import { columnTypes } from '../column-types.ts'
import { isTransient, readErrorFields, retryPauseMs, transientAttempts } from '../postgres-errors.ts'
import { type SessionLimits, toStartupOptions, unlimited, verifySession } from './settings.ts'

/** A connection's settings other than the database's address. */
export interface ClientSetup {
  readonly database: ExternalDatabase
  readonly limits: SessionLimits
  /** What `pg_stat_activity` shows. */
  readonly applicationName: string
  /** For connecting; no limit if omitted. */
  readonly connectTimeoutMs?: number
}

type Done = (error: Error | null, result: pg.QueryResult) => void

const keepAliveDelayMs = 5_000
const endTimeoutMs = 1_000
const readOnlySession = '25006'

/**
 * A connection whose session has the settings that the code relies on, verified before its first statement. It tracks how
 * long it has been waiting for the server, and can be closed without the server's cooperation.
 */
export class SessionClient extends pg.Client {
  /** Whether it is idle in the pool, which sets this. */
  isIdle = false
  readonly #socket: Socket
  readonly #limits: SessionLimits
  readonly #connectTimeoutMs: number | undefined
  #statementTimeoutMs: number
  #sentAt: number | undefined
  #isDirect = false
  #isReadOnly = false
  #isAbandoned = false

  constructor({ database, limits, applicationName, connectTimeoutMs }: ClientSetup) {
    const socket = new Socket()
    super({
      ...toClientConfig(database),
      types: columnTypes,
      application_name: applicationName,
      keepAlive: true,
      keepAliveInitialDelayMillis: keepAliveDelayMs,
      stream: () => socket,
    })
    this.#socket = socket
    this.#limits = limits
    this.#connectTimeoutMs = connectTimeoutMs
    this.#statementTimeoutMs = limits.statementTimeoutMs
    setStartupOptions(this, database, limits)
    // Without a listener, losing the connection between two statements would end the process. The next statement rejects.
    this.on('error', () => undefined)
    this.on('drain', () => {
      this.#sentAt = undefined
    })
    this.query = new Proxy(this.query, {
      apply: (query, self, args) => this.#send((...toSend) => Reflect.apply(query, self, toSend), args),
    })
  }

  /** Connects, and verifies the session. @throws OperatorError of `verifySession`, the driver's error. */
  override connect(): Promise<this>
  override connect(callback: (error: Error | null, client?: this) => void): void
  override connect(callback?: (error: Error | null, client?: this) => void): Promise<this> | undefined {
    const connected = this.#connect()
    if (callback === undefined) return connected
    connected.then(
      () => callback(null, this),
      (error) => callback(error),
    )
    return undefined
  }

  /**
   * Ends the session, and closes the connection if there is no response. If a statement is running, it is closed
   * immediately.
   */
  override end(): Promise<void>
  override end(callback: (error: Error) => void): void
  override end(callback?: (error: Error) => void): Promise<void> | undefined {
    if (this.#sentAt !== undefined) this.#isAbandoned = true
    setTimeout(() => this.#abandon(), endTimeoutMs).unref()
    if (callback === undefined) return super.end()
    super.end(callback)
    return undefined
  }

  /** When the current statement was sent, by `performance.now()`; undefined between statements. */
  get sentAt(): number | undefined {
    return this.#sentAt
  }

  get bytesRead(): number {
    return this.#socket.bytesRead
  }

  /** The process id of the server's backend; undefined behind a pooler, which sends its own ids. */
  get backendId(): number | undefined {
    return this.#isDirect ? readProcessId(this) : undefined
  }

  /** 0 for no limit. */
  get statementTimeoutMs(): number {
    return this.#statementTimeoutMs
  }

  /** Whether a statement failed because the session may not write, as on a server that became a standby. */
  get isReadOnly(): boolean {
    return this.#isReadOnly
  }

  /** Whether the next statement runs in its own transaction. */
  get isOutsideTransaction(): boolean {
    return this.getTransactionStatus() === 'I'
  }

  /** Records what a statement's error reveals about the session. */
  noteFailure(error: unknown): void {
    if (readErrorFields(error).code === readOnlySession) this.#isReadOnly = true
  }

  /** Whether the connection ended without the server's knowledge: its session may continue and hold locks. */
  get isAbandoned(): boolean {
    return this.#isAbandoned
  }

  /** Lifts all limits on statements, locks and idle transactions until the connection ends. */
  async liftLimits(): Promise<void> {
    this.#statementTimeoutMs = 0
    // transaction_timeout exists since PostgreSQL 17.
    await this.query(`select set_config(name, '0', false) from pg_settings where name in
      ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout', 'transaction_timeout')`)
  }

  /** Closes the connection immediately, in any state. Its statement rejects with the reason. */
  destroy(reason: string): void {
    this.#isAbandoned = true
    this.#socket.destroy(new Error(`Connection terminated: ${reason}`))
  }

  #abandon(): void {
    if (this.#socket.destroyed) return
    this.#isAbandoned = true
    this.#socket.destroy()
  }

  async #connect(): Promise<this> {
    const ms = this.#connectTimeoutMs
    const overdue =
      ms === undefined ? undefined : setTimeout(() => this.destroy(`no answer within ${ms} ms`), ms)
    try {
      await super.connect()
      this.#isDirect = await verifySession(this, this.#limits, readProcessId(this))
      return this
    } catch (error) {
      this.destroy("its session can't be used")
      throw error
    } finally {
      clearTimeout(overdue)
    }
  }

  #send(query: (...args: unknown[]) => unknown, args: unknown[]): unknown {
    this.#sentAt = performance.now()
    const [statement, done] = args
    if (typeof done !== 'function') return query(...args)
    const isAlone = this.isOutsideTransaction
    let attempt = 1
    const take: Done = (error, result) => {
      if (error !== null) {
        if (isAlone && isTransient(error) && attempt < transientAttempts) {
          attempt += 1
          setTimeout(() => query(statement, take), retryPauseMs(attempt))
          return
        }
        this.noteFailure(error)
      }
      done(error, result)
    }
    return query(statement, take)
  }
}

/** The database's name and address for messages, without the user and password. */
export function describeDatabase(database: ExternalDatabase): string {
  const { database: name, host, port } = new pg.Client(toClientConfig(database))
  return `"${name}" on ${host}:${port}`
}

/** The database as a connection URL, with the password. */
export function toUrl(database: ExternalDatabase): string {
  if (database.connectionString !== undefined) return database.connectionString
  const { host, port, database: name, user = '', password } = new pg.Client(toClientConfig(database))
  const credentials = password == null ? [user] : [user, String(password)]
  const sslmode = database.tls === true ? 'verify-full' : database.tls === 'no-verify' ? 'require' : 'disable'
  return `postgresql://${credentials.map(encodeURIComponent).join(':')}@${host}:${port}/${encodeURIComponent(name ?? '')}?sslmode=${sslmode}`
}

/** Converts the settings for node-postgres. Certificates are verified unless the settings disable it. */
export function toClientConfig(database: ExternalDatabase): pg.ClientConfig {
  const { tls, connectionString, sessionSetup: _setup, ...parts } = database
  if (connectionString !== undefined) return { connectionString }
  if (tls === 'no-verify') return { ...parts, ssl: { rejectUnauthorized: false } }
  return { ...parts, ssl: tls === true }
}

/**
 * Applied after node-postgres has read the URL and PGOPTIONS, which may both contain the user's options. Timeouts in the URL
 * would override ours, and a pooler would reject them.
 */
function setStartupOptions(
  client: pg.Client,
  { sessionSetup = 'startup' }: ExternalDatabase,
  limits: SessionLimits,
): void {
  const parameters: unknown = Reflect.get(client, 'connectionParameters')
  if (typeof parameters !== 'object' || parameters === null) return
  const given: unknown = Reflect.get(parameters, 'options')
  const userOptions = typeof given === 'string' ? given : undefined
  const options = sessionSetup === 'startup' ? toStartupOptions(limits, userOptions) : userOptions
  Object.assign(parameters, {
    options,
    statement_timeout: undefined,
    lock_timeout: undefined,
    idle_in_transaction_session_timeout: undefined,
  })
}

/** A property of node-postgres that is missing from its types. */
function readProcessId(client: pg.Client): number | undefined {
  const id: unknown = Reflect.get(client, 'processID')
  return typeof id === 'number' ? id : undefined
}

const connectTimeoutMs = 5_000

/** Options of a connection. */
interface ClientUse {
  readonly limits?: SessionLimits
  /** What `pg_stat_activity` shows. */
  readonly applicationName?: string
  /** For connecting; 5 s if omitted. */
  readonly connectTimeoutMs?: number
  /** For connecting and the work; no limit if omitted. */
  readonly timeoutMs?: number
}

/**
 * Runs `work` on a new connection, outside any pool, and closes it.
 * @throws the error of `work`, or the driver's error if the connection can't be opened in time or is lost.
 */
export async function withClient<T>(
  database: ExternalDatabase,
  work: (client: SessionClient) => Promise<T>,
  use: ClientUse = {},
): Promise<T> {
  const { limits = unlimited, applicationName = 'metagauge', timeoutMs } = use
  const client = new SessionClient({ database, limits, applicationName })
  const destroyAfter = (ms: number) => setTimeout(() => client.destroy(`no answer within ${ms} ms`), ms)
  const connecting = destroyAfter(timeoutMs ?? use.connectTimeoutMs ?? connectTimeoutMs)
  try {
    await client.connect()
    if (timeoutMs === undefined) clearTimeout(connecting)
    return await work(client)
  } finally {
    clearTimeout(connecting)
    await client.end().catch(() => undefined)
  }
}
