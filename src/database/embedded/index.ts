import { totalmem } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { ExternalDatabase } from '../../config.ts'
import { OperatorError } from '../../errors.ts'
import { isAlive } from '../../process/program.ts'
import { fallbackDirectory, findBinaries, findServerUser, makeRunnable } from './binaries.ts'
import { prepareDataDirectory, readPassword, serverFiles, serverUserName } from './data-directory.ts'
import { type ServerLock, takeServerLock } from './lock.ts'
import { findOrStartServer, type PostmasterOptions, stopPostmaster } from './postmaster.ts'
import { prepareRoles, type RoleDatabases } from './roles.ts'

interface EmbeddedOptions {
  /** Absolute path, such as the project's `.data`. */
  readonly dataDirectory: string
  readonly maxConnections: number
  /** Where programs and data are stored that the server's user can't access in the project. */
  readonly fallback?: string
}

/** The running embedded server, as used by this process, and the connections of its two roles. */
export interface EmbeddedDatabase extends AttachedServer, RoleDatabases {
  /** The directory of the server's files, with links resolved. */
  readonly home: string
}

/** Connections beyond the pool: for commands, the lock of each process, and psql. */
const spareConnections = 50
/** From PostgreSQL's default to the size beyond which nothing got faster in measurements. */
const bufferMegabytes = { least: 128, most: 1024 } as const

/**
 * PostgreSQL's defaults are for the smallest machines. With these settings, an import does not write the same pages to the
 * WAL repeatedly, and statements of requests are not compiled, which takes longer than running them.
 */
const largeDataSettings = {
  max_wal_size: '4GB',
  wal_compression: 'on',
  random_page_cost: '1.1',
  jit: 'off',
} as const

/**
 * Attaches to the embedded server of a data directory, starts it if it is not running, and creates its data if it does
 * not exist. Several processes can do so concurrently; the server runs until the last of them closes.
 * @throws OperatorError that names the problem with the machine, the data or the server.
 */
export async function openEmbedded(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const server = await prepareServer(options)
  const stake = await attachToServer(server)
  try {
    return { ...stake, ...(await prepareRoles(stake.admin, server.home)), home: server.home }
  } catch (error) {
    await stake.close()
    throw error
  }
}

async function prepareServer(options: EmbeddedOptions): Promise<PostmasterOptions> {
  const { dataDirectory, fallback = fallbackDirectory } = options
  const user = findServerUser(serverFiles(join(dataDirectory, 'postgres')).data)
  const binaries = makeRunnable(findBinaries(), user, fallback)
  const home = await prepareDataDirectory({ dataDirectory, binaries, user, fallback })
  return {
    binaries,
    user,
    home,
    settings: {
      max_connections: String(options.maxConnections + spareConnections),
      shared_buffers: `${chooseBufferMegabytes(totalmem())}MB`,
      ...largeDataSettings,
    },
  }
}

/** An eighth of the machine's memory; the system's file cache holds the rest of the data. */
function chooseBufferMegabytes(machineBytes: number): number {
  const eighth = Math.floor(machineBytes / 8 / 1024 ** 2)
  return Math.min(Math.max(eighth, bufferMegabytes.least), bufferMegabytes.most)
}

/** A locked running server. The lock is taken again after a crash of a backend, which ends all sessions. */
interface AttachedServer {
  /** The connection of the superuser to the database `postgres`. */
  readonly admin: ExternalDatabase
  /** See ServerLock. */
  claim: ServerLock['claim']
  /** See ServerLock. */
  announce: ServerLock['announce']
  /** Resolves when the server has ended although this process did not stop it. */
  readonly lost: Promise<void>
  /** Releases the lock, and stops the server if no other process has one. */
  close(): Promise<void>
}

const lockAttemptsMs = 20_000
const retryMs = 200
const stopTimeoutMs = 3_000

/** Finds or starts the server, and locks it. @throws OperatorError if it can't be started. */
async function attachToServer(options: PostmasterOptions): Promise<AttachedServer> {
  const lost = Promise.withResolvers<void>()
  const role: { isApi?: boolean; url?: string } = {}
  const first = await lockServer(options, () => void lockAnew())
  let lock = first.lock

  async function lockAnew(): Promise<void> {
    const again = await lockAgain(first, () => void lockAnew())
    if (again === undefined) return lost.resolve()
    lock = again
    if (role.isApi) await lock.claim()
    if (role.url !== undefined) await lock.announce(role.url)
  }

  return {
    admin: first.admin,
    claim: async () => {
      const claim = await lock.claim()
      role.isApi = claim.isFirst
      return claim
    },
    announce: async (url) => {
      role.url = url
      await lock.announce(url)
    },
    lost: lost.promise,
    close: async () => {
      const isLast = await lock.release().catch(() => false)
      if (isLast) await stopPostmaster(options.home, first.pid, stopTimeoutMs)
      await lock.close().catch(() => undefined)
    },
  }
}

interface LockedServer {
  readonly lock: ServerLock
  readonly pid: number
  readonly admin: ExternalDatabase
}

/** The last process that used the server may be stopping it: then the session breaks, and the next attempt starts it. */
async function lockServer(options: PostmasterOptions, onBroken: () => void): Promise<LockedServer> {
  const deadline = Date.now() + lockAttemptsMs
  while (true) {
    const { pid, port } = await findOrStartServer(options)
    const admin = adminDatabase(options.home, port)
    try {
      return { lock: await takeServerLock(admin, onBroken), pid, admin }
    } catch (error) {
      if (error instanceof pg.DatabaseError && error.code === '28P01')
        throw wrongPasswordError(options.home, error)
      if (Date.now() > deadline) throw error
      await sleep(retryMs)
    }
  }
}

/** Undefined if the server has ended, or does not recover in time. */
async function lockAgain(
  { pid, admin }: LockedServer,
  onBroken: () => void,
): Promise<ServerLock | undefined> {
  const deadline = Date.now() + lockAttemptsMs
  while (isAlive(pid) && Date.now() < deadline) {
    try {
      return await takeServerLock(admin, onBroken)
    } catch {
      // It is still recovering.
      await sleep(retryMs)
    }
  }
  return undefined
}

function adminDatabase(home: string, port: number): ExternalDatabase {
  const password = readPassword(home)
  return { host: '127.0.0.1', port, database: 'postgres', user: serverUserName, password, tls: false }
}

function wrongPasswordError(home: string, cause: unknown): OperatorError {
  const { password } = serverFiles(home)
  return new OperatorError(
    `The embedded PostgreSQL does not accept the password in ${password}: the file was changed or replaced.`,
    { cause },
  )
}
