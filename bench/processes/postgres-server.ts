import type { ExternalDatabase } from '../../src/config.ts'
import { type Connection, createConnection } from '../../src/database/connection.ts'
import { openEmbedded } from '../../src/database/embedded/index.ts'
import { readPostmasterFile } from '../../src/database/embedded/postmaster.ts'
import { withClient } from '../../src/database/session/client.ts'
import { OperatorError } from '../../src/errors.ts'

/** A PostgreSQL server for a benchmark, with the settings of `npm start`. */
export interface PostgresServer {
  readonly version: string
  readonly postmasterPid: number
  /** Connects to its database `postgres`. */
  readonly admin: ExternalDatabase
  /** Its data directory. */
  readonly home: string
  /** Stops the server and keeps its data. */
  close(): Promise<void>
}

/** Starts the server on the data in a directory, or takes over the server of a killed run. */
export async function openPostgres(dataDirectory: string, maxConnections: number): Promise<PostgresServer> {
  const embedded = await openEmbedded({ dataDirectory, maxConnections })
  try {
    if (!(await embedded.claim()).isFirst)
      throw new OperatorError(`Another benchmark runs on ${dataDirectory}. Wait until it has ended.`)
    const { admin } = embedded
    return {
      version: await readVersion(admin),
      postmasterPid: readPostmasterFile(embedded.home)?.pid ?? 0,
      admin,
      home: embedded.home,
      close: async () => {
        await prepareStop(admin).catch(() => undefined)
        await embedded.close()
      },
    }
  } catch (error) {
    await embedded.close()
    throw error
  }
}

/** Runs `work` with a small connection pool. */
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

/** Runs one statement on a new connection. */
export async function runStatement(database: ExternalDatabase, statement: string): Promise<void> {
  await withClient(database, (client) => client.query(statement))
}

/** The database as a DATABASE_URL. */
export function toUrl({ host, port, database, user = '', password = '' }: ExternalDatabase): string {
  const url = new URL(`postgresql://${host}:${port}/${database}`)
  url.username = encodeURIComponent(user)
  url.password = encodeURIComponent(password)
  return url.href
}

/** Ends all sessions and writes a checkpoint, so that the server stops within its time limit. */
async function prepareStop(admin: ExternalDatabase): Promise<void> {
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
