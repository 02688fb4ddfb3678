import { isUtf8 } from 'node:buffer'
import { parseRecord } from '../../json/parse.ts'
import { createPointer } from '../../json/pointer.ts'
import type { FileScan } from './file-scan.ts'
import { skipSpace } from './grammar.ts'
import type { RawRecord, SourceItem } from './source-item.ts'

const lineEnd = 0x0a
const space = 0x20
const quote = 0x22
const comma = 0x2c
const colon = 0x3a
const openArray = 0x5b
const openObject = 0x7b

/** Bytes to examine; all others are skipped. */
const isMark = new Uint8Array(256)
for (const byte of [lineEnd, colon, openArray, openObject]) isMark[byte] = 1

/**
 * Takes the records from the window's position on that are formatted as the legacy application wrote them: a record
 * ends at the first line that consists of its closing bracket, and a comma follows. If JSON.parse accepts these bytes,
 * they are the whole record: a JSON object can't end anywhere else. Stops at the first record that is formatted
 * differently or that these checks can't decide; `scanRecord` handles it.
 */
export function* scanFastPath(scan: FileScan): Generator<SourceItem, void> {
  const { window } = scan
  for (;;) {
    window.position = skipSpace(window, window.bytes, window.position)
    const record = takeFormattedRecord(scan)
    if (record === null) return
    yield { record }
  }
}

/** Takes the record and the comma after it. */
function takeFormattedRecord(scan: FileScan): RawRecord | null {
  const { window, limits } = scan
  const start = window.position
  if (scan.failedParses > limits.maxFailedParses || window.bytes[start] !== openObject) return null
  const marks = countMarks(scan, start)
  // Each bracket may open a level, unless it is inside a string.
  if (marks === null || marks.brackets > limits.maxDepth || window.bytes[marks.end] !== comma) return null
  const bytes = window.bytes.subarray(start, marks.end)
  if (!isUtf8(bytes)) return null
  const parsed = parseRecord(bytes, marks.keys)
  if ('problem' in parsed) scan.failedParses++
  // An apparent duplicate may be the text of a string.
  if ('problem' in parsed || parsed.hasDuplicateKeys) return null
  const position = { line: window.lines + 1, offset: window.offset + start }
  window.position = marks.end + 1
  window.lines += marks.lines
  const index = scan.index++
  return { bytes, ...position, index, pointer: createPointer('', index), key: null, parsed }
}

interface Marks {
  /** Index after the record; `unknown` after a colon that may or may not be inside a string. */
  end: number
  lines: number
  /** An upper bound: colons inside strings may be counted. */
  keys: number
  /** Opening brackets, including those inside strings. */
  brackets: number
}

const open = 0
const unknown = -1

/** Follows a record to the line that ends it; null if that line is not in the window, or is not certain to end it. */
function countMarks({ window: { bytes }, format, limits }: FileScan, start: number): Marks | null {
  const { recordEnd } = format
  if (recordEnd === null) return null
  const last = Math.min(bytes.length, start + limits.maxRecordBytes) - recordEnd.length
  const marks: Marks = { end: open, lines: 0, keys: 0, brackets: 0 }
  for (let at = start; marks.end === open; at++) {
    // The nested loop takes half the time: most bytes only need this one check.
    while (at <= last && isMark[bytes[at] ?? 0] === 0) at++
    if (at > last) return null
    takeMark(marks, bytes, at, recordEnd)
  }
  return marks.end === unknown ? null : marks
}

function takeMark(marks: Marks, bytes: Buffer, at: number, recordEnd: Buffer): void {
  const byte = bytes[at]
  if (byte === lineEnd) {
    marks.lines++
    if (isEnd(bytes, at, recordEnd)) marks.end = at + recordEnd.length
  } else if (byte === colon) {
    takeColon(marks, bytes[at - 1] ?? 0)
  } else {
    marks.brackets++
  }
}

/** Outside strings, a colon follows a quote or white space: counting those after quotes counts at least all keys. */
function takeColon(marks: Marks, before: number): void {
  if (before === quote) marks.keys++
  else if (before <= space) marks.end = unknown
}

function isEnd(bytes: Buffer, at: number, recordEnd: Buffer): boolean {
  for (let back = recordEnd.length - 1; back > 0; back--) {
    if (bytes[at + back] !== recordEnd[back]) return false
  }
  return true
}
