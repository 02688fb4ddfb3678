import type { Transform } from 'node:stream'
import { constants, crc32, createInflateRaw, createZstdDecompress } from 'node:zlib'
import type { ReadLimits } from '../scan/read-limits.ts'
import type { DamageCode } from '../scan/source-item.ts'
import type { FileReading } from './file-bytes.ts'

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
export async function* decompress(
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
    setProblem(reading, 'DAMAGED_COMPRESSION', `The compressed file can't be read to its end, ${reason}.`)
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
  if (isGzip(start)) return gunzip(input)
  if (!isZstd(start)) return null
  const params = { [constants.ZSTD_d_windowLogMax]: maxZstdWindowLog }
  return runDecompressor(createZstdDecompress({ params }), input)
}

async function* countContent(
  content: AsyncIterable<Buffer>,
  maxBytes: number,
  reading: FileReading,
): AsyncGenerator<Buffer, void> {
  for await (const chunk of content) {
    if (reading.contentBytes + chunk.length > maxBytes) {
      const message = `The compressed file expands to more than ${maxBytes} bytes, as files do that are made to fill a server. Is it right, expand it first.`
      return setProblem(reading, 'EXPANDS_TOO_MUCH', message)
    }
    reading.contentBytes += chunk.length
    yield chunk
  }
}

async function expectEnd(input: ByteInput, reading: FileReading): Promise<void> {
  const contentEnd = input.taken
  if (reading.problem !== null || (await input.take()) === null) return
  const message = `Of the compressed file only the first ${contentEnd} bytes are compressed content; what follows was not read.`
  setProblem(reading, 'TRAILING_BYTES', message)
}

/** What was wrong before is why the rest is. */
function setProblem(reading: FileReading, code: DamageCode, message: string): void {
  reading.problem ??= { code, message, pointer: '' }
}

/** How a gzip member begins, its only method of compression included. */
const gzipMagic = Buffer.from([0x1f, 0x8b, 0x08])

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
async function* gunzip(input: ByteInput): AsyncGenerator<Buffer, void> {
  for (;;) {
    await takeHeader(input)
    let checksum = 0
    let length = 0
    for await (const chunk of runDecompressor(createInflateRaw({ chunkSize: outputBytes }), input)) {
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

/** A decompressor of node:zlib. `bytesWritten` counts what it has used up of what it was given. */
type Decompressor = Transform & { readonly bytesWritten: number }

/** What is wrong with compressed bytes. */
class CompressionError extends Error {
  constructor(message: string, options: ErrorOptions = {}) {
    super(message, options)
    this.name = 'CompressionError'
  }
}

/** What an engine told since it was last looked at. */
interface DecompressorState {
  hasTaken: boolean
  hasEnded: boolean
  error: Error | null
  /** Resolves at the next event. */
  change: PromiseWithResolvers<void>
}

/**
 * What the engine makes of the input, up to the end of what it understands; gives back what follows. Written instead
 * of a pipe, which throws away what was made already when an error comes, and can't say where the end was.
 * @throws CompressionError, after all that the engine made before; what taking the input throws.
 */
async function* runDecompressor(engine: Decompressor, input: ByteInput): AsyncGenerator<Buffer, void> {
  const state = watchDecompressor(engine)
  let chunk: Buffer | null = null
  let givenBefore = 0
  const countUsed = () => engine.bytesWritten - givenBefore
  try {
    while (!state.hasEnded) {
      const { promise: changed } = state.change
      const output: Buffer | null = engine.read()
      if (output !== null) yield output
      else if (state.error !== null) throw toCompressionError(state.error)
      // What it leaves of a chunk follows its end, which it is about to tell.
      else if (!state.hasTaken || countUsed() < (chunk?.length ?? 0)) await changed
      else {
        chunk = await input.take()
        givenBefore = engine.bytesWritten
        give(engine, chunk, state)
      }
    }
    if (chunk !== null) input.giveBack(chunk.subarray(countUsed()))
  } finally {
    engine.destroy()
  }
}

function toCompressionError(cause: Error): CompressionError {
  return new CompressionError(cause.message, { cause })
}

function give(engine: Decompressor, chunk: Buffer | null, state: DecompressorState): void {
  state.hasTaken = false
  if (chunk === null) engine.end()
  else engine.write(chunk, () => updateState(state, { hasTaken: true }))
}

function watchDecompressor(engine: Decompressor): DecompressorState {
  const state: DecompressorState = {
    hasTaken: true,
    hasEnded: false,
    error: null,
    change: Promise.withResolvers(),
  }
  engine.on('readable', () => updateState(state, {}))
  engine.on('end', () => updateState(state, { hasEnded: true }))
  engine.on('error', (error) => updateState(state, { error }))
  return state
}

function updateState(state: DecompressorState, news: Partial<DecompressorState>): void {
  Object.assign(state, news)
  state.change.resolve()
  state.change = Promise.withResolvers()
}

/** Chunks to take from one after another, and to give back what was taken too much. */
interface ByteInput {
  /** Bytes taken and not given back. */
  taken: number
  /** Null at the end. A chunk is valid until the next is taken. */
  take(): Promise<Buffer | null>
  /** The last bytes of what was taken: they come again. */
  giveBack(bytes: Buffer): void
}

/** Takes from these chunks; ending them stays with the caller. */
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
 * Takes as many bytes as asked for, or what is left. A copy, since they may stand in several chunks.
 * @param count some bytes: they are held.
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

/** All that is left, chunk by chunk. */
export async function* takeRest(input: ByteInput): AsyncGenerator<Buffer, void> {
  for (let chunk = await input.take(); chunk !== null; chunk = await input.take()) yield chunk
}
