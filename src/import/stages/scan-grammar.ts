/** What a byte is outside of a string. A word is a number, a literal or garbage: whatever is nothing else. */
export const kinds = {
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

/** What may come next. The first four are before a record: in an array, and as a member of an object. */
export const states = {
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
  /** Deeper than a record may be: brackets are counted, no more. */
  anything: 12,
  /** Only for the message: a control character stands in a string. */
  brokenString: 13,
} as const
type State = keyof typeof states

const value = (end: State) => ({ word: end, quote: end, openObject: end, openArray: end })

/**
 * JSON's grammar: in a state, a byte of a kind leads to a state. For an opening bracket it is the state once the
 * bracket is closed again. What is not listed breaks the record.
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
  brokenString: 'the closing quote of a string, on the same line,',
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
export function kindOf(byte: number): number {
  return kindTable[byte] ?? kinds.word
}

/** One of `states`. */
export function stateAfter(state: number, kind: number): number {
  return stateTable[state * rowLength + kind] ?? states.broken
}

/** Something that counts line ends. */
export interface LineCount {
  /** Line ends before the next byte to look at. */
  lines: number
}

/** Index of the first byte at or behind `from` that is not white space; counts the line ends before it. */
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

/** What should have come, in words. */
export function describeExpected(state: number): string {
  const name = keysOf(states).find((key) => states[key] === state)
  return expectations[name ?? 'broken'] ?? 'a value'
}

/** Object.keys knows no literal types; the tables above have no keys but their own. */
function keysOf<Key extends string>(table: Readonly<Record<Key, unknown>>): Key[] {
  return Object.keys(table) as Key[]
}
