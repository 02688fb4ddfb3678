import pg from 'pg'
import type { ExternalDatabase } from '../config.ts'
import { toPoolConfig } from './connection.ts'

const connectTimeoutMs = 5_000

/**
 * Runs `work` on a connection of its own, outside any pool, and closes it. Rejects with what node-postgres throws
 * when there is no connection within 5 s, or it breaks.
 */
export async function withClient<T>(
  database: ExternalDatabase,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ ...toPoolConfig(database), connectionTimeoutMillis: connectTimeoutMs })
  // A broken connection rejects the running statement, and is told here too: unheard, it would end the process.
  client.on('error', () => undefined)
  try {
    await client.connect()
    return await work(client)
  } finally {
    await client.end().catch(() => undefined)
  }
}
