/** A number that no double represents exactly. `JSON.stringify` writes its text unchanged. */
export interface RawNumber {
  readonly rawJSON: string
}

export type JsonValue = null | boolean | number | string | RawNumber | readonly JsonValue[] | JsonObject

/** Own properties only; a key may be `__proto__`. */
export interface JsonObject {
  readonly [key: string]: JsonValue
}

// Part of ECMAScript, but not yet declared by TypeScript's library.
declare global {
  interface JSON {
    rawJSON(text: string): RawNumber
    isRawJSON(value: unknown): value is RawNumber
  }
}

export function isRawNumber(value: JsonValue): value is RawNumber {
  return JSON.isRawJSON(value)
}

/** False for null, arrays and raw numbers. */
export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !JSON.isRawJSON(value)
}

/** For values that were not parsed as JSON. False for null and arrays. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function isJsonArray(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value)
}

/** The value as JSON text, with every digit of raw numbers. Lone surrogates and NUL are escaped. */
export function toJsonText(value: JsonValue): string {
  return JSON.stringify(value)
}

/** Sets a member of an object under construction, even `__proto__`, which an assignment would not store. */
export function setMember(object: Record<string, JsonValue>, key: string, value: JsonValue): void {
  if (key !== '__proto__') object[key] = value
  else Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true })
}
