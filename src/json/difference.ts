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
 * One place where the original and the encoded value differ. Without `is` and `isText` the original has nothing
 * there, without `was` and `wasText` the encoded value has nothing there. A value that would not come back from
 * jsonb through a plain JSON.parse stands as its JSON text.
 */
interface Change {
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
export function computeDifference(original: JsonValue, encoded: JsonValue): Extra {
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
  return isUnchangedByJsonb(value) ? { is: value } : { isText: toJsonText(value) }
}

function asWas(value: JsonValue): Change {
  return isUnchangedByJsonb(value) ? { was: value } : { wasText: toJsonText(value) }
}

/** jsonb prints a number with an exponent at full length, and JSON.parse changes a raw number. */
function isUnchangedByJsonb(value: JsonValue): boolean {
  return isStorableJsonb(value) && !hasLongNumber(value)
}

function hasLongNumber(value: JsonValue): boolean {
  if (typeof value === 'number') return isLongDouble(value)
  if (value === null || typeof value !== 'object') return false
  if (isJsonArray(value)) return value.some(hasLongNumber)
  return isJsonObject(value) ? Object.values(value).some(hasLongNumber) : true
}

/** The changes by place: those of a member under its key, at most one at the place itself. */
interface ChangeTree {
  readonly members: Map<string, ChangeTree>
  change?: Change
}

/**
 * The inverse of `difference`: applyDifference(encoded, difference(original, encoded)) is the original, but for the
 * order of keys. Where the encoded value is no longer what it was, somebody changed it since: that place keeps its
 * newer value.
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

/** Undefined means that nothing stands at the place. */
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

/** A change in an array always has a value: arrays of different length are kept whole. */
function applyToItem(item: JsonValue, tree: ChangeTree | undefined): JsonValue {
  const value = tree === undefined ? item : applyTree(item, tree)
  return value === undefined ? item : value
}

/** An object literal takes over own properties as such, `__proto__` too. */
function applyToMembers(encoded: JsonObject, changes: Map<string, ChangeTree>): JsonObject {
  const members: Record<string, JsonValue> = { ...encoded }
  for (const [key, tree] of changes) {
    const value = applyTree(Object.hasOwn(encoded, key) ? encoded[key] : undefined, tree)
    if (value === undefined) delete members[key]
    else setMember(members, key, value)
  }
  return members
}
