import { isJsonArray, isJsonObject, type JsonValue } from './json-value.ts'
import { fitsNumeric } from './number-text.ts'

/** True when jsonb holds the value exactly: no NUL, no lone surrogate, each number within numeric's range. */
export function holdsInJsonb(value: JsonValue): boolean {
  if (typeof value === 'string') return holdsInText(value)
  if (value === null || typeof value !== 'object') return true
  if (isJsonArray(value)) return value.every(holdsInJsonb)
  if (!isJsonObject(value)) return fitsNumeric(value.rawJSON)
  for (const key in value) if (!holdsInText(key) || !holdsInJsonb(value[key] ?? null)) return false
  return true
}

/** True when a TEXT column, or a string in jsonb, holds the string exactly. */
export function holdsInText(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed()
}
