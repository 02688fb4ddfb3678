import { randomBytes } from 'node:crypto'
import type { ExternalDatabase } from '../../src/config.ts'
import type { ConnectionOptions } from '../../src/database/connection.ts'
import { withClient } from '../../src/database/session/client.ts'

/** The options of a small pool for tests; an idle connection that breaks is no failure of a test. */
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

/** Makes the two roles of a test run: the server of TEST_DATABASE_URL may serve several runs at once. */
export async function createTestRoles(admin: ExternalDatabase, run: string): Promise<TestRoles> {
  return {
    owner: await createTestRole(admin, `metagauge_test_owner_${run}`),
    serving: await createTestRole(admin, `metagauge_test_server_${run}`),
  }
}

/** Makes a role that may log in and nothing else. */
export async function createTestRole(admin: ExternalDatabase, user: string): Promise<TestRole> {
  const password = randomBytes(12).toString('hex')
  await runAsAdmin(admin, `create role ${user} login password '${password}'`)
  return { user, password }
}

/** Drops the roles, and first the databases that failed test files have left behind. */
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
