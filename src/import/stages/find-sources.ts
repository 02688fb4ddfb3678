import { AppError } from '../../errors.ts'
import type { SkippedPath } from './list-folder.ts'
import { comparePaths, orderSources } from './order-sources.ts'
import { recordKinds, type SourceFile } from './record.ts'
import { type SourceSearch, searchSources } from './search-sources.ts'
import type { SourceOptions } from './skip-reason.ts'

export interface FoundSources {
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
