import type { Json } from '../../generated/database.ts'
import {
  isJsonArray,
  isJsonObject,
  isRawNumber,
  type JsonObject,
  type JsonValue,
} from '../../json/json-value.ts'
import { holdsInJsonb } from '../../json/jsonb.ts'
import type { Codec, WarnOfValue } from './codec.ts'
import { cleanText } from './text-codec.ts'

/** A JSONB column: the value as it is, but for what PostgreSQL can't hold. */
export const json: Codec<Json> = {
  decode: (value, warn) => toColumn(cleanJson(value, warn)),
  encode: fromColumn,
}

/** The value as jsonb can hold it. A number beyond numeric becomes null. */
export function cleanJson(value: JsonValue, warn: WarnOfValue): JsonValue {
  if (holdsInJsonb(value)) return value
  if (typeof value === 'string') return cleanText(value, warn)
  if (isJsonArray(value)) return value.map((item) => cleanJson(item, warn))
  if (isJsonObject(value)) return cleanMembers(value, warn)
  if (isRawNumber(value)) warn('VALUE_OUT_OF_RANGE')
  return null
}

/** Object.fromEntries makes own properties, of `__proto__` too. Of keys that become the same the last wins. */
function cleanMembers(value: JsonObject, warn: WarnOfValue): JsonObject {
  const members = Object.entries(value).map(([key, member]) => [
    cleanText(key, warn),
    cleanJson(member, warn),
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
