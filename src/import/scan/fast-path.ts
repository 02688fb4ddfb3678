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

/** Bytes that have to be looked at; strings and white space are passed over. */
const isMark = new Uint8Array(256)
for (const byte of [lineEnd, colon, openArray, openObject]) isMark[byte] = 1

/**
 * The records from the window's position on that stand as the old application wrote them: a record ends on the first
 * line that is no more than its closing bracket, and a comma follows. Such a stretch is a record if JSON.parse says so,
 * for then its bytes can end nowhere else. Stops before the first that is anything else, or that has to be followed
 * more closely to know all that is to be known of it; what becomes of that one, scanRecord says.
 */
export function* scanFastPath(scan: FileScan): Generator<SourceItem, void> {
  const { window } = scan
  for (;;) {
    window.position = skipSpace(window, window.bytes, window.position)
    const record = findFormattedRecord(scan)
    if (record === null) return
    yield { record }
  }
}

/** Uses up the record and the comma behind it. */
function findFormattedRecord(scan: FileScan): RawRecord | null {
  const { window, limits } = scan
  const start = window.position
  if (scan.surprises > limits.maxSurprises || window.bytes[start] !== openObject) return null
  const marks = countMarks(scan, start)
  // An object or array may be open at each bracket, or else the bracket stands in a string.
  if (marks === null || marks.brackets > limits.maxDepth || window.bytes[marks.end] !== comma) return null
  const bytes = window.bytes.subarray(start, marks.end)
  if (!isUtf8(bytes)) return null
  const parsed = parseRecord(bytes, marks.keys)
  if ('problem' in parsed) scan.surprises++
  // What looks like one key more may be the text of a string.
  if ('problem' in parsed || parsed.hasDuplicateKeys) return null
  const position = { line: window.lines + 1, offset: window.offset + start }
  window.position = marks.end + 1
  window.lines += marks.lines
  const index = scan.index++
  return { bytes, ...position, index, pointer: createPointer('', index), key: null, parsed }
}

interface Marks {
  /** Index behind the record; `unknown` when a colon stands where it may be in a string or not. */
  end: number
  lines: number
  /** At least as many as there are. */
  keys: number
  /** Opening ones, in strings too. */
  brackets: number
}

const open = 0
const unknown = -1

/** Follows a record to the line that ends it; null when that is not there, or not certain. */
function countMarks({ window: { bytes }, format, limits }: FileScan, start: number): Marks | null {
  const { recordEnd } = format
  if (recordEnd === null) return null
  const last = Math.min(bytes.length, start + limits.maxRecordBytes) - recordEnd.length
  const marks: Marks = { end: open, lines: 0, keys: 0, brackets: 0 }
  for (let at = start; marks.end === open; at++) {
    // A loop within the loop: of most bytes nothing else is asked, and compiled so it takes half the time.
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

/** Outside of strings a colon stands behind a quote or white space: those behind quotes are all keys and some more. */
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
