import { totalmem } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { ExternalDatabase } from '../../config.ts'
import { OperatorError } from '../../errors.ts'
import { fallbackDirectory, findBinaries, findServerUser, makeRunnable } from './binaries.ts'
import { prepareDataDirectory, readPassword, serverFiles, serverUserName } from './data-directory.ts'
import { type ServerLock, takeServerLock } from './lock.ts'
import { findOrStartServer, isAlive, type PostmasterOptions, stopPostmaster } from './postmaster.ts'
import { prepareRoles, type RoleDatabases } from './roles.ts'

interface EmbeddedOptions {
  /** The project's `.data`: absolute. */
  readonly dataDirectory: string
  readonly maxConnections: number
  /** Where programs and data go that the server's user can't reach in the project. */
  readonly fallback?: string
}

/** A share of the embedded server, and the connections of its two roles. */
export interface EmbeddedDatabase extends AttachedServer, RoleDatabases {
  /** The directory of the server's files, with links resolved. */
  readonly home: string
}

/** Beside our pool: the command-line tools, their holds and a psql. */
const spareConnections = 50
/** Between PostgreSQL's own default and what more would not make faster here. */
const bufferMegabytes = { least: 128, most: 1024 } as const

/**
 * PostgreSQL's defaults are for the smallest machine. With these an import does not write the same pages to its log
 * again and again, and no statement of a request is compiled, which takes longer than to run it.
 */
const largeDataSettings = {
  max_wal_size: '4GB',
  wal_compression: 'on',
  random_page_cost: '1.1',
  jit: 'off',
} as const

/**
 * Attaches to the embedded server of a data directory, or starts it, and makes it first when it is new.
 * Several processes may do so at once; the server runs until the last of them closes.
 * @throws OperatorError that says what is wrong with the machine, the data or the server.
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

/** An eighth of the machine's memory: the files' cache of the system holds the rest. */
function chooseBufferMegabytes(machineBytes: number): number {
  const eighth = Math.floor(machineBytes / 8 / 1024 ** 2)
  return Math.min(Math.max(eighth, bufferMegabytes.least), bufferMegabytes.most)
}

/** A hold on a running server that survives a crash of one of its backends, which breaks all sessions. */
interface AttachedServer {
  /** How the superuser connects to the server's database `postgres`. */
  readonly admin: ExternalDatabase
  /** See Hold.claim. */
  claim: ServerLock['claim']
  /** See Hold.announce. */
  announce: ServerLock['announce']
  /** Settles when the server is gone although nobody here stopped it. */
  readonly lost: Promise<void>
  /** Gives the hold up, and stops the server when nobody else has one. */
  close(): Promise<void>
}

const patienceMs = 20_000
const retryMs = 200
const stopTimeoutMs = 3_000

/** Finds or starts the server of the data and takes a hold on it. @throws OperatorError when none will run. */
async function attachToServer(options: PostmasterOptions): Promise<AttachedServer> {
  const lost = Promise.withResolvers<void>()
  const role: { isApi?: boolean; url?: string } = {}
  const first = await lockServer(options, () => void retake())
  let hold = first.hold

  async function retake(): Promise<void> {
    const again = await lockAgain(first, () => void retake())
    if (again === undefined) return lost.resolve()
    hold = again
    if (role.isApi) await hold.claim()
    if (role.url !== undefined) await hold.announce(role.url)
  }

  return {
    admin: first.admin,
    claim: async () => {
      const claim = await hold.claim()
      role.isApi = claim.isFirst
      return claim
    },
    announce: async (url) => {
      role.url = url
      await hold.announce(url)
    },
    lost: lost.promise,
    close: async () => {
      const isLast = await hold.release().catch(() => false)
      if (isLast) await stopPostmaster(options.home, first.pid, stopTimeoutMs)
      await hold.close().catch(() => undefined)
    },
  }
}

interface LockedServer {
  readonly hold: ServerLock
  readonly pid: number
  readonly admin: ExternalDatabase
}

/** The last holder may be stopping the server just now: then the session breaks, and the next try starts it. */
async function lockServer(options: PostmasterOptions, onBroken: () => void): Promise<LockedServer> {
  const deadline = Date.now() + patienceMs
  while (true) {
    const { pid, port } = await findOrStartServer(options)
    const admin = adminDatabase(options.home, port)
    try {
      return { hold: await takeServerLock(admin, onBroken), pid, admin }
    } catch (error) {
      if (error instanceof pg.DatabaseError && error.code === '28P01')
        throw wrongPasswordError(options.home, error)
      if (Date.now() > deadline) throw error
      await sleep(retryMs)
    }
  }
}

/** Undefined when the server has ended, or does not come back in time. */
async function lockAgain(
  { pid, admin }: LockedServer,
  onBroken: () => void,
): Promise<ServerLock | undefined> {
  const deadline = Date.now() + patienceMs
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
