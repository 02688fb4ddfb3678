import { isUtf8 } from 'node:buffer'
import { parseRecord } from '../../json/parse.ts'
import { createPointer } from '../../json/pointer.ts'
import {
  createDamage,
  createStretch,
  extendStretch,
  extendToRecord,
  findRecordLine,
  type Problem,
  type Stretch,
  scanUnexpectedBytes,
} from './damage.ts'
import { scanFastPath } from './fast-path.ts'
import {
  awaitBytes,
  type ByteWindow,
  brackets,
  countUnused,
  detectFormat,
  endOfFile,
  type FileFormat,
  type FileScan,
  needsMore,
  peekByte,
  type Step,
  takeDamage,
} from './file-scan.ts'
import { beginElement, continueElement, createElementScan, describeExpected } from './grammar.ts'
import type { ReadLimits } from './read-limits.ts'
import type { DamageCode, SourceItem } from './source-item.ts'

const comma = 0x2c
const trailingBytes: Problem = {
  code: 'TRAILING_BYTES',
  message:
    'The bytes follow the end of the list; they may be what a longer file left when it was overwritten.',
  pointer: '',
}
const unexpectedBracket: Problem = {
  code: 'STRAY_BYTES',
  message: 'The bytes follow a closing bracket that does not end the list: more records come.',
  pointer: '',
}
const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf])

/**
 * Splits a file into records and damaged stretches, in order. Together they hold each byte that is not white
 * space, a comma, or what stands around the records: brackets, and the keys of an object keyed by id.
 */
export function* scanFile(window: ByteWindow, limits: ReadLimits): Generator<Step, void> {
  yield* awaitBytes(window, byteOrderMark.length + limits.formatBytes)
  const start = window.bytes.subarray(0, byteOrderMark.length)
  if (start.equals(byteOrderMark)) window.position = byteOrderMark.length
  const sample = window.bytes.subarray(window.position, window.position + limits.formatBytes)
  const scan = createFileScan(window, detectFormat(sample), limits)
  if ((yield* peekByte(window)) === endOfFile) {
    yield missing(scan, {
      code: 'EMPTY_FILE',
      message: 'The file is empty: not even an empty list.',
      pointer: '',
    })
    return
  }
  if (scan.format.kind === 'UNKNOWN') yield* scanUnknown(scan)
  else if (scan.format.kind !== 'LINES') window.position++
  do {
    yield* scanRecords(scan)
  } while (yield* scanEnd(scan))
}

function createFileScan(window: ByteWindow, format: FileFormat, limits: ReadLimits): FileScan {
  const element = createElementScan(limits.maxDepth)
  const { maxSalvageBytes: salvageBytes } = limits
  return { window, format, limits, element, index: 0, salvageBytes, surprises: 0, damagedTo: -1 }
}

/** A file that begins with neither bracket: its beginning is damaged, or all of it is something else. */
function* scanUnknown(scan: FileScan): Generator<Step, void> {
  const stretch = createStretch(scan.window)
  yield* extendToRecord(stretch, scan.window, scan.format.lineStart, scan.limits)
  const message = 'The file does not begin as JSON: [ or { should stand there.'
  yield takeDamage(scan, stretch, { code: 'NOT_JSON', message, pointer: '' })
  scan.index++
}

function* scanRecords(scan: FileScan): Generator<Step, void> {
  const { first, last } = brackets[scan.format.kind]
  let isSeparated = true
  for (;;) {
    if (isSeparated) yield* scanFastPath(scan)
    const byte = yield* peekByte(scan.window)
    if (byte === last || byte === endOfFile) return
    if (byte === first && (isSeparated || startsLine(scan))) yield* scanRecord(scan)
    else yield* scanUnexpectedBytes(scan)
    isSeparated = yield* takeSeparator(scan)
    scan.index++
  }
}

/** A record on a line of its own is believed without the comma before it. */
function startsLine({ window, format }: FileScan): boolean {
  if (format.lineStart === null) return false
  const end = window.position + 1
  return window.bytes.subarray(Math.max(0, end - format.lineStart.length), end).equals(format.lineStart)
}

function* takeSeparator({ window, format }: FileScan): Generator<Step, boolean> {
  const isComma = (yield* peekByte(window)) === comma
  if (isComma) window.position++
  return isComma || format.kind === 'LINES'
}

/** What stands behind the list. True when it did not end there: more records follow. */
function* scanEnd(scan: FileScan): Generator<Step, boolean> {
  const { window, limits, format } = scan
  if (window.position === window.bytes.length) {
    yield* scanMissingBracket(scan)
    return false
  }
  const lineStart = closesList(scan) ? null : format.lineStart
  window.position++
  if ((yield* peekByte(window)) === endOfFile) return false
  const stretch = createStretch(window)
  yield* extendToRecord(stretch, window, lineStart, limits)
  const goesOn = window.position < window.bytes.length
  yield takeDamage(scan, stretch, goesOn ? unexpectedBracket : trailingBytes)
  scan.index++
  return goesOn
}

function* scanMissingBracket(scan: FileScan): Generator<Step, void> {
  const { window, format, damagedTo } = scan
  if (format.kind === 'LINES' || damagedTo === window.offset + window.position) return
  const message = 'The file ends before its closing bracket: records may be lost.'
  yield missing(scan, { code: 'TRUNCATED', message, pointer: '' })
}

/** Where records begin lines, the bracket that closes their list begins one too, and further to the left. */
function closesList({ window, format }: FileScan): boolean {
  if (format.lineStart === null) return true
  const start = window.position - Math.max(1, format.lineStart.length - 2)
  return /\n[ \t]*$/.test(window.bytes.toString('latin1', Math.max(0, start), window.position))
}

/** A damage without bytes. */
function missing({ window }: FileScan, problem: Problem): Step {
  return { damage: createDamage(problem, window.offset + window.position, window.lines + 1) }
}

/**
 * The record at the window's position as one item: a record, or damage when it is broken, cut off, too large, too
 * deep or not UTF-8. What is broken ends where the next record starts on a line.
 */
function* scanRecord(scan: FileScan): Generator<Step, void> {
  const { window, element, limits } = scan
  beginElement(element, scan.format.kind === 'KEYED')
  continueElement(element, window.bytes, window.position)
  while (element.outcome === 'OPEN' && !window.isEnd && countUnused(window) <= limits.maxRecordBytes) {
    yield needsMore
    continueElement(element, window.bytes, window.position)
  }
  if (element.outcome === 'CLOSED') yield takeClosed(scan)
  else if (element.outcome === 'OPEN' && !window.isEnd) yield* takeLarge(scan)
  else yield* takeBroken(scan)
}

function takeClosed(scan: FileScan): SourceItem {
  const { window, element } = scan
  const key = findKey(scan)
  const refusal = findRefusal(scan, key)
  if (refusal !== null) {
    const stretch = createStretch(window)
    extendStretch(stretch, window, window.position + element.length, scan.limits)
    return takeDamage(scan, stretch, { ...refusal, pointer: pointerTo(scan, key) })
  }
  const start = window.position + element.start
  const line = 1 + window.lines + element.startLines
  window.position += element.length
  window.lines += element.lines
  const bytes = window.bytes.subarray(start, window.position)
  return {
    record: {
      bytes,
      line,
      offset: window.offset + start,
      index: scan.index,
      pointer: pointerTo(scan, key),
      key,
      parsed: parseRecord(bytes, element.colons - (key === null ? 0 : 1)),
    },
  }
}

interface Refusal {
  readonly code: DamageCode
  readonly message: string
}

/** Why a record that ends well is none. */
function findRefusal({ window, element, format, limits }: FileScan, key: string | null): Refusal | null {
  if (element.length > limits.maxRecordBytes) return tooLarge(element.length, limits.maxRecordBytes)
  if (element.deepest > limits.maxDepth) {
    return {
      code: 'TOO_DEEP',
      message: `The record nests ${element.deepest} levels deep; at most ${limits.maxDepth} are read.`,
    }
  }
  if (!isUtf8(window.bytes.subarray(window.position, window.position + element.length))) {
    return { code: 'INVALID_UTF8', message: 'The record holds bytes that are not UTF-8.' }
  }
  if (format.kind === 'KEYED' && key === null) {
    return { code: 'BROKEN_RECORD', message: "The record's key is not a JSON string." }
  }
  return null
}

function tooLarge(bytes: number, maxBytes: number): Refusal {
  return { code: 'RECORD_TOO_LARGE', message: `The record has ${bytes} bytes; at most ${maxBytes} are read.` }
}

/** In an object keyed by id the record's key; null when there is none, or when it can't be read. */
function findKey({ window, element, format }: FileScan): string | null {
  if (format.kind !== 'KEYED') return null
  const text = window.bytes.toString('utf8', window.position, window.position + element.start)
  try {
    return JSON.parse(text.slice(0, text.lastIndexOf('"') + 1))
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

function pointerTo(scan: FileScan, key: string | null): string {
  if (scan.format.kind === 'KEYED') return key === null ? '' : createPointer('', key)
  return createPointer('', scan.index)
}

/**
 * Follows a record that is larger than what may be held, letting go of its bytes. But when the next record starts
 * within the part that is held, an earlier one was never closed.
 */
function* takeLarge(scan: FileScan): Generator<Step, void> {
  const { window, element, format, limits } = scan
  if (findRecordLine(window, format.lineStart, window.position + 1) !== undefined)
    return yield* takeBroken(scan)
  const pointer = pointerTo(scan, findKey(scan))
  const stretch = createStretch(window)
  const extend = () =>
    extendStretch(stretch, window, window.position + element.length - stretch.bytes, limits)
  while (element.outcome === 'OPEN' && !window.isEnd) {
    extend()
    yield needsMore
    continueElement(element, window.bytes, window.position - stretch.bytes)
  }
  extend()
  if (element.outcome !== 'CLOSED') return yield* endBroken(scan, stretch, pointer)
  yield takeDamage(scan, stretch, { ...tooLarge(stretch.bytes, limits.maxRecordBytes), pointer })
}

/** Goes back to the byte behind the record's first, unless too much of the file was looked at twice already. */
function* takeBroken(scan: FileScan): Generator<Step, void> {
  const { window, element, limits } = scan
  const pointer = pointerTo(scan, findKey(scan))
  const stretch = createStretch(window)
  extendStretch(stretch, window, window.position + (scan.salvageBytes > 0 ? 1 : element.length), limits)
  yield* endBroken(scan, stretch, pointer)
  scan.salvageBytes -= Math.max(0, element.length - stretch.bytes)
}

function* endBroken(scan: FileScan, stretch: Stretch, pointer: string): Generator<Step, void> {
  const { window, format, limits } = scan
  yield* extendToRecord(stretch, window, format.lineStart, limits)
  yield takeDamage(scan, stretch, { ...describeBreak(scan), pointer })
}

function describeBreak({ window, element }: FileScan): Refusal {
  if (element.outcome === 'BROKEN') {
    const message = `The record is no JSON ${element.length} bytes behind its start: ${describeExpected(element.state)} should stand there.`
    return { code: 'BROKEN_RECORD', message }
  }
  if (countUnused(window) === 0) {
    return { code: 'TRUNCATED', message: 'The file ends within the record: what came after is lost.' }
  }
  return { code: 'BROKEN_RECORD', message: 'The record does not end before the next one starts.' }
}
