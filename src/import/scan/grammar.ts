/** The kind of a byte outside strings. A word is a number, a literal or garbage. */
const kinds = {
  word: 0,
  space: 1,
  lineEnd: 2,
  quote: 3,
  colon: 4,
  comma: 5,
  openObject: 6,
  closeObject: 7,
  openArray: 8,
  closeArray: 9,
} as const
type Kind = keyof typeof kinds

/**
 * The states, by the next expected token. `record` is before a record of an array, the next two before a member of a
 * keyed object.
 */
const states = {
  broken: 0,
  record: 1,
  recordKey: 2,
  recordColon: 3,
  memberValue: 4,
  memberEnd: 5,
  firstKey: 6,
  key: 7,
  colon: 8,
  item: 9,
  itemEnd: 10,
  firstItem: 11,
  /** Below the depth limit: brackets are counted, nothing else is checked. */
  anything: 12,
  /** Only for the message: a string contains a control character. */
  brokenString: 13,
} as const
type State = keyof typeof states

const value = (end: State) => ({ word: end, quote: end, openObject: end, openArray: end })

/**
 * The JSON grammar: the next state for each state and kind of byte. For an opening bracket it is the state after the
 * matching closing bracket. All other combinations are invalid JSON.
 */
const grammar: Partial<Record<State, Partial<Record<Kind, State>>>> = {
  record: { openObject: 'memberEnd' },
  recordKey: { quote: 'recordColon' },
  recordColon: { colon: 'record' },
  memberValue: value('memberEnd'),
  memberEnd: { comma: 'key', closeObject: 'memberEnd' },
  firstKey: { quote: 'colon', closeObject: 'memberEnd' },
  key: { quote: 'colon' },
  colon: { colon: 'memberValue' },
  item: value('itemEnd'),
  itemEnd: { comma: 'item', closeArray: 'itemEnd' },
  firstItem: { ...value('itemEnd'), closeArray: 'itemEnd' },
  anything: {
    ...value('anything'),
    colon: 'anything',
    comma: 'anything',
    closeObject: 'anything',
    closeArray: 'anything',
  },
}

const kindOfCharacter: Readonly<Record<string, Kind>> = {
  ' ': 'space',
  '\t': 'space',
  '\r': 'space',
  '\n': 'lineEnd',
  '"': 'quote',
  ':': 'colon',
  ',': 'comma',
  '{': 'openObject',
  '}': 'closeObject',
  '[': 'openArray',
  ']': 'closeArray',
}

const expectations: Partial<Record<State, string>> = {
  record: 'an object',
  recordKey: 'a key',
  recordColon: 'a colon',
  memberEnd: 'a comma or }',
  firstKey: 'a key or }',
  key: 'a key',
  colon: 'a colon',
  itemEnd: 'a comma or ]',
  brokenString: 'the closing quote of a string on the same line',
}

const kindTable = new Uint8Array(256)
for (const [character, kind] of Object.entries(kindOfCharacter)) {
  kindTable[character.charCodeAt(0)] = kinds[kind]
}

const rowLength = Object.keys(kinds).length
const stateTable = new Uint8Array(Object.keys(states).length * rowLength)
for (const state of keysOf(states)) {
  for (const kind of keysOf(kinds)) {
    stateTable[states[state] * rowLength + kinds[kind]] = states[grammar[state]?.[kind] ?? 'broken']
  }
}

/** One of `kinds`. */
function kindOf(byte: number): number {
  return kindTable[byte] ?? kinds.word
}

/** One of `states`. */
function stateAfter(state: number, kind: number): number {
  return stateTable[state * rowLength + kind] ?? states.broken
}

export interface LineCount {
  /** Line ends before the next byte. */
  lines: number
}

/** Index of the first byte at or after `from` that is not white space; counts the line ends before it. */
export function skipSpace(count: LineCount, bytes: Buffer, from: number): number {
  let at = from
  let lines = 0
  for (; at < bytes.length; at++) {
    const kind = kindOf(bytes[at] ?? 0)
    if (kind === kinds.lineEnd) lines++
    else if (kind !== kinds.space) break
  }
  count.lines += lines
  return at
}

/** Describes in a message the token that was expected in this state. */
export function describeExpected(state: number): string {
  const name = keysOf(states).find((key) => states[key] === state)
  return expectations[name ?? 'broken'] ?? 'a value'
}

/** Object.keys returns plain strings; the tables above have no other keys than their own. */
function keysOf<Key extends string>(table: Readonly<Record<Key, unknown>>): Key[] {
  return Object.keys(table) as Key[]
}

/**
 * The state of scanning one record, whose bytes may arrive in pieces. The scan finds the end of the record, or the
 * first byte that is not valid JSON. It leaves the syntax of numbers, literals and escapes to JSON.parse.
 */
export interface ElementScan extends LineCount {
  outcome: 'OPEN' | 'CLOSED' | 'BROKEN'
  /** Bytes scanned. CLOSED: the record's length. BROKEN: the bytes before the first invalid one. */
  length: number
  /** In a member `"key": {...}`, the bytes and line ends before the `{`; otherwise 0. */
  start: number
  startLines: number
  /** Colons outside strings. */
  colons: number
  depth: number
  deepest: number
  state: number
  isInString: boolean
  isInWord: boolean
  /** The state after each level is closed. Levels deeper than the table are only counted. */
  readonly stateAfterLevel: Uint8Array
}

const quote = 0x22
const backslash = 0x5c
const firstPrintable = 0x20

/** Reused for all records of a file: `startElement` starts the next one. */
export function createElementScan(maxDepth: number): ElementScan {
  return {
    outcome: 'OPEN',
    length: 0,
    lines: 0,
    start: 0,
    startLines: 0,
    colons: 0,
    depth: 0,
    deepest: 0,
    state: states.record,
    isInString: false,
    isInWord: false,
    stateAfterLevel: new Uint8Array(maxDepth + 2),
  }
}

/** @param isMember true if the record is a member of an object keyed by id. */
export function startElement(scan: ElementScan, isMember: boolean): void {
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

/** Continues the record that starts at `from`, after the `scan.length` bytes scanned so far. */
export function continueElement(scan: ElementScan, bytes: Buffer, from: number): void {
  let at = from + scan.length
  if (scan.isInString) at = scanString(scan, bytes, at)
  else if (scan.isInWord) at = scanWord(scan, bytes, at)
  while (scan.outcome === 'OPEN' && !scan.isInString) {
    at = skipSpace(scan, bytes, at)
    if (at >= bytes.length) break
    at = scanToken(scan, bytes, at, from)
  }
  scan.length = at - from
}

function scanToken(scan: ElementScan, bytes: Buffer, at: number, from: number): number {
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
  if (kind === kinds.quote) return scanString(scan, bytes, at + 1)
  if (kind === kinds.word) return scanWord(scan, bytes, at + 1)
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

/** As in JSON, a string can't contain control characters: a line end means that its closing quote is missing. */
function scanString(scan: ElementScan, bytes: Buffer, from: number): number {
  const end = findStringEnd(bytes, from)
  scan.isInString = end >= bytes.length || bytes[end] === backslash
  if (scan.isInString) return end
  if (bytes[end] === quote) return end + 1
  scan.outcome = 'BROKEN'
  scan.state = states.brokenString
  return end
}

/** Index of the closing quote or the first control character, or where to continue with more bytes. */
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

function scanWord(scan: ElementScan, bytes: Buffer, from: number): number {
  let at = from
  while (at < bytes.length && kindOf(bytes[at] ?? 0) === kinds.word) at++
  scan.isInWord = at >= bytes.length
  return at
}
