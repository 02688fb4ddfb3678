/** A number whose text no double holds exactly; `JSON.stringify` writes the text as it is. */
export interface RawNumber {
  readonly rawJSON: string
}

export type JsonValue = null | boolean | number | string | RawNumber | readonly JsonValue[] | JsonObject

/** Own properties only; a key may be `__proto__`. */
export interface JsonObject {
  readonly [key: string]: JsonValue
}

// Part of ECMAScript, which TypeScript's library does not declare yet.
declare global {
  interface JSON {
    rawJSON(text: string): RawNumber
    isRawJSON(value: unknown): value is RawNumber
  }
}

/** True for a number that stands as its text, because a double would change it. */
export function isRawNumber(value: JsonValue): value is RawNumber {
  return JSON.isRawJSON(value)
}

/** True for a JSON object: not null, an array or a raw number. */
export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !JSON.isRawJSON(value)
}

/** True for a JSON array. */
export function isJsonArray(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value)
}

/** The value as JSON text, raw numbers digit for digit; lone surrogates and NUL come out as escapes. */
export function toJsonText(value: JsonValue): string {
  return JSON.stringify(value)
}

/** Sets a member of an object that is being put together. An assignment to `__proto__` would be lost. */
export function setMember(object: Record<string, JsonValue>, key: string, value: JsonValue): void {
  if (key !== '__proto__') object[key] = value
  else Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true })
}
