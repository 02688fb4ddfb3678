import { isJsonArray, isJsonObject, type JsonValue } from './json-value.ts'
import { isExactDouble } from './number-text.ts'

/** A parsed record, or why its bytes are not JSON; the reason repeats nothing of the record. */
export type ParsedRecord =
  | { readonly value: JsonValue; readonly hasDuplicateKeys: boolean }
  | { readonly problem: string }

/**
 * Finds a number, after what may stand before one, that could be more than a double holds: sixteen digits, or an
 * exponent. It may be mistaken by digits inside a string; that costs time and changes nothing.
 */
const suspiciousNumber = /(?:^|[\s:,[])-?\d(?:[\d.]{15}|[\d.]*[eE])/

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
 * JSON.parse without loss, for any JSON text: a jsonb column's too.
 * @throws SyntaxError when the text is not JSON.
 */
export function parseJson(text: string): JsonValue {
  return suspiciousNumber.test(text) ? parseExactly(text) : JSON.parse(text)
}

/** Several times slower than plain parsing: each value passes through the function. */
function parseExactly(text: string): JsonValue {
  return JSON.parse(text, (_key, value, { source }) =>
    typeof value === 'number' && source !== undefined && !isExactDouble(source, value)
      ? JSON.rawJSON(source)
      : value,
  )
}

function countKeys(value: JsonValue): number {
  if (isJsonArray(value)) return value.reduce<number>((sum, item) => sum + countKeys(item), 0)
  if (!isJsonObject(value)) return 0
  const members = Object.values(value)
  return members.reduce<number>((sum, member) => sum + countKeys(member), members.length)
}

/** V8 quotes the text around the mistake, which may be a secret or hold a NUL: only what and where is kept. */
function describeSyntaxError(error: SyntaxError): string {
  const what = error.message.replace(/, (\.\.\.)?".*/s, '').replace(/[^\x20-\x7e]/g, '?')
  return `The record is not valid JSON: ${what}.`
}
