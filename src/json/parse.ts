import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from './json-value.ts'
import { hasInexactNumber, isExactDouble } from './numbers.ts'

/** A parsed record, or why its bytes are not JSON; the reason repeats nothing of the record. */
export type ParsedRecord =
  | { readonly value: JsonValue; readonly hasDuplicateKeys: boolean }
  | { readonly problem: string }

/** Finds a key, or a string behind a comma, with an escape in it. */
const suspiciousKey = /[{,]\s*"[^"\\]*\\/

/**
 * Parses a record without loss: a number that a double can't hold stays as its text, `__proto__` is a key as any
 * other. Of duplicate keys the last wins, and the result says so.
 * @param keyCount keys as written in the bytes, at all levels.
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
 * JSON.parse without loss, for any JSON text: a jsonb column's too. Besides numbers, JSON.parse changes keys: V8
 * takes a key with an escape for a key that it met before and that holds the escape's characters themselves
 * (nodejs/node issue 63785).
 * @throws SyntaxError when the text is not JSON.
 */
export function parseJson(text: string): JsonValue {
  const value: JsonValue = JSON.parse(text)
  return isChangedByJsonParse(text) ? parseExactly(text) : value
}

/** Whether JSON.parse may change a number or key of the text; false only if it changes none. */
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

/** V8 quotes the text around the mistake, which may be a secret or hold a NUL: only what and where is kept. */
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

/** A member of an object, with the place of its value in the object's text. */
export interface Member {
  readonly key: string
  readonly value: JsonValue
  /** Index of the value's first character. */
  readonly start: number
  /** Index behind its last. */
  readonly end: number
}

const space = /[ \t\r\n]*/y
const word = /[^ \t\r\n,\]}]*/y

/**
 * Parses a JSON text token by token: a number that a double can't hold stays as its text. Several times slower than
 * JSON.parse, but keys come out right (see parseJson).
 * @param text valid JSON: JSON.parse took it.
 */
export function parseExactly(text: string): JsonValue {
  return readValue({ text, at: 0 })
}

/**
 * A key that occurs twice in one object of a JSON text; undefined if there is none.
 * @param text valid JSON, accepted by JSON.parse.
 */
export function findDuplicateKey(text: string): string | undefined {
  const reader: Reader = { text, at: 0 }
  readValue(reader)
  return reader.duplicateKey
}

/**
 * The members of an object's text as they are written: in their order, and every member of a repeated key.
 * @param text a valid JSON object: JSON.parse took it.
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

/** Object.fromEntries makes own properties, of `__proto__` too; of a key that stands twice the last wins. */
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

/** A quote is part of the string when an odd number of backslashes stands before it. */
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

/** The next character that is no white space; the white space before it is skipped. */
function peek(reader: Reader): string | undefined {
  take(reader, space)
  return reader.text[reader.at]
}

function skip(reader: Reader, character: string): void {
  if (peek(reader) === character) reader.at++
  take(reader, space)
}

/** What the sticky expression matches here, which may be nothing. */
function take(reader: Reader, expression: RegExp): string {
  expression.lastIndex = reader.at
  const [text = ''] = expression.exec(reader.text) ?? []
  reader.at += text.length
  return text
}
