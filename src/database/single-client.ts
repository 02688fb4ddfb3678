import type { ExternalDatabase } from '../config.ts'
import { type SessionLimits, unlimited } from './session.ts'
import { SessionClient } from './session-client.ts'

const connectTimeoutMs = 5_000

/** Options of a connection. */
export interface ClientUse {
  readonly limits?: SessionLimits
  /** What `pg_stat_activity` shows. */
  readonly applicationName?: string
  /** For connecting; 5 s if omitted. */
  readonly connectTimeoutMs?: number
  /** For connecting and the work; no limit if omitted. */
  readonly timeoutMs?: number
}

/**
 * Runs `work` on a connection of its own, outside any pool, and closes it. Rejects with what node-postgres throws
 * if the connection can't be opened in time or is lost.
 */
export async function withClient<T>(
  database: ExternalDatabase,
  work: (client: SessionClient) => Promise<T>,
  use: ClientUse = {},
): Promise<T> {
  const { limits = unlimited, applicationName = 'metagauge', timeoutMs } = use
  const client = new SessionClient({ database, limits, applicationName })
  const destroyAfter = (ms: number) => setTimeout(() => client.destroy(`no answer within ${ms} ms`), ms)
  const connecting = destroyAfter(timeoutMs ?? use.connectTimeoutMs ?? connectTimeoutMs)
  try {
    await client.connect()
    if (timeoutMs === undefined) clearTimeout(connecting)
    return await work(client)
  } finally {
    clearTimeout(connecting)
    await client.end().catch(() => undefined)
  }
}
