import { createHash, type Hash } from 'node:crypto'
import { createPointer } from '../../json/pointer.ts'
import {
  advanceTo,
  awaitBytes,
  type ByteWindow,
  brackets,
  type FileScan,
  needsMore,
  type ScanStep,
} from './file-scan.ts'
import type { Damage, DamageCode, SourceItem } from './source-item.ts'

/** The problem, and its place in the file's structure. */
export interface Problem {
  readonly code: DamageCode
  readonly message: string
  readonly pointer: string
}

/** A range of bytes that becomes one damage. It may be longer than the part of it that is kept. */
export interface ByteRange {
  readonly offset: number
  readonly line: number
  readonly hash: Hash
  /** Copies or views of the window, in order, from the start of the range. */
  kept: Buffer[]
  bytes: number
}

/** A JSON string that contains an object, with or without escaped white space before it. */
const textOfObject = /^[\s,]*"(?:\s|\\[nrt])*\{/
const notInRecord = 'These bytes are not part of a record; an object was expected, after a comma.'
const recordsAsTexts =
  'These bytes are JSON strings whose texts may be records. Write the records as objects: jq "map(fromjson)" FILE > NEW_FILE'

/**
 * Scans unexpected bytes where a record should start, as one damage. Plain bytes end before the next record or the
 * closing bracket. Other bytes may be the inside of a record, so they end only where a line starts a record.
 */
export function* scanUnexpectedBytes(scan: FileScan): Generator<ScanStep, void> {
  const { window, limits } = scan
  yield* awaitBytes(window, limits.maxPlainBytes)
  const range = startRange(window)
  const isText = textOfObject.test(window.bytes.toString('latin1', window.position, window.position + 100))
  const plainBytes = countPlainBytes(scan)
  extendRange(range, scan, window.position + (plainBytes ?? 1))
  if (plainBytes === null) yield* extendToRecord(range, scan)
  // An extra comma is not damage.
  if (range.bytes === 0) return
  const message = isText ? recordsAsTexts : notInRecord
  const pointer = scan.format.kind === 'KEYED' ? '' : createPointer('', scan.index)
  yield finishRange(range, scan, { code: 'STRAY_BYTES', message, pointer })
}

/** Bytes before the separator of the next record or the closing bracket; null if something else comes first. */
function countPlainBytes({ window, format, limits }: FileScan): number | null {
  const { first, last } = brackets[format.kind]
  const text = window.bytes.toString('latin1', window.position, window.position + limits.maxPlainBytes)
  const plain = /^[^"{}[\]]*/.exec(text)?.[0] ?? ''
  const next = text.charCodeAt(plain.length)
  let end = plain.length
  while (end > 0 && ' \t\r\n,'.includes(plain.charAt(end - 1))) end--
  return next === last || (next === first && plain.includes(',', end)) ? end : null
}

/** Starts an empty range at the window's position. */
export function startRange(window: ByteWindow): ByteRange {
  return createRange(window.offset + window.position, window.lines + 1)
}

function createRange(offset: number, line: number): ByteRange {
  return { offset, line, hash: createHash('sha256'), kept: [], bytes: 0 }
}

/** Moves the window's position to this index of its bytes, and adds the bytes before it to the range. */
export function extendRange(range: ByteRange, { window, limits }: FileScan, index: number): void {
  const piece = window.bytes.subarray(window.position, index)
  const wasKept = range.bytes <= limits.maxRecordBytes
  range.hash.update(piece)
  range.bytes += piece.length
  if (wasKept) range.kept.push(piece)
  if (wasKept && range.bytes > limits.maxRecordBytes) {
    const sample = Buffer.concat(range.kept, Math.min(limits.maxSampleBytes, range.bytes))
    range.kept = [sample]
  }
  advanceTo(window, index)
}

/** Extends the range to the next line that starts a record, or to the end of the file. */
export function* extendToRecord(
  range: ByteRange,
  scan: FileScan,
  lineStart: Buffer | null = scan.format.lineStart,
): Generator<typeof needsMore, void> {
  const { window } = scan
  for (;;) {
    const index = findRecordLine(window, lineStart, window.position)
    extendRange(range, scan, index ?? window.bytes.length)
    if (index !== undefined || window.isEnd) return
    yield needsMore
  }
}

/**
 * Index of the first record at or after `from` that starts a line with the file's indentation. A string can't contain
 * a line end, and the contents of a record are indented further, so in the legacy application's files this never
 * finds a nested object.
 */
export function findRecordLine(
  window: ByteWindow,
  lineStart: Buffer | null,
  from: number,
): number | undefined {
  if (lineStart === null) return undefined
  const before = lineStart.length - 1
  const found = window.bytes.indexOf(lineStart, Math.max(0, from - before))
  return found < 0 ? undefined : found + before
}

/** Ends the range: all of it is one damage. */
export function finishRange(range: ByteRange, scan: FileScan, problem: Problem): SourceItem {
  scan.damagedTo = range.offset + range.bytes
  return { damage: toDamage(range, problem) }
}

/** Damage without bytes: something is missing, or the problem concerns the whole file. */
export function createDamage(problem: Problem, offset: number, line: number): Damage {
  return toDamage(createRange(offset, line), problem)
}

function toDamage(range: ByteRange, problem: Problem): Damage {
  return {
    ...problem,
    line: range.line,
    offset: range.offset,
    raw: Buffer.concat(range.kept),
    rawBytes: range.bytes,
    rawSha256: range.hash.digest('hex'),
  }
}
