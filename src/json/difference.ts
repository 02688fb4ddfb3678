import { isSameJson } from './canonical.ts'
import {
  isJsonArray,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  setMember,
  toJsonText,
} from './json-value.ts'
import { isLongDouble, isStorableJsonb } from './jsonb.ts'
import { parseJson } from './parse.ts'
import { createPointer, decodePointer } from './pointer.ts'

/**
 * One location where the original (`is`) and the encoded value (`was`) differ. If neither `is` nor `isText` is set, the
 * original has no value there; if neither `was` nor `wasText` is set, the encoded value has none. A value that storing in
 * jsonb and JSON.parse would change is kept as JSON text (`isText`, `wasText`).
 */
interface Change {
  readonly is?: JsonValue
  readonly isText?: string
  readonly was?: JsonValue
  readonly wasText?: string
}

/** Changes by JSON pointer. No pointer is a prefix of another. Can be stored in jsonb and read with JSON.parse without loss. */
export type Extra = Readonly<Record<string, Change>>

/**
 * Returns what is needed to restore the original from the encoded value. Objects and arrays of equal length are compared
 * member by member; any other value is recorded whole. Empty if both are equal.
 */
export function computeDifference(original: JsonValue, encoded: JsonValue): Extra {
  const changes: Changes = {}
  if (original !== encoded) compare(original, encoded, '', changes)
  return changes
}

/** A pointer is empty or begins with a slash, so it is never `__proto__` and can be assigned as a property. */
type Changes = Record<string, Change>

/** Both values exist and are not identical (`===`). */
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

/** Checks own properties, because every object inherits `__proto__`. An inherited value is never equal to a JSON value. */
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
  return isUnchangedByJsonb(value) ? { is: value } : { isText: toJsonText(value) }
}

function asWas(value: JsonValue): Change {
  return isUnchangedByJsonb(value) ? { was: value } : { wasText: toJsonText(value) }
}

/** False for numbers that jsonb prints without their exponent, and for raw numbers, which JSON.parse changes. */
function isUnchangedByJsonb(value: JsonValue): boolean {
  return isStorableJsonb(value) && !hasLongNumber(value)
}

function hasLongNumber(value: JsonValue): boolean {
  if (typeof value === 'number') return isLongDouble(value)
  if (value === null || typeof value !== 'object') return false
  if (isJsonArray(value)) return value.some(hasLongNumber)
  return isJsonObject(value) ? Object.values(value).some(hasLongNumber) : true
}

/** Changes as a tree: those of members under their keys, and at most one for the value itself. */
interface ChangeTree {
  readonly members: Map<string, ChangeTree>
  change?: Change
}

/**
 * The inverse of computeDifference: applyDifference(encoded, computeDifference(original, encoded)) is the original, except
 * for the order of keys. A location whose encoded value has changed since then keeps its newer value.
 */
export function applyDifference(encoded: JsonValue, extra: Extra): JsonValue {
  const changes = Object.entries(extra)
  return changes.length === 0 ? encoded : (applyTree(encoded, createTree(changes)) ?? null)
}

function createTree(changes: readonly [string, Change][]): ChangeTree {
  const root: ChangeTree = { members: new Map() }
  for (const [pointer, change] of changes) {
    let place = root
    for (const key of decodePointer(pointer)) {
      const next = place.members.get(key) ?? { members: new Map() }
      place.members.set(key, next)
      place = next
    }
    place.change = change
  }
  return root
}

/** Undefined means that there is no value at the location. */
function applyTree(encoded: JsonValue | undefined, tree: ChangeTree): JsonValue | undefined {
  if (tree.change !== undefined) return applyChange(encoded, tree.change)
  if (isJsonArray(encoded))
    return encoded.map((item, index) => applyToItem(item, tree.members.get(`${index}`)))
  return isJsonObject(encoded) ? applyToMembers(encoded, tree.members) : encoded
}

function applyChange(encoded: JsonValue | undefined, change: Change): JsonValue | undefined {
  const was = change.wasText === undefined ? change.was : parseJson(change.wasText)
  const isUntouched = was === undefined || encoded === undefined ? was === encoded : isSameJson(was, encoded)
  if (!isUntouched) return encoded
  return change.isText === undefined ? change.is : parseJson(change.isText)
}

/** A change in an array always has a value, because arrays of different lengths are recorded whole. */
function applyToItem(item: JsonValue, tree: ChangeTree | undefined): JsonValue {
  const value = tree === undefined ? item : applyTree(item, tree)
  return value === undefined ? item : value
}

/** Spreading copies own properties, including `__proto__`. */
function applyToMembers(encoded: JsonObject, changes: Map<string, ChangeTree>): JsonObject {
  const members: Record<string, JsonValue> = { ...encoded }
  for (const [key, tree] of changes) {
    const value = applyTree(Object.hasOwn(encoded, key) ? encoded[key] : undefined, tree)
    if (value === undefined) delete members[key]
    else setMember(members, key, value)
  }
  return members
}
