import type { Dirent } from 'node:fs'
import { resolve } from 'node:path'
import { isSystemError, openDirectoryInPlace, PathReplaced } from './open-in-place.ts'

/** A path that was found but is not read. */
export interface SkippedPath {
  /** Relative to the imported directory; a directory's path ends with `/`. */
  readonly path: string
  readonly reason: string
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

export function skip(search: DirectorySearch, path: string, reason: string): void {
  search.skippedCount++
  if (search.skipped.length < maxSkippedPaths) search.skipped.push({ path, reason })
}
