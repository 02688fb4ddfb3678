import { mkdir, open, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { readLimits } from '../scan/read-limits.ts'
import { type HeldDirectory, holdDirectory, isSystemError } from './open-in-place.ts'
import { type ArchiveEntry, type ArchiveLimits, openArchive, refuseArchive } from './read-archive.ts'
import { decodeSourceName, skipReasons } from './source-name.ts'

export const archiveLimits: ArchiveLimits = {
  maxEntries: 1_000_000,
  maxBytes: 64 * 2 ** 30,
  maxExpansion: readLimits.maxExpansion,
  minExpandedBytes: readLimits.minExpandedBytes,
}

interface Extraction {
  /** The real path of the archive. */
  readonly archive: string
  /** Empty, and nobody else's. */
  readonly directory: string
  readonly signal: AbortSignal
  readonly limits?: ArchiveLimits
}

/** What stays in the archive, with the reasons. */
export interface SkippedEntries {
  /** The first of them. */
  readonly paths: { readonly path: string; readonly reason: string }[]
  count: number
}

const maxSkippedEntries = 1000

/**
 * Unpacks the legacy files of an archive, and nothing else: regular files with the names of legacy files and safe
 * relative paths, for nobody else to read, as old as the archive says.
 * @throws AppError BAD_USER_INPUT for what is no archive, damaged, too large or contradicts itself; the signal's reason.
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

/** Replacing the directory with a link has no effect: files are written to the directory that was created. */
async function holdTarget(directory: string): Promise<HeldDirectory> {
  try {
    return await holdDirectory(directory)
  } catch (error) {
    throw refuseArchive('the temporary directory for unpacking it was replaced', error)
  }
}

interface EntriesToWrite extends Extraction {
  readonly limits: ArchiveLimits
  readonly bytes: number
  /** The directory to write to. */
  readonly target: string
}

async function writeEntries(writing: EntriesToWrite): Promise<SkippedEntries> {
  const { archive: path, bytes, signal, limits, target } = writing
  const left: SkippedEntries = { paths: [], count: 0 }
  const room = {
    bytes: Math.min(limits.maxBytes, Math.max(limits.minExpandedBytes, bytes * limits.maxExpansion)),
  }
  let entries = 0
  for await (const entry of openArchive({ path, bytes, signal, limits })) {
    signal.throwIfAborted()
    if (++entries > limits.maxEntries) throw refuseArchive(`it has more than ${limits.maxEntries} entries`)
    if (entry.type === 'folder') continue
    const place = findEntryPlace(entry)
    if ('reason' in place) addSkipped(left, { path: entry.path, reason: place.reason })
    else await writeEntry(join(target, ...place.segments), { entry, room, signal })
  }
  return left
}

function addSkipped(left: SkippedEntries, path: SkippedEntries['paths'][number]): void {
  left.count++
  if (left.paths.length < maxSkippedEntries) left.paths.push(path)
}

interface Writing {
  readonly entry: ArchiveEntry
  /** How much may still be written. */
  readonly room: { bytes: number }
  readonly signal: AbortSignal
}

async function writeEntry(path: string, writing: Writing): Promise<void> {
  const { entry } = writing
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    const file = await open(path, 'wx', 0o600)
    try {
      await file.writeFile(countBytes(writing))
      if (entry.modifiedAt !== null) await file.utimes(entry.modifiedAt, entry.modifiedAt)
    } finally {
      await file.close()
    }
  } catch (error) {
    if (!isSystemError(error)) throw error
    if (clashes.has(error.code)) {
      throw refuseArchive(
        `"${entry.path}" stands in it more than once. Unpack it, and import the right one`,
        error,
      )
    }
    throw refuseArchive(
      `"${entry.path}" can't be unpacked (${error.code}). TMPDIR says where there is room`,
      error,
    )
  }
}

/** A file again, or a file where a folder is or should be. */
const clashes = new Set(['EEXIST', 'ENOTDIR', 'EISDIR'])

async function* countBytes({ entry, room, signal }: Writing): AsyncGenerator<Buffer, void> {
  for await (const chunk of entry.content) {
    signal.throwIfAborted()
    room.bytes -= chunk.length
    if (room.bytes < 0) {
      throw refuseArchive(
        'it expands to more than its size allows, as archives do that are made to fill a disk',
      )
    }
    yield chunk
  }
}

/** Two folders, data/, users/, one for the user, and the file: what lies deeper is not read anyway. */
const maxSegments = 6
/** What file systems take. */
const maxSegmentBytes = 255

const reasons = {
  ...skipReasons,
  link: 'A link. Links of an archive are not followed: put a copy in its place.',
  path: 'Its path leads out of the archive, or is none that a file can have.',
} as const

/** Where an entry goes, as the parts of a safe relative path; or why it stays in the archive. */
export function findEntryPlace({ path, type }: ArchiveEntry): { segments: string[] } | { reason: string } {
  const segments = path.split('/').filter((segment) => segment !== '' && segment !== '.')
  if (path.startsWith('/') || !segments.every(isSafe)) return { reason: reasons.path }
  if (type === 'link') return { reason: reasons.link }
  if (type === 'other') return { reason: reasons.noFile }
  const isSource = decodeSourceName(segments.at(-1) ?? '') !== null && segments.length <= maxSegments
  return isSource ? { segments } : { reason: reasons.other }
}

function isSafe(segment: string): boolean {
  return segment !== '..' && !/[\0\\]|^[a-z]:/i.test(segment) && Buffer.byteLength(segment) <= maxSegmentBytes
}
