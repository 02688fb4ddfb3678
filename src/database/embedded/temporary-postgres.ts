import { chownSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ExternalDatabase } from '../../config.ts'
import { canEnter, fallbackDirectory, findBinaries, findServerUser, makeRunnable } from './binaries.ts'
import { createCluster, readPassword, serverUserName } from './data-directory.ts'
import {
  findOrStartServer,
  isAlive,
  isServerOf,
  readPostmasterFile,
  startPostmaster,
  stopPostmaster,
} from './postmaster.ts'

/** A PostgreSQL that is thrown away: for tests and for generating types. */
export interface TemporaryPostgres {
  /** A superuser's way to its database `postgres`. */
  readonly database: ExternalDatabase
  /** The directory of its files. */
  readonly home: string
  /** Starts it again after it was killed. */
  startAgain(): Promise<void>
  /** Stops the server and deletes its data. */
  stop(): Promise<void>
}

const namePattern = /^metagauge-scratch-(\d+)-/
const stopTimeoutMs = 10_000
const settings = {
  max_connections: '200',
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
} as const

/** Starts an empty PostgreSQL in a temporary directory, with durability off: fast, and lost at a crash. */
export async function startTemporaryPostgres(): Promise<TemporaryPostgres> {
  const user = findServerUser()
  const binaries = makeRunnable(findBinaries(), user, fallbackDirectory)
  const parent = canEnter(tmpdir(), user) ? tmpdir() : fallbackDirectory
  mkdirSync(parent, { recursive: true })
  await removeLeftovers(parent)
  const home = mkdtempSync(join(parent, `metagauge-scratch-${process.pid}-`))
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

/** What test runs left behind that were killed; their process id stands in the name. */
async function removeLeftovers(parent: string): Promise<void> {
  for (const name of readdirSync(parent)) {
    const owner = namePattern.exec(name)?.[1]
    if (owner !== undefined && !isAlive(Number(owner))) await removeServer(join(parent, name))
  }
}

async function removeServer(home: string): Promise<void> {
  const file = readPostmasterFile(home)
  if (file !== undefined && isServerOf(home, file.pid)) await stopPostmaster(home, file.pid, stopTimeoutMs)
  rmSync(home, { recursive: true, force: true })
}
