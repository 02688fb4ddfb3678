import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { ExternalDatabase } from '../../src/config.ts'
import { migrateToLatest } from '../../src/database/migrate.ts'
import { withClient } from '../../src/database/session/client.ts'
import { openPostgres, runStatement, withConnection } from '../processes/postgres-server.ts'

/** A PostgreSQL server for empty databases, deleted after the run. */
export interface BenchServer {
  readonly version: string
  readonly postmasterPid: number
  /** Creates a migrated database, then a checkpoint, so that earlier writes don't slow the measurement down. */
  createDatabase(name: string): Promise<ExternalDatabase>
  dropDatabase(name: string): Promise<void>
  /** Stops the server and deletes its data. */
  close(): Promise<void>
}

/** The default of POSTGRES_MAX_CONNECTIONS. */
const maxConnections = 20
const templateName = 'bench_template'

/** Starts the server in the cache directory, or takes over the server of a killed run and empties it. */
export async function openBenchServer(cacheDirectory: string): Promise<BenchServer> {
  const dataDirectory = join(cacheDirectory, 'database')
  const server = await openPostgres(dataDirectory, maxConnections)
  const { admin } = server
  const close = async () => {
    await server.close()
    for (const directory of [server.home, dataDirectory]) rmSync(directory, { recursive: true, force: true })
  }
  try {
    await createTemplate(admin)
  } catch (error) {
    await close()
    throw error
  }
  return {
    version: server.version,
    postmasterPid: server.postmasterPid,
    createDatabase: (name) => createDatabase(admin, name),
    dropDatabase: (name) => runStatement(admin, `drop database if exists ${name} with (force)`),
    close,
  }
}

async function createTemplate(admin: ExternalDatabase): Promise<void> {
  for (const name of await listLeftovers(admin))
    await runStatement(admin, `drop database ${name} with (force)`)
  await runStatement(admin, `create database ${templateName}`)
  await withConnection({ ...admin, database: templateName }, ({ db }) => migrateToLatest(db))
}

async function listLeftovers(admin: ExternalDatabase): Promise<string[]> {
  const { rows } = await withClient(admin, (client) =>
    client.query<{ name: string }>("select datname as name from pg_database where datname like 'bench\\_%'"),
  )
  return rows.map(({ name }) => name)
}

async function createDatabase(admin: ExternalDatabase, name: string): Promise<ExternalDatabase> {
  await runStatement(admin, `create database ${name} template ${templateName}`)
  await runStatement(admin, 'checkpoint')
  return { ...admin, database: name }
}
