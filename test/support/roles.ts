import { randomBytes } from 'node:crypto'
import type { ExternalDatabase } from '../../src/config.ts'
import { runAsAdmin } from './server.ts'

export interface TestRole {
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

/** After all databases that they have to do with. */
export async function dropTestRoles(admin: ExternalDatabase, { owner, serving }: TestRoles): Promise<void> {
  await runAsAdmin(admin, `drop role ${serving.user}, ${owner.user}`)
}
