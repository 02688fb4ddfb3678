import type { Dirent } from 'node:fs'
import { lstat } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../../errors.ts'
import { findDataFolder } from './find-data-folder.ts'
import { type FolderSearch, isFolder, listFolder, skip } from './list-folder.ts'
import type { SourceFile, SourceLayout } from './record.ts'
import { findSkipReason, type SourceOptions, skipReasons } from './skip-reason.ts'
import { decodeSourceName, type SourceName } from './source-name.ts'
import { isSystemError } from './system-error.ts'

/** What to look for, and what was found so far, in no order. */
export interface SourceSearch extends FolderSearch {
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
const nobodysFolder = 'anonymous'

/**
 * Searches the folder that holds the legacy files, with the folders of the users. A folder that can't be read is
 * skipped with the reason.
 * @throws AppError BAD_USER_INPUT when there are too many files, or several such folders; the signal's reason once
 * it is aborted.
 */
export async function searchSources(search: SourceSearch): Promise<void> {
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
