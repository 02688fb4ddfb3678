import type { Dirent } from 'node:fs'
import { lstat, opendir } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../../errors.ts'
import type { SourceFile, SourceLayout } from './record.ts'
import { findSkipReason, type SourceOptions, skipReasons } from './skip-reason.ts'
import { decodeSourceName, type SourceName } from './source-name.ts'
import { isSystemError } from './system-error.ts'

/** A path that was found and is not read. */
export interface SkippedPath {
  /** Relative to the imported directory; a folder's ends in `/`. */
  readonly path: string
  readonly reason: string
}

/** What to look for, and what was found so far, in no order. */
export interface SourceSearch {
  readonly directory: string
  readonly options: SourceOptions
  readonly signal: AbortSignal
  readonly found: { readonly name: SourceName; readonly file: SourceFile }[]
  readonly skipped: SkippedPath[]
  skippedCount: number
}

/** A folder that holds legacy files; its path is empty or ends in `/`. */
interface Folder {
  readonly path: string
  readonly layout: SourceLayout
  readonly ownerId: string | null
}

/** About 150 MB of paths: a larger tree is imported in parts. */
const maxSourceFiles = 250_000
const maxSkippedPaths = 1000
/** Where the old application put what visitors did before they logged in. */
const nobodysFolder = 'anonymous'

/**
 * Searches the directory, or its folder `data/`, with the folders of the users. A folder that can't be read is
 * skipped with the reason.
 * @throws AppError BAD_USER_INPUT when there are too many files; the signal's reason once it is aborted.
 */
export async function searchSources(search: SourceSearch): Promise<void> {
  const path = await findDataPath(search)
  const folder: Folder = { path, layout: 'ERA1', ownerId: null }
  for await (const entry of listFolder(search, path)) {
    if (!isFolder(entry, 'users')) await take(search, folder, entry)
    else if (search.options.layout === 'ERA1') skip(search, `${path}users/`, skipReasons.layout)
    else await searchUsers(search, `${path}users/`)
  }
}

/** Beside legacy files a folder `data/` is something else. */
async function findDataPath(search: SourceSearch): Promise<string> {
  let path = ''
  for await (const entry of listFolder(search, '')) {
    if (decodeSourceName(entry.name) !== null || isFolder(entry, 'users')) return ''
    if (isFolder(entry, 'data')) path = 'data/'
  }
  return path
}

async function searchUsers(search: SourceSearch, path: string): Promise<void> {
  for await (const owner of listFolder(search, path)) {
    if (!owner.isDirectory()) {
      skip(search, path + owner.name, owner.isSymbolicLink() ? skipReasons.link : skipReasons.other)
      continue
    }
    const ownerId = owner.name === nobodysFolder ? null : owner.name
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
  if (search.found.length === maxSourceFiles) throw tooManyFiles()
  const location = join(search.directory, path)
  const { kind, isBackup } = name
  const { layout, ownerId } = folder
  const bytes = await findSize(location)
  search.found.push({ name, file: { kind, path, location, ownerId, isBackup, bytes, layout } })
}

/** Zero when it can't be told: then reading fails and says why. */
async function findSize(path: string): Promise<number> {
  try {
    return (await lstat(path)).size
  } catch (error) {
    if (isSystemError(error)) return 0
    throw error
  }
}

async function* listFolder(search: SourceSearch, path: string): AsyncGenerator<Dirent, void> {
  try {
    for await (const entry of await opendir(join(search.directory, path))) {
      search.signal.throwIfAborted()
      yield entry
    }
  } catch (error) {
    if (!isSystemError(error)) throw error
    skip(search, path === '' ? './' : path, `The folder can't be read: ${error.code}.`)
  }
}

function isFolder(entry: Dirent, name: string): boolean {
  return entry.name === name && entry.isDirectory()
}

function skip(search: SourceSearch, path: string, reason: string): void {
  search.skippedCount++
  if (search.skipped.length < maxSkippedPaths) search.skipped.push({ path, reason })
}

function tooManyFiles(): AppError {
  return new AppError(
    'BAD_USER_INPUT',
    `The directory holds more than ${maxSourceFiles} files: import it in parts.`,
  )
}
