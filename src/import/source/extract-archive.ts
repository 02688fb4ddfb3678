import { mkdir, open, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { validateFileName } from 'yauzl'
import { readLimits } from '../scan/read-limits.ts'
import { maxSkippedPaths, type SkippedPath } from '../skipped-paths.ts'
import { maxFolderLevels } from './find-documents.ts'
import { type HeldDirectory, holdDirectory, isSystemError } from './open-in-place.ts'
import { type ArchiveEntry, type ArchiveLimits, openArchive, refuseArchive } from './read-archive.ts'
import { attributesDirectory, decodeSourceName, skipReasons } from './source-name.ts'

export const archiveLimits: ArchiveLimits = {
  maxEntries: 1_000_000,
  maxBytes: 64 * 2 ** 30,
  maxExpansion: readLimits.maxExpansion,
  minExpandedBytes: readLimits.minExpandedBytes,
}

export interface Extraction {
  /** The real path of the archive. */
  readonly archive: string
  /** Empty, and used by nothing else. */
  readonly directory: string
  readonly signal: AbortSignal
  readonly limits?: ArchiveLimits
}

/** The entries that were not extracted, with the reasons. */
export interface SkippedEntries {
  /** At most `maxSkippedPaths`. */
  readonly paths: SkippedPath[]
  count: number
}

/**
 * Extracts the regular files of an archive that have safe relative paths. The files are readable by their owner only, and
 * keep their modification times. Of other files with the same path, the first is extracted.
 *
 * One writer serves both formats: yauzl writes no files, and tar's `extract` overwrites repeated names, keeps the modes
 * of the archive and does not limit the bytes written.
 * @throws AppError BAD_USER_INPUT for a file that is not an archive, and for an archive that is damaged, too large or
 * contains a legacy file twice; the signal's reason when it is aborted.
 */
export async function extractArchive(extraction: Extraction): Promise<SkippedEntries> {
  const { archive: path, directory, limits = archiveLimits } = extraction
  const { size: bytes } = await stat(path)
  const held = await holdTarget(directory)
  try {
    return await writeEntries({ ...extraction, limits, bytes, target: held.path })
  } finally {
    await held.close()
  }
}

/** Once the directory is held, replacing it with a link has no effect: files are written to the original one. */
async function holdTarget(directory: string): Promise<HeldDirectory> {
  try {
    return await holdDirectory(directory)
  } catch (error) {
    throw refuseArchive('the temporary directory for unpacking it was replaced', error)
  }
}

interface EntriesToWrite extends Extraction {
  readonly limits: ArchiveLimits
  /** The size of the archive. */
  readonly bytes: number
  /** The directory to write to. */
  readonly target: string
}

async function writeEntries(writing: EntriesToWrite): Promise<SkippedEntries> {
  const { archive: path, bytes, signal, limits, target } = writing
  const skipped: SkippedEntries = { paths: [], count: 0 }
  const maxBytes = Math.min(limits.maxBytes, Math.max(limits.minExpandedBytes, bytes * limits.maxExpansion))
  const budget: ByteBudget = { maxBytes, remainingBytes: maxBytes }
  let entries = 0
  for await (const entry of openArchive({ path, bytes, signal, limits })) {
    signal.throwIfAborted()
    if (++entries > limits.maxEntries) throw refuseArchive(`it has more than ${limits.maxEntries} entries`)
    if (entry.type === 'directory') continue
    const place = findEntryPlace(entry)
    if ('segments' in place && place.segments[0] === attributesDirectory) continue
    const reason =
      'reason' in place ? place.reason : await writeEntry(target, place.segments, { entry, budget, signal })
    if (reason !== null) addSkipped(skipped, { path: entry.path, reason })
  }
  return skipped
}

function addSkipped(skipped: SkippedEntries, path: SkippedPath): void {
  skipped.count++
  if (skipped.paths.length < maxSkippedPaths) skipped.paths.push(path)
}

/** Two directories, data/, users/, one for the user, the folders of a document, and the file. */
const maxSegments = 6 + maxFolderLevels
/** The limit of common file systems. */
const maxSegmentBytes = 255

const reasons = {
  ...skipReasons,
  link: 'A link. Links in an archive are not followed; archive the file itself.',
  deep: `It is more than ${maxSegments} folders deep.`,
  path: 'Its path is invalid or leads out of the archive.',
  clash: 'The archive contains its path more than once; only the first file was unpacked.',
  long: 'Its path is too long.',
} as const

/** The segments of the entry's safe relative path, or the reason to skip it. */
export function findEntryPlace({ path, type }: ArchiveEntry): { segments: string[] } | { reason: string } {
  const segments = path.split('/').filter((segment) => segment !== '' && segment !== '.')
  if (validateFileName(path) !== null || !segments.every(isValidSegment)) return { reason: reasons.path }
  if (type === 'link') return { reason: reasons.link }
  if (type === 'other') return { reason: reasons.noFile }
  return segments.length <= maxSegments ? { segments } : { reason: reasons.deep }
}

/**
 * Invalid names that yauzl's check of relative paths accepts: those that a file system can't have, and drives within a
 * path.
 */
function isValidSegment(segment: string): boolean {
  return !/\0|^[a-z]:/i.test(segment) && Buffer.byteLength(segment) <= maxSegmentBytes
}

interface ByteBudget {
  readonly maxBytes: number
  remainingBytes: number
}

interface EntryToWrite {
  readonly entry: ArchiveEntry
  readonly budget: ByteBudget
  readonly signal: AbortSignal
}

/** Writes the entry. Returns the reason if it can't be written and is no legacy file. */
async function writeEntry(
  target: string,
  segments: readonly string[],
  writing: EntryToWrite,
): Promise<string | null> {
  const { entry } = writing
  const path = join(target, ...segments)
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    const file = await open(path, 'wx', 0o600)
    try {
      await file.writeFile(spendBytes(writing))
      if (entry.modifiedAt !== null) await file.utimes(entry.modifiedAt, entry.modifiedAt)
    } finally {
      await file.close()
    }
    return null
  } catch (error) {
    if (!isSystemError(error)) throw error
    const isSource = decodeSourceName(segments.at(-1) ?? '') !== null
    const reason = isSource ? null : findLossReason(error)
    if (reason === null) throw describeWriteError(entry, error)
    return reason
  }
}

/** The codes for a repeated file, and for a file in place of a directory or the reverse. */
const clashes = new Set(['EEXIST', 'ENOTDIR', 'EISDIR'])

/** Why another file of the archive is skipped; null if the archive can't be unpacked. */
function findLossReason({ code }: { readonly code: string }): string | null {
  if (clashes.has(code)) return reasons.clash
  return code === 'ENAMETOOLONG' ? reasons.long : null
}

function describeWriteError({ path }: ArchiveEntry, error: Error & { readonly code: string }): Error {
  if (clashes.has(error.code)) {
    return refuseArchive(
      `it contains "${path}" more than once. Unpack it and import the right version`,
      error,
    )
  }
  return refuseArchive(
    `"${path}" can't be unpacked (${error.code}). Set TMPDIR to a directory with enough space`,
    error,
  )
}

async function* spendBytes({ entry, budget, signal }: EntryToWrite): AsyncGenerator<Buffer, void> {
  for await (const chunk of entry.content) {
    signal.throwIfAborted()
    budget.remainingBytes -= chunk.length
    if (budget.remainingBytes < 0) {
      throw refuseArchive(`it expands to more than ${budget.maxBytes} bytes and may be a decompression bomb`)
    }
    yield chunk
  }
}
