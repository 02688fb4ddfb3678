import { isUtf8 } from 'node:buffer'
import { parseRecord } from '../../json/parse.ts'
import { createPointer } from '../../json/pointer.ts'
import {
  type ByteRange,
  createDamage,
  extendRange,
  extendToRecord,
  findRecordLine,
  finishRange,
  type Problem,
  scanUnexpectedBytes,
  startRange,
} from './damage.ts'
import { scanFastPath } from './fast-path.ts'
import {
  advanceTo,
  appendBytes,
  awaitBytes,
  type ByteWindow,
  brackets,
  countUnused,
  createWindow,
  detectFormat,
  endOfFile,
  type FileScan,
  needsMore,
  peekByte,
  type ScanStep,
} from './file-scan.ts'
import { continueElement, createElementScan, describeExpected, startElement } from './grammar.ts'
import { type ReadLimits, readLimits } from './read-limits.ts'
import type { DamageCode, SourceItem } from './source-item.ts'

const comma = 0x2c
const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf])

const emptyFile: Problem = {
  code: 'EMPTY_FILE',
  message: 'The file is empty; even a file without records contains an empty list.',
  pointer: '',
}
const notJson: Problem = {
  code: 'NOT_JSON',
  message: 'The file does not start with [ or {.',
  pointer: '',
}
const missingBracket: Problem = {
  code: 'TRUNCATED',
  message: 'The file ends without a closing bracket; records may be missing.',
  pointer: '',
}
const trailingBytes: Problem = {
  code: 'TRAILING_BYTES',
  message:
    'These bytes follow the end of the list. They may be left over from a longer file that was overwritten.',
  pointer: '',
}
const trailingMembers: Problem = {
  code: 'TRAILING_BYTES',
  message:
    'These bytes follow the list in the object around it and were not read. Put each list into a file of its own.',
  pointer: '',
}
const otherMembers: Problem = {
  code: 'STRAY_BYTES',
  message: 'These members of the object around the list are no records and were not read.',
  pointer: '',
}
const unexpectedBracket: Problem = {
  code: 'STRAY_BYTES',
  message: 'These bytes follow a closing bracket that does not end the list: more records follow.',
  pointer: '',
}

/**
 * Scans a file of any length into batches of records and damage, in order. At most one batch, one record and one chunk
 * are in memory. The bytes of a batch remain valid; each chunk is copied before the next one is requested.
 * @throws the signal's reason when it is aborted, and any error of the chunks.
 */
export async function* scanChunks(
  chunks: AsyncIterable<Buffer>,
  signal: AbortSignal,
  limits: ReadLimits = readLimits,
): AsyncGenerator<SourceItem[], void> {
  const window = createWindow()
  const source = chunks[Symbol.asyncIterator]()
  try {
    let batch: SourceItem[] = []
    let batchStart = 0
    for (const step of scanFile(window, limits)) {
      signal.throwIfAborted()
      if (step === needsMore) await fillWindow(window, source)
      else batch.push(step)
      const position = window.offset + window.position
      // Measured by position: records keep the bytes between them in memory.
      if (batch.length < limits.maxBatchRows && position - batchStart < limits.maxBatchBytes) continue
      batchStart = position
      if (batch.length > 0) yield batch
      batch = []
    }
    if (batch.length > 0) yield batch
  } finally {
    await source.return?.()
  }
}

async function fillWindow(window: ByteWindow, source: AsyncIterator<Buffer>): Promise<void> {
  const next = await source.next()
  if (next.done === true) window.isEnd = true
  else appendBytes(window, next.value)
}

/**
 * Splits a file into records and damaged ranges, in order. Together they cover every byte except white space,
 * commas, the brackets around the records, and the keys of an object keyed by id.
 */
function* scanFile(window: ByteWindow, limits: ReadLimits): Generator<ScanStep, void> {
  const scan = yield* startScan(window, limits)
  if ((yield* peekByte(window)) === endOfFile) {
    yield createDamageHere(scan, emptyFile)
    return
  }
  if (scan.format.wrapper !== null) yield* scanWrapper(scan, scan.format.wrapper)
  if (scan.format.kind === 'UNKNOWN') yield* scanUnknownStart(scan)
  else if (scan.format.kind !== 'LINES') window.position++
  do {
    yield* scanRecords(scan)
  } while (yield* scanListEnd(scan))
}

function* startScan(window: ByteWindow, limits: ReadLimits): Generator<typeof needsMore, FileScan> {
  yield* awaitBytes(window, byteOrderMark.length + limits.formatBytes)
  const start = window.bytes.subarray(0, byteOrderMark.length)
  if (start.equals(byteOrderMark)) window.position = byteOrderMark.length
  const sample = window.bytes.subarray(window.position, window.position + limits.formatBytes)
  const { maxDepth, maxSalvageBytes: salvageBytes } = limits
  const element = createElementScan(maxDepth)
  const counters = { index: 0, salvageBytes, failedParses: 0, damagedTo: -1 }
  return { window, format: detectFormat(sample), limits, element, ...counters }
}

/** A file that starts with neither bracket: either its beginning is damaged, or it is not JSON at all. */
function* scanUnknownStart(scan: FileScan): Generator<ScanStep, void> {
  const range = startRange(scan.window)
  yield* extendToRecord(range, scan)
  yield finishRange(range, scan, notJson)
  scan.index++
}

/** The start of an object around the list. Its other members are no records, and are reported. */
function* scanWrapper(
  scan: FileScan,
  { bytes, hasMembers }: NonNullable<FileScan['format']['wrapper']>,
): Generator<ScanStep, void> {
  const end = scan.window.position + bytes
  if (!hasMembers) return advanceTo(scan.window, end)
  const range = startRange(scan.window)
  extendRange(range, scan, end)
  yield finishRange(range, scan, otherMembers)
  scan.index++
}

function* scanRecords(scan: FileScan): Generator<ScanStep, void> {
  const { first, last } = brackets[scan.format.kind]
  let isSeparated = true
  for (;;) {
    if (isSeparated) yield* scanFastPath(scan)
    const byte = yield* peekByte(scan.window)
    if (byte === last || byte === endOfFile) return
    if (byte === first && (isSeparated || startsLine(scan))) yield* scanRecord(scan)
    else yield* scanUnexpectedBytes(scan)
    isSeparated = yield* skipSeparator(scan)
    scan.index++
  }
}

/** A record on its own line is accepted even if the comma before it is missing. */
function startsLine({ window, format }: FileScan): boolean {
  if (format.lineStart === null) return false
  const end = window.position + 1
  return window.bytes.subarray(Math.max(0, end - format.lineStart.length), end).equals(format.lineStart)
}

function* skipSeparator({ window, format }: FileScan): Generator<ScanStep, boolean> {
  const isComma = (yield* peekByte(window)) === comma
  if (isComma) window.position++
  return isComma || format.kind === 'LINES'
}

/**
 * Scans the record at the window's position into one item: a record, or damage if it is invalid, truncated, too
 * large, too deep or not UTF-8. A damaged range ends where a line starts the next record.
 */
function* scanRecord(scan: FileScan): Generator<ScanStep, void> {
  const { window, element, limits } = scan
  startElement(element, scan.format.kind === 'KEYED')
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
    const range = startRange(window)
    extendRange(range, scan, window.position + element.length)
    return finishRange(range, scan, { ...refusal, pointer: pointerTo(scan, key) })
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

/** Why a record with matching brackets is damage. */
function findRefusal({ window, element, format, limits }: FileScan, key: string | null): Refusal | null {
  if (element.length > limits.maxRecordBytes) return tooLarge(element.length, limits.maxRecordBytes)
  if (element.deepest > limits.maxDepth) {
    return {
      code: 'TOO_DEEP',
      message: `The record is nested ${element.deepest} levels deep; the limit is ${limits.maxDepth}.`,
    }
  }
  if (!isUtf8(window.bytes.subarray(window.position, window.position + element.length))) {
    return { code: 'INVALID_UTF8', message: 'The record contains bytes that are not valid UTF-8.' }
  }
  if (format.kind === 'KEYED' && key === null) {
    return { code: 'BROKEN_RECORD', message: "The record's key is not a valid JSON string." }
  }
  return null
}

function tooLarge(bytes: number, maxBytes: number): Refusal {
  return { code: 'RECORD_TOO_LARGE', message: `The record has ${bytes} bytes; the limit is ${maxBytes}.` }
}

/** The record's key in an object keyed by id; null in other formats, and for an invalid key. */
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
 * Follows a record that exceeds the size limit without keeping its bytes. If another record starts on a line within
 * the bytes already held, the record was never closed and is handled as broken.
 */
function* takeLarge(scan: FileScan): Generator<ScanStep, void> {
  const { window, element, format, limits } = scan
  if (findRecordLine(window, format.lineStart, window.position + 1) !== undefined)
    return yield* takeBroken(scan)
  const pointer = pointerTo(scan, findKey(scan))
  const range = startRange(window)
  const extend = () => extendRange(range, scan, window.position + element.length - range.bytes)
  while (element.outcome === 'OPEN' && !window.isEnd) {
    extend()
    yield needsMore
    continueElement(element, window.bytes, window.position - range.bytes)
  }
  extend()
  if (element.outcome !== 'CLOSED') return yield* endBroken(scan, range, pointer)
  yield finishRange(range, scan, { ...tooLarge(range.bytes, limits.maxRecordBytes), pointer })
}

/** Rescans from the record's second byte, unless the file's budget for rescanning is used up. */
function* takeBroken(scan: FileScan): Generator<ScanStep, void> {
  const { window, element } = scan
  const pointer = pointerTo(scan, findKey(scan))
  const range = startRange(window)
  extendRange(range, scan, window.position + (scan.salvageBytes > 0 ? 1 : element.length))
  yield* endBroken(scan, range, pointer)
  scan.salvageBytes -= Math.max(0, element.length - range.bytes)
}

function* endBroken(scan: FileScan, range: ByteRange, pointer: string): Generator<ScanStep, void> {
  yield* extendToRecord(range, scan)
  yield finishRange(range, scan, { ...describeBreak(scan), pointer })
}

function describeBreak({ window, element }: FileScan): Refusal {
  if (element.outcome === 'BROKEN') {
    const message = `Invalid JSON ${element.length} bytes into the record: expected ${describeExpected(element.state)}.`
    return { code: 'BROKEN_RECORD', message }
  }
  if (countUnused(window) === 0) {
    return { code: 'TRUNCATED', message: 'The file ends inside this record; the rest of it is missing.' }
  }
  return { code: 'BROKEN_RECORD', message: 'The record does not end before the next one starts.' }
}

/** Scans what follows the records. Returns true if the bracket did not end the list because more records follow. */
function* scanListEnd(scan: FileScan): Generator<ScanStep, boolean> {
  const { window, format } = scan
  if (window.position === window.bytes.length) {
    const isReported = format.kind === 'LINES' || scan.damagedTo === window.offset + window.position
    if (!isReported) yield createDamageHere(scan, missingBracket)
    return false
  }
  const lineStart = closesList(scan) ? null : format.lineStart
  window.position++
  if (yield* scanDocumentEnd(scan)) return false
  if (yield* startsDocument(scan)) {
    window.position++
    return true
  }
  const range = startRange(window)
  yield* extendToRecord(range, scan, lineStart)
  const isContinued = window.position < window.bytes.length
  const trailing = format.wrapper === null ? trailingBytes : trailingMembers
  yield finishRange(range, scan, isContinued ? unexpectedBracket : trailing)
  scan.index++
  return isContinued
}

const closingBrace = 0x7d

/** Scans the brace of the object around the list, if there is one. Returns true at the end of the file. */
function* scanDocumentEnd(scan: FileScan): Generator<ScanStep, boolean> {
  const { window, format } = scan
  const next = yield* peekByte(window)
  if (format.wrapper === null) return next === endOfFile
  if (next === endOfFile) yield createDamageHere(scan, missingBracket)
  if (next === closingBrace) window.position++
  return (yield* peekByte(window)) === endOfFile
}

/** Spaces in front of the first record of a further document that are accepted. */
const documentStartBytes = 256
const documentStarts = {
  ARRAY: /^\[[ \t\r\n]*[{\]]/,
  KEYED: /^\{[ \t\r\n]*["}]/,
  LINES: null,
  UNKNOWN: null,
} as const

/** True if another list of the same form follows, as in a file with one list per line. */
function* startsDocument({ window, format }: FileScan): Generator<ScanStep, boolean> {
  const pattern = format.wrapper === null ? documentStarts[format.kind] : null
  if (pattern === null) return false
  yield* awaitBytes(window, documentStartBytes)
  const start = window.bytes.subarray(window.position, window.position + documentStartBytes)
  return pattern.test(start.toString('latin1'))
}

/** Where each record starts a line, the bracket that ends the list does so too, and with less indentation. */
function closesList({ window, format }: FileScan): boolean {
  if (format.lineStart === null) return true
  const start = window.position - Math.max(1, format.lineStart.length - 2)
  return /\n[ \t]*$/.test(window.bytes.toString('latin1', Math.max(0, start), window.position))
}

/** Damage without bytes at the window's position. */
function createDamageHere({ window }: FileScan, problem: Problem): SourceItem {
  return { damage: createDamage(problem, window.offset + window.position, window.lines + 1) }
}
