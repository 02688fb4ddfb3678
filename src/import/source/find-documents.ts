import { lstat } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../../errors.ts'
import type { DocumentFile } from '../records/source-file.ts'
import { type DirectorySearch, listDirectory, refuse, skip } from './list-directory.ts'
import { isSystemError } from './open-in-place.ts'
import { comparePaths, resemblesSourceName, type SourceOptions, skipReasons } from './source-name.ts'

/** A path of the data directory that holds none of the five kinds of records. */
export interface OtherPath {
  /** Relative to the imported directory. */
  readonly path: string
  readonly isDirectory: boolean
  /** The name of the user's folder that contains it; otherwise null. */
  readonly ownerId: string | null
}

/** Size of the largest file that is kept as a document. One is in memory at a time. */
export const maxDocumentBytes = 32 * 1024 * 1024
const maxDocuments = 250_000
/** A longer path does not fit into an index. */
const maxPathBytes = 2000
/** Levels of folders below the one in which the records are. */
export const maxFolderLevels = 16

interface DocumentSearch extends Pick<SourceOptions, 'includeBackups' | 'maxDocuments'> {
  /** The data directory, relative to the imported one: empty, or ending with `/`. */
  readonly dataPath: string
  readonly others: readonly OtherPath[]
  /** Tests pass a smaller one. */
  readonly maxBytes?: number
}

/**
 * Adds a path to those that are searched for documents.
 * @throws AppError BAD_USER_INPUT if there are too many.
 */
export function addOtherPath(others: OtherPath[], other: OtherPath, limit = maxDocuments): void {
  if (others.length >= limit) throw tooManyDocuments(limit)
  others.push(other)
}

/**
 * Finds the files among the other paths and below them. Follows no link. What can't be kept is refused with
 * the reason.
 * @throws AppError BAD_USER_INPUT if there are too many.
 */
export async function collectDocuments(
  search: DirectorySearch,
  { others, dataPath, includeBackups, maxBytes = maxDocumentBytes, maxDocuments: limit }: DocumentSearch,
): Promise<readonly DocumentFile[]> {
  const documents: DocumentFile[] = []
  for (const other of others) {
    for await (const { path: found, ownerId } of listFiles(search, other, 0)) {
      if (!includeBackups && backupName.test(found)) {
        skip(search, found, skipReasons.backup)
        continue
      }
      const path = found.slice(dataPath.length)
      const location = join(search.directory, found)
      const bytes = findNameProblem(path) ?? (await findSize(location, maxBytes))
      if (typeof bytes === 'string') refuse(search, found, bytes)
      else addDocument(documents, { path, location, ownerId, bytes }, limit)
    }
  }
  return documents.sort(comparePaths)
}

function addDocument(documents: DocumentFile[], document: DocumentFile, limit = maxDocuments): void {
  if (documents.length >= limit) throw tooManyDocuments(limit)
  documents.push(document)
}

const backupName = /\.(?:backup|bak)[\w-]*(?:\.\w+)?$/

async function* listFiles(
  search: DirectorySearch,
  other: OtherPath,
  level: number,
): AsyncGenerator<OtherPath, void> {
  if (!other.isDirectory) {
    yield other
    return
  }
  const folder = `${other.path}/`
  if (level === maxFolderLevels) {
    refuse(search, folder, `It is more than ${maxFolderLevels} folders deep. Keep it yourself.`)
    return
  }
  for await (const entry of listDirectory(search, folder, refuse)) {
    const path = folder + entry.name
    if (entry.isSymbolicLink()) refuse(search, path, skipReasons.link)
    else if (!entry.isFile() && !entry.isDirectory()) refuse(search, path, skipReasons.noFile)
    else yield* listFiles(search, { ...other, path, isDirectory: entry.isDirectory() }, level + 1)
  }
}

/** Why a file with this path is not kept; null if it can be. */
function findNameProblem(path: string): string | null {
  if (resemblesSourceName(path.slice(path.lastIndexOf('/') + 1))) return skipReasons.record
  if (Buffer.byteLength(path) <= maxPathBytes) return null
  return `Its path has more than ${maxPathBytes} bytes. Keep it yourself, or shorten the names of its folders.`
}

/** The file's size, or the reason why it can't be kept. */
async function findSize(path: string, maxBytes: number): Promise<number | string> {
  try {
    const { size } = await lstat(path)
    return size <= maxBytes ? size : explainSize(maxBytes)
  } catch (error) {
    if (isSystemError(error)) return `It can't be read: ${error.code}.`
    throw error
  }
}

/** The reason for refusing a file that is larger. */
export function explainSize(maxBytes: number): string {
  return `It has more than ${maxBytes} bytes, so it is not kept. Keep it yourself.`
}

function tooManyDocuments(limit: number): AppError {
  return new AppError(
    'BAD_USER_INPUT',
    `The data directory contains more than ${limit} files besides the legacy files. Move those that are not needed out of it, or import copies with a part of the folders each.`,
  )
}
