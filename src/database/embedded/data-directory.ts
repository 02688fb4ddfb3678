import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
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
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { OperatorError } from '../../errors.ts'
import { type Binaries, canEnter, type ServerUser } from './binaries.ts'

interface DataDirectoryOptions {
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
export async function prepareDataDirectory(options: DataDirectoryOptions): Promise<string> {
  const entry = join(options.dataDirectory, 'postgres')
  makeDirectory(options.dataDirectory)
  // The server's user has to pass through, but not to look around.
  if (options.user.uid !== undefined) chmodSync(options.dataDirectory, 0o711)
  if (lstatSync(entry, { throwIfNoEntry: false }) === undefined) await createDataDirectory(options, entry)
  if (!existsSync(entry)) throw missingDataError(entry)
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

async function createDataDirectory(options: DataDirectoryOptions, entry: string): Promise<void> {
  removeUnfinished(options.dataDirectory)
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

function missingDataError(entry: string): OperatorError {
  return new OperatorError(
    `${entry} leads to ${readlinkSync(entry)}, and the database is no longer there. ` +
      'Bring it back, or delete the link to begin with an empty database.',
  )
}

/** What a start that was killed during initdb left behind. */
function removeUnfinished(dataDirectory: string): void {
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

/** The superuser of an embedded server, used only to administer it. Its password is in the file `password` next to the data. */
export const serverUserName = 'metagauge'

/** What PostgreSQL may see of our environment: nothing that changes its defaults, such as PGPORT or LANG. */
export const serverEnvironment = { LC_ALL: 'C' } as const

/** Where a server's files are, below the directory that belongs to it. */
export function serverFiles(home: string) {
  return { data: join(home, 'data'), password: join(home, 'password'), log: join(home, 'postgres.log') }
}

/** @throws OperatorError when the file is another user's or gone. */
export function readPassword(home: string): string {
  const path = serverFiles(home).password
  try {
    return readFileSync(path, 'utf8').trim()
  } catch (cause) {
    throw new OperatorError(
      `The database's password can't be read from ${path}. Start as the user who started first, ` +
        'or choose another place with DATA_DIR=...',
      { cause },
    )
  }
}

interface ClusterOptions {
  readonly binaries: Binaries
  readonly user: ServerUser
  /** An existing directory that the server's user may write. */
  readonly home: string
  /** False for data that nobody misses after a crash of the machine. */
  readonly isDurable: boolean
}

/**
 * Makes an empty database cluster and its random password in `home`. Text sorts by code point in every place, whatever locales the machine has.
 * @throws OperatorError with initdb's own words.
 */
export async function createCluster({ binaries, user, home, isDurable }: ClusterOptions): Promise<void> {
  const files = serverFiles(home)
  writeFileSync(files.password, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 })
  if (user.uid !== undefined && user.gid !== undefined) chownSync(files.password, user.uid, user.gid)
  const initdb = spawn(
    binaries.initdb,
    [
      `--pgdata=${files.data}`,
      `--username=${serverUserName}`,
      `--pwfile=${files.password}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      ...(isDurable ? [] : ['--no-sync']),
    ],
    // Detached, so that a Ctrl-C in the terminal reaches only us and we end it in our own order.
    { ...user, cwd: home, env: serverEnvironment, detached: true, stdio: ['ignore', 'ignore', 'pipe'] },
  )
  const ended = new Promise<number | null>((resolve, reject) => {
    initdb.once('close', resolve)
    initdb.once('error', reject)
  })
  const [code, complaint] = await Promise.all([ended, text(initdb.stderr)])
  if (code !== 0)
    throw new OperatorError(`PostgreSQL could not create its data in ${home}:\n${complaint.trim()}`)
}
