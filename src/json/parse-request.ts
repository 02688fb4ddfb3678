import { isUtf8 } from 'node:buffer'
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from './json-value.ts'
import { findDuplicateKey, isChangedByJsonParse, parseExactly } from './parse.ts'

/** A parsed text, or the problem, as the predicate of the sentence "The body ...". */
type RequestJson = { readonly value: JsonValue } | { readonly problem: string }

/** Nesting depth: more than any argument may have, but safe for recursion in all code after the parser. */
const maxRequestDepth = 200

/** Parses JSON in well-formed UTF-8 without a byte order mark: see `parseRequestText`. */
export function parseRequestBytes(bytes: Buffer): RequestJson {
  const problem = findEncodingProblem(bytes)
  return problem === undefined ? parseRequestText(bytes.toString('utf8')) : { problem }
}

/**
 * Parses a JSON text without loss: a number that a double can't hold becomes a raw number. Rejects duplicate keys, which
 * parsers handle differently, the key `__proto__`, which libraries mishandle, and deep nesting.
 */
export function parseRequestText(text: string): RequestJson {
  const parsed = parse(text)
  if ('problem' in parsed) return parsed
  const walk = { keys: 0, hasPrototype: false }
  // Before any unlimited recursion: JSON.parse itself accepts any depth.
  if (!walkValue(parsed.value, walk, maxRequestDepth)) {
    return { problem: `has more than ${maxRequestDepth} levels of arrays and objects` }
  }
  const value = isChangedByJsonParse(text) ? parseExactly(text) : parsed.value
  if (walk.hasPrototype) return { problem: 'contains a key named "__proto__", which is not allowed' }
  // Rarely more than the number of keys: only if a string begins with a colon.
  const duplicate = countKeyEnds(text) > walk.keys ? findDuplicateKey(text) : undefined
  if (duplicate === undefined) return { value }
  return { problem: `contains the key ${quote(duplicate)} twice in one object` }
}

function findEncodingProblem(bytes: Buffer): string | undefined {
  const [first, second] = bytes
  if (first === undefined) return 'is empty'
  if (first === 0 || second === 0 || (first >= 0xfe && (second ?? 0) >= 0xfe)) {
    return 'is UTF-16 or UTF-32: send UTF-8'
  }
  if (bytes.subarray(0, 3).equals(byteOrderMark)) return 'begins with a byte order mark, which is not allowed'
  if (isUtf8(bytes)) return undefined
  return `is not valid UTF-8 at byte offset ${findInvalidByte(bytes)}`
}

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf])
const replacement = Buffer.from('\ufffd')

/** The position of a replacement character that the client did not send. */
function findInvalidByte(bytes: Buffer): number {
  const text = bytes.toString('utf8')
  let offset = 0
  let start = 0
  for (let at = text.indexOf('\ufffd'); at >= 0; at = text.indexOf('\ufffd', start)) {
    offset += Buffer.byteLength(text.slice(start, at))
    if (!bytes.subarray(offset, offset + replacement.length).equals(replacement)) return offset
    offset += replacement.length
    start = at + 1
  }
  return offset
}

function parse(text: string): RequestJson {
  try {
    return { value: JSON.parse(text) }
  } catch (error) {
    if (error instanceof SyntaxError) return { problem: 'is not valid JSON' }
    throw error
  }
}

interface Walk {
  /** The number of keys in all objects. */
  keys: number
  hasPrototype: boolean
}

/** False if the value has more levels than remain. */
function walkValue(value: JsonValue, walk: Walk, levelsLeft: number): boolean {
  if (value === null || typeof value !== 'object') return true
  if (levelsLeft === 0) return false
  if (isJsonArray(value)) return value.every((item) => walkValue(item, walk, levelsLeft - 1))
  return !isJsonObject(value) || walkMembers(value, walk, levelsLeft - 1)
}

function walkMembers(object: JsonObject, walk: Walk, levelsLeft: number): boolean {
  for (const key in object) {
    walk.keys++
    if (key === '__proto__') walk.hasPrototype = true
    if (!walkValue(object[key] ?? null, walk, levelsLeft)) return false
  }
  return true
}

/** The number of unescaped quotes followed by a colon: at least the number of keys. */
function countKeyEnds(text: string): number {
  let count = 0
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) {
    let next = at + 1
    while (isSpace(text.charCodeAt(next))) next++
    if (text.charCodeAt(next) === colon && !isEscaped(text, at)) count++
  }
  return count
}

const colon = 0x3a
const backslash = 0x5c

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09
}

function isEscaped(text: string, quote: number): boolean {
  let start = quote
  while (text.charCodeAt(start - 1) === backslash) start--
  return (quote - start) % 2 === 1
}

const maxQuotedLength = 100

/** Quotes text from a client in an error message, shortened to `maxQuotedLength`. */
export function quote(text: string): string {
  return JSON.stringify(text.length > maxQuotedLength ? `${text.slice(0, maxQuotedLength)}…` : text)
}
