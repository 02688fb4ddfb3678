import type { Dirent } from 'node:fs'
import { resolve } from 'node:path'
import { openDirectoryInPlace, PathReplaced } from './open-in-place.ts'
import { isSystemError } from './system-error.ts'

/** A path that was found and is not read. */
export interface SkippedPath {
  /** Relative to the imported directory; a folder's ends in `/`. */
  readonly path: string
  readonly reason: string
}

/** Where a search looks, and what it leaves. */
export interface FolderSearch {
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
export function skip(search: FolderSearch, path: string, reason: string): void {
  search.skippedCount++
  if (search.skipped.length < maxSkippedPaths) search.skipped.push({ path, reason })
}

/** True for a real folder of this name; a link to one is none. */
export function isFolder(entry: Dirent, name: string): boolean {
  return entry.name === name && entry.isDirectory()
}
