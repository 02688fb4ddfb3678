import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from './json-value.ts'
import { hasInexactNumber, isExactDouble } from './numbers.ts'

/** A parsed record, or why its bytes are not JSON. The problem does not quote the record, which may contain secrets. */
export type ParsedRecord =
  | { readonly value: JsonValue; readonly hasDuplicateKeys: boolean }
  | { readonly problem: string }

/** Matches an escape in a key, or in a string that follows a comma. */
const suspiciousKey = /[{,]\s*"[^"\\]*\\/

/**
 * Parses a record without loss (see parseJson). If a key is repeated in an object, the last value wins and
 * `hasDuplicateKeys` is set.
 * @param keyCount number of keys written in the bytes, at all levels.
 */
export function parseRecord(bytes: Buffer, keyCount: number): ParsedRecord {
  try {
    const value = parseJson(bytes.toString('utf8'))
    return { value, hasDuplicateKeys: countKeys(value) < keyCount }
  } catch (error) {
    if (error instanceof SyntaxError) return { problem: describeSyntaxError(error) }
    throw error
  }
}

/**
 * JSON.parse without loss: a number that a double can't represent becomes a RawNumber, and `__proto__` is an ordinary
 * key. JSON.parse also changes keys: V8 confuses a key that contains an escape with an earlier key that contains the
 * same characters unescaped (nodejs/node issue 63785).
 * @throws SyntaxError if the text is not JSON.
 */
export function parseJson(text: string): JsonValue {
  const value: JsonValue = JSON.parse(text)
  return isChangedByJsonParse(text) ? parseExactly(text) : value
}

/** Whether JSON.parse may change a number or key of the text. May be wrongly true, never wrongly false. */
export function isChangedByJsonParse(text: string): boolean {
  return (text.includes('\\') && suspiciousKey.test(text)) || hasInexactNumber(text)
}

function countKeys(value: JsonValue): number {
  if (value === null || typeof value !== 'object') return 0
  let count = 0
  if (isJsonArray(value)) for (const item of value) count += countKeys(item)
  else if (isJsonObject(value)) for (const key in value) count += 1 + countKeys(value[key] ?? null)
  return count
}

/** V8 quotes the text around the error, which may be a secret or contain a NUL, so only the error and its position are kept. */
function describeSyntaxError(error: SyntaxError): string {
  const what = error.message.replace(/, (\.\.\.)?".*/s, '').replace(/[^\x20-\x7e]/g, '?')
  return `The record is not valid JSON: ${what}.`
}

interface Reader {
  readonly text: string
  /** Index of the next character. */
  at: number
  /** The first duplicate key found. */
  duplicateKey?: string | undefined
}

/** A member of an object, with the position of its value in the object's text. */
export interface Member {
  readonly key: string
  readonly value: JsonValue
  /** Index of the value's first character. */
  readonly start: number
  /** Index after the value's last character. */
  readonly end: number
}

const space = /[ \t\r\n]*/y
const word = /[^ \t\r\n,\]}]*/y

/**
 * Parses a JSON text token by token, without the losses of JSON.parse (see parseJson). Several times slower.
 * @param text valid JSON, accepted by JSON.parse.
 */
export function parseExactly(text: string): JsonValue {
  return readValue({ text, at: 0 })
}

/**
 * Returns the first key that occurs twice in one object of a JSON text.
 * @param text valid JSON, accepted by JSON.parse.
 */
export function findDuplicateKey(text: string): string | undefined {
  const reader: Reader = { text, at: 0 }
  readValue(reader)
  return reader.duplicateKey
}

/**
 * Returns the members of an object in the order in which they are written, including every member of a repeated key.
 * @param text a valid JSON object, accepted by JSON.parse.
 */
export function readMembers(text: string): Member[] {
  const reader: Reader = { text, at: 0 }
  const members: Member[] = []
  skip(reader, '{')
  while (peek(reader) !== '}') {
    const key = readString(reader)
    skip(reader, ':')
    const start = reader.at
    const value = readValue(reader)
    members.push({ key, value, start, end: reader.at })
    skip(reader, ',')
  }
  return members
}

function readValue(reader: Reader): JsonValue {
  const first = peek(reader)
  if (first === '{') return readObject(reader)
  if (first === '[') return readArray(reader)
  return first === '"' ? readString(reader) : readWord(reader)
}

/** Object.fromEntries creates own properties, even for `__proto__`. The last value of a repeated key wins. */
function readObject(reader: Reader): JsonObject {
  const members: [string, JsonValue][] = []
  reader.at++
  while (peek(reader) !== '}') {
    const key = readString(reader)
    skip(reader, ':')
    members.push([key, readValue(reader)])
    skip(reader, ',')
  }
  reader.at++
  const object = Object.fromEntries(members)
  if (Object.keys(object).length < members.length) reader.duplicateKey ??= findRepeatedKey(members)
  return object
}

function findRepeatedKey(members: readonly (readonly [string, JsonValue])[]): string | undefined {
  const keys = new Set<string>()
  for (const [key] of members) {
    if (keys.has(key)) return key
    keys.add(key)
  }
  return undefined
}

function readArray(reader: Reader): JsonValue[] {
  const items: JsonValue[] = []
  reader.at++
  while (peek(reader) !== ']') {
    items.push(readValue(reader))
    skip(reader, ',')
  }
  reader.at++
  return items
}

function readString(reader: Reader): string {
  const start = reader.at
  let end = reader.text.indexOf('"', start + 1)
  while (isEscaped(reader.text, end)) end = reader.text.indexOf('"', end + 1)
  reader.at = end + 1
  return JSON.parse(reader.text.slice(start, reader.at))
}

/** A quote is part of the string if an odd number of backslashes precedes it. */
function isEscaped(text: string, quote: number): boolean {
  let start = quote
  while (text[start - 1] === '\\') start--
  return (quote - start) % 2 === 1
}

function readWord(reader: Reader): JsonValue {
  const text = take(reader, word)
  const value: null | boolean | number = JSON.parse(text)
  return typeof value !== 'number' || isExactDouble(text, value) ? value : JSON.rawJSON(text)
}

/** Skips white space and returns the character after it, without consuming that. */
function peek(reader: Reader): string | undefined {
  take(reader, space)
  return reader.text[reader.at]
}

function skip(reader: Reader, character: string): void {
  if (peek(reader) === character) reader.at++
  take(reader, space)
}

/** Consumes what the sticky expression matches at the current position, possibly nothing. */
function take(reader: Reader, expression: RegExp): string {
  expression.lastIndex = reader.at
  const [text = ''] = expression.exec(reader.text) ?? []
  reader.at += text.length
  return text
}
