import { chownSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ExternalDatabase } from '../config.ts'
import { findBinaries } from './embedded-binaries.ts'
import { createCluster, readPassword, serverUserName } from './embedded-data.ts'
import { isAlive, readPostmasterFile, startPostmaster, stopPostmaster } from './embedded-postmaster.ts'
import { canEnter, fallbackDirectory, reachableBinaries } from './embedded-reach.ts'
import { findOrStartServer, isServerOf } from './embedded-server.ts'
import { findServerUser } from './embedded-user.ts'

/** A PostgreSQL that is thrown away: for tests and for generating types. */
export interface ScratchServer {
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
export async function startScratchServer(): Promise<ScratchServer> {
  const user = findServerUser()
  const binaries = reachableBinaries(findBinaries(), user, fallbackDirectory)
  const parent = canEnter(tmpdir(), user) ? tmpdir() : fallbackDirectory
  mkdirSync(parent, { recursive: true })
  await removeAbandoned(parent)
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
    stop: () => remove(home),
  }
}

/** What test runs left behind that were killed; their process id stands in the name. */
async function removeAbandoned(parent: string): Promise<void> {
  for (const name of readdirSync(parent)) {
    const owner = namePattern.exec(name)?.[1]
    if (owner !== undefined && !isAlive(Number(owner))) await remove(join(parent, name))
  }
}

async function remove(home: string): Promise<void> {
  const file = readPostmasterFile(home)
  if (file !== undefined && isServerOf(home, file.pid)) await stopPostmaster(home, file.pid, stopTimeoutMs)
  rmSync(home, { recursive: true, force: true })
}
