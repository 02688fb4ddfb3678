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

/** A JSONB column: the value as it is, but for what PostgreSQL can't hold. */
export const json: Codec<Json> = {
  decode(value, warn) {
    const clean = cleanJson(value, warn)
    return clean === undefined ? undefined : toColumn(clean)
  },
  encode: fromColumn,
}

/**
 * The value as stored in jsonb: a number whose printed form is too long becomes null. Undefined, after a warning, if there
 * are too many of them, or if all numbers together are too long.
 */
export function cleanJson(value: JsonValue, warn: WarnOfValue): JsonValue | undefined {
  const fit = checkJsonb(value)
  if (fit.misfits <= maxMisfits && !expandsTooMuch(fit)) {
    return fit.misfits === 0 ? value : replaceMisfits(value, warn)
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

/** Object.fromEntries makes own properties, of `__proto__` too. Of keys that become the same the last wins. */
function cleanMembers(value: JsonObject, warn: WarnOfValue): JsonObject {
  const members = Object.entries(value).map(([key, member]) => [
    cleanText(key, warn),
    replaceMisfits(member, warn),
  ])
  return Object.fromEntries(members)
}

/**
 * The same value by the name that the generated types have for it. They say nothing of raw numbers, which
 * JSON.stringify writes digit for digit, and call arrays mutable, which nobody makes use of.
 */
export function toColumn(value: JsonValue): Json {
  return value as Json
}

/** The value of such a column again. */
export function fromColumn(column: Json): JsonValue {
  return column as JsonValue
}
