import type { Json } from '../../generated/database.ts'
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../json/json-value.ts'
import { toInstantText } from '../../json/print.ts'
import type { Codec, WarnOfValue } from './codec.ts'
import { timestamp } from './date-codec.ts'
import { ownValue } from './identity.ts'
import { cleanJson, fromColumn, toColumn } from './json-codec.ts'
import { longText } from './text-codec.ts'

/**
 * The logs of an analysis: a JSONB list of {timestamp, level, message} with optional data. Timestamp and level are
 * null for the oldest entries, which are plain strings.
 */
export const analysisLogs: Codec<Json> = {
  decode(value, warn) {
    if (!isJsonArray(value)) warn('WRONG_TYPE')
    const entries = isJsonArray(value) ? value : [value]
    const clean = cleanJson(
      entries.map((entry) => decodeEntry(entry, warn)),
      warn,
    )
    return clean === undefined ? undefined : toColumn(clean)
  },
  encode(column) {
    const entries = fromColumn(column)
    return isJsonArray(entries) ? entries.map(encodeEntry) : []
  },
}

function decodeEntry(entry: JsonValue, warn: WarnOfValue): JsonObject {
  if (!isJsonObject(entry)) {
    return { timestamp: null, level: null, message: decodeText(entry, warn) ?? '' }
  }
  const data = ownValue(entry, 'data')
  return {
    timestamp: decodeTime(ownValue(entry, 'timestamp'), warn),
    level: decodeText(ownValue(entry, 'level'), warn),
    message: decodeText(ownValue(entry, 'message'), warn) ?? '',
    ...(data === null ? {} : { data }),
  }
}

function decodeTime(value: JsonValue, warn: WarnOfValue): string | null {
  if (value === null) return null
  const time = timestamp.decode(value, warn)
  return time === undefined ? null : toInstantText(time.getTime())
}

function decodeText(value: JsonValue, warn: WarnOfValue): string | null {
  return value === null ? null : (longText.decode(value, warn) ?? null)
}

/** An entry with nothing but a message was a plain string. */
function encodeEntry(entry: JsonValue): JsonValue {
  if (!isJsonObject(entry)) return entry
  if (ownValue(entry, 'timestamp') !== null || ownValue(entry, 'level') !== null) return entry
  const { timestamp: _time, level: _level, message = '', ...others } = entry
  return Object.keys(others).length === 0 ? message : entry
}
