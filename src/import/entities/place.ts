import { isJsonObject, type JsonObject, type JsonValue } from '../../json/json-value.ts'
import { decodePointer } from '../../json/pointer.ts'
import type { Warn } from './warnings.ts'

/** A legacy record that is being put together. */
export type Draft = Record<string, JsonValue>

/** A place in a record, whose pointer is taken apart once and for all records. */
export interface Place {
  readonly pointer: string
  readonly keys: readonly string[]
  /** The keys but the last. */
  readonly parentKeys: readonly string[]
  readonly lastKey: string
}

/** The place at a JSON pointer. */
export function createPlace(pointer: string): Place {
  const keys = decodePointer(pointer)
  return { pointer, keys, parentKeys: keys.slice(0, -1), lastKey: keys.at(-1) ?? '' }
}

/** What stands at the place; undefined when nothing does. Warns when something else stands on the way to it. */
export function findValue(record: JsonObject, place: Place, warn: Warn): JsonValue | undefined {
  let value: JsonValue = record
  let depth = 0
  for (const key of place.keys) {
    if (!isJsonObject(value)) {
      if (value !== null) warn('WRONG_TYPE', `/${place.keys.slice(0, depth).join('/')}`)
      return undefined
    }
    depth++
    // Not what every object inherits: a record without `constructor` has none.
    if (!Object.hasOwn(value, key)) return undefined
    value = value[key] ?? null
  }
  return value
}

/** The object at the place; undefined when there is none. Warns when it is something else. */
export function findObject(record: JsonObject, place: Place, warn: Warn): JsonObject | undefined {
  const value = findValue(record, place, warn) ?? null
  if (isJsonObject(value)) return value
  if (value !== null) warn('WRONG_TYPE', place.pointer)
  return undefined
}

/** Sets the value at the place, and makes the objects on the way. */
export function writeValue(record: Draft, place: Place, value: JsonValue): void {
  writeObject(record, place.parentKeys)[place.lastKey] = value
}

/** The object at the keys, made where it is missing. No field's own value stands on the way to another field. */
export function writeObject(record: Draft, keys: readonly string[]): Draft {
  let target = record
  for (const key of keys) {
    const inner = target[key]
    const next: Draft = isJsonObject(inner) ? inner : {}
    target[key] = next
    target = next
  }
  return target
}
