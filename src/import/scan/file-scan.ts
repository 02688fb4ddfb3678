import { finishStretch, type Problem, type Stretch } from './damage.ts'
import { type ElementScan, type LineCount, skipSpace } from './grammar.ts'
import type { ReadLimits } from './read-limits.ts'
import type { SourceItem } from './source-item.ts'

/** The part of a file that is held: what is not used yet, and some of the bytes before it. */
export interface ByteWindow extends LineCount {
  /** Records are views of it: what was written once is never written again. */
  bytes: Buffer
  /** Index in `bytes` of the first byte that is not used yet. */
  position: number
  /** Offset in the file of `bytes[0]`. */
  offset: number
  /** True when no bytes come after these. */
  isEnd: boolean
  /** What `bytes` is the beginning of; the rest is room for more. */
  storage: Buffer
}

/** What a scan yields when it can't go on without more bytes. */
export const needsMore = Symbol('needsMore')

/** No byte: the file ends here. */
export const endOfFile = -1

/** Used bytes that stay in the window, so that a search can look back at the start of a line. */
const lookBehindBytes = 128

/** A window on a file of which nothing was read yet. */
export function createWindow(): ByteWindow {
  const storage = Buffer.alloc(0)
  return { bytes: storage, position: 0, offset: 0, lines: 0, isEnd: false, storage }
}

/** Copies the file's next bytes behind those that are held; when there is no room, lets go of the used ones. */
export function appendBytes(window: ByteWindow, chunk: Buffer): void {
  if (window.storage.length - window.bytes.length < chunk.length) moveToNewStorage(window, chunk.length)
  chunk.copy(window.storage, window.bytes.length)
  window.bytes = window.storage.subarray(0, window.bytes.length + chunk.length)
}

/** Twice what is needed: so each byte of a long record is moved a constant number of times. */
function moveToNewStorage(window: ByteWindow, chunkBytes: number): void {
  const dropped = Math.max(0, window.position - lookBehindBytes)
  const kept = window.bytes.subarray(dropped)
  window.storage = Buffer.allocUnsafeSlow(2 * (kept.length + chunkBytes))
  kept.copy(window.storage)
  window.bytes = window.storage.subarray(0, kept.length)
  window.position -= dropped
  window.offset += dropped
}

/** Bytes that are held and not used yet. */
export function countUnused(window: ByteWindow): number {
  return window.bytes.length - window.position
}

/** The next byte that is not white space, not used up; the white space before it is. */
export function* peekByte(window: ByteWindow): Generator<typeof needsMore, number> {
  for (;;) {
    window.position = skipSpace(window, window.bytes, window.position)
    if (window.position < window.bytes.length) return window.bytes[window.position] ?? endOfFile
    if (window.isEnd) return endOfFile
    yield needsMore
  }
}

/** Waits until this many unused bytes are held, or all that the file has. */
export function* awaitBytes(window: ByteWindow, count: number): Generator<typeof needsMore, void> {
  while (countUnused(window) < count && !window.isEnd) yield needsMore
}

/** Uses up the bytes before this index of `bytes`. */
export function advanceTo(window: ByteWindow, index: number): void {
  window.lines += countLineEnds(window.bytes.subarray(window.position, index))
  window.position = index
}

function countLineEnds(bytes: Buffer): number {
  let lines = 0
  for (let at = bytes.indexOf('\n'); at >= 0; at = bytes.indexOf('\n', at + 1)) lines++
  return lines
}

/** How the records of a file stand in it. */
export interface FileFormat {
  /** ARRAY `[{...}]`, KEYED `{"id": {...}}`, LINES `{...}` after `{...}`; UNKNOWN begins like none of these. */
  readonly kind: 'ARRAY' | 'KEYED' | 'LINES' | 'UNKNOWN'
  /** A line end and what follows it where a record starts on a line, the record's first byte included. Else null. */
  readonly lineStart: Buffer | null
  /** A line end and what follows it where a record of an array ends on a line, its last byte included. Else null. */
  readonly recordEnd: Buffer | null
}

/** The old application wrote with JSON.stringify and two spaces. */
const usualIndentation = '  '
/** Shorter than what a window keeps of the bytes that are used. */
const maxIndentation = 64

const linesOfObjects = /^[ \t\r\n]*\{[^\n]*\}[ \t\r]*\n[ \t\r\n]*\{/
const objectOfObjects = /^[ \t\r\n]*\{[ \t\r\n]*(?:\}|"(?:[^"\\]|\\.)*"[ \t\r\n]*:[ \t\r\n]*\{)/

/**
 * Tells the format from the first bytes behind the byte order mark, whatever the file is called.
 * A single object is KEYED when its first member is an object, and otherwise one record of LINES.
 */
export function detectFormat(sample: Buffer): FileFormat {
  const text = sample.toString('latin1')
  if (/^[ \t\r\n]*\[/.test(text)) return createArrayFormat(findIndentation(text, '{'))
  if (linesOfObjects.test(text)) return createFormat('LINES', '', '{')
  if (objectOfObjects.test(text)) return createFormat('KEYED', findIndentation(text, '"'), '"')
  if (/^[ \t\r\n]*\{/.test(text)) return createFormat('LINES', '', '{')
  return createFormat('UNKNOWN', usualIndentation, '{')
}

function createArrayFormat(indentation: string | null): FileFormat {
  const recordEnd = indentation === null ? null : Buffer.from(`\n${indentation}}`)
  return { ...createFormat('ARRAY', indentation, '{'), recordEnd }
}

function createFormat(kind: FileFormat['kind'], indentation: string | null, first: string): FileFormat {
  const lineStart = indentation === null ? null : Buffer.from(`\n${indentation}${first}`)
  return { kind, lineStart, recordEnd: null }
}

/** Looks at how the first record stands behind the opening bracket. */
function findIndentation(text: string, firstCharacter: string): string | null {
  const [, space = '', next] = /^[ \t\r\n]*[[{]([ \t\r\n]*)(.)?/s.exec(text) ?? []
  const isOnOwnLine = space.includes('\n')
  if (next === firstCharacter && !isOnOwnLine) return null
  const indentation = isOnOwnLine ? space.slice(space.lastIndexOf('\n') + 1) : usualIndentation
  return indentation.length > maxIndentation ? null : indentation
}

/** How far a file has been scanned. */
export interface FileScan {
  readonly window: ByteWindow
  readonly format: FileFormat
  readonly limits: ReadLimits
  readonly element: ElementScan
  /** Ordinal of the next record. */
  index: number
  /** Bytes that may still be looked at a second time. */
  salvageBytes: number
  /** Stretches that looked like records, and were no JSON. */
  surprises: number
  /** Offset behind the last damage. */
  damagedTo: number
}

/** The byte that begins a record, and the one that ends the list of records. */
export const brackets = {
  ARRAY: { first: 0x7b, last: 0x5d },
  KEYED: { first: 0x22, last: 0x7d },
  LINES: { first: 0x7b, last: endOfFile },
  // What stands behind a damaged beginning is taken for an array.
  UNKNOWN: { first: 0x7b, last: 0x5d },
} as const

/** An item, or the wish for more bytes. */
export type Step = SourceItem | typeof needsMore

/** Ends the stretch: all of it is one damage. */
export function takeDamage(scan: FileScan, stretch: Stretch, problem: Problem): SourceItem {
  scan.damagedTo = stretch.offset + stretch.bytes
  return { damage: finishStretch(stretch, problem) }
}
