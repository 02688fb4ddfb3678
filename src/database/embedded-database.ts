import { totalmem } from 'node:os'
import { join } from 'node:path'
import { findBinaries } from './embedded-binaries.ts'
import { serverFiles } from './embedded-data.ts'
import { prepareHome } from './embedded-home.ts'
import type { PostmasterOptions } from './embedded-postmaster.ts'
import { fallbackDirectory, reachableBinaries } from './embedded-reach.ts'
import { prepareRoles, type RoleDatabases } from './embedded-roles.ts'
import { type Stake, takeStake } from './embedded-stake.ts'
import { findServerUser } from './embedded-user.ts'

export interface EmbeddedOptions {
  /** The project's `.data`: absolute. */
  readonly dataDirectory: string
  readonly maxConnections: number
  /** Where programs and data go that the server's user can't reach in the project. */
  readonly fallback?: string
}

/** A share of the embedded server, and the connections of its two roles. */
export interface EmbeddedDatabase extends Stake, RoleDatabases {
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
  const stake = await takeStake(server)
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
  const binaries = reachableBinaries(findBinaries(), user, fallback)
  const home = await prepareHome({ dataDirectory, binaries, user, fallback })
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
