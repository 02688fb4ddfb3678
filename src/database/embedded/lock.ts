import pg from 'pg'
import type { ExternalDatabase } from '../../config.ts'
import { toClientConfig } from '../session/client.ts'

/**
 * One process's stake in the embedded server: a session with advisory locks. They vanish with the process,
 * however it ends, so there is no lock file that can be stale.
 */
export interface ServerLock {
  /**
   * Claims to be the one server of the API on these data. False: another process is; `url` is where, or
   * undefined while it is still starting.
   */
  claim(): Promise<{ isFirst: true } | { isFirst: false; url: string | undefined }>
  /** Tells other processes where the API is served. */
  announce(url: string): Promise<void>
  /** Gives the stake up. True when nobody else has one; then nobody can take one before the server stops. */
  release(): Promise<boolean>
  /** Closes the session; the server may be gone already. */
  close(): Promise<void>
}

/** Advisory locks of one number for this program, so that they meet no other program's. */
export const lockSpace = 0x6d_65_74_61
export const locks = { users: 1, api: 2, roles: 3 } as const
const startingName = 'metagauge-api starting'

/**
 * Opens the session and takes the stake. Waits while the last holder stops the server; then the session breaks
 * and this throws what node-postgres throws. `onBroken` is called when an open session breaks.
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

/** Of two that give up at once, the one whose second statement comes last finds itself alone. */
async function release(client: pg.Client): Promise<boolean> {
  await client.query('select pg_advisory_unlock_shared($1, $2)', [lockSpace, locks.users])
  const alone = await client.query('select pg_try_advisory_lock($1, $2) as ok', [lockSpace, locks.users])
  return alone.rows[0].ok === true
}
