import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { ExternalDatabase } from '../../src/config.ts'
import { type Connection, createConnection } from '../../src/database/connection.ts'
import { openEmbedded } from '../../src/database/embedded-database.ts'
import { readPostmasterFile } from '../../src/database/embedded-postmaster.ts'
import { migrateToLatest } from '../../src/database/migrate.ts'
import { withClient } from '../../src/database/single-client.ts'
import { OperatorError } from '../../src/errors.ts'

/** A PostgreSQL of the bench's own, started as `npm start` starts its own: the same settings, durable. */
export interface BenchServer {
  readonly version: string
  readonly postmasterPid: number
  /** A new migrated database, with nothing left to be written to disk from before. */
  createDatabase(name: string): Promise<ExternalDatabase>
  dropDatabase(name: string): Promise<void>
  /** Stops the server and deletes its data. */
  close(): Promise<void>
}

/** The default of POSTGRES_MAX_CONNECTIONS. */
const maxConnections = 20
const templateName = 'bench_template'

/** Starts the server on data in the cache directory; a killed run's server is taken over and emptied. */
export async function openBenchServer(cacheDirectory: string): Promise<BenchServer> {
  const dataDirectory = join(cacheDirectory, 'database')
  const embedded = await openEmbedded({ dataDirectory, maxConnections })
  const close = async () => {
    await embedded.close()
    for (const directory of [embedded.home, dataDirectory])
      rmSync(directory, { recursive: true, force: true })
  }
  if (!(await embedded.claim()).isFirst) {
    await embedded.close()
    throw new OperatorError(`Another bench runs on ${dataDirectory}: wait for it.`)
  }
  try {
    const admin = { ...embedded.database, database: 'postgres' }
    await createTemplate(admin)
    return {
      version: await readVersion(admin),
      postmasterPid: readPostmasterFile(embedded.home)?.pid ?? 0,
      createDatabase: (name) => createDatabase(admin, name),
      dropDatabase: (name) => run(admin, `drop database if exists ${name} with (force)`),
      close,
    }
  } catch (error) {
    await close()
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

async function createTemplate(admin: ExternalDatabase): Promise<void> {
  for (const name of await listLeftovers(admin)) await run(admin, `drop database ${name} with (force)`)
  await run(admin, `create database ${templateName}`)
  await withConnection({ ...admin, database: templateName }, ({ db }) => migrateToLatest(db))
}

async function listLeftovers(admin: ExternalDatabase): Promise<string[]> {
  const { rows } = await withClient(admin, (client) =>
    client.query<{ name: string }>("select datname as name from pg_database where datname like 'bench\\_%'"),
  )
  return rows.map(({ name }) => name)
}

async function createDatabase(admin: ExternalDatabase, name: string): Promise<ExternalDatabase> {
  await run(admin, `create database ${name} template ${templateName}`)
  await run(admin, 'checkpoint')
  return { ...admin, database: name }
}

async function readVersion(admin: ExternalDatabase): Promise<string> {
  const { rows } = await withClient(admin, (client) =>
    client.query<{ version: string }>("select current_setting('server_version') as version"),
  )
  return rows[0]?.version ?? 'unknown'
}

async function run(admin: ExternalDatabase, statement: string): Promise<void> {
  await withClient(admin, (client) => client.query(statement))
}
