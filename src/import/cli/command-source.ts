import { rmSync } from 'node:fs'
import { lstat, mkdtemp, realpath, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { OperatorError } from '../../errors.ts'
import { listAbandonedDirectories, temporaryPath } from '../../process/temporary-directories.ts'
import { formatCount } from '../report/format.ts'
import { extractArchive, type SkippedEntries } from '../source/extract-archive.ts'

/** The directory or archive given to the import command. */
export interface CommandSource {
  /**
   * The real path of the directory to import. An archive is unpacked to a temporary directory first.
   * @throws OperatorError if the path does not exist; AppError if the archive can't be imported; the signal's reason.
   */
  findDirectory(path: string): Promise<string>
  /** The entries of the archive that are not imported; null for a directory. */
  readonly skipped: SkippedEntries | null
  /** Removes the temporary directory, even if unpacking failed. */
  remove(): Promise<void>
}

/** @param onUnpack called before an archive is unpacked, which may take minutes. */
export function createCommandSource(signal: AbortSignal, onUnpack: () => void): CommandSource {
  let temporary: TemporaryDirectory | null = null
  let skipped: SkippedEntries | null = null
  return {
    get skipped() {
      return skipped
    },
    async findDirectory(path) {
      await removeAbandoned()
      const found = await stat(path).catch(() => undefined)
      if (found?.isDirectory()) return realpath(path)
      if (!found?.isFile()) throw notFound(path)
      onUnpack()
      temporary = await createTemporaryDirectory()
      skipped = await extractArchive({ archive: await realpath(path), directory: temporary.path, signal })
      return temporary.path
    },
    async remove() {
      await temporary?.remove()
    },
  }
}

function notFound(path: string): OperatorError {
  return new OperatorError(
    `There is no directory or archive ${path}. Specify the legacy application's data directory, or an archive of it.`,
  )
}

interface TemporaryDirectory {
  readonly path: string
  remove(): Promise<void>
}

const removal = { recursive: true, force: true } as const

/** Accessible to its owner only. Also removed when the process exits; only SIGKILL leaves it behind. */
async function createTemporaryDirectory(): Promise<TemporaryDirectory> {
  const path = await realpath(await mkdtemp(temporaryPath(tmpdir(), 'archive')))
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

/** Removes the directories that killed processes of this user left behind. */
async function removeAbandoned(): Promise<void> {
  for (const path of listAbandonedDirectories(tmpdir(), 'archive')) {
    // Another process may be removing it at the same time.
    const found = await lstat(path).catch(() => undefined)
    if (found?.isDirectory() && found.uid === process.getuid?.()) await rm(path, removal)
  }
}

const maxShown = 10

/** The skipped entries of an archive as text for a terminal; empty if there are none. */
export function formatSkippedEntries({ paths, count }: SkippedEntries): string {
  if (count === 0) return ''
  const shown = paths.slice(0, maxShown)
  const lines = shown.map(({ path, reason }) => `  ${JSON.stringify(path).slice(1, -1)}  ${reason}`)
  const more = count - shown.length
  const rest = more > 0 ? [`  and ${formatCount(more)} more`] : []
  return `${['Skipped in the archive:', ...lines, ...rest].join('\n')}\n\n`
}
