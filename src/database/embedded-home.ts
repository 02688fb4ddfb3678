import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { OperatorError } from '../errors.ts'
import type { Binaries } from './embedded-binaries.ts'
import { createCluster, serverFiles } from './embedded-data.ts'
import { canEnter } from './embedded-reach.ts'
import type { ServerUser } from './embedded-user.ts'

export interface HomeOptions {
  /** The project's `.data`. */
  readonly dataDirectory: string
  readonly binaries: Binaries
  readonly user: ServerUser
  /** Where the database goes when the server's user can't enter the data directory. */
  readonly fallback: string
}

const unfinishedPrefix = 'postgres.new-'
const unfinishedMaxAgeMs = 60 * 60 * 1000

/**
 * Returns the absolute directory of the embedded database's files, and makes it first when there is none.
 * `.data/postgres` always leads to it, as a directory or as a link. It appears only when it is whole, so an
 * interrupted first start leaves nothing half made, and of two first starts at once one database remains.
 * @throws OperatorError when the data are another major version's, or gone from where the link leads.
 */
export async function prepareHome(options: HomeOptions): Promise<string> {
  const entry = join(options.dataDirectory, 'postgres')
  makeDirectory(options.dataDirectory)
  // The server's user has to pass through, but not to look around.
  if (options.user.uid !== undefined) chmodSync(options.dataDirectory, 0o711)
  if (lstatSync(entry, { throwIfNoEntry: false }) === undefined) await createHome(options, entry)
  if (!existsSync(entry)) throw lostHome(entry)
  const home = realpathSync(entry)
  checkVersion(home, options.binaries)
  return home
}

/** In two steps: the mode would count for missing parents too, and close them to the server's user. */
function makeDirectory(directory: string): void {
  mkdirSync(dirname(directory), { recursive: true })
  try {
    mkdirSync(directory, { mode: 0o700 })
  } catch (error) {
    if (!existsSync(directory)) throw error
  }
}

async function createHome(options: HomeOptions, entry: string): Promise<void> {
  removeAbandoned(options.dataDirectory)
  const isReachable = canEnter(options.dataDirectory, options.user)
  if (!isReachable) mkdirSync(options.fallback, { recursive: true, mode: 0o755 })
  const unfinished = mkdtempSync(
    join(isReachable ? options.dataDirectory : options.fallback, unfinishedPrefix),
  )
  try {
    const { uid, gid } = options.user
    if (uid !== undefined && gid !== undefined) chownSync(unfinished, uid, gid)
    await createCluster({ ...options, home: unfinished, isDurable: true })
    if (isReachable) renameSync(unfinished, entry)
    else symlinkSync(unfinished, entry)
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true })
    // Another start was faster: its database is as good as ours.
    if (!existsSync(entry)) throw error
  }
}

function lostHome(entry: string): OperatorError {
  return new OperatorError(
    `${entry} leads to ${readlinkSync(entry)}, and the database is no longer there. ` +
      'Bring it back, or delete the link to begin with an empty database.',
  )
}

/** What a start that was killed during initdb left behind. */
function removeAbandoned(dataDirectory: string): void {
  const isOld = (path: string) => Date.now() - statSync(path).mtimeMs > unfinishedMaxAgeMs
  readdirSync(dataDirectory)
    .filter((name) => name.startsWith(unfinishedPrefix))
    .map((name) => join(dataDirectory, name))
    .filter(isOld)
    .forEach((path) => {
      rmSync(path, { recursive: true, force: true })
    })
}

function checkVersion(home: string, binaries: Binaries): void {
  const found = readFileSync(join(serverFiles(home).data, 'PG_VERSION'), 'utf8').trim()
  if (found === binaries.majorVersion) return
  throw new OperatorError(
    `The data in ${home} are PostgreSQL ${found}'s, and this release brings PostgreSQL ${binaries.majorVersion}. ` +
      'Start the release that made them and take the data out with pg_dump, ' +
      'or move the directory away to begin with an empty database.',
  )
}
