import { randomBytes } from 'node:crypto'
import type { TestProject } from 'vitest/node'
import type { ExternalDatabase } from '../../src/config.ts'
import { createConnection } from '../../src/database/connection.ts'
import { migrateToLatest } from '../../src/database/migrate.ts'
import { startScratchServer } from '../../src/database/scratch-server.ts'
import { connectionTo, runAsAdmin } from './server.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** A superuser's way to the run's server. */
    adminDatabase: ExternalDatabase
    /** The migrated database that every test file's database is a copy of. */
    templateName: string
  }
}

/**
 * Starts one throw-away PostgreSQL for the run, or takes the server of TEST_DATABASE_URL (its user must be
 * allowed to create databases), and migrates one template database. Returns what undoes it.
 */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const url = process.env.TEST_DATABASE_URL
  const scratch = url === undefined ? await startScratchServer() : undefined
  const admin = scratch?.database ?? toDatabase(url ?? '')
  const templateName = `metagauge_template_${randomBytes(4).toString('hex')}`
  try {
    await runAsAdmin(admin, `create database ${templateName}`)
    await migrate({ ...admin, database: templateName })
  } catch (error) {
    await scratch?.stop()
    throw error
  }
  project.provide('adminDatabase', admin)
  project.provide('templateName', templateName)
  return async () => {
    await runAsAdmin(admin, `drop database ${templateName} with (force)`)
    await scratch?.stop()
  }
}

async function migrate(database: ExternalDatabase): Promise<void> {
  const connection = createConnection(connectionTo(database))
  try {
    await migrateToLatest(connection.db)
  } finally {
    await connection.close()
  }
}

function toDatabase(url: string): ExternalDatabase {
  const { hostname, port, pathname, username, password } = new URL(url)
  return {
    host: hostname,
    port: Number(port || 5432),
    database: pathname.slice(1) || 'postgres',
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    tls: false,
  }
}
