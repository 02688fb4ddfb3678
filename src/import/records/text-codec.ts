import { isJsonArray, isJsonObject, type JsonValue, toJsonText } from '../../json/json-value.ts'
import { isStorableText } from '../../json/jsonb.ts'
import type { Codec, Present, WarnOfValue } from './codec.ts'

/** A VARCHAR(n) column. Numbers and booleans are stored as text. */
export function text(maxCharacters: number): Codec<string> {
  return {
    decode(value, warn) {
      if (typeof value !== 'string') warn('WRONG_TYPE')
      if (isJsonArray(value) || isJsonObject(value)) return undefined
      return cutText(cleanText(toPlainText(value), warn), maxCharacters, warn)
    },
    encode: (column) => column,
  }
}

/** A TEXT column. Values other than strings are stored as JSON text. */
export const longText: Codec<string> = {
  decode(value, warn) {
    if (typeof value !== 'string') warn('WRONG_TYPE')
    return cleanText(toPlainText(value), warn)
  },
  encode: (column) => column,
}

/** A TEXT column for JSON (an ABI): the application wrote it as text, older versions as a list. */
export const jsonText: Codec<string> = {
  decode: (value, warn) => cleanText(toPlainText(value), warn),
  encode: (column) => column,
}

/** A TEXT[] column without nulls. A single value is a list of one. */
export const textList: Codec<string[]> = {
  decode(value, warn) {
    if (isJsonArray(value)) return value.flatMap((item) => toListItem(item, warn))
    warn('WRONG_TYPE')
    return isJsonObject(value) ? undefined : toListItem(value, warn)
  },
  encode: (column) => column,
}

function toListItem(item: JsonValue, warn: WarnOfValue): string[] {
  if (item === null) {
    warn('NULL_REMOVED')
    return []
  }
  if (typeof item !== 'string') warn('WRONG_TYPE')
  return [cleanText(toPlainText(item), warn)]
}

function toPlainText(value: Present): string {
  return typeof value === 'string' ? value : toJsonText(value)
}

/** The text in a form that PostgreSQL accepts: without NUL, and with U+FFFD for unpaired surrogates. */
export function cleanText(content: string, warn: WarnOfValue): string {
  if (isStorableText(content)) return content
  warn('INVALID_CHARACTERS')
  return content.replaceAll('\0', '').toWellFormed()
}

/** The first characters of the text. PostgreSQL counts code points; JavaScript's length counts UTF-16 units. */
export function cutText(content: string, maxCharacters: number, warn: WarnOfValue): string {
  if (content.length <= maxCharacters) return content
  let end = 0
  for (let count = 0; count < maxCharacters && end < content.length; count++) {
    end += (content.codePointAt(end) ?? 0) > 0xffff ? 2 : 1
  }
  if (end === content.length) return content
  warn('VALUE_TOO_LONG')
  return content.slice(0, end)
}
