import { createByteInput, takeBytes, takeRest } from './decompress.ts'
import type { FileReading } from './file-bytes.ts'

/** Enough for the byte order mark, or the quote and the escaped white space before the first bracket. */
const sampleBytes = 256
const nul = 0
/** The first characters of JSON: brackets and a quote. */
const starts = [0x5b, 0x7b, 0x22]

/**
 * Converts a file to JSON in UTF-8: one in UTF-16, with or without a byte order mark, and one whose JSON is the text of
 * a JSON string. Any other file is passed on unchanged. Offsets in the result are those of the converted text.
 * Invalid bytes and UTF-32 end the content, and `reading.problem` has the reason.
 */
export async function* decodeText(
  chunks: AsyncIterable<Buffer>,
  reading: FileReading,
): AsyncGenerator<Buffer, void> {
  const converted = convert(convert(chunks, reading, decodeUtf16), reading, unwrapString)
  try {
    yield* converted
  } catch (error) {
    if (!(error instanceof TextError)) throw error
    reading.problem ??= { code: 'INVALID_UTF8', message: error.message, pointer: '' }
  }
}

/** Thrown for bytes that can't be converted. */
class TextError extends Error {}

/** Returns the conversion of a file that starts like this, or null if it needs none. */
type Conversion = (
  start: Buffer,
  chunks: AsyncIterable<Buffer>,
  reading: FileReading,
) => AsyncGenerator<Buffer, void> | null

async function* convert(
  chunks: AsyncIterable<Buffer>,
  reading: FileReading,
  conversion: Conversion,
): AsyncGenerator<Buffer, void> {
  const source = chunks[Symbol.asyncIterator]()
  const input = createByteInput(source)
  try {
    const start = await takeBytes(input, sampleBytes)
    input.giveBack(start)
    yield* conversion(start, takeRest(input), reading) ?? takeRest(input)
  } finally {
    await source.return?.()
  }
}

function decodeUtf16(start: Buffer, chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void> | null {
  if (isUtf32(start)) {
    throw new TextError(
      'The file is in UTF-32, which is not supported. Convert it to UTF-8: iconv -f UTF-32 -t UTF-8 FILE > NEW_FILE',
    )
  }
  const encoding = findUtf16(start)
  return encoding === null ? null : transcode(chunks, encoding)
}

/** With or without a byte order mark. As UTF-16, the text would begin with a NUL. */
function isUtf32(start: Buffer): boolean {
  const [first = nul, second = nul, third = nul, fourth = nul] = start
  if (start.length < 4) return false
  if (third === nul && fourth === nul) {
    return (first === 0xff && second === 0xfe) || (starts.includes(first) && second === nul)
  }
  if (first !== nul || second !== nul) return false
  return (third === 0xfe && fourth === 0xff) || (third === nul && starts.includes(fourth))
}

type Utf16 = 'utf-16le' | 'utf-16be'

function findUtf16([first = nul, second = nul]: Buffer): Utf16 | null {
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  if (starts.includes(first) && second === nul) return 'utf-16le'
  return first === nul && starts.includes(second) ? 'utf-16be' : null
}

async function* transcode(chunks: AsyncIterable<Buffer>, encoding: Utf16): AsyncGenerator<Buffer, void> {
  const decoder = new TextDecoder(encoding, { fatal: true })
  let bytes = 0
  const decode = (chunk?: Buffer) => {
    try {
      return Buffer.from(decoder.decode(chunk, { stream: chunk !== undefined }))
    } catch (error) {
      if (!(error instanceof TypeError)) throw error
      throw new TextError(`The file is not valid ${encoding.toUpperCase()} after about ${bytes} bytes.`)
    }
  }
  for await (const chunk of chunks) {
    yield decode(chunk)
    bytes += chunk.length
  }
  yield decode()
}

const wrappedJson = /^\ufeff?\s*"(?:\s|\\[nrt]|\\u00(?:20|09|0[ad]))*(?:[[{]|\\u00[57]b)/i

function unwrapString(
  start: Buffer,
  chunks: AsyncIterable<Buffer>,
  reading: FileReading,
): AsyncGenerator<Buffer, void> | null {
  return wrappedJson.test(start.toString('utf8')) ? unescapeText(chunks, reading) : null
}

const quote = 0x22
const backslash = 0x5c
/** An escaped surrogate pair: the longest escape sequence. */
const maxEscapeBytes = 12

/** The text of the JSON string that the chunks contain. */
async function* unescapeText(
  chunks: AsyncIterable<Buffer>,
  reading: FileReading,
): AsyncGenerator<Buffer, void> {
  let rest: Buffer<ArrayBufferLike> = Buffer.alloc(0)
  let isOpen = false
  for await (const chunk of chunks) {
    let bytes = Buffer.concat([rest, chunk])
    if (!isOpen) {
      bytes = bytes.subarray(bytes.indexOf(quote) + 1)
      isOpen = true
    }
    const end = findEnd(bytes)
    if (end !== null) {
      yield parseText(bytes.subarray(0, end))
      return checkEnd(bytes.subarray(end + 1), reading)
    }
    const split = findSplit(bytes)
    yield parseText(bytes.subarray(0, split))
    rest = Buffer.from(bytes.subarray(split))
  }
  throw new TextError('The file is a JSON string that does not end; the rest of it is missing.')
}

/** The index of the quote that ends the string, or null. */
function findEnd(bytes: Buffer): number | null {
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]
    if (byte === quote) return at
    if (byte === backslash) at++
  }
  return null
}

/** Where the bytes can be split without cutting an escape sequence or a character. */
function findSplit(bytes: Buffer): number {
  let split = Math.max(0, bytes.length - maxEscapeBytes - 3)
  for (let at = 0; at < split; at++) {
    if (bytes[at] !== backslash) continue
    const length = measureEscape(bytes, at)
    if (at + length > split) split = at
    else at += length - 1
  }
  while (split > 0 && ((bytes[split] ?? 0) & 0xc0) === 0x80) split--
  return split
}

function measureEscape(bytes: Buffer, at: number): number {
  if (bytes[at + 1] !== 0x75) return 2
  return /^\\ud[89ab]/i.test(bytes.toString('latin1', at, at + 6)) ? maxEscapeBytes : 6
}

function parseText(bytes: Buffer): Buffer {
  try {
    const text: unknown = JSON.parse(`"${bytes.toString('utf8')}"`)
    if (typeof text === 'string' && text.isWellFormed()) return Buffer.from(text)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  throw new TextError('The file is a JSON string that is not valid. Write its text into the file instead.')
}

function checkEnd(bytes: Buffer, reading: FileReading): void {
  if (bytes.toString('latin1').trim() === '') return
  const message =
    'The JSON string that contains the records ends before the file does; the bytes after it were not read.'
  reading.problem ??= { code: 'TRAILING_BYTES', message, pointer: '' }
}
