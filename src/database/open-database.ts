import { realpathSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Config, ExternalDatabase } from '../config.ts'
import { OperatorError } from '../errors.ts'
import type { Logger } from '../logger.ts'
import { type Connection, createConnection, limitsOf } from './connection.ts'
import { type EmbeddedDatabase, openEmbedded } from './embedded/index.ts'
import { toClientConfig, withClient } from './session/client.ts'
import type { SessionLimits } from './session/settings.ts'

/** How a program uses the database. */
interface DatabaseUse {
  /** The name in `pg_stat_activity`. */
  readonly applicationName: string
  /** 0 for no limit. */
  readonly statementTimeoutMs: number
}

/** A database with connections of its two roles, which connect on first use. */
export interface OpenDatabase {
  /** For migrations, commands and jobs. */
  readonly owner: Connection
  /** For requests. The owner's connection if there is no serving role. */
  readonly serving: Connection
  /** Undefined for an external database. */
  readonly embedded: EmbeddedDatabase | undefined
  /** Closes the connections; the last process that uses the embedded server stops it. */
  close(): Promise<void>
}

const closeTimeoutMs = 1_000
/**
 * One job runs at a time, on a dedicated connection; the others are for taking the lock, for progress and for
 * cancelling. One of them is reserved and unused.
 */
const ownerConnections = 6

/**
 * Opens the database of the settings, or the embedded one, which is started if it is not running. Does not migrate.
 * @throws OperatorError that names host, port and database, or the problem with the embedded server.
 */
export async function openDatabase(config: Config, logger: Logger, use: DatabaseUse): Promise<OpenDatabase> {
  const embedded = config.externalDatabase === undefined ? await openEmbedded(config) : undefined
  if (embedded !== undefined && !embedded.home.startsWith(realpathSync(config.dataDirectory))) {
    logger.warn(`the server's user can't enter ${config.dataDirectory}: the database is in ${embedded.home}`)
  }
  const named = embedded ?? { owner: config.ownerDatabase, serving: config.externalDatabase }
  if (named.owner === undefined || named.serving === undefined)
    throw new Error('There is neither an external nor an embedded database.')
  const ownerDatabase = await requireUsableDatabase(named.owner, limitsOf(use)).catch(
    async (error: unknown) => {
      await embedded?.close()
      throw error
    },
  )
  const open = (database: ExternalDatabase, maxConnections: number) =>
    createConnection({
      ...use,
      database,
      maxConnections,
      // Only the message, because node-postgres attaches the client with its password to the error.
      onError: (error) => logger.warn(`an idle database connection was lost: ${error.message}`),
    })
  const owner = open(ownerDatabase, ownerConnections)
  const serving = open(await findSessionSetup(named.serving, use), config.maxConnections)
  return {
    owner,
    serving,
    embedded,
    close: async () => {
      // A statement that takes longer is ended by the server's stop, or with this process.
      const closing = Promise.all([owner.close(), serving.close()])
      await Promise.race([closing, sleep(closeTimeoutMs, undefined, { ref: false })])
      await embedded?.close()
    },
  }
}

/** Commands don't use the serving role, so only the server reports problems with it. */
function findSessionSetup(serving: ExternalDatabase, use: DatabaseUse): Promise<ExternalDatabase> {
  return requireUsableDatabase(serving, limitsOf(use)).catch(() => serving)
}

const oldestVersion = 15

const probeTimeoutMs = 5_000

/**
 * Connects once, checks the version, and determines how sessions get their settings.
 * @returns the database with the result.
 * @throws OperatorError that names the host, port and database, the problem, and the fix, but never the password.
 */
export async function requireUsableDatabase(
  database: ExternalDatabase,
  limits: SessionLimits,
): Promise<ExternalDatabase> {
  const { host, port, database: name, user } = new pg.Client(toClientConfig(database))
  const place = `database "${name}" on ${host}:${port}`
  try {
    const { version, usable } = await probe(database, limits)
    if (version >= oldestVersion) return usable
    throw new OperatorError(
      `The ${place} is PostgreSQL ${version}; at least version ${oldestVersion} is required.`,
    )
  } catch (cause) {
    if (cause instanceof OperatorError) throw cause
    throw new OperatorError(`Can't use the ${place} as user "${user}": ${explain(cause)}`, { cause })
  }
}

async function probe(
  database: ExternalDatabase,
  limits: SessionLimits,
): Promise<{ version: number; usable: ExternalDatabase }> {
  try {
    const version = await withClient(database, readMajorVersion, { limits, timeoutMs: probeTimeoutMs })
    return { version, usable: database }
  } catch (error) {
    if (database.sessionSetup === 'role' || !isStartupRefused(error)) throw error
    return probe({ ...database, sessionSetup: 'role' }, limits)
  }
}

/** PgBouncer's error for a setting in the startup packet that it does not support. */
function isStartupRefused(error: unknown): boolean {
  return error instanceof Error && /unsupported startup parameter/.test(error.message)
}

async function readMajorVersion(client: pg.Client): Promise<number> {
  const { rows } = await client.query("select current_setting('server_version_num')::int / 10000 as version")
  return Number(rows[0].version)
}

/** By the error code of the system, or PostgreSQL's SQLSTATE. */
const explanations: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'no server is listening there. Start PostgreSQL, or correct the host and port.',
  ENOTFOUND: 'the host name is unknown. Correct the host.',
  EAI_AGAIN: 'the host name could not be resolved. Correct the host, or check the name service.',
  EHOSTUNREACH: 'there is no route to the host. Check the network.',
  '28P01': 'wrong user or password. Correct them in the settings.',
  '28000':
    "the server's pg_hba.conf does not allow this user from this host, or requires TLS (POSTGRES_SSL=true).",
  '3D000': 'there is no such database. Create it with createdb, then run npm run migrate.',
  '42501': 'the user may not connect to it. Grant CONNECT.',
  '53300': 'the server has no connection left. Lower POSTGRES_MAX_CONNECTIONS or raise its max_connections.',
  '57P03': 'the server is starting up or shutting down. Try again in a moment.',
}

function explain(error: unknown): string {
  const code = codeOf(error)
  const known = code === undefined ? undefined : explanations[code]
  if (known !== undefined) return known
  const message = error instanceof Error ? error.message : String(error)
  if (/timeout|timed out|no answer within/i.test(message))
    return 'no response within 5 s. Check the host, port and firewall.'
  if (/does not support SSL/.test(message))
    return 'the server does not support TLS. Set POSTGRES_SSL=false, or turn TLS on in the server.'
  if (/password must be a string/.test(message)) return 'it requires a password. Set POSTGRES_PASSWORD.'
  if (/certificate|altnames/i.test(message)) {
    return `its TLS certificate is not trusted (${message}). Add its authority with NODE_EXTRA_CA_CERTS.`
  }
  return message
}

/** `localhost` may have two addresses; Node.js then reports both failures in one error. */
function codeOf(error: unknown): string | undefined {
  if (error instanceof AggregateError) return codeOf(error.errors[0])
  if (!(error instanceof Error) || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}
