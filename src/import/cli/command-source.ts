import { rmSync } from 'node:fs'
import { lstat, mkdtemp, readdir, realpath, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isAlive } from '../../database/embedded/postmaster.ts'
import { OperatorError } from '../../errors.ts'
import { extractArchive, type SkippedEntries } from '../source/extract-archive.ts'

/** What the command's operator names: a directory, or an archive that is one for as long as the command runs. */
interface CommandSource {
  /**
   * The real path of the directory to import; an archive is unpacked into a temporary one first.
   * @throws OperatorError when there is no such path; AppError for an archive that can't be imported; the signal's reason.
   */
  findDirectory(named: string): Promise<string>
  /** What stays in the archive; null for a directory. */
  readonly left: SkippedEntries | null
  /** Removes what was unpacked, also of an archive that could not be unpacked to its end. */
  remove(): Promise<void>
}

/** @param onUnpack called before an archive is unpacked: it may take minutes. */
export function createCommandSource(signal: AbortSignal, onUnpack: () => void): CommandSource {
  let temporary: TemporaryDirectory | null = null
  let left: SkippedEntries | null = null
  return {
    get left() {
      return left
    },
    async findDirectory(named) {
      await removeAbandoned()
      const found = await stat(named).catch(() => undefined)
      if (found?.isDirectory()) return realpath(named)
      if (!found?.isFile()) throw notFound(named)
      onUnpack()
      temporary = await createTemporaryDirectory()
      left = await extractArchive({ archive: await realpath(named), directory: temporary.path, signal })
      return temporary.path
    },
    async remove() {
      await temporary?.remove()
    },
  }
}

function notFound(named: string): OperatorError {
  return new OperatorError(
    `There is no directory or archive ${named}. Name the legacy application's data directory, or an archive of it.`,
  )
}

/** A directory for as long as the process runs. */
interface TemporaryDirectory {
  readonly path: string
  remove(): Promise<void>
}

const namePattern = /^metagauge-archive-(\d+)-/
const removal = { recursive: true, force: true } as const

/** For its owner alone. A process that ends without waiting removes it, too; only SIGKILL leaves it. */
async function createTemporaryDirectory(): Promise<TemporaryDirectory> {
  const path = await realpath(await mkdtemp(join(tmpdir(), `metagauge-archive-${process.pid}-`)))
  const removeAtExit = () => rmSync(path, removal)
  process.once('exit', removeAtExit)
  return {
    path,
    async remove() {
      await rm(path, removal)
      process.off('exit', removeAtExit)
    },
  }
}

/** Removes what our user's processes left behind that were killed; their process id stands in the name. */
async function removeAbandoned(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const owner = namePattern.exec(name)?.[1]
    if (owner === undefined || isAlive(Number(owner))) continue
    const path = join(tmpdir(), name)
    // Another start may be removing it, too.
    const found = await lstat(path).catch(() => undefined)
    if (found?.isDirectory() && found.uid === process.getuid?.()) await rm(path, removal)
  }
}
