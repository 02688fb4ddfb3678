import type { Dirent } from 'node:fs'
import { lstat } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../../errors.ts'
import { recordKinds } from '../records/record-type.ts'
import type { DocumentFile, SourceFile, SourceLayout } from '../records/source-file.ts'
import type { SkippedPath } from '../skipped-paths.ts'
import { addOtherPath, collectDocuments, type OtherPath } from './find-documents.ts'
import { type DirectorySearch, listDirectory, refuse, skip } from './list-directory.ts'
import { isSystemError } from './open-in-place.ts'
import {
  anonymousDirectory,
  attributesDirectory,
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
  /** The other files of the data directory, by path. */
  readonly documents: readonly DocumentFile[]
  /** How many of the other files can't be kept; they are among the skipped paths. */
  readonly refusedDocuments: number
  /** At most `maxSkippedPaths` of the skipped paths. */
  readonly skipped: readonly SkippedPath[]
  readonly skippedCount: number
}

/** The search options, and the results so far in no particular order. */
interface SourceSearch extends DirectorySearch {
  readonly options: SourceOptions
  readonly found: { readonly name: SourceName; readonly file: Omit<SourceFile, 'number'> }[]
  readonly others: OtherPath[]
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
  const empty = { found: [], others: [], skipped: [], skippedCount: 0, refusedDocuments: 0 }
  const search: SourceSearch = { directory, options, signal, ...empty }
  const dataPath = await findDataDirectory(search)
  await searchDataDirectory(search, dataPath)
  const { found, others, skipped } = search
  if (found.length === 0) {
    for (const { path, isDirectory } of others)
      skip(search, isDirectory ? `${path}/` : path, skipReasons.other)
    throw nothingFound(skipped.sort(comparePaths), search.skippedCount)
  }
  const documents = await collectDocuments(search, { dataPath, others, ...options })
  const { skippedCount, refusedDocuments } = search
  const files = orderSources(found)
  return { files, documents, refusedDocuments, skipped: skipped.sort(comparePaths), skippedCount }
}

async function searchDataDirectory(search: SourceSearch, path: string): Promise<void> {
  const directory: SourceDirectory = { path, layout: 'ERA1', ownerId: null }
  for await (const entry of listDirectory(search, path, refuse)) {
    if (isDirectory(entry, attributesDirectory)) continue
    if (!isDirectory(entry, 'users')) await addEntry(search, directory, entry)
    else if (search.options.layout === 'ERA1') skip(search, `${path}users/`, skipReasons.layout)
    else await searchUsers(search, `${path}users/`)
  }
}

async function searchUsers(search: SourceSearch, path: string): Promise<void> {
  for await (const owner of listDirectory(search, path, refuse)) {
    if (!owner.isDirectory()) {
      addOther(search, path + owner.name, owner, null)
      continue
    }
    const ownerId = owner.name === anonymousDirectory ? null : owner.name
    const directory: SourceDirectory = { path: `${path}${owner.name}/`, layout: 'ERA2', ownerId }
    for await (const entry of listDirectory(search, directory.path, refuse)) {
      await addEntry(search, directory, entry)
    }
  }
}

async function addEntry(search: SourceSearch, directory: SourceDirectory, entry: Dirent): Promise<void> {
  const path = directory.path + entry.name
  const name = decodeSourceName(entry.name)
  const reason = findSkipReason(entry, name, directory.layout, search.options)
  if (name === null || reason === skipReasons.other) {
    addOther(search, path, entry, directory.ownerId)
    return
  }
  if (reason !== null) {
    skip(search, entry.isDirectory() ? `${path}/` : path, reason)
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

/** Notes a path that holds no records. Only files and directories can become documents. */
function addOther(search: SourceSearch, path: string, entry: Dirent, ownerId: string | null): void {
  if (entry.isSymbolicLink()) refuse(search, path, skipReasons.link)
  else if (!entry.isFile() && !entry.isDirectory()) refuse(search, path, skipReasons.noFile)
  else
    addOtherPath(
      search.others,
      { path, isDirectory: entry.isDirectory(), ownerId },
      search.options.maxDocuments,
    )
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
 * searched directory or its `data/`, or else the only such directory one or two levels down. Of several directories, those
 * without a legacy file do not count.
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
  return found.length > 1 ? getOnlyDirectory(search, found) : (found[0] ?? '')
}

async function getOnlyDirectory(search: DirectorySearch, paths: readonly string[]): Promise<string> {
  const found: string[] = []
  for (const path of paths) if (await hasSources(search, path)) found.push(path)
  if (found.length > 1) throw severalDirectories(found)
  return found[0] ?? ''
}

/** Whether the directory, or the folder of one of its users, contains a legacy file. */
async function hasSources({ directory, signal }: DirectorySearch, path: string): Promise<boolean> {
  // What can't be read is skipped when the directory is searched.
  const search = { directory, signal, skipped: [], skippedCount: 0, refusedDocuments: 0 }
  let hasUsers = false
  for await (const entry of listDirectory(search, path)) {
    if (decodeSourceName(entry.name) !== null) return true
    hasUsers ||= isDirectory(entry, 'users')
  }
  if (!hasUsers) return false
  for await (const owner of listDirectory(search, `${path}users/`)) {
    if (!owner.isDirectory()) continue
    for await (const entry of listDirectory(search, `${path}users/${owner.name}/`)) {
      if (decodeSourceName(entry.name) !== null) return true
    }
  }
  return false
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
    if (isDirectory(entry, attributesDirectory)) continue
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

/** True for a directory with this name, but not for a link to one. */
function isDirectory(entry: Dirent, name: string): boolean {
  return entry.name === name && entry.isDirectory()
}
