import type { Dirent } from 'node:fs'
import { lstat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { AppError } from '../../errors.ts'
import { recordKinds, type SourceFile, type SourceLayout } from '../scan/source-item.ts'
import { isSystemError, openDirectoryInPlace, PathReplaced } from './open-in-place.ts'
import {
  comparePaths,
  decodeSourceName,
  findSkipReason,
  orderSources,
  type SourceName,
  type SourceOptions,
  skipReasons,
} from './source-name.ts'

interface FoundSources {
  /** In the order to read them: of several copies of a record the first is the one to trust. */
  readonly files: readonly SourceFile[]
  /** The first of the paths that are not read. */
  readonly skipped: readonly SkippedPath[]
  readonly skippedCount: number
}

/**
 * Finds the legacy files of a directory that is the old `data/`, or holds it or one folder that does. Opens no file, follows no link. The
 * order is that of foreign keys; of one kind the live files come before the backups, `.backup` before `.backup3`,
 * and a global file before those of the users.
 * @param directory a real, absolute path.
 * @throws AppError BAD_USER_INPUT when there is nothing to import, or too much; the signal's reason once aborted.
 */
export async function findSources(
  directory: string,
  options: SourceOptions,
  signal: AbortSignal,
): Promise<FoundSources> {
  const search: SourceSearch = { directory, options, signal, found: [], skipped: [], skippedCount: 0 }
  await searchSources(search)
  const { found, skipped, skippedCount } = search
  if (found.length === 0) throw nothingFound(skipped.sort(comparePaths), skippedCount)
  return { files: orderSources(found), skipped: skipped.sort(comparePaths), skippedCount }
}

function nothingFound([first]: readonly SkippedPath[], skippedCount: number): AppError {
  const names = recordKinds.map((kind) => `${kind}.json`).join(', ')
  const other =
    first === undefined ? '' : ` Of ${skippedCount} other paths the first is "${first.path}": ${first.reason}`
  return new AppError(
    'BAD_USER_INPUT',
    `The directory holds nothing to import. Looked for ${names} (or .ndjson, .jsonl, their .backup copies, and any of these as .gz or .zst), there and in users/<user-id>/, or for a folder data/ with these, at most two folders down.${other}`,
  )
}

/** What to look for, and what was found so far, in no order. */
interface SourceSearch extends FolderSearch {
  readonly options: SourceOptions
  readonly found: { readonly name: SourceName; readonly file: Omit<SourceFile, 'number'> }[]
}

/** A folder that holds legacy files; its path is empty or ends in `/`. */
interface Folder {
  readonly path: string
  readonly layout: SourceLayout
  readonly ownerId: string | null
}

/** About 150 MB of paths: a larger tree is imported in parts. */
const maxSourceFiles = 250_000
/** Where the old application put what visitors did before they logged in. */
const anonymousFolder = 'anonymous'

/**
 * Searches the folder that holds the legacy files, with the folders of the users. A folder that can't be read is
 * skipped with the reason.
 * @throws AppError BAD_USER_INPUT when there are too many files, or several such folders; the signal's reason once
 * it is aborted.
 */
async function searchSources(search: SourceSearch): Promise<void> {
  const path = await findDataFolder(search)
  const folder: Folder = { path, layout: 'ERA1', ownerId: null }
  for await (const entry of listFolder(search, path)) {
    if (!isFolder(entry, 'users')) await take(search, folder, entry)
    else if (search.options.layout === 'ERA1') skip(search, `${path}users/`, skipReasons.layout)
    else await searchUsers(search, `${path}users/`)
  }
}

async function searchUsers(search: SourceSearch, path: string): Promise<void> {
  for await (const owner of listFolder(search, path)) {
    if (!owner.isDirectory()) {
      skip(search, path + owner.name, owner.isSymbolicLink() ? skipReasons.link : skipReasons.other)
      continue
    }
    const ownerId = owner.name === anonymousFolder ? null : owner.name
    const folder: Folder = { path: `${path}${owner.name}/`, layout: 'ERA2', ownerId }
    for await (const entry of listFolder(search, folder.path)) await take(search, folder, entry)
  }
}

async function take(search: SourceSearch, folder: Folder, entry: Dirent): Promise<void> {
  const path = folder.path + entry.name
  const name = decodeSourceName(entry.name)
  const reason = findSkipReason(entry, name, folder.layout, search.options)
  if (name === null || reason !== null) {
    skip(search, entry.isDirectory() ? `${path}/` : path, reason ?? skipReasons.other)
    return
  }
  const { maxFiles = maxSourceFiles } = search.options
  if (search.found.length === maxFiles) throw tooManyFiles(maxFiles)
  const location = join(search.directory, path)
  const { kind, isBackup } = name
  const { layout, ownerId } = folder
  const file = { kind, path, location, ownerId, isBackup, layout, ...(await findState(location)) }
  search.found.push({ name, file })
}

/** Nothing when it can't be told: then reading fails and says why. */
async function findState(path: string): Promise<Pick<SourceFile, 'bytes' | 'modifiedAt'>> {
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
    `The directory holds more than ${maxFiles} files: import it in parts.`,
  )
}

/** An archive often has one folder around everything, and in it one for each of several backups. */
const maxLevels = 2
/** More are no backups, but somebody's whole disk. */
const maxFolders = 10_000
const maxNamedFolders = 10

/**
 * The folder with the legacy files, relative to the searched directory: empty, or ending in `/`. It is the directory
 * or its `data/`, or else the only folder one or two levels down that is such a directory.
 * @throws AppError BAD_USER_INPUT when there are several.
 */
async function findDataFolder(search: FolderSearch): Promise<string> {
  const found: string[] = []
  let level = ['']
  let folders = 0
  for (let depth = 0; depth <= maxLevels && folders < maxFolders; depth++) {
    const next: string[] = []
    for (const path of level.slice(0, maxFolders - folders)) {
      const folder = await lookInto(search, path)
      folders++
      if (folder.dataPath === null) next.push(...folder.subfolders)
      else if (path === '') return folder.dataPath
      else found.push(folder.dataPath)
    }
    level = next
  }
  const [only = '', second] = found
  if (second !== undefined) throw severalFolders(found)
  return only
}

/** Beside legacy files a folder `data/` is something else. */
async function lookInto(
  search: FolderSearch,
  path: string,
): Promise<{ dataPath: string | null; subfolders: string[] }> {
  const subfolders: string[] = []
  let dataPath: string | null = null
  for await (const entry of listFolder(search, path)) {
    if (decodeSourceName(entry.name) !== null || isFolder(entry, 'users'))
      return { dataPath: path, subfolders }
    if (isFolder(entry, 'data')) dataPath = `${path}data/`
    else if (entry.isDirectory() && subfolders.length < maxFolders) subfolders.push(`${path}${entry.name}/`)
  }
  return { dataPath, subfolders }
}

function severalFolders(found: readonly string[]): AppError {
  const named = found.toSorted().slice(0, maxNamedFolders)
  const more = found.length > named.length ? ` and ${found.length - named.length} more` : ''
  return new AppError(
    'BAD_USER_INPUT',
    `Several folders hold legacy files: ${named.join(', ')}${more}. Import one of them; of an archive, unpack it first.`,
  )
}

/** A path that was found and is not read. */
export interface SkippedPath {
  /** Relative to the imported directory; a folder's ends in `/`. */
  readonly path: string
  readonly reason: string
}

/** Where a search looks, and what it leaves. */
interface FolderSearch {
  readonly directory: string
  readonly signal: AbortSignal
  readonly skipped: SkippedPath[]
  skippedCount: number
}

const maxSkippedPaths = 1000

/**
 * The entries of a folder of the searched directory. A folder that can't be read, or was replaced by a link at any level,
 * is skipped with the reason.
 * @param path empty, or ends in `/`.
 * @throws the signal's reason once it is aborted.
 */
export async function* listFolder(search: FolderSearch, path: string): AsyncGenerator<Dirent, void> {
  try {
    for await (const entry of await openDirectoryInPlace(resolve(search.directory, path))) {
      search.signal.throwIfAborted()
      yield entry
    }
  } catch (error) {
    skip(search, path === '' ? './' : path, `The folder can't be read: ${explain(error)}.`)
  }
}

function explain(error: unknown): string {
  if (isSystemError(error)) return error.code
  if (error instanceof PathReplaced) return error.message
  throw error
}

/** Counts the path as skipped, and keeps it if it is among the first. */
function skip(search: FolderSearch, path: string, reason: string): void {
  search.skippedCount++
  if (search.skipped.length < maxSkippedPaths) search.skipped.push({ path, reason })
}

/** True for a real folder of this name; a link to one is none. */
function isFolder(entry: Dirent, name: string): boolean {
  return entry.name === name && entry.isDirectory()
}
