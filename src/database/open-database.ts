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

export interface OpenDatabase {
  readonly connection: Connection
  /** For connections beside the pool. */
  readonly database: ExternalDatabase
  /** Undefined when the settings name a database. */
  readonly embedded: EmbeddedDatabase | undefined
  /** Closes the connections; the last process that uses the embedded server stops it. */
  close(): Promise<void>
}

const closeTimeoutMs = 1_000

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
  const named = embedded?.database ?? config.externalDatabase
  if (named === undefined) throw new Error('There is neither an external nor an embedded database.')
  const database = await requireUsableDatabase(named, limitsOf(use)).catch(async (error: unknown) => {
    await embedded?.close()
    throw error
  })
  const connection = createConnection({
    ...use,
    database,
    maxConnections: config.maxConnections,
    // Only the message: node-postgres hangs the whole client on the error.
    onError: (error) => logger.warn(`an idle database connection broke: ${error.message}`),
  })
  return {
    connection,
    database,
    embedded,
    close: async () => {
      // A statement that takes longer is ended with the server, or with our process.
      await Promise.race([connection.close(), sleep(closeTimeoutMs, undefined, { ref: false })])
      await embedded?.close()
    },
  }
}
