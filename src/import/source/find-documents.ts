import { lstat } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../../errors.ts'
import type { DocumentFile } from '../records/source-file.ts'
import { type DirectorySearch, listDirectory, skip } from './list-directory.ts'
import { isSystemError } from './open-in-place.ts'
import { comparePaths, type SourceOptions, skipReasons } from './source-name.ts'

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
/** Levels of folders below the one in which the records are. */
export const maxFolderLevels = 16

interface DocumentSearch extends Pick<SourceOptions, 'includeBackups'> {
  /** The data directory, relative to the imported one: empty, or ending with `/`. */
  readonly dataPath: string
  readonly others: readonly OtherPath[]
  /** Tests pass a smaller one. */
  readonly maxBytes?: number
}

interface FoundDocuments {
  readonly documents: readonly DocumentFile[]
  readonly refusedDocuments: number
}

/**
 * Finds the files among the other paths and below them. Follows no link. What can't be kept is added to the skipped
 * paths with the reason.
 * @throws AppError BAD_USER_INPUT if there are too many.
 */
export async function collectDocuments(
  search: DirectorySearch,
  { others, dataPath, includeBackups, maxBytes = maxDocumentBytes }: DocumentSearch,
): Promise<FoundDocuments> {
  const documents: DocumentFile[] = []
  let refusedDocuments = 0
  for (const other of others) {
    for await (const { path, ownerId } of listFiles(search, other, 0)) {
      if (!includeBackups && backupName.test(path)) {
        skip(search, path, skipReasons.backup)
        continue
      }
      const location = join(search.directory, path)
      const state = await findState(location, maxBytes)
      if (typeof state === 'string') {
        skip(search, path, state)
        refusedDocuments++
        continue
      }
      if (documents.length === maxDocuments) throw tooManyDocuments()
      documents.push({ path: path.slice(dataPath.length), location, ownerId, ...state })
    }
  }
  return { documents: documents.sort(comparePaths), refusedDocuments }
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
    skip(search, folder, `It is more than ${maxFolderLevels} folders deep. Keep it yourself.`)
    return
  }
  for await (const entry of listDirectory(search, folder)) {
    const path = folder + entry.name
    if (entry.isSymbolicLink()) skip(search, path, skipReasons.link)
    else if (!entry.isFile() && !entry.isDirectory()) skip(search, path, skipReasons.noFile)
    else yield* listFiles(search, { ...other, path, isDirectory: entry.isDirectory() }, level + 1)
  }
}

/** The file's state, or the reason why it can't be kept. */
async function findState(
  path: string,
  maxBytes: number,
): Promise<Pick<DocumentFile, 'bytes' | 'modifiedAt'> | string> {
  try {
    const { size, mtime } = await lstat(path)
    if (size <= maxBytes) return { bytes: size, modifiedAt: mtime }
    return `It has ${size} bytes; files of more than ${maxBytes} bytes are not kept. Keep it yourself.`
  } catch (error) {
    if (isSystemError(error)) return `It can't be read: ${error.code}.`
    throw error
  }
}

function tooManyDocuments(): AppError {
  return new AppError(
    'BAD_USER_INPUT',
    `The directory contains more than ${maxDocuments} files besides the legacy files. Import only the data directory.`,
  )
}
