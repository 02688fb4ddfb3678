import type { Dirent } from 'node:fs'
import { lstat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { AppError } from '../../errors.ts'
import { recordKinds } from '../records/record-type.ts'
import type { SourceFile, SourceLayout } from '../records/source-file.ts'
import { isSystemError, openDirectoryInPlace, PathReplaced } from './open-in-place.ts'
import {
  anonymousDirectory,
  comparePaths,
  decodeSourceName,
  findSkipReason,
  orderSources,
  type SourceName,
  type SourceOptions,
  skipReasons,
} from './source-name.ts'

export interface FoundSources {
  /** In the order of reading: the first copy of a record takes precedence over later ones. */
  readonly files: readonly SourceFile[]
  /** At most `maxSkippedPaths` of the skipped paths. */
  readonly skipped: readonly SkippedPath[]
  readonly skippedCount: number
}

/** A path that was found but is not read. */
export interface SkippedPath {
  /** Relative to the imported directory; a directory's path ends with `/`. */
  readonly path: string
  readonly reason: string
}

/** The search options, and the results so far in no particular order. */
interface SourceSearch extends DirectorySearch {
  readonly options: SourceOptions
  readonly found: { readonly name: SourceName; readonly file: Omit<SourceFile, 'number'> }[]
}

/** A directory with legacy files; its path is empty or ends with `/`. */
interface SourceDirectory {
  readonly path: string
  readonly layout: SourceLayout
  readonly ownerId: string | null
}

/** About 150 MB of paths. Larger trees must be imported in parts. */
const maxSourceFiles = 250_000

/**
 * Finds the legacy files of a directory: the legacy `data/` directory itself, or one that contains it or a single
 * such directory. Opens no file and follows no link. Directories that can't be read are skipped.
 * @param directory a real, absolute path.
 * @throws AppError BAD_USER_INPUT if there are no legacy files, too many, or several data directories; the signal's
 * reason when it is aborted.
 */
export async function findSources(
  directory: string,
  options: SourceOptions,
  signal: AbortSignal,
): Promise<FoundSources> {
  const search: SourceSearch = { directory, options, signal, found: [], skipped: [], skippedCount: 0 }
  await searchDataDirectory(search)
  const { found, skipped, skippedCount } = search
  if (found.length === 0) throw nothingFound(skipped.sort(comparePaths), skippedCount)
  return { files: orderSources(found), skipped: skipped.sort(comparePaths), skippedCount }
}

async function searchDataDirectory(search: SourceSearch): Promise<void> {
  const path = await findDataDirectory(search)
  const directory: SourceDirectory = { path, layout: 'ERA1', ownerId: null }
  for await (const entry of listDirectory(search, path)) {
    if (!isDirectory(entry, 'users')) await addEntry(search, directory, entry)
    else if (search.options.layout === 'ERA1') skip(search, `${path}users/`, skipReasons.layout)
    else await searchUsers(search, `${path}users/`)
  }
}

async function searchUsers(search: SourceSearch, path: string): Promise<void> {
  for await (const owner of listDirectory(search, path)) {
    if (!owner.isDirectory()) {
      skip(search, path + owner.name, owner.isSymbolicLink() ? skipReasons.link : skipReasons.other)
      continue
    }
    const ownerId = owner.name === anonymousDirectory ? null : owner.name
    const directory: SourceDirectory = { path: `${path}${owner.name}/`, layout: 'ERA2', ownerId }
    for await (const entry of listDirectory(search, directory.path)) await addEntry(search, directory, entry)
  }
}

async function addEntry(search: SourceSearch, directory: SourceDirectory, entry: Dirent): Promise<void> {
  const path = directory.path + entry.name
  const name = decodeSourceName(entry.name)
  const reason = findSkipReason(entry, name, directory.layout, search.options)
  if (name === null || reason !== null) {
    skip(search, entry.isDirectory() ? `${path}/` : path, reason ?? skipReasons.other)
    return
  }
  const { maxFiles = maxSourceFiles } = search.options
  if (search.found.length === maxFiles) throw tooManyFiles(maxFiles)
  const location = join(search.directory, path)
  const { kind, isBackup } = name
  const { layout, ownerId } = directory
  const file = { kind, path, location, ownerId, isBackup, layout, ...(await findFileState(location)) }
  search.found.push({ name, file })
}

/** A file whose state can't be read is kept: reading it will fail and report the reason. */
async function findFileState(path: string): Promise<Pick<SourceFile, 'bytes' | 'modifiedAt'>> {
  try {
    const { size, mtimeNs } = await lstat(path, { bigint: true })
    return { bytes: Number(size), modifiedAt: String(mtimeNs) }
  } catch (error) {
    if (isSystemError(error)) return { bytes: 0, modifiedAt: null }
    throw error
  }
}

function tooManyFiles(maxFiles: number): AppError {
  return new AppError(
    'BAD_USER_INPUT',
    `The directory contains more than ${maxFiles} legacy files. Import it in parts.`,
  )
}

function nothingFound([first]: readonly SkippedPath[], skippedCount: number): AppError {
  const names = recordKinds.map((kind) => `${kind}.json`).join(', ')
  const other =
    first === undefined
      ? ''
      : ` ${skippedCount} other paths were skipped, the first being "${first.path}": ${first.reason}`
  return new AppError(
    'BAD_USER_INPUT',
    `The directory contains nothing to import. Expected ${names} (or .ndjson, .jsonl, .backup copies, or any of these as .gz or .zst), there and in users/<user-id>/, or in a directory data/ at most two levels down.${other}`,
  )
}

/** An archive often has one directory around its contents, and in it one for each of several backups. */
const maxLevels = 2
/** A backup has fewer; more suggest that a whole disk is being searched. */
const maxDirectories = 10_000
const maxNamedDirectories = 10

/**
 * Finds the directory with the legacy files, relative to the searched one: empty, or ending with `/`. It is the
 * searched directory or its `data/`, or else the only such directory one or two levels down.
 * @throws AppError BAD_USER_INPUT if there are several.
 */
async function findDataDirectory(search: DirectorySearch): Promise<string> {
  const found: string[] = []
  let level = ['']
  let directories = 0
  for (let depth = 0; depth <= maxLevels && directories < maxDirectories; depth++) {
    const next: string[] = []
    for (const path of level.slice(0, maxDirectories - directories)) {
      const { dataPath, subdirectories } = await inspectDirectory(search, path)
      directories++
      if (dataPath === null) next.push(...subdirectories)
      else if (path === '') return dataPath
      else found.push(dataPath)
    }
    level = next
  }
  const [only = '', second] = found
  if (second !== undefined) throw severalDirectories(found)
  return only
}

/** If a directory contains legacy files, its `data/` is ignored. */
async function inspectDirectory(
  search: DirectorySearch,
  path: string,
): Promise<{ dataPath: string | null; subdirectories: string[] }> {
  const subdirectories: string[] = []
  let dataPath: string | null = null
  for await (const entry of listDirectory(search, path)) {
    if (decodeSourceName(entry.name) !== null || isDirectory(entry, 'users'))
      return { dataPath: path, subdirectories }
    if (isDirectory(entry, 'data')) dataPath = `${path}data/`
    else if (entry.isDirectory() && subdirectories.length < maxDirectories)
      subdirectories.push(`${path}${entry.name}/`)
  }
  return { dataPath, subdirectories }
}

function severalDirectories(found: readonly string[]): AppError {
  const named = found.toSorted().slice(0, maxNamedDirectories)
  const more = found.length > named.length ? ` and ${found.length - named.length} more` : ''
  return new AppError(
    'BAD_USER_INPUT',
    `Several directories contain legacy files: ${named.join(', ')}${more}. Import one of them. If they are in an archive, unpack it first.`,
  )
}

/** The directory to search, and the paths skipped so far. */
export interface DirectorySearch {
  readonly directory: string
  readonly signal: AbortSignal
  readonly skipped: SkippedPath[]
  skippedCount: number
}

const maxSkippedPaths = 1000

/**
 * Lists a directory below the searched one. If it can't be read, or it or a directory above it was replaced by a link,
 * it is skipped.
 * @param path empty, or ending with `/`.
 * @throws the signal's reason when it is aborted.
 */
export async function* listDirectory(search: DirectorySearch, path: string): AsyncGenerator<Dirent, void> {
  try {
    for await (const entry of await openDirectoryInPlace(resolve(search.directory, path))) {
      search.signal.throwIfAborted()
      yield entry
    }
  } catch (error) {
    skip(search, path === '' ? './' : path, `The directory can't be read: ${explain(error)}.`)
  }
}

function explain(error: unknown): string {
  if (isSystemError(error)) return error.code
  if (error instanceof PathReplaced) return error.message
  throw error
}

function skip(search: DirectorySearch, path: string, reason: string): void {
  search.skippedCount++
  if (search.skipped.length < maxSkippedPaths) search.skipped.push({ path, reason })
}

/** True for a directory with this name, but not for a link to one. */
function isDirectory(entry: Dirent, name: string): boolean {
  return entry.name === name && entry.isDirectory()
}
