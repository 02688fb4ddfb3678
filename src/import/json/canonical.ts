import { createHash } from 'node:crypto'
import { isJsonArray, isJsonObject, isRawNumber, type JsonValue } from './json-value.ts'
import { canonicalDouble, canonicalNumberText } from './number-text.ts'

/**
 * The one text of a value: no white space, keys ordered by UTF-16 code unit, numbers in one exact decimal form,
 * lone surrogates as escapes. Two values are the same exactly when their canonical texts are.
 */
export function canonicalText(value: JsonValue): string {
  if (typeof value === 'number') return canonicalDouble(value)
  if (isJsonArray(value)) return `[${value.map(canonicalText).join(',')}]`
  if (isJsonObject(value)) return `{${canonicalMembers(value).join(',')}}`
  if (value !== null && typeof value === 'object') return canonicalNumberText(value.rawJSON)
  return JSON.stringify(value)
}

function canonicalMembers(value: Readonly<Record<string, JsonValue>>): string[] {
  return Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalText(value[key] ?? null)}`)
}

/** SHA-256 of the canonical text's UTF-8, 64 hexadecimal digits. */
export function canonicalSha256(value: JsonValue): string {
  return createHash('sha256').update(canonicalText(value)).digest('hex')
}

/** True when both have the same canonical text; found without writing it. */
export function isSameJson(one: JsonValue, other: JsonValue): boolean {
  if (one === other) return true
  if (isNumber(one) && isNumber(other)) return canonicalText(one) === canonicalText(other)
  if (isJsonArray(one) && isJsonArray(other)) return isSameArray(one, other)
  if (isJsonObject(one) && isJsonObject(other)) return isSameObject(one, other)
  return false
}

function isNumber(value: JsonValue): boolean {
  return typeof value === 'number' || isRawNumber(value)
}

function isSameArray(one: readonly JsonValue[], other: readonly JsonValue[]): boolean {
  return one.length === other.length && one.every((item, index) => isSameJson(item, other[index] ?? null))
}

function isSameObject(
  one: Readonly<Record<string, JsonValue>>,
  other: Readonly<Record<string, JsonValue>>,
): boolean {
  const keys = Object.keys(one)
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && isSameJson(one[key] ?? null, other[key] ?? null))
  )
}
