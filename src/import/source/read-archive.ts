import { open } from 'node:fs/promises'
import { crc32 } from 'node:zlib'
import { Header, Parser, type ReadEntry } from 'tar'
import { type Entry, getFileNameLowLevel, openPromise, type ZipFile } from 'yauzl'
import { AppError } from '../../errors.ts'
import { readLimits } from '../scan/read-limits.ts'
import { createByteInput, decompress, takeBytes, takeRest } from './decompress.ts'
import { createFileReading, readChunks } from './file-bytes.ts'

/** One entry of an archive, with untrusted values as the archive states them. */
export interface ArchiveEntry {
  readonly path: string
  readonly type: 'file' | 'directory' | 'link' | 'other'
  readonly modifiedAt: Date | null
  /** May be read once, before the next entry is requested, or not at all. */
  readonly content: AsyncIterable<Buffer>
}

/** Limits for an archive. Tests pass smaller ones. */
export interface ArchiveLimits {
  /** Entries of any type. */
  readonly maxEntries: number
  /** Bytes written to the disk, for archives of any size. */
  readonly maxBytes: number
  /** Ratio of the bytes written to the size of the archive. */
  readonly maxExpansion: number
  /** Expanded size that is allowed for any archive, however small. */
  readonly minExpandedBytes: number
}

export interface Archive {
  /** A real path. */
  readonly path: string
  readonly bytes: number
  readonly signal: AbortSignal
  readonly limits: ArchiveLimits
}

const advice = 'Unpack as much of it as possible and import the resulting directory'
/** The first bytes of a zip archive: those of its first entry, or of the directory if there is no entry. */
const zipMagic = ['PK\x03\x04', 'PK\x05\x06']

/**
 * Reads the entries of an archive: zip, or tar, plain or compressed with gzip or zstd. The format is detected.
 * @throws AppError BAD_USER_INPUT for any other file and for a damaged archive; the signal's reason when it is aborted.
 */
export async function* openArchive(archive: Archive): AsyncGenerator<ArchiveEntry, void> {
  if (zipMagic.includes(await readStart(archive.path))) yield* readZip(archive.path)
  else yield* readTar(readTarBytes(archive))
}

async function readStart(path: string): Promise<string> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0)
    return buffer.toString('latin1', 0, bytesRead)
  } finally {
    await file.close()
  }
}

const tarBlockBytes = 512
/** The parser of tar would decompress content that starts like gzip or zstd a second time, without our limits. */
const decompressedByParser = ['\x1f\x8b', '\x28\xb5\x2f\xfd']

async function* readTarBytes({ path, bytes, signal, limits }: Archive): AsyncGenerator<Buffer, void> {
  const reading = createFileReading()
  const stored = readChunks({ location: path }, reading, readLimits.chunkBytes)
  const content = decompress(stored, reading, { ...limits, storedBytes: bytes })
  try {
    const input = createByteInput(content)
    const start = await takeBytes(input, tarBlockBytes)
    if (reading.problem === null && !isTar(start))
      throw refuseArchive('it is neither a tar nor a zip archive')
    input.giveBack(start)
    for await (const chunk of takeRest(input)) {
      signal.throwIfAborted()
      yield chunk
    }
    if (reading.problem !== null) throw refuseArchive(reading.problem.message)
  } finally {
    await content.return()
  }
}

function isTar(start: Buffer): boolean {
  const isCompressed = decompressedByParser.some((magic) => start.toString('latin1').startsWith(magic))
  if (start.length < tarBlockBytes || isCompressed) return false
  try {
    const header = new Header(start, 0)
    return header.nullBlock || header.cksumValid
  } catch {
    // It throws for invalid numbers.
    return false
  }
}

type TarEvent = { readonly entry: ReadEntry } | { readonly bytes: Buffer } | { readonly isEnd: true }

const tarTypes: Readonly<Record<string, ArchiveEntry['type']>> = {
  File: 'file',
  OldFile: 'file',
  ContiguousFile: 'file',
  Directory: 'directory',
  Link: 'link',
  SymbolicLink: 'link',
}

/**
 * Reads the entries of a tar archive, in order.
 * @param chunks of the decompressed archive.
 * @throws AppError BAD_USER_INPUT if it is damaged, truncated or not a tar archive.
 */
export async function* readTar(chunks: AsyncIterable<Buffer>): AsyncGenerator<ArchiveEntry, void> {
  const events = parseTar(chunks)
  try {
    for (let next = await events.next(); next.done !== true; next = await events.next()) {
      // Other events are the content of an entry that was not read.
      if (!('entry' in next.value)) continue
      const { path, type, mtime } = next.value.entry
      const content = takeContent(events)
      yield { path, type: tarTypes[type] ?? 'other', modifiedAt: mtime ?? null, content }
    }
  } finally {
    await events.return()
  }
}

async function* takeContent(events: AsyncGenerator<TarEvent, void>): AsyncGenerator<Buffer, void> {
  for (;;) {
    const next = await events.next()
    if (next.done === true || !('bytes' in next.value)) return
    yield next.value.bytes
  }
}

/**
 * Yields all events of a chunk before the parser gets the next one, so that no more than one chunk is in memory. The
 * archive may be several that were concatenated, as `cat a.tar b.tar` does: each gets its own parser, because a parser
 * ignores the bytes after an archive's end.
 */
async function* parseTar(chunks: AsyncIterable<Buffer>): AsyncGenerator<TarEvent, void> {
  let rest: Buffer<ArrayBufferLike> = Buffer.alloc(0)
  let part = createTarPart()
  for await (const chunk of chunks) {
    // A copy: the parser keeps what it gets.
    const bytes = Buffer.concat([rest, chunk])
    let at = 0
    while (at + tarBlockBytes <= bytes.length) {
      const block = bytes.subarray(at, at + tarBlockBytes)
      if (!part.hasEnded()) at += part.write(bytes.subarray(at))
      else if (block.equals(zeroBlock)) at += tarBlockBytes
      else if (isTar(block)) part = createTarPart()
      else throw damagedTar('the bytes after its end are not another archive')
      yield* part.takeEvents()
    }
    rest = bytes.subarray(at)
  }
  if (!part.hasEnded()) throw damagedTar('unexpected end of archive')
}

const zeroBlock = Buffer.alloc(tarBlockBytes)

/** One archive of a file of concatenated ones. */
interface TarPart {
  /** Parses some blocks, but none after the archive's end, and returns their size. */
  write(bytes: Buffer): number
  takeEvents(): TarEvent[]
  hasEnded(): boolean
}

/** @throws AppError BAD_USER_INPUT from `write` if the archive is damaged. */
function createTarPart(): TarPart {
  const events: TarEvent[] = []
  let warning: string | null = null
  let hasEnd = false
  let current: ReadEntry | undefined
  const parser = new Parser({
    zstd: false,
    brotli: false,
    onwarn: (_code, message) => (warning ??= String(message)),
  })
  parser.on('eof', () => {
    hasEnd = true
  })
  parser.on('ignoredEntry', (entry: ReadEntry) => events.push({ entry }))
  parser.on('entry', (entry: ReadEntry) => {
    current = entry
    events.push({ entry })
    entry.on('data', (bytes) => events.push({ bytes }))
    entry.on('end', () => events.push({ isEnd: true }))
  })
  return {
    write(bytes) {
      const content = current?.blockRemain ?? 0
      const whole = bytes.length - (bytes.length % tarBlockBytes)
      const size = content > 0 ? Math.min(content, whole) : tarBlockBytes
      try {
        parser.write(bytes.subarray(0, size))
      } catch (error) {
        warning = error instanceof Error ? error.message : String(error)
      }
      if (warning !== null) throw damagedTar(warning)
      return size
    },
    takeEvents: () => events.splice(0),
    hasEnded: () => hasEnd,
  }
}

function damagedTar(problem: string): AppError {
  return refuseArchive(`it is damaged (${problem}). ${advice}`)
}

const unixHost = 3
const typeMask = 0o170000
const unixTypes: ReadonlyMap<number, ArchiveEntry['type']> = new Map([
  // Some programs store only permissions.
  [0, 'file'],
  [0o100000, 'file'],
  [0o040000, 'directory'],
  [0o120000, 'link'],
])

/**
 * Reads the entries of a zip archive, in the order of its directory.
 * @throws AppError BAD_USER_INPUT if it is damaged, encrypted or uses an unsupported compression method.
 */
async function* readZip(path: string): AsyncGenerator<ArchiveEntry, void> {
  // The writer checks the names: with `decodeStrings`, one unsafe name would reject the whole archive.
  const zip = await openPromise(path, { autoClose: false, decodeStrings: false }).catch(refuseZip)
  try {
    const entries = zip.eachEntry()
    for (;;) {
      const next = await entries.next().catch(refuseZip)
      if (next.done === true) return
      yield describeEntry(zip, next.value)
    }
  } finally {
    zip.close()
  }
}

function describeEntry(zip: ZipFile, entry: Entry): ArchiveEntry {
  const name = getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, true)
  // Some programs on Windows separate folders with backslashes, which the format forbids.
  const path = name.includes('/') ? name : name.replaceAll('\\', '/')
  return {
    path,
    type: path.endsWith('/') ? 'directory' : findType(entry),
    modifiedAt: entry.getLastModDate(),
    content: readContent(zip, entry),
  }
}

function findType({ versionMadeBy, externalFileAttributes }: Entry): ArchiveEntry['type'] {
  if (versionMadeBy >> 8 !== unixHost) return 'file'
  return unixTypes.get((externalFileAttributes >>> 16) & typeMask) ?? 'other'
}

/** yauzl checks the size of an entry, but not its checksum. */
async function* readContent(zip: ZipFile, entry: Entry): AsyncGenerator<Buffer, void> {
  let checksum = 0
  try {
    for await (const chunk of await zip.openReadStreamPromise(entry)) {
      checksum = crc32(chunk, checksum)
      yield chunk
    }
  } catch (error) {
    refuseZip(error)
  }
  if (checksum !== entry.crc32) refuseZip(new Error('checksum mismatch'))
}

function refuseZip(error: unknown): never {
  const problem = error instanceof Error ? error.message : String(error)
  throw refuseArchive(`it can't be read (${problem}). ${advice}`, error)
}

/** The error for an archive that can't be imported. */
export function refuseArchive(reason: string, cause?: unknown): AppError {
  return new AppError('BAD_USER_INPUT', `The archive can't be imported: ${reason}.`, { cause })
}
