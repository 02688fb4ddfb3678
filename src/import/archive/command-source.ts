import { realpath, stat } from 'node:fs/promises'
import { OperatorError } from '../../errors.ts'
import { extractArchive, type LeftEntries } from './extract-archive.ts'
import { makeTemporaryDirectory, removeAbandoned, type TemporaryDirectory } from './temporary-directory.ts'

/** What the command's operator names: a directory, or an archive that is one for as long as the command runs. */
export interface CommandSource {
  /**
   * The real path of the directory to import; an archive is unpacked into a temporary one first.
   * @throws OperatorError when there is no such path; AppError for an archive that can't be imported; the signal's reason.
   */
  findDirectory(named: string): Promise<string>
  /** What stays in the archive; null for a directory. */
  readonly left: LeftEntries | null
  /** Removes what was unpacked, also of an archive that could not be unpacked to its end. */
  remove(): Promise<void>
}

/** @param onUnpack called before an archive is unpacked: it may take minutes. */
export function createCommandSource(signal: AbortSignal, onUnpack: () => void): CommandSource {
  let temporary: TemporaryDirectory | null = null
  let left: LeftEntries | null = null
  return {
    get left() {
      return left
    },
    async findDirectory(named) {
      await removeAbandoned()
      const found = await stat(named).catch(() => undefined)
      if (found?.isDirectory()) return realpath(named)
      if (!found?.isFile()) throw nothingThere(named)
      onUnpack()
      temporary = await makeTemporaryDirectory()
      left = await extractArchive({ archive: await realpath(named), directory: temporary.path, signal })
      return temporary.path
    },
    async remove() {
      await temporary?.remove()
    },
  }
}

function nothingThere(named: string): OperatorError {
  return new OperatorError(
    `There is no directory or archive ${named}. Name the legacy application's data directory, or an archive of it.`,
  )
}
