import { realpathSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Config, ExternalDatabase } from '../config.ts'
import type { Logger } from '../logger.ts'
import { type Connection, createConnection, limitsOf } from './connection.ts'
import { requireUsableDatabase } from './database-probe.ts'
import { type EmbeddedDatabase, openEmbedded } from './embedded-database.ts'

/** How a program uses the database. */
export interface DatabaseUse {
  /** What `pg_stat_activity` shows. */
  readonly applicationName: string
  /** 0 for no limit. */
  readonly statementTimeoutMs: number
}

/** A database with the connections of its two roles; neither connects before its first use. */
export interface OpenDatabase {
  /** For migrations, commands and jobs. */
  readonly owner: Connection
  /** For requests. The owner's connection if there is no serving role. */
  readonly serving: Connection
  /** Undefined when the settings name a database. */
  readonly embedded: EmbeddedDatabase | undefined
  /** Closes the connections; the last process that uses the embedded server stops it. */
  close(): Promise<void>
}

const closeTimeoutMs = 1_000
/**
 * One job runs at a time, on a dedicated connection of its own; the others are for taking the lock, for progress and for
 * cancelling. One of them is reserved and unused.
 */
const ownerConnections = 6

/**
 * Opens the database of the settings, or else the embedded one: attaches to it when it runs, starts it when not.
 * Nothing is migrated.
 * @throws OperatorError that names host, port and database, or says what is wrong with the embedded server.
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
      // Only the message: node-postgres attaches the whole client to the error.
      onError: (error) => logger.warn(`an idle database connection was lost: ${error.message}`),
    })
  const owner = open(ownerDatabase, ownerConnections)
  const serving = open(await findSessionSetup(named.serving, use), config.maxConnections)
  return {
    owner,
    serving,
    embedded,
    close: async () => {
      // A statement that takes longer is ended with the server, or with our process.
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
