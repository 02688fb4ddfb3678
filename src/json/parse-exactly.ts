import type { JsonObject, JsonValue } from './json-value.ts'
import { isExactDouble } from './number-text.ts'

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
  if (Object.keys(object).length < members.length) reader.duplicateKey ??= findTwice(members)
  return object
}

function findTwice(members: readonly (readonly [string, JsonValue])[]): string | undefined {
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
