import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from './json-value.ts'
import { printedLength } from './numbers.ts'

/** Whether jsonb can store a value, with the sizes of its storable numbers. */
interface JsonbCheck extends PrintedSize {
  /** Texts, keys and numbers that it can't store exactly, or that become far longer when printed. */
  misfits: number
}

/** Looks at all of the value. */
export function checkJsonb(value: JsonValue): JsonbCheck {
  const fit = { misfits: 0, written: 0, printed: 0 }
  addValue(value, fit)
  return fit
}

/** True if jsonb stores the value exactly: no NUL, unpaired surrogate, or number longer than `maxNumberCharacters`. */
export function isStorableJsonb(value: JsonValue): boolean {
  return checkJsonb(value).misfits === 0
}

/** True when a TEXT column, or a string in jsonb, holds the string exactly. */
export function isStorableText(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed()
}

function addValue(value: JsonValue, fit: JsonbCheck): void {
  if (typeof value === 'string') addText(value, fit)
  else if (typeof value === 'number') addDouble(value, fit)
  else if (value === null || typeof value !== 'object') return
  else if (isJsonArray(value)) for (const item of value) addValue(item, fit)
  else if (isJsonObject(value)) addMembers(value, fit)
  else if (!addPrinted(value.rawJSON, fit)) fit.misfits++
}

function addText(text: string, fit: JsonbCheck): void {
  if (!isStorableText(text)) fit.misfits++
}

function addDouble(value: number, fit: JsonbCheck): void {
  if (isLongDouble(value)) addPrinted(String(value), fit)
}

function addMembers(value: JsonObject, fit: JsonbCheck): void {
  for (const key in value) {
    addText(key, fit)
    addValue(value[key] ?? null, fit)
  }
}

/**
 * Maximum characters of a number without an exponent, as PostgreSQL prints it: three times what any double needs. jsonb
 * stores 1e131071 in a few bytes and prints it in 128 KiB, so numbers are limited by the size that every reader gets.
 */
export const maxNumberCharacters = 1000
/** All numbers of a value are limited together, too: six bytes such as 1e308 become three hundred. */
const maxRatio = 16
/** Up to this size, the numbers of a value may have any form. */
const freeCharacters = 4096
const maxCharacters = 16 * 1024 * 1024
/** JSON.stringify writes a double with an exponent from this value on, and below the next one. */
const minLongDouble = 1e21
const maxLongFraction = 1e-6

/** The total printed size of numbers that print longer than they are written. */
export interface PrintedSize {
  written: number
  printed: number
}

/** True for a double that prints longer than JSON.stringify writes it. */
export function isLongDouble(value: number): boolean {
  const size = Math.abs(value)
  return size >= minLongDouble || (size < maxLongFraction && size > 0)
}

/** Adds a number to the total. Returns false, without adding it, if it is too long on its own. */
export function addPrinted(text: string, size: PrintedSize): boolean {
  const printed = printedLength(text)
  if (printed > maxNumberCharacters) return false
  if (printed > text.length) {
    size.written += text.length
    size.printed += printed
  }
  return true
}

/** Whether the numbers of a value together print far longer than they are written. */
export function expandsTooMuch({ written, printed }: PrintedSize): boolean {
  return printed > Math.min(freeCharacters + maxRatio * written, maxCharacters)
}
