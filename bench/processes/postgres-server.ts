import type { ExternalDatabase } from '../../src/config.ts'
import { type Connection, createConnection } from '../../src/database/connection.ts'
import { openEmbedded } from '../../src/database/embedded/index.ts'
import { readPostmasterFile } from '../../src/database/embedded/postmaster.ts'
import { withClient } from '../../src/database/session/client.ts'
import { OperatorError } from '../../src/errors.ts'

/** A PostgreSQL of a bench's own, started as `npm start` starts its own: the same settings, durable. */
export interface PostgresServer {
  readonly version: string
  readonly postmasterPid: number
  /** The way to its database `postgres`. */
  readonly admin: ExternalDatabase
  /** The directory of its files. */
  readonly home: string
  /** Stops the server; its data stay. */
  close(): Promise<void>
}

/** Starts the server on the data in a directory; a killed run's server is taken over. */
export async function openPostgres(dataDirectory: string, maxConnections: number): Promise<PostgresServer> {
  const embedded = await openEmbedded({ dataDirectory, maxConnections })
  try {
    if (!(await embedded.claim()).isFirst)
      throw new OperatorError(`Another bench runs on ${dataDirectory}: wait for it.`)
    const { admin } = embedded
    return {
      version: await readVersion(admin),
      postmasterPid: readPostmasterFile(embedded.home)?.pid ?? 0,
      admin,
      home: embedded.home,
      close: async () => {
        await quiet(admin).catch(() => undefined)
        await embedded.close()
      },
    }
  } catch (error) {
    await embedded.close()
    throw error
  }
}

/** Runs `work` on a small pool of the database. */
export async function withConnection<T>(
  database: ExternalDatabase,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  const connection = createConnection({
    database,
    maxConnections: 2,
    applicationName: 'metagauge-bench',
    statementTimeoutMs: 0,
    onError: () => undefined,
  })
  try {
    return await work(connection)
  } finally {
    await connection.close()
  }
}

/** Runs one statement on a connection of its own. */
export async function runStatement(database: ExternalDatabase, statement: string): Promise<void> {
  await withClient(database, (client) => client.query(statement))
}

/** The form that programs take as DATABASE_URL. */
export function toUrl({ host, port, database, user = '', password = '' }: ExternalDatabase): string {
  const url = new URL(`postgresql://${host}:${port}/${database}`)
  url.username = encodeURIComponent(user)
  url.password = encodeURIComponent(password)
  return url.href
}

/** Ends what still runs and writes what is to be written, so that the server can stop within the time that it is given. */
async function quiet(admin: ExternalDatabase): Promise<void> {
  await runStatement(
    admin,
    `select pg_terminate_backend(pid) from pg_stat_activity where datname like 'bench\\_%'`,
  )
  await runStatement(admin, 'checkpoint')
}

async function readVersion(admin: ExternalDatabase): Promise<string> {
  const { rows } = await withClient(admin, (client) =>
    client.query<{ version: string }>("select current_setting('server_version') as version"),
  )
  return rows[0]?.version ?? 'unknown'
}
