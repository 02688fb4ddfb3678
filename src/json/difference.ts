import { isSameJson } from './canonical.ts'
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue, toJsonText } from './json-value.ts'
import { holdsInJsonb } from './jsonb.ts'
import { createPointer } from './pointer.ts'

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
  const changes: [string, Change][] = []
  compare({ original, encoded, pointer: '' }, changes)
  return Object.fromEntries(changes)
}

interface Place {
  readonly original: JsonValue | undefined
  readonly encoded: JsonValue | undefined
  readonly pointer: string
}

function compare(place: Place, changes: [string, Change][]): void {
  const { original, encoded, pointer } = place
  if (isJsonObject(original) && isJsonObject(encoded)) {
    compareMembers(original, encoded, pointer, changes)
  } else if (isJsonArray(original) && isJsonArray(encoded) && original.length === encoded.length) {
    for (const [index, item] of original.entries()) {
      compare({ original: item, encoded: encoded[index], pointer: createPointer(pointer, index) }, changes)
    }
  } else if (original === undefined || encoded === undefined || !isSameJson(original, encoded)) {
    changes.push([pointer, { ...asIs(original), ...asWas(encoded) }])
  }
}

function compareMembers(
  original: JsonObject,
  encoded: JsonObject,
  pointer: string,
  changes: [string, Change][],
): void {
  for (const key of Object.keys({ ...encoded, ...original })) {
    compare(
      { original: own(original, key), encoded: own(encoded, key), pointer: createPointer(pointer, key) },
      changes,
    )
  }
}

/** Only an own property: every object inherits a `__proto__`. */
function own(object: JsonObject, key: string): JsonValue | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined
}

function asIs(value: JsonValue | undefined): Change {
  if (value === undefined) return {}
  return standsAsItIs(value) ? { is: value } : { isText: toJsonText(value) }
}

function asWas(value: JsonValue | undefined): Change {
  if (value === undefined) return {}
  return standsAsItIs(value) ? { was: value } : { wasText: toJsonText(value) }
}

/** jsonb would hold a raw number, but the driver's JSON.parse would change it on the way back. */
function standsAsItIs(value: JsonValue): boolean {
  return holdsInJsonb(value) && !hasRawNumber(value)
}

function hasRawNumber(value: JsonValue): boolean {
  if (value === null || typeof value !== 'object') return false
  if (isJsonArray(value)) return value.some(hasRawNumber)
  return isJsonObject(value) ? Object.values(value).some(hasRawNumber) : true
}
