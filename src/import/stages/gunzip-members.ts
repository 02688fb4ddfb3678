import { crc32, createInflateRaw } from 'node:zlib'
import { type ByteInput, takeBytes } from './byte-input.ts'
import { CompressionError, driveEngine } from './drive-engine.ts'

/** How a gzip member begins, its only method of compression included. */
export const gzipMagic = Buffer.from([0x1f, 0x8b, 0x08])

const fixedHeaderBytes = 10
const trailerBytes = 8
const flags = { headerChecksum: 2, extra: 4, name: 8, comment: 16 }
const flagsIndex = 3
const outputBytes = 64 * 1024

/**
 * The content of a gzip file, which may have several members; gives back what follows them. The container is read
 * here and not by node:zlib, because that drops what it made of the last member when it stumbles over what follows.
 * @throws CompressionError for what is damaged or missing, after the content before it.
 */
export async function* gunzipMembers(input: ByteInput): AsyncGenerator<Buffer, void> {
  for (;;) {
    await takeHeader(input)
    let checksum = 0
    let length = 0
    for await (const chunk of driveEngine(createInflateRaw({ chunkSize: outputBytes }), input)) {
      checksum = crc32(chunk, checksum)
      length = (length + chunk.length) % 2 ** 32
      yield chunk
    }
    const trailer = await takeExactly(input, trailerBytes)
    if (trailer.readUInt32LE(0) !== checksum || trailer.readUInt32LE(4) !== length) {
      throw new CompressionError('the checksum is another')
    }
    const next = await takeBytes(input, gzipMagic.length)
    input.giveBack(next)
    if (!next.equals(gzipMagic)) return
  }
}

async function takeHeader(input: ByteInput): Promise<void> {
  const given = (await takeExactly(input, fixedHeaderBytes)).readUInt8(flagsIndex)
  if ((given & flags.extra) !== 0) {
    await takeExactly(input, (await takeExactly(input, 2)).readUInt16LE(0))
  }
  if ((given & flags.name) !== 0) await skipText(input)
  if ((given & flags.comment) !== 0) await skipText(input)
  if ((given & flags.headerChecksum) !== 0) await takeExactly(input, 2)
}

/** Ends with a NUL; as long as it likes, so it is not held. */
async function skipText(input: ByteInput): Promise<void> {
  for (;;) {
    const chunk = await input.take()
    if (chunk === null) throw tooShort()
    const end = chunk.indexOf(0)
    if (end < 0) continue
    input.giveBack(chunk.subarray(end + 1))
    return
  }
}

async function takeExactly(input: ByteInput, count: number): Promise<Buffer> {
  const bytes = await takeBytes(input, count)
  if (bytes.length < count) throw tooShort()
  return bytes
}

function tooShort(): CompressionError {
  return new CompressionError('unexpected end of file')
}
