import type { Dirent } from 'node:fs'
import { resolve } from 'node:path'
import { maxSkippedPaths, type SkippedPath } from '../skipped-paths.ts'
import { isSystemError, openDirectoryInPlace, PathReplaced } from './open-in-place.ts'

/** The directory to search, and the paths skipped so far. */
export interface DirectorySearch {
  readonly directory: string
  readonly signal: AbortSignal
  readonly skipped: SkippedPath[]
  skippedCount: number
  /** How many of the skipped paths are files to keep, or folders that may contain some. */
  refusedDocuments: number
}

/**
 * Lists a directory below the searched one. If it can't be read, or it or a directory above it was replaced by a link,
 * it is skipped.
 * @param path empty, or ending with `/`.
 * @param onUnreadable `refuse` for a folder whose files are lost to the import.
 * @throws the signal's reason when it is aborted.
 */
export async function* listDirectory(
  search: DirectorySearch,
  path: string,
  onUnreadable: typeof skip = skip,
): AsyncGenerator<Dirent, void> {
  try {
    for await (const entry of await openDirectoryInPlace(resolve(search.directory, path))) {
      search.signal.throwIfAborted()
      yield entry
    }
  } catch (error) {
    onUnreadable(search, path === '' ? './' : path, `The directory can't be read: ${explain(error)}.`)
  }
}

function explain(error: unknown): string {
  if (isSystemError(error)) return error.code
  if (error instanceof PathReplaced) return error.message
  throw error
}

export function skip(search: DirectorySearch, path: string, reason: string): void {
  search.skippedCount++
  if (search.skipped.length < maxSkippedPaths) search.skipped.push({ path, reason })
}

/** Skips a path that should have been kept: the import is not complete. */
export function refuse(search: DirectorySearch, path: string, reason: string): void {
  skip(search, path, reason)
  search.refusedDocuments++
}
