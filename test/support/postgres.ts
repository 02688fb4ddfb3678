import { randomBytes } from 'node:crypto'
import type { ExternalDatabase } from '../../src/config.ts'
import type { ConnectionOptions } from '../../src/database/connection.ts'
import { withClient } from '../../src/database/session/client.ts'

/** Options of a small pool for tests. A broken idle connection does not fail a test. */
export function connectionTo(database: ExternalDatabase): ConnectionOptions {
  return {
    database,
    maxConnections: 5,
    applicationName: 'metagauge-test',
    statementTimeoutMs: 20_000,
    onError: () => undefined,
  }
}

/** Runs one statement outside any transaction, as CREATE DATABASE must be. */
export async function runAsAdmin(database: ExternalDatabase, statement: string): Promise<void> {
  await withClient(database, (client) => client.query(statement))
}

interface TestRole {
  readonly user: string
  readonly password: string
}

export interface TestRoles {
  readonly owner: TestRole
  readonly serving: TestRole
}

/** Creates the two roles of a test run, because several runs may use the server of TEST_DATABASE_URL at once. */
export async function createTestRoles(admin: ExternalDatabase, run: string): Promise<TestRoles> {
  return {
    owner: await createTestRole(admin, `metagauge_test_owner_${run}`),
    serving: await createTestRole(admin, `metagauge_test_server_${run}`),
  }
}

/** Creates a role that can log in and has no other privileges. */
export async function createTestRole(admin: ExternalDatabase, user: string): Promise<TestRole> {
  const password = randomBytes(12).toString('hex')
  await runAsAdmin(admin, `create role ${user} login password '${password}'`)
  return { user, password }
}

/** Drops the databases that failed test files have left behind, and then the roles. */
export async function dropTestRoles(admin: ExternalDatabase, { owner, serving }: TestRoles): Promise<void> {
  const left = await withClient(admin, (client) =>
    client.query<{ name: string }>(
      'select datname as name from pg_database where pg_get_userbyid(datdba) = $1',
      [owner.user],
    ),
  )
  for (const { name } of left.rows) await runAsAdmin(admin, `drop database ${name} with (force)`)
  await runAsAdmin(admin, `drop role ${serving.user}, ${owner.user}`)
}
