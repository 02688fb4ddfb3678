import type { ReadLimits } from './read-limits.ts'
import { createDamage, createStretch, extendToRecord, type Problem } from './scan-damage.ts'
import { createElementScan } from './scan-element.ts'
import { detectFormat, type FileFormat } from './scan-format.ts'
import { scanRecord } from './scan-record.ts'
import { brackets, type FileScan, type Step, takeDamage } from './scan-state.ts'
import { scanStray } from './scan-stray.ts'
import { scanUsualRecords } from './scan-usual.ts'
import { awaitBytes, type ByteWindow, endOfFile, peekByte } from './scan-window.ts'

const comma = 0x2c
const trailingBytes: Problem = {
  code: 'TRAILING_BYTES',
  message:
    'The bytes follow the end of the list; they may be what a longer file left when it was overwritten.',
  pointer: '',
}
const strayBracket: Problem = {
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
    if (isSeparated) yield* scanUsualRecords(scan)
    const byte = yield* peekByte(scan.window)
    if (byte === last || byte === endOfFile) return
    if (byte === first && (isSeparated || startsLine(scan))) yield* scanRecord(scan)
    else yield* scanStray(scan)
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
  yield takeDamage(scan, stretch, goesOn ? strayBracket : trailingBytes)
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
