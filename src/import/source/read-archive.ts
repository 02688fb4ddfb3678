import { open } from 'node:fs/promises'
import { crc32 } from 'node:zlib'
import { Header, Parser, type ReadEntry } from 'tar'
import { type Entry, getFileNameLowLevel, openPromise, type ZipFile } from 'yauzl'
import { AppError } from '../../errors.ts'
import { readLimits } from '../scan/read-limits.ts'
import { createByteInput, decompress, takeBytes, takeRest } from './decompress.ts'
import { createFileReading, readChunks } from './file-bytes.ts'

/** One entry of an archive, as it says of itself: nothing of it is believed. */
export interface ArchiveEntry {
  readonly path: string
  readonly type: 'file' | 'folder' | 'link' | 'other'
  readonly modifiedAt: Date | null
  /** To be read once, and before the next entry is asked for; or not at all. */
  readonly content: AsyncIterable<Buffer>
}

/** What an archive may hold. Tests pass smaller ones. */
export interface ArchiveLimits {
  /** Entries of any type. */
  readonly maxEntries: number
  /** What is written to the disk, however large the archive is. */
  readonly maxBytes: number
  /** How many times the archive's size may be written. */
  readonly maxExpansion: number
  /** What any archive may expand to, however small it is. */
  readonly minExpandedBytes: number
}

/** An archive that is not imported, with the reason. */
export function refuseArchive(reason: string, cause?: unknown): AppError {
  return new AppError('BAD_USER_INPUT', `The archive is not imported: ${reason}.`, { cause })
}

/** An archive to open, told by its first bytes. */
interface Archive {
  /** A real path. */
  readonly path: string
  readonly bytes: number
  readonly signal: AbortSignal
  readonly limits: ArchiveLimits
}

const tarBlockBytes = 512
/** The beginnings for which the parser of tar expands, once more and without our limits: gzip, zstd. */
const expandedByParser = ['\x1f\x8b', '\x28\xb5\x2f\xfd']
/** Of the first entry, or of the directory of an archive without any. */
const zipMagic = ['PK\x03\x04', 'PK\x05\x06']

/**
 * The entries of an archive: tar, plain or compressed with gzip or zstd, or zip.
 * @throws AppError BAD_USER_INPUT for any other file and for a damaged archive; the signal's reason once aborted.
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

async function* readTarBytes({ path, bytes, signal, limits }: Archive): AsyncGenerator<Buffer, void> {
  const reading = createFileReading()
  const stored = readChunks({ location: path }, reading, readLimits.chunkBytes)
  const expanded = decompress(stored, bytes, reading, limits)
  try {
    const input = createByteInput(expanded)
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
    await expanded.return()
  }
}

function isTar(start: Buffer): boolean {
  const isExpandedByParser = expandedByParser.some((magic) => start.toString('latin1').startsWith(magic))
  if (start.length < tarBlockBytes || isExpandedByParser) return false
  try {
    const header = new Header(start, 0)
    return header.nullBlock || header.cksumValid
  } catch {
    // It throws for numbers that no header has.
    return false
  }
}

type TarEvent = { readonly entry: ReadEntry } | { readonly bytes: Buffer } | { readonly isEnd: true }

const types: Readonly<Record<string, ArchiveEntry['type']>> = {
  File: 'file',
  OldFile: 'file',
  ContiguousFile: 'file',
  Directory: 'folder',
  Link: 'link',
  SymbolicLink: 'link',
}

/**
 * The entries of a tar archive, in order.
 * @param chunks expanded, if it was compressed.
 * @throws AppError BAD_USER_INPUT for what is damaged, cut off or no tar archive.
 */
export async function* readTar(chunks: AsyncIterable<Buffer>): AsyncGenerator<ArchiveEntry, void> {
  const events = parseTar(chunks)
  try {
    for (let next = await events.next(); next.done !== true; next = await events.next()) {
      // What else comes belongs to an entry that nobody read.
      if (!('entry' in next.value)) continue
      const { path, type, mtime } = next.value.entry
      const content = takeContent(events)
      yield { path, type: types[type] ?? 'other', modifiedAt: mtime ?? null, content }
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

/** The entries flow: all that a chunk holds comes before the chunk is used up, so no more than one chunk is held. */
async function* parseTar(chunks: AsyncIterable<Buffer>): AsyncGenerator<TarEvent, void> {
  const events: TarEvent[] = []
  let warning: string | null = null
  let hasEnd = false
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
    events.push({ entry })
    entry.on('data', (bytes) => events.push({ bytes }))
    entry.on('end', () => events.push({ isEnd: true }))
  })
  for await (const chunk of chunks) {
    try {
      // A copy: the parser keeps the part of a block that the chunk ends with.
      parser.write(Buffer.from(chunk))
    } catch (error) {
      warning = error instanceof Error ? error.message : String(error)
    }
    if (warning !== null) throw damaged(warning)
    yield* events.splice(0)
  }
  if (!hasEnd) throw damaged('it ends before its end')
}

function damaged(what: string): Error {
  return refuseArchive(`it is damaged (${what}). Unpack what can be, and import the folder`)
}

const unixHost = 3
const typeMask = 0o170000
const unixTypes: ReadonlyMap<number, ArchiveEntry['type']> = new Map([
  // Some writers set permissions alone.
  [0, 'file'],
  [0o100000, 'file'],
  [0o040000, 'folder'],
  [0o120000, 'link'],
])

/**
 * The entries of a zip archive, in the order of its directory.
 * @throws AppError BAD_USER_INPUT for what is damaged, encrypted or compressed in an unusual way.
 */
async function* readZip(path: string): AsyncGenerator<ArchiveEntry, void> {
  // Names are looked at by who writes them: an unsafe one is no reason to leave all others.
  const zip = await openPromise(path, { autoClose: false, decodeStrings: false }).catch(refuseDamaged)
  try {
    const entries = zip.eachEntry()
    for (;;) {
      const next = await entries.next().catch(refuseDamaged)
      if (next.done === true) return
      yield describeEntry(zip, next.value)
    }
  } finally {
    zip.close()
  }
}

function describeEntry(zip: ZipFile, entry: Entry): ArchiveEntry {
  const path = getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, true)
  return {
    path,
    type: path.endsWith('/') ? 'folder' : findType(entry),
    modifiedAt: entry.getLastModDate(),
    content: readContent(zip, entry),
  }
}

function findType({ versionMadeBy, externalFileAttributes }: Entry): ArchiveEntry['type'] {
  if (versionMadeBy >> 8 !== unixHost) return 'file'
  return unixTypes.get((externalFileAttributes >>> 16) & typeMask) ?? 'other'
}

async function* readContent(zip: ZipFile, entry: Entry): AsyncGenerator<Buffer, void> {
  let checksum = 0
  try {
    for await (const chunk of await zip.openReadStreamPromise(entry)) {
      checksum = crc32(chunk, checksum)
      yield chunk
    }
  } catch (error) {
    refuseDamaged(error)
  }
  if (checksum !== entry.crc32) refuseDamaged(new Error('a checksum is another'))
}

function refuseDamaged(error: unknown): never {
  const what = error instanceof Error ? error.message : String(error)
  throw refuseArchive(`it can't be read (${what}). Unpack what can be, and import the folder`, error)
}
