import { hash } from 'node:crypto'
import { isJsonArray, isJsonObject, isRawNumber, type JsonObject, type JsonValue } from './json-value.ts'
import { canonicalDouble, canonicalNumberText } from './numbers.ts'

/** Cache of the texts of keys: records of one kind share theirs. Bounded, because a file may contain any number of keys. */
const keyTexts = new Map<string, string>()
const maxKeyTexts = 10_000
const maxCachedKeyLength = 100
/** Up to this many keys, insertion sort is several times faster than Array.sort, because keys are usually almost in order. */
const maxInsertionSort = 40

/**
 * Returns the canonical text of a value: no white space, keys ordered by UTF-16 code unit, numbers in one exact decimal
 * form, lone surrogates as escapes. Two values are equal if and only if their canonical texts are.
 */
export function canonicalText(value: JsonValue): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'number') return canonicalDouble(value)
  if (value === null || typeof value === 'boolean') return String(value)
  if (isJsonArray(value)) return canonicalArray(value)
  return isJsonObject(value) ? canonicalObject(value) : canonicalNumberText(value.rawJSON)
}

// Appends to a string, because joining an array of parts takes twice as long and every record passes through here.
function canonicalArray(items: readonly JsonValue[]): string {
  let text = '['
  for (const item of items) text += (text === '[' ? '' : ',') + canonicalText(item)
  return `${text}]`
}

function canonicalObject(object: JsonObject): string {
  let text = '{'
  for (const key of sortKeys(Object.keys(object))) {
    text += (text === '{' ? '' : ',') + keyText(key) + canonicalText(object[key] ?? null)
  }
  return `${text}}`
}

/** Sorts in place. */
function sortKeys(keys: string[]): string[] {
  if (keys.length > maxInsertionSort) return keys.sort()
  for (let at = 1; at < keys.length; at++) {
    const key = keys[at] ?? ''
    let hole = at
    for (let before = keys[hole - 1]; before !== undefined && before > key; before = keys[hole - 1]) {
      keys[hole--] = before
    }
    keys[hole] = key
  }
  return keys
}

function keyText(key: string): string {
  const known = keyTexts.get(key)
  if (known !== undefined) return known
  const text = `${JSON.stringify(key)}:`
  if (keyTexts.size < maxKeyTexts && key.length <= maxCachedKeyLength) keyTexts.set(key, text)
  return text
}

/** SHA-256 of the canonical text in UTF-8, as 64 hexadecimal digits. */
export function canonicalSha256(value: JsonValue): string {
  return hash('sha256', canonicalText(value), 'hex')
}

/** Whether both have the same canonical text, without creating it. */
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

function isSameObject(one: JsonObject, other: JsonObject): boolean {
  const keys = Object.keys(one)
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && isSameJson(one[key] ?? null, other[key] ?? null))
  )
}
