import { rmSync } from 'node:fs'
import { mkdtemp, realpath, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { OperatorError } from '../../errors.ts'
import { extractArchive, type LeftEntries } from './extract-archive.ts'

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

interface TemporaryDirectory {
  readonly path: string
  remove(): Promise<void>
}

/** For its owner alone. A process that ends without waiting removes it, too; only SIGKILL leaves it. */
async function makeTemporaryDirectory(): Promise<TemporaryDirectory> {
  const path = await realpath(await mkdtemp(join(tmpdir(), 'metagauge-archive-')))
  const options = { recursive: true, force: true } as const
  const removeAtExit = () => rmSync(path, options)
  process.once('exit', removeAtExit)
  return {
    path,
    async remove() {
      await rm(path, options)
      process.off('exit', removeAtExit)
    },
  }
}

function nothingThere(named: string): OperatorError {
  return new OperatorError(
    `There is no directory or archive ${named}. Name the legacy application's data directory, or an archive of it.`,
  )
}
