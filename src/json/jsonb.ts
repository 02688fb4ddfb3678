import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from './json-value.ts'
import { printedLength } from './numbers.ts'

/** Whether jsonb can store a value, and how much longer its numbers become when printed. */
interface JsonbCheck extends PrintedSize {
  /** The number of texts, keys and numbers that jsonb can't store exactly, and of numbers over `maxNumberCharacters`. */
  unstorable: number
}

/** Checks the whole value; does not stop at the first problem. */
export function checkJsonb(value: JsonValue): JsonbCheck {
  const check = { unstorable: 0, written: 0, printed: 0 }
  addValue(value, check)
  return check
}

/** Whether jsonb stores the value exactly: no NUL, unpaired surrogate, or number longer than `maxNumberCharacters`. */
export function isStorableJsonb(value: JsonValue): boolean {
  return checkJsonb(value).unstorable === 0
}

/** Whether a text column, or a string in jsonb, stores the string exactly. */
export function isStorableText(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed()
}

function addValue(value: JsonValue, check: JsonbCheck): void {
  if (typeof value === 'string') addText(value, check)
  else if (typeof value === 'number') addDouble(value, check)
  else if (value === null || typeof value !== 'object') return
  else if (isJsonArray(value)) for (const item of value) addValue(item, check)
  else if (isJsonObject(value)) addMembers(value, check)
  else if (!addPrinted(value.rawJSON, check)) check.unstorable++
}

function addText(text: string, check: JsonbCheck): void {
  if (!isStorableText(text)) check.unstorable++
}

function addDouble(value: number, check: JsonbCheck): void {
  if (isLongDouble(value)) addPrinted(String(value), check)
}

function addMembers(value: JsonObject, check: JsonbCheck): void {
  for (const key in value) {
    addText(key, check)
    addValue(value[key] ?? null, check)
  }
}

/**
 * Maximum characters of a number as PostgreSQL prints it, without an exponent: three times what any double needs. jsonb
 * stores 1e131071 in a few bytes but prints 128 KiB, so the limit applies to the printed size.
 */
export const maxNumberCharacters = 1000
/** The numbers of a value are also limited together: 1e308, five bytes, prints as 309. */
const maxRatio = 16
/** The ratio is not checked below this printed size. */
const freeCharacters = 4096
const maxCharacters = 16 * 1024 * 1024
/** JSON.stringify writes an exponent for doubles of at least this size, and for those below `maxLongFraction`. */
const minLongDouble = 1e21
const maxLongFraction = 1e-6

/** Total characters, written and printed, of the numbers that print longer than they are written. */
export interface PrintedSize {
  written: number
  printed: number
}

/** Whether PostgreSQL prints the double longer than JSON.stringify writes it. */
export function isLongDouble(value: number): boolean {
  const size = Math.abs(value)
  return size >= minLongDouble || (size < maxLongFraction && size > 0)
}

/** Adds a number to the total. Returns false, without adding it, if the number alone is too long. */
export function addPrinted(text: string, size: PrintedSize): boolean {
  const printed = printedLength(text)
  if (printed > maxNumberCharacters) return false
  if (printed > text.length) {
    size.written += text.length
    size.printed += printed
  }
  return true
}

/** Whether the numbers of a value together print much longer than they are written. */
export function expandsTooMuch({ written, printed }: PrintedSize): boolean {
  return printed > Math.min(freeCharacters + maxRatio * written, maxCharacters)
}
