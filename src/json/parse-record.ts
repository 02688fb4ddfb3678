import { hasInexactNumber } from './inexact-number.ts'
import { isJsonArray, isJsonObject, type JsonValue } from './json-value.ts'
import { parseExactly } from './parse-exactly.ts'

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
