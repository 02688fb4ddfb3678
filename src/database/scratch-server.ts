import { chownSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ExternalDatabase } from '../config.ts'
import { findBinaries } from './embedded-binaries.ts'
import { createCluster, readPassword, serverUserName } from './embedded-data.ts'
import { startPostmaster, stopPostmaster } from './embedded-postmaster.ts'
import { findServerUser } from './embedded-user.ts'

/** A PostgreSQL that is thrown away: for tests and for generating types. */
export interface ScratchServer {
  /** A superuser's way to its database `postgres`. */
  readonly database: ExternalDatabase
  /** Stops the server and deletes its data. */
  stop(): Promise<void>
}

const stopTimeoutMs = 10_000

/** Starts an empty PostgreSQL in a temporary directory, with durability off: fast, and lost at a crash. */
export async function startScratchServer(): Promise<ScratchServer> {
  const binaries = findBinaries()
  const user = findServerUser()
  const home = mkdtempSync(join(tmpdir(), 'metagauge-scratch-'))
  if (user.uid !== undefined && user.gid !== undefined) chownSync(home, user.uid, user.gid)
  await createCluster(binaries, user, home)
  const settings = {
    max_connections: '200',
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
  }
  const { pid, port } = await startPostmaster({ binaries, user, home, settings })
  return {
    database: {
      host: '127.0.0.1',
      port,
      database: 'postgres',
      user: serverUserName,
      password: readPassword(home),
      tls: false,
    },
    stop: async () => {
      await stopPostmaster(home, pid, stopTimeoutMs)
      rmSync(home, { recursive: true, force: true })
    },
  }
}
