import pg from 'pg'
import type { ExternalDatabase } from '../../src/config.ts'
import { type ConnectionOptions, toPoolConfig } from '../../src/database/connection.ts'

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
  const client = new pg.Client(toPoolConfig(database))
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
