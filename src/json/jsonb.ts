import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from './json-value.ts'
import { addPrinted, isLongDouble, type PrintedSize } from './printed-size.ts'

/** Whether jsonb can store a value, with the sizes of its storable numbers. */
export interface JsonbFit extends PrintedSize {
  /** Texts, keys and numbers that it can't store exactly, or that become far longer when printed. */
  misfits: number
}

/** Looks at all of the value. */
export function fitInJsonb(value: JsonValue): JsonbFit {
  const fit = { misfits: 0, written: 0, printed: 0 }
  addFit(value, fit)
  return fit
}

/** True if jsonb stores the value exactly: no NUL, unpaired surrogate, or number longer than `maxNumberCharacters`. */
export function holdsInJsonb(value: JsonValue): boolean {
  return fitInJsonb(value).misfits === 0
}

/** True when a TEXT column, or a string in jsonb, holds the string exactly. */
export function holdsInText(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed()
}

function addFit(value: JsonValue, fit: JsonbFit): void {
  if (typeof value === 'string') addText(value, fit)
  else if (typeof value === 'number') addDouble(value, fit)
  else if (value === null || typeof value !== 'object') return
  else if (isJsonArray(value)) for (const item of value) addFit(item, fit)
  else if (isJsonObject(value)) addMembers(value, fit)
  else if (!addPrinted(value.rawJSON, fit)) fit.misfits++
}

function addText(text: string, fit: JsonbFit): void {
  if (!holdsInText(text)) fit.misfits++
}

function addDouble(value: number, fit: JsonbFit): void {
  if (isLongDouble(value)) addPrinted(String(value), fit)
}

function addMembers(value: JsonObject, fit: JsonbFit): void {
  for (const key in value) {
    addText(key, fit)
    addFit(value[key] ?? null, fit)
  }
}
