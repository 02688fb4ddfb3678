import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll } from 'vitest'
import type { ExternalDatabase } from '../../src/config.ts'
import { createConnection } from '../../src/database/connection.ts'
import { startTemporaryPostgres } from '../../src/database/embedded/temporary-postgres.ts'
import { migrateToLatest } from '../../src/database/migrate.ts'
import { isAlive } from '../../src/process/program.ts'
import { postmasterPid } from './embedded-postgres.ts'
import { connectionTo, runAsAdmin } from './postgres.ts'

/** A PostgreSQL server of one test file, which may kill it. */
export interface DedicatedPostgres {
  /** Connects to one of its databases. */
  databaseOf(name: string): ExternalDatabase
  /** Copies a database without open connections. */
  copyDatabase(source: string, name: string, tablespace?: string): Promise<void>
  dropDatabase(name: string): Promise<void>
  runAsAdmin(statement: string): Promise<void>
  /** Ends the server like a power failure; `restart` starts it again. */
  kill(): { restart(): Promise<void> }
  /** Resolves when the server accepts connections again after a crash of one of its processes. */
  untilUp(): Promise<void>
}

const migrated = 'migrated'
const pollMs = 10

/** Starts a server for the calling test file, with a migrated database `migrated`. */
export async function startDedicatedPostgres(): Promise<DedicatedPostgres> {
  const server = await startTemporaryPostgres()
  const admin = server.database
  afterAll(() => server.stop())
  const databaseOf = (name: string) => ({ ...admin, database: name })
  const run = (statement: string) => runAsAdmin(admin, statement)
  await run(`create database ${migrated} template template0`)
  const connection = createConnection(connectionTo(databaseOf(migrated)))
  await migrateToLatest(connection.db)
  await connection.close()
  return {
    databaseOf,
    runAsAdmin: run,
    copyDatabase: (source, name, tablespace = 'pg_default') =>
      run(`create database ${name} template ${source} tablespace ${tablespace} strategy file_copy`),
    dropDatabase: (name) => run(`drop database if exists ${name} with (force)`),
    kill: () => {
      const pid = postmasterPid(server.home)
      process.kill(pid, 'SIGKILL')
      return {
        restart: async () => {
          while (isAlive(pid)) await sleep(pollMs)
          await server.startAgain()
        },
      }
    },
    untilUp: async () => {
      while (!(await isUp(run))) await sleep(pollMs)
    },
  }
}

function isUp(run: (statement: string) => Promise<void>): Promise<boolean> {
  return run('select 1').then(
    () => true,
    () => false,
  )
}

/** The database as a DATABASE_URL. */
export function toUrl({ host, port, database, user, password }: ExternalDatabase): string {
  const url = new URL(`postgresql://${host}:${port}/${database}`)
  url.username = encodeURIComponent(user ?? '')
  url.password = encodeURIComponent(password ?? '')
  return url.href
}
