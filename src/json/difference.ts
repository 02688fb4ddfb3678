import { isSameJson } from './canonical.ts'
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue, toJsonText } from './json-value.ts'
import { holdsInJsonb } from './jsonb.ts'
import { createPointer } from './pointer.ts'
import { isLongDouble } from './printed-size.ts'

/**
 * One place where the original and the encoded value differ. Without `is` and `isText` the original has nothing
 * there, without `was` and `wasText` the encoded value has nothing there. A value that would not come back from
 * jsonb through a plain JSON.parse stands as its JSON text.
 */
export interface Change {
  readonly is?: JsonValue
  readonly isText?: string
  readonly was?: JsonValue
  readonly wasText?: string
}

/** By JSON pointer; no pointer stands below another. Legal jsonb, and unharmed by a plain JSON.parse. */
export type Extra = Readonly<Record<string, Change>>

/**
 * What has to be remembered to get the original back from the encoded value: objects, and arrays of equal length,
 * are compared member by member, anything else is kept whole. Empty when both are the same.
 */
export function difference(original: JsonValue, encoded: JsonValue): Extra {
  const changes: Changes = {}
  if (original !== encoded) compare(original, encoded, '', changes)
  return changes
}

/** A pointer is no `__proto__`: an assignment makes an own property. */
type Changes = Record<string, Change>

/** Both are there, and are not the very same value. */
function compare(original: JsonValue, encoded: JsonValue, pointer: string, changes: Changes): void {
  if (isJsonObject(original) && isJsonObject(encoded)) {
    compareMembers(original, encoded, pointer, changes)
  } else if (isJsonArray(original) && isJsonArray(encoded) && original.length === encoded.length) {
    for (const [index, item] of original.entries()) {
      const was = encoded[index] ?? null
      if (item !== was) compare(item, was, createPointer(pointer, index), changes)
    }
  } else if (!isSameJson(original, encoded)) {
    changes[pointer] = { ...asIs(original), ...asWas(encoded) }
  }
}

/** Only own properties count: every object inherits a `__proto__`. But no JSON value is what an object inherits. */
function compareMembers(original: JsonObject, encoded: JsonObject, pointer: string, changes: Changes): void {
  for (const key of Object.keys(encoded)) {
    const was = encoded[key] ?? null
    const is = original[key]
    if (is === was) continue
    if (is === undefined || !Object.hasOwn(original, key)) changes[createPointer(pointer, key)] = asWas(was)
    else compare(is, was, createPointer(pointer, key), changes)
  }
  for (const key of Object.keys(original)) {
    if (!Object.hasOwn(encoded, key)) changes[createPointer(pointer, key)] = asIs(original[key] ?? null)
  }
}

function asIs(value: JsonValue): Change {
  return standsAsItIs(value) ? { is: value } : { isText: toJsonText(value) }
}

function asWas(value: JsonValue): Change {
  return standsAsItIs(value) ? { was: value } : { wasText: toJsonText(value) }
}

/** jsonb prints a number with an exponent at full length, and JSON.parse changes a raw number. */
function standsAsItIs(value: JsonValue): boolean {
  return holdsInJsonb(value) && !hasLongNumber(value)
}

function hasLongNumber(value: JsonValue): boolean {
  if (typeof value === 'number') return isLongDouble(value)
  if (value === null || typeof value !== 'object') return false
  if (isJsonArray(value)) return value.some(hasLongNumber)
  return isJsonObject(value) ? Object.values(value).some(hasLongNumber) : true
}
