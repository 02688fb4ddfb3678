import { isSameJson } from './canonical.ts'
import type { Change, Extra } from './difference.ts'
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue, setMember } from './json-value.ts'
import { parseJson } from './parse-record.ts'
import { decodePointer } from './pointer.ts'

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
