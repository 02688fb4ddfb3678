import { constants, createZstdDecompress } from 'node:zlib'
import { type ByteInput, createByteInput, takeBytes, takeRest } from './byte-input.ts'
import { CompressionError, driveEngine } from './drive-engine.ts'
import { gunzipMembers, gzipMagic } from './gunzip-members.ts'
import type { ReadLimits } from './read-limits.ts'
import type { DamageCode } from './record.ts'
import type { FileReading } from './source-bytes.ts'

const magicBytes = 4
const zstdMagic = Buffer.from([0x28, 0xb5, 0x2f, 0xfd])
/** Of the frames that tools put before the content, the first byte may be any of sixteen. */
const skippableMagic = Buffer.from([0x2a, 0x4d, 0x18])
/** A window is held as a whole: 32 MiB, four times what `zstd -19` uses. */
const maxZstdWindowLog = 25

/**
 * The content of a file that may be compressed with gzip or zstd: its bytes tell, not its name. Whatever is wrong
 * with the compression ends the content, and `reading.problem` says what.
 * @param storedBytes the size of the file.
 */
export async function* expandChunks(
  chunks: AsyncIterable<Buffer>,
  storedBytes: number,
  reading: FileReading,
  limits: Pick<ReadLimits, 'maxExpansion' | 'minExpandedBytes'>,
): AsyncGenerator<Buffer, void> {
  const source = chunks[Symbol.asyncIterator]()
  const input = createByteInput(source)
  try {
    const start = await takeBytes(input, magicBytes)
    input.giveBack(start)
    const content = openContent(start, input)
    if (content === null) yield* countContent(takeRest(input), Number.POSITIVE_INFINITY, reading)
    else {
      const maxBytes = Math.max(limits.minExpandedBytes, storedBytes * limits.maxExpansion)
      yield* countContent(content, maxBytes, reading)
      await expectEnd(input, reading)
    }
  } catch (error) {
    if (!(error instanceof CompressionError)) throw error
    const reason = `after ${input.taken} bytes, which hold ${reading.contentBytes} expanded: ${error.message}`
    tell(reading, 'DAMAGED_COMPRESSION', `The compressed file can't be read to its end, ${reason}.`)
  } finally {
    await source.return?.()
  }
}

function isGzip(start: Buffer): boolean {
  return start.subarray(0, gzipMagic.length).equals(gzipMagic)
}

function isZstd(start: Buffer): boolean {
  const magic = start.subarray(0, magicBytes)
  return magic.equals(zstdMagic) || ((magic[0] ?? 0) >> 4 === 5 && magic.subarray(1).equals(skippableMagic))
}

/** Null when it is not compressed. */
function openContent(start: Buffer, input: ByteInput): AsyncGenerator<Buffer, void> | null {
  if (isGzip(start)) return gunzipMembers(input)
  if (!isZstd(start)) return null
  const params = { [constants.ZSTD_d_windowLogMax]: maxZstdWindowLog }
  return driveEngine(createZstdDecompress({ params }), input)
}

async function* countContent(
  content: AsyncIterable<Buffer>,
  maxBytes: number,
  reading: FileReading,
): AsyncGenerator<Buffer, void> {
  for await (const chunk of content) {
    if (reading.contentBytes + chunk.length > maxBytes) {
      const message = `The compressed file expands to more than ${maxBytes} bytes, as files do that are made to fill a server. Is it right, expand it first.`
      return tell(reading, 'EXPANDS_TOO_MUCH', message)
    }
    reading.contentBytes += chunk.length
    yield chunk
  }
}

async function expectEnd(input: ByteInput, reading: FileReading): Promise<void> {
  const contentEnd = input.taken
  if (reading.problem !== null || (await input.take()) === null) return
  const message = `Of the compressed file only the first ${contentEnd} bytes are compressed content; what follows was not read.`
  tell(reading, 'TRAILING_BYTES', message)
}

/** What was wrong before is why the rest is. */
function tell(reading: FileReading, code: DamageCode, message: string): void {
  reading.problem ??= { code, message, pointer: '' }
}
