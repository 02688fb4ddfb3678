import { randomBytes } from 'node:crypto'
import { afterAll, inject } from 'vitest'
import type { ExternalDatabase } from '../../src/config.ts'
import { type Connection, createConnection } from '../../src/database/connection.ts'
import { connectionTo, runAsAdmin } from './postgres.ts'

export interface TestDatabase {
  /** The test's connection, as a superuser. */
  readonly connection: Connection
  readonly database: ExternalDatabase
  /** DATABASE_URL of the owner. */
  readonly url: string
  /** The database as the owner of the tables. */
  readonly owner: ExternalDatabase
  /** The database as the role that serves requests. */
  readonly serving: ExternalDatabase
}

export interface TestDatabaseOptions {
  /** Whether to create a database without tables; by default all migrations have run. */
  readonly isEmpty?: boolean
}

/** Registered here, because vitest ignores an afterAll that is called within a test or a beforeAll. */
const created: { name: string; connection: Connection }[] = []
afterAll(async () => {
  for (const { name, connection } of created) {
    await connection.close()
    await runAsAdmin(inject('adminDatabase'), `drop database if exists ${name} with (force)`)
  }
})

/** Creates a database for the calling test file and drops it after the file's tests. */
export async function createTestDatabase({
  isEmpty = false,
}: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const admin = inject('adminDatabase')
  const name = `metagauge_test_${randomBytes(6).toString('hex')}`
  const template = isEmpty ? 'template0' : inject('templateName')
  const { owner, serving } = inject('roles')
  await runAsAdmin(admin, `create database ${name} template ${template} owner ${owner.user}`)
  // Privileges on the database itself are not copied from the template.
  await runAsAdmin(admin, `revoke temporary on database ${name} from public`)
  const database = { ...admin, database: name }
  const connection = createConnection(connectionTo(database))
  created.push({ name, connection })
  return {
    connection,
    database,
    url: toUrl({ ...database, ...owner }),
    owner: { ...database, ...owner },
    serving: { ...database, ...serving },
  }
}

function toUrl(database: ExternalDatabase): string {
  const url = new URL(`postgresql://${database.host}:${database.port}/${database.database}`)
  url.username = encodeURIComponent(database.user ?? '')
  url.password = encodeURIComponent(database.password ?? '')
  return url.href
}
