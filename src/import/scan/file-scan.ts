import { type ElementScan, type LineCount, skipSpace } from './grammar.ts'
import type { ReadLimits } from './read-limits.ts'
import type { SourceItem } from './source-item.ts'

/** The state of scanning one file. */
export interface FileScan {
  readonly window: ByteWindow
  readonly format: FileFormat
  readonly limits: ReadLimits
  readonly element: ElementScan
  /** Ordinal of the next record. */
  index: number
  /** How many more bytes may be scanned a second time. */
  salvageBytes: number
  /** Byte ranges that the fast path took for records and JSON.parse rejected. */
  failedParses: number
  /** Offset of the end of the last damage. */
  damagedTo: number
}

/** A scan's next item, or its request for more bytes. */
export type ScanStep = SourceItem | typeof needsMore

/** Requests more bytes. */
export const needsMore = Symbol('needsMore')

/** Returned in place of a byte at the end of the file. */
export const endOfFile = -1

/** How a file's records are arranged. */
export interface FileFormat {
  /** ARRAY `[{...}]`, KEYED `{"id": {...}}`, LINES `{...}` after `{...}`; UNKNOWN starts like none of these. */
  readonly kind: 'ARRAY' | 'KEYED' | 'LINES' | 'UNKNOWN'
  /** If each record starts a line: a line end, the indentation and the record's first byte. Else null. */
  readonly lineStart: Buffer | null
  /** If each record of an array ends a line: a line end, the indentation and the record's last byte. Else null. */
  readonly recordEnd: Buffer | null
  /** If the array is a member of an object, as in `{"users": [...]}`: the bytes from the brace to the bracket. Else null. */
  readonly wrapper: { readonly bytes: number; readonly hasMembers: boolean } | null
}

/** The byte that starts a record, and the one that ends the list of records. */
export const brackets = {
  ARRAY: { first: 0x7b, last: 0x5d },
  KEYED: { first: 0x22, last: 0x7d },
  LINES: { first: 0x7b, last: endOfFile },
  // The bytes after a damaged beginning are taken for an array.
  UNKNOWN: { first: 0x7b, last: 0x5d },
} as const

/** The legacy application wrote its files with JSON.stringify and an indentation of two spaces. */
const legacyIndentation = '  '
/** Must be less than `lookBehindBytes`. */
const maxIndentation = 64

const linesOfObjects = /^[ \t\r\n]*\{[^\n]*\}[ \t\r]*\n[ \t\r\n]*\{/
/** Plain members may precede the list; a record has no member with such a name. */
const wrappedList =
  /^[ \t\r\n]*\{((?:[ \t\r\n]*"(?:[^"\\]|\\.)*"[ \t\r\n]*:[ \t\r\n]*(?:"(?:[^"\\]|\\.)*"|[\w.+-]+)[ \t\r\n]*,)*)[ \t\r\n]*"(?:users|contracts|analyses|chat_?sessions|sessions|chat_?messages|messages|data|items|records|rows)"[ \t\r\n]*:[ \t\r\n]*(?=\[)/i
const objectOfObjects = /^[ \t\r\n]*\{[ \t\r\n]*(?:\}|"(?:[^"\\]|\\.)*"[ \t\r\n]*:[ \t\r\n]*\{)/

/**
 * Detects the format from the first bytes after the byte order mark, independent of the file's name. A single object is
 * KEYED if its first member is an object, and otherwise one record of LINES.
 */
export function detectFormat(sample: Buffer): FileFormat {
  const text = sample.toString('latin1')
  const wrapper = wrappedList.exec(text)
  if (wrapper !== null) {
    const [before, members = ''] = wrapper
    const format = createArrayFormat(findIndentation(text.slice(before.length), '{'))
    return { ...format, wrapper: { bytes: before.trimStart().length, hasMembers: members !== '' } }
  }
  if (/^[ \t\r\n]*\[/.test(text)) return createArrayFormat(findIndentation(text, '{'))
  if (linesOfObjects.test(text)) return createFormat('LINES', '', '{')
  if (objectOfObjects.test(text)) return createFormat('KEYED', findIndentation(text, '"'), '"')
  if (/^[ \t\r\n]*\{/.test(text)) return createFormat('LINES', '', '{')
  return createFormat('UNKNOWN', legacyIndentation, '{')
}

function createArrayFormat(indentation: string | null): FileFormat {
  const recordEnd = indentation === null ? null : Buffer.from(`\n${indentation}}`)
  return { ...createFormat('ARRAY', indentation, '{'), recordEnd }
}

function createFormat(kind: FileFormat['kind'], indentation: string | null, first: string): FileFormat {
  const lineStart = indentation === null ? null : Buffer.from(`\n${indentation}${first}`)
  return { kind, lineStart, recordEnd: null, wrapper: null }
}

/** The indentation of the first record; null if the records don't start lines. */
function findIndentation(text: string, firstCharacter: string): string | null {
  const [, space = '', next] = /^[ \t\r\n]*[[{]([ \t\r\n]*)(.)?/s.exec(text) ?? []
  const isOnOwnLine = space.includes('\n')
  if (next === firstCharacter && !isOnOwnLine) return null
  const indentation = isOnOwnLine ? space.slice(space.lastIndexOf('\n') + 1) : legacyIndentation
  return indentation.length > maxIndentation ? null : indentation
}

/** The part of a file in memory: the unused bytes, and some of the used bytes before them. */
export interface ByteWindow extends LineCount {
  /** Records are views of it, so its bytes are never overwritten. */
  bytes: Buffer
  /** Index in `bytes` of the first unused byte. */
  position: number
  /** Offset in the file of `bytes[0]`. */
  offset: number
  /** True if `bytes` includes the end of the file. */
  isEnd: boolean
  /** Starts with `bytes`; the rest is free. */
  storage: Buffer
}

/** Used bytes that remain in the window, so that a search can look back at the start of a line. */
const lookBehindBytes = 128

/** A window on a file that has not been read yet. */
export function createWindow(): ByteWindow {
  const storage = Buffer.alloc(0)
  return { bytes: storage, position: 0, offset: 0, lines: 0, isEnd: false, storage }
}

/** Appends a copy of the file's next chunk. If there is no room, used bytes are dropped. */
export function appendBytes(window: ByteWindow, chunk: Buffer): void {
  if (window.storage.length - window.bytes.length < chunk.length) moveToNewStorage(window, chunk.length)
  chunk.copy(window.storage, window.bytes.length)
  window.bytes = window.storage.subarray(0, window.bytes.length + chunk.length)
}

/** Allocates twice the required bytes, so that each byte of a long record is copied a constant number of times. */
function moveToNewStorage(window: ByteWindow, chunkBytes: number): void {
  const dropped = Math.max(0, window.position - lookBehindBytes)
  const kept = window.bytes.subarray(dropped)
  window.storage = Buffer.allocUnsafeSlow(2 * (kept.length + chunkBytes))
  kept.copy(window.storage)
  window.bytes = window.storage.subarray(0, kept.length)
  window.position -= dropped
  window.offset += dropped
}

/** Waits until the window has this many unused bytes, or all that remain of the file. */
export function* awaitBytes(window: ByteWindow, count: number): Generator<typeof needsMore, void> {
  while (countUnused(window) < count && !window.isEnd) yield needsMore
}

/** The number of unused bytes in the window. */
export function countUnused(window: ByteWindow): number {
  return window.bytes.length - window.position
}

/** Moves to the next byte that is not white space and returns it. */
export function* peekByte(window: ByteWindow): Generator<typeof needsMore, number> {
  for (;;) {
    window.position = skipSpace(window, window.bytes, window.position)
    if (window.position < window.bytes.length) return window.bytes[window.position] ?? endOfFile
    if (window.isEnd) return endOfFile
    yield needsMore
  }
}

/** Moves the position to this index of `bytes`. */
export function advanceTo(window: ByteWindow, index: number): void {
  window.lines += countLineEnds(window.bytes.subarray(window.position, index))
  window.position = index
}

function countLineEnds(bytes: Buffer): number {
  let lines = 0
  for (let at = bytes.indexOf('\n'); at >= 0; at = bytes.indexOf('\n', at + 1)) lines++
  return lines
}
