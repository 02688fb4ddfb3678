import { chownSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import type { ExternalDatabase } from '../../config.ts'
import { listAbandonedDirectories, temporaryPath } from '../../process/temporary-directories.ts'
import { canEnter, fallbackDirectory, findBinaries, findServerUser, makeRunnable } from './binaries.ts'
import { createCluster, readPassword, serverUserName } from './data-directory.ts'
import {
  findOrStartServer,
  isServerOf,
  readPostmasterFile,
  startPostmaster,
  stopPostmaster,
} from './postmaster.ts'

/** A PostgreSQL whose data is deleted when it stops: for tests and for generating types. */
export interface TemporaryPostgres {
  /** The connection of the superuser to the database `postgres`. */
  readonly database: ExternalDatabase
  /** The directory of its files. */
  readonly home: string
  /** Starts it again after it has been killed. */
  startAgain(): Promise<void>
  /** Stops the server and deletes its data. */
  stop(): Promise<void>
}

const stopTimeoutMs = 10_000
const settings = {
  max_connections: '200',
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
} as const

/** Starts an empty PostgreSQL in a temporary directory. Durability is off: it is fast, and a crash of the machine loses data. */
export async function startTemporaryPostgres(): Promise<TemporaryPostgres> {
  const user = findServerUser()
  const binaries = makeRunnable(findBinaries(), user, fallbackDirectory)
  const parent = canEnter(tmpdir(), user) ? tmpdir() : fallbackDirectory
  mkdirSync(parent, { recursive: true })
  for (const abandoned of listAbandonedDirectories(parent, 'temporary')) await removeServer(abandoned)
  const home = mkdtempSync(temporaryPath(parent, 'temporary'))
  if (user.uid !== undefined && user.gid !== undefined) chownSync(home, user.uid, user.gid)
  await createCluster({ binaries, user, home, isDurable: false })
  const options = { binaries, user, home, settings }
  const { port } = await startPostmaster(options)
  const database = { host: '127.0.0.1', port, database: 'postgres', user: serverUserName, tls: false }
  return {
    database: { ...database, password: readPassword(home) },
    home,
    startAgain: async () => {
      await findOrStartServer({ ...options, settings: { ...settings, port: String(port) } })
    },
    stop: () => removeServer(home),
  }
}

async function removeServer(home: string): Promise<void> {
  const file = readPostmasterFile(home)
  if (file !== undefined && isServerOf(home, file.pid)) await stopPostmaster(home, file.pid, stopTimeoutMs)
  rmSync(home, { recursive: true, force: true })
}
