import { open } from 'node:fs/promises'
import { Header } from 'tar'
import { createByteInput, takeBytes, takeRest } from '../stages/byte-input.ts'
import { expandChunks } from '../stages/expand-chunks.ts'
import { readChunks } from '../stages/read-chunks.ts'
import { readLimits } from '../stages/read-limits.ts'
import { createFileReading } from '../stages/source-bytes.ts'
import { type ArchiveEntry, type ArchiveLimits, refuseArchive } from './archive-entry.ts'
import { readTar } from './read-tar.ts'
import { readZip } from './read-zip.ts'

/** An archive to open, told by its first bytes. */
export interface Archive {
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
  const expanded = expandChunks(stored, bytes, reading, limits)
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
