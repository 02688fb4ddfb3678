import type { Transform } from 'node:stream'
import { constants, crc32, createInflateRaw, createZstdDecompress } from 'node:zlib'
import type { ReadLimits } from '../scan/read-limits.ts'
import type { DamageCode } from '../scan/source-item.ts'
import type { FileReading } from './file-bytes.ts'

const magicBytes = 4
/** The start of a gzip member, including its only compression method. */
const gzipMagic = Buffer.from([0x1f, 0x8b, 0x08])
const zstdMagic = Buffer.from([0x28, 0xb5, 0x2f, 0xfd])
/** A skippable frame, which tools may put before the content, starts with any of sixteen bytes and these. */
const skippableMagic = Buffer.from([0x2a, 0x4d, 0x18])
/** Bounds the memory for a window to 32 MiB, four times what `zstd -19` uses. */
const maxZstdWindowLog = 25

export interface CompressedInput extends Pick<ReadLimits, 'maxExpansion' | 'minExpandedBytes'> {
  /** The size of the file. */
  readonly storedBytes: number
}

/**
 * Decompresses a file that may be compressed with gzip or zstd, which is detected from its first bytes. Damaged
 * compression ends the content, and `reading.problem` has the reason.
 */
export async function* decompress(
  chunks: AsyncIterable<Buffer>,
  reading: FileReading,
  { storedBytes, maxExpansion, minExpandedBytes }: CompressedInput,
): AsyncGenerator<Buffer, void> {
  const source = chunks[Symbol.asyncIterator]()
  const input = createByteInput(source)
  try {
    const start = await takeBytes(input, magicBytes)
    input.giveBack(start)
    const content = openContent(start, input)
    if (content === null) yield* countContent(takeRest(input), Number.POSITIVE_INFINITY, reading)
    else {
      const maxBytes = Math.max(minExpandedBytes, storedBytes * maxExpansion)
      yield* countContent(content, maxBytes, reading)
      await expectEnd(input, reading)
    }
  } catch (error) {
    if (error instanceof UnsupportedFormat) {
      return setProblem(reading, 'UNSUPPORTED_COMPRESSION', error.message)
    }
    if (!(error instanceof CompressionError)) throw error
    const place = `after ${input.taken} bytes (${reading.contentBytes} bytes decompressed)`
    setProblem(reading, 'DAMAGED_COMPRESSION', `The compressed file is damaged ${place}: ${error.message}.`)
  } finally {
    await source.return?.()
  }
}

/** The first bytes of formats that are recognized but can't be read, with the command that unpacks them. */
const unsupportedFormats = [
  { magic: Buffer.from([0xfd, 0x37, 0x7a, 0x58]), name: 'xz', command: 'xz -d' },
  { magic: Buffer.from('BZh'), name: 'bzip2', command: 'bzip2 -d' },
  { magic: Buffer.from([0x04, 0x22, 0x4d, 0x18]), name: 'lz4', command: 'lz4 -d' },
  { magic: Buffer.from([0x37, 0x7a, 0xbc, 0xaf]), name: '7-Zip', command: '7z x' },
  { magic: Buffer.from('PK\x03\x04'), name: 'zip', command: 'unzip' },
]

/** Thrown for a format that can't be read. */
class UnsupportedFormat extends Error {
  constructor({ name, command }: (typeof unsupportedFormats)[number]) {
    super(
      `The file is compressed with ${name}, which can't be read here. Unpack it (${command}), and import the result.`,
    )
    this.name = 'UnsupportedFormat'
  }
}

/**
 * Null if the content is not compressed.
 * @throws UnsupportedFormat
 */
function openContent(start: Buffer, input: ByteInput): AsyncGenerator<Buffer, void> | null {
  const unsupported = unsupportedFormats.find(({ magic }) => start.subarray(0, magic.length).equals(magic))
  if (unsupported !== undefined) throw new UnsupportedFormat(unsupported)
  if (isGzip(start)) return gunzip(input)
  if (!isZstd(start)) return null
  const params = { [constants.ZSTD_d_windowLogMax]: maxZstdWindowLog }
  return runDecompressor(createZstdDecompress({ params }), input)
}

function isGzip(start: Buffer): boolean {
  return start.subarray(0, gzipMagic.length).equals(gzipMagic)
}

function isZstd(start: Buffer): boolean {
  const magic = start.subarray(0, magicBytes)
  return magic.equals(zstdMagic) || ((magic[0] ?? 0) >> 4 === 5 && magic.subarray(1).equals(skippableMagic))
}

async function* countContent(
  content: AsyncIterable<Buffer>,
  maxBytes: number,
  reading: FileReading,
): AsyncGenerator<Buffer, void> {
  for await (const chunk of content) {
    if (reading.contentBytes + chunk.length > maxBytes) {
      const message = `The compressed file expands to more than ${maxBytes} bytes and may be a decompression bomb. If this is intended, decompress it first.`
      return setProblem(reading, 'EXPANDS_TOO_MUCH', message)
    }
    reading.contentBytes += chunk.length
    yield chunk
  }
}

async function expectEnd(input: ByteInput, reading: FileReading): Promise<void> {
  const contentEnd = input.taken
  if (reading.problem !== null || (await input.take()) === null) return
  const message = `Only the first ${contentEnd} bytes of the file are compressed content; the bytes after them were not read.`
  setProblem(reading, 'TRAILING_BYTES', message)
}

/** The first problem is the cause of later ones. */
function setProblem(reading: FileReading, code: DamageCode, message: string): void {
  reading.problem ??= { code, message, pointer: '' }
}

const fixedHeaderBytes = 10
const trailerBytes = 8
const flags = { headerChecksum: 2, extra: 4, name: 8, comment: 16 }
const flagsIndex = 3
const outputBytes = 64 * 1024

/**
 * Decompresses a gzip file, which may have several members, and gives back the bytes after them. The container is not
 * left to node:zlib, which drops output of the last member if the bytes after it are invalid.
 * @throws CompressionError for damaged or missing bytes, after all content before them.
 */
async function* gunzip(input: ByteInput): AsyncGenerator<Buffer, void> {
  for (;;) {
    await skipHeader(input)
    let checksum = 0
    let length = 0
    for await (const chunk of runDecompressor(createInflateRaw({ chunkSize: outputBytes }), input)) {
      checksum = crc32(chunk, checksum)
      length = (length + chunk.length) % 2 ** 32
      yield chunk
    }
    const trailer = await takeExactly(input, trailerBytes)
    if (trailer.readUInt32LE(0) !== checksum || trailer.readUInt32LE(4) !== length) {
      throw new CompressionError('checksum mismatch')
    }
    const next = await takeBytes(input, gzipMagic.length)
    input.giveBack(next)
    if (!next.equals(gzipMagic)) return
  }
}

async function skipHeader(input: ByteInput): Promise<void> {
  const given = (await takeExactly(input, fixedHeaderBytes)).readUInt8(flagsIndex)
  if ((given & flags.extra) !== 0) {
    await takeExactly(input, (await takeExactly(input, 2)).readUInt16LE(0))
  }
  if ((given & flags.name) !== 0) await skipText(input)
  if ((given & flags.comment) !== 0) await skipText(input)
  if ((given & flags.headerChecksum) !== 0) await takeExactly(input, 2)
}

/** Skips a text that ends with a NUL. It may have any length, so it is not kept. */
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

/** A decompressor of node:zlib. `bytesWritten` counts the input bytes that it has consumed. */
type Decompressor = Transform & { readonly bytesWritten: number }

/** Thrown for damaged compressed bytes. */
class CompressionError extends Error {
  constructor(message: string, options: ErrorOptions = {}) {
    super(message, options)
    this.name = 'CompressionError'
  }
}

/** The events of a decompressor. */
interface DecompressorState {
  /** The last chunk was accepted. */
  isReady: boolean
  hasEnded: boolean
  error: Error | null
  /** Resolves at the next event. */
  change: PromiseWithResolvers<void>
}

/**
 * Decompresses the input up to the end of the compressed content, and gives back the bytes after it. A pipe would
 * discard output when an error occurs, and could not detect where the content ends.
 * @throws CompressionError after all output before the error; any error of the input.
 */
async function* runDecompressor(decompressor: Decompressor, input: ByteInput): AsyncGenerator<Buffer, void> {
  const state = watchDecompressor(decompressor)
  let chunk: Buffer | null = null
  let givenBefore = 0
  const countUsed = () => decompressor.bytesWritten - givenBefore
  try {
    while (!state.hasEnded) {
      const { promise: changed } = state.change
      const output: Buffer | null = decompressor.read()
      if (output !== null) yield output
      else if (state.error !== null) throw toCompressionError(state.error)
      // If it does not consume a whole chunk, its content ends there, and the event for that is about to come.
      else if (!state.isReady || countUsed() < (chunk?.length ?? 0)) await changed
      else {
        chunk = await input.take()
        givenBefore = decompressor.bytesWritten
        give(decompressor, chunk, state)
      }
    }
    if (chunk !== null) input.giveBack(chunk.subarray(countUsed()))
  } finally {
    decompressor.destroy()
  }
}

function toCompressionError(cause: Error): CompressionError {
  return new CompressionError(cause.message, { cause })
}

function give(decompressor: Decompressor, chunk: Buffer | null, state: DecompressorState): void {
  state.isReady = false
  if (chunk === null) decompressor.end()
  else decompressor.write(chunk, () => updateState(state, { isReady: true }))
}

function watchDecompressor(decompressor: Decompressor): DecompressorState {
  const state: DecompressorState = {
    isReady: true,
    hasEnded: false,
    error: null,
    change: Promise.withResolvers(),
  }
  decompressor.on('readable', () => updateState(state, {}))
  decompressor.on('end', () => updateState(state, { hasEnded: true }))
  decompressor.on('error', (error) => updateState(state, { error }))
  return state
}

function updateState(state: DecompressorState, changes: Partial<DecompressorState>): void {
  Object.assign(state, changes)
  state.change.resolve()
  state.change = Promise.withResolvers()
}

/** Chunks of bytes; bytes that were taken but not needed can be given back. */
interface ByteInput {
  /** Bytes taken and not given back. */
  taken: number
  /** Null at the end. A chunk is valid until the next one is taken. */
  take(): Promise<Buffer | null>
  /** Gives back the last of the bytes taken. */
  giveBack(bytes: Buffer): void
}

/** The caller remains responsible for ending the iterator. */
export function createByteInput(chunks: AsyncIterator<Buffer>): ByteInput {
  const returned: Buffer[] = []
  return {
    taken: 0,
    async take() {
      const chunk = returned.pop() ?? (await takeNext(chunks))
      this.taken += chunk?.length ?? 0
      return chunk
    },
    giveBack(bytes) {
      this.taken -= bytes.length
      if (bytes.length > 0) returned.push(bytes)
    },
  }
}

async function takeNext(chunks: AsyncIterator<Buffer>): Promise<Buffer | null> {
  const next = await chunks.next()
  return next.done === true ? null : next.value
}

/**
 * Takes a copy of the next bytes, or of the remaining ones if there are fewer.
 * @param count must be small: the bytes are held in memory.
 */
export async function takeBytes(input: ByteInput, count: number): Promise<Buffer> {
  const pieces: Buffer[] = []
  let missing = count
  while (missing > 0) {
    const chunk = await input.take()
    if (chunk === null) break
    const piece = chunk.subarray(0, missing)
    pieces.push(Buffer.from(piece))
    missing -= piece.length
    input.giveBack(chunk.subarray(piece.length))
  }
  return Buffer.concat(pieces)
}

/** Takes the remaining chunks. */
export async function* takeRest(input: ByteInput): AsyncGenerator<Buffer, void> {
  for (let chunk = await input.take(); chunk !== null; chunk = await input.take()) yield chunk
}
