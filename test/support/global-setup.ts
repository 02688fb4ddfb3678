import { randomBytes } from 'node:crypto'
import type { TestProject } from 'vitest/node'
import type { ExternalDatabase } from '../../src/config.ts'
import { createConnection } from '../../src/database/connection.ts'
import { startTemporaryPostgres } from '../../src/database/embedded/temporary-postgres.ts'
import { migrateToLatest } from '../../src/database/migrate.ts'
import { grantServing } from '../../src/database/roles/serving-role.ts'
import { chooseSeed } from './choose-seed.ts'
import { connectionTo, createTestRoles, dropTestRoles, runAsAdmin, type TestRoles } from './postgres.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Connects to the run's server as a superuser. */
    adminDatabase: ExternalDatabase
    /** The two roles of the run: the owner of the databases and the role that serves requests. */
    roles: TestRoles
    /** The migrated database that is copied for every test file. */
    templateName: string
    /** The seed of all random input without a seed of its own. */
    randomSeed: number
  }
}

/**
 * Starts a temporary PostgreSQL server for the run, or uses the server of TEST_DATABASE_URL, whose user must be a
 * superuser. Migrates one template database as its owner. Returns the teardown.
 */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const randomSeed = chooseSeed(process.env)
  process.stdout.write(`Random seed: ${randomSeed}. Repeat this run with SEED=${randomSeed}.\n`)
  const url = process.env.TEST_DATABASE_URL
  const scratch = url === undefined ? await startTemporaryPostgres() : undefined
  const admin = scratch?.database ?? toDatabase(url ?? '')
  const run = randomBytes(4).toString('hex')
  const templateName = `metagauge_template_${run}`
  const roles = await createTestRoles(admin, run)
  try {
    await runAsAdmin(admin, `create database ${templateName} owner ${roles.owner.user}`)
    await migrate({ ...admin, database: templateName, ...roles.owner }, roles.serving.user)
  } catch (error) {
    await scratch?.stop()
    throw error
  }
  project.provide('adminDatabase', admin)
  project.provide('roles', roles)
  project.provide('templateName', templateName)
  project.provide('randomSeed', randomSeed)
  return async () => {
    await runAsAdmin(admin, `drop database ${templateName} with (force)`)
    await dropTestRoles(admin, roles)
    await scratch?.stop()
  }
}

async function migrate(database: ExternalDatabase, servingRole: string): Promise<void> {
  const connection = createConnection(connectionTo(database))
  try {
    await grantServing(connection.db, servingRole)
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
