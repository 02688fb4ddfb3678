import { kindOf, kinds, type LineCount, skipSpace, stateAfter, states } from './scan-grammar.ts'

/**
 * How far a record has been followed; its bytes may come in pieces. The scan finds where the record ends, or where
 * it stops being JSON. The spelling of words and escapes it leaves to JSON.parse.
 */
export interface ElementScan extends LineCount {
  outcome: 'OPEN' | 'CLOSED' | 'BROKEN'
  /** Bytes followed. CLOSED: the whole length. BROKEN: what comes before the byte that can't stand there. */
  length: number
  /** Of a member `"key": {...}` the bytes and line ends before its `{`; else 0. */
  start: number
  startLines: number
  /** Colons outside of strings. */
  colons: number
  depth: number
  deepest: number
  state: number
  isInString: boolean
  isInWord: boolean
  /** The state once a level is closed. Levels deeper than the table are counted only. */
  readonly stateAfterLevel: Uint8Array
}

const quote = 0x22
const backslash = 0x5c
const firstPrintable = 0x20

/** One scan serves all records of a file: `beginElement` starts the next. */
export function createElementScan(maxDepth: number): ElementScan {
  const counts = { length: 0, lines: 0, start: 0, startLines: 0, colons: 0, depth: 0, deepest: 0 }
  const flags = { isInString: false, isInWord: false }
  return {
    outcome: 'OPEN',
    ...counts,
    state: states.record,
    ...flags,
    stateAfterLevel: new Uint8Array(maxDepth + 2),
  }
}

/** Starts a record: of an array, or of an object keyed by id when `isMember`. */
export function beginElement(scan: ElementScan, isMember: boolean): void {
  scan.outcome = 'OPEN'
  scan.length = 0
  scan.lines = 0
  scan.start = 0
  scan.startLines = 0
  scan.colons = 0
  scan.depth = 0
  scan.deepest = 0
  scan.state = isMember ? states.recordKey : states.record
  scan.isInString = false
  scan.isInWord = false
}

/** Goes on with the record that starts at `from`, behind the `scan.length` bytes that were followed before. */
export function continueElement(scan: ElementScan, bytes: Buffer, from: number): void {
  let at = from + scan.length
  if (scan.isInString) at = takeString(scan, bytes, at)
  else if (scan.isInWord) at = takeWord(scan, bytes, at)
  while (scan.outcome === 'OPEN' && !scan.isInString) {
    at = skipSpace(scan, bytes, at)
    if (at >= bytes.length) break
    at = takeToken(scan, bytes, at, from)
  }
  scan.length = at - from
}

function takeToken(scan: ElementScan, bytes: Buffer, at: number, from: number): number {
  const kind = kindOf(bytes[at] ?? 0)
  const next = stateAfter(scan.state, kind)
  if (next === states.broken) {
    scan.outcome = 'BROKEN'
    return at
  }
  if (kind === kinds.openObject || kind === kinds.openArray) {
    openLevel(scan, kind, next, at - from)
    return at + 1
  }
  if (kind === kinds.closeObject || kind === kinds.closeArray) {
    closeLevel(scan)
    return at + 1
  }
  scan.state = next
  if (kind === kinds.quote) return takeString(scan, bytes, at + 1)
  if (kind === kinds.word) return takeWord(scan, bytes, at + 1)
  if (kind === kinds.colon) scan.colons++
  return at + 1
}

function openLevel(scan: ElementScan, kind: number, afterwards: number, start: number): void {
  if (scan.depth === 0) {
    scan.start = start
    scan.startLines = scan.lines
  }
  scan.depth++
  if (scan.depth > scan.deepest) scan.deepest = scan.depth
  if (scan.depth < scan.stateAfterLevel.length) scan.stateAfterLevel[scan.depth] = afterwards
  scan.state = kind === kinds.openObject ? states.firstKey : states.firstItem
  if (scan.depth >= scan.stateAfterLevel.length - 1) scan.state = states.anything
}

function closeLevel(scan: ElementScan): void {
  scan.state = scan.stateAfterLevel[scan.depth] ?? states.anything
  scan.depth--
  if (scan.depth === 0) scan.outcome = 'CLOSED'
}

/** A line end within a string is no JSON: the closing quote is lost. So no other control character may stand there. */
function takeString(scan: ElementScan, bytes: Buffer, from: number): number {
  const end = findStringEnd(bytes, from)
  scan.isInString = end >= bytes.length || bytes[end] === backslash
  if (scan.isInString) return end
  if (bytes[end] === quote) return end + 1
  scan.outcome = 'BROKEN'
  scan.state = states.brokenString
  return end
}

/** The closing quote, the first control character, or where to go on when more bytes are there. */
function findStringEnd(bytes: Buffer, from: number): number {
  let at = from
  while (at < bytes.length) {
    const byte = bytes[at] ?? 0
    if (byte === backslash) {
      if (at + 1 === bytes.length) return at
      const escaped = bytes[at + 1]
      at += escaped === quote || escaped === backslash ? 2 : 1
    } else if (byte === quote || byte < firstPrintable) {
      return at
    } else {
      at++
    }
  }
  return at
}

function takeWord(scan: ElementScan, bytes: Buffer, from: number): number {
  let at = from
  while (at < bytes.length && kindOf(bytes[at] ?? 0) === kinds.word) at++
  scan.isInWord = at >= bytes.length
  return at
}
