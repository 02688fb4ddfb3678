import pg from 'pg'
import type { ExternalDatabase } from '../../config.ts'
import { toClientConfig } from '../session/client.ts'

/**
 * A process's lock on the embedded server: a session with advisory locks. PostgreSQL releases them when the process ends,
 * however it ends, so there is no lock file that could be stale.
 */
export interface ServerLock {
  /**
   * Claims to be the only API server on this data. If another process is (`isFirst` is false), `url` is its address, or
   * undefined while it is starting.
   */
  claim(): Promise<{ isFirst: true } | { isFirst: false; url: string | undefined }>
  /** Publishes the address of the API to other processes. */
  announce(url: string): Promise<void>
  /** Releases the lock. True if no other process has one; then none can take one before the server stops. */
  release(): Promise<boolean>
  /** Closes the session; the server may have ended. */
  close(): Promise<void>
}

/** The first key of this program's advisory locks, so that they don't conflict with those of other programs. */
export const lockSpace = 0x6d_65_74_61
export const locks = { users: 1, api: 2, roles: 3 } as const
const startingName = 'metagauge-api starting'

/**
 * Opens a session and takes the lock. Waits while the last process that used the server stops it; then the session breaks.
 * @param onBroken called when the open session breaks.
 * @throws the driver's error.
 */
export async function takeServerLock(database: ExternalDatabase, onBroken: () => void): Promise<ServerLock> {
  const client = new pg.Client({
    ...toClientConfig(database),
    application_name: startingName,
    keepAlive: true,
    connectionTimeoutMillis: 5_000,
  })
  const state = { isOpen: false }
  client.on('error', () => {
    if (state.isOpen) onBroken()
    state.isOpen = false
  })
  await client.connect()
  await client.query('select pg_advisory_lock_shared($1, $2)', [lockSpace, locks.users])
  state.isOpen = true
  return {
    claim: () => claim(client),
    announce: async (url) => {
      await client.query("select set_config('application_name', $1, false)", [url])
    },
    release: async () => {
      state.isOpen = false
      return release(client)
    },
    close: () => client.end(),
  }
}

async function claim(client: pg.Client): ReturnType<ServerLock['claim']> {
  const taken = await client.query('select pg_try_advisory_lock($1, $2) as ok', [lockSpace, locks.api])
  if (taken.rows[0].ok === true) return { isFirst: true }
  const holder = await client.query(
    `select application_name as name from pg_locks join pg_stat_activity using (pid)
      where locktype = 'advisory' and classid = $1 and objid = $2 and granted`,
    [lockSpace, locks.api],
  )
  const name: unknown = holder.rows[0]?.name
  return { isFirst: false, url: typeof name === 'string' && name !== startingName ? name : undefined }
}

/** If two processes release at the same time, the one whose second statement runs last gets the exclusive lock. */
async function release(client: pg.Client): Promise<boolean> {
  await client.query('select pg_advisory_unlock_shared($1, $2)', [lockSpace, locks.users])
  const alone = await client.query('select pg_try_advisory_lock($1, $2) as ok', [lockSpace, locks.users])
  return alone.rows[0].ok === true
}
