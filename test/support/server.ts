import type { ExternalDatabase } from '../../src/config.ts'
import type { ConnectionOptions } from '../../src/database/connection.ts'
import { withClient } from '../../src/database/single-client.ts'

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
