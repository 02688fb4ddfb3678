import type { Json } from '../../generated/database.ts'
import {
  isJsonArray,
  isJsonObject,
  isRawNumber,
  type JsonObject,
  type JsonValue,
} from '../../json/json-value.ts'
import { checkJsonb, expandsTooMuch, isStorableJsonb } from '../../json/jsonb.ts'
import type { Codec, WarnOfValue } from './codec.ts'
import { cleanText } from './text-codec.ts'

/** Beyond this, values that jsonb can't store are not reported individually. */
const maxMisfits = 1000

/** A JSONB column: the value, except for what PostgreSQL can't store. */
export const json: Codec<Json> = {
  decode(value, warn) {
    const clean = cleanJson(value, warn)
    return clean === undefined ? undefined : toColumn(clean)
  },
  encode: fromColumn,
}

/**
 * The value as stored in jsonb: a number whose printed form is too long becomes null. Undefined, after a warning, if
 * there are too many of them, or if all numbers together are too long.
 */
export function cleanJson(value: JsonValue, warn: WarnOfValue): JsonValue | undefined {
  const fit = checkJsonb(value)
  if (fit.unstorable <= maxMisfits && !expandsTooMuch(fit)) {
    return fit.unstorable === 0 ? value : replaceMisfits(value, warn)
  }
  warn('VALUE_OUT_OF_RANGE')
  return undefined
}

function replaceMisfits(value: JsonValue, warn: WarnOfValue): JsonValue {
  if (typeof value === 'string') return cleanText(value, warn)
  if (isJsonArray(value)) return value.map((item) => replaceMisfits(item, warn))
  if (isJsonObject(value)) return cleanMembers(value, warn)
  if (!isRawNumber(value) || isStorableJsonb(value)) return value
  warn('VALUE_OUT_OF_RANGE')
  return null
}

/** Object.fromEntries creates own properties, even for `__proto__`. If cleaned keys collide, the last one wins. */
function cleanMembers(value: JsonObject, warn: WarnOfValue): JsonObject {
  const members = Object.entries(value).map(([key, member]) => [
    cleanText(key, warn),
    replaceMisfits(member, warn),
  ])
  return Object.fromEntries(members)
}

/**
 * The same value as the generated type. That type does not know raw numbers, which JSON.stringify writes digit for
 * digit, and has mutable arrays, which no code changes.
 */
export function toColumn(value: JsonValue): Json {
  return value as Json
}

/** The inverse of toColumn. */
export function fromColumn(column: Json): JsonValue {
  return column as JsonValue
}
