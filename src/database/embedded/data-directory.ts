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
  /** Where the database is created if the server's user can't enter the data directory. */
  readonly fallback: string
}

const unfinishedPrefix = 'postgres.new-'
const unfinishedMaxAgeMs = 60 * 60 * 1000

/**
 * Returns the absolute directory of the embedded database's files, and creates it if it does not exist.
 * `.data/postgres` is always this directory or a link to it. It appears only when it is complete, so an interrupted
 * first start leaves no incomplete database, and two concurrent first starts create only one.
 * @throws OperatorError if the data belongs to another major version, or the link's target is missing.
 */
export async function prepareDataDirectory(options: DataDirectoryOptions): Promise<string> {
  const entry = join(options.dataDirectory, 'postgres')
  makeDirectory(options.dataDirectory)
  // The server's user must be able to pass through, but not to list it.
  if (options.user.uid !== undefined) chmodSync(options.dataDirectory, 0o711)
  if (lstatSync(entry, { throwIfNoEntry: false }) === undefined) await createDataDirectory(options, entry)
  if (!existsSync(entry)) throw missingDataError(entry)
  const home = realpathSync(entry)
  checkVersion(home, options.binaries)
  return home
}

/** In two steps: the mode would also apply to missing parents, which the server's user must be able to enter. */
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
    // A concurrent start was faster; its database is used.
    if (!existsSync(entry)) throw error
  }
}

function missingDataError(entry: string): OperatorError {
  return new OperatorError(
    `${entry} is a link to ${readlinkSync(entry)}, which no longer contains the database. ` +
      'Restore it, or delete the link to start with an empty database.',
  )
}

/** Deletes the directories of starts that were killed during initdb. */
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
    `The data in ${home} was created by PostgreSQL ${found}, but this release includes PostgreSQL ${binaries.majorVersion}. ` +
      'Start the release that created it and export the data with pg_dump, ' +
      'or move the directory away to start with an empty database.',
  )
}

/** The superuser of an embedded server, used only to administer it. Its password is in the file `password` next to the data. */
export const serverUserName = 'metagauge'

/** The environment of PostgreSQL's processes: without variables that change its defaults, such as PGPORT or LANG. */
export const serverEnvironment = { LC_ALL: 'C' } as const

/** The paths of a server's files, below its directory. */
export function serverFiles(home: string) {
  return { data: join(home, 'data'), password: join(home, 'password'), log: join(home, 'postgres.log') }
}

/** @throws OperatorError if the file is missing or belongs to another user. */
export function readPassword(home: string): string {
  const path = serverFiles(home).password
  try {
    return readFileSync(path, 'utf8').trim()
  } catch (cause) {
    throw new OperatorError(
      `The database's password can't be read from ${path}. Run this as the user who created the database, ` +
        'or choose another directory with DATA_DIR=...',
      { cause },
    )
  }
}

interface ClusterOptions {
  readonly binaries: Binaries
  readonly user: ServerUser
  /** An existing directory that the server's user may write. */
  readonly home: string
  /** False for data that may be lost when the machine crashes. */
  readonly isDurable: boolean
}

/**
 * Creates an empty database cluster and its random password in `home`. Text sorts by code point, independent of the locales
 * of the machine.
 * @throws OperatorError with the output of initdb.
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
    // Detached, so that a Ctrl-C in the terminal reaches only this process.
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
