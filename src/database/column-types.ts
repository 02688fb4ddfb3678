import pg from 'pg'
import { parseJson } from '../json/parse.ts'

const { builtins } = pg.types
/** PostgreSQL's number of TEXT[]. The audited cast: the driver's list of types has no arrays. */
export const textArray = 1009 as typeof pg.types.builtins.TEXT

/** Parsers by type, where the driver's own would change a value, or take long. */
const parsers = new Map<number, (text: string) => unknown>([
  // The driver makes a Date at local midnight: another day, as soon as somebody looks at it in UTC.
  [builtins.DATE, (text) => text],
  [builtins.TIMESTAMPTZ, parseInstant],
  [textArray, parseTextArray],
  // JSON.parse rounds numbers beyond 2^53.
  [builtins.JSON, parseJson],
  [builtins.JSONB, parseJson],
])

/** How column values come from the driver, in the form that a pool takes. */
export const columnTypes: pg.CustomTypesConfig = {
  getTypeParser: (type, format) => parsers.get(type) ?? pg.types.getTypeParser(type, format),
}

const parseAnyInstant = pg.types.getTypeParser(pg.types.builtins.TIMESTAMPTZ)
const digit0 = '0'.charCodeAt(0)
const hyphen = '-'.charCodeAt(0)
/** `2025-03-10 09:01:00+00`, and with up to three digits of a second's fraction. */
const lengths = { whole: 22, longest: 26 } as const

/**
 * A timestamptz of the server's text as a Date. The usual form, in UTC and with milliseconds at most, is read four
 * times faster than by the driver's own parser, which reads all others.
 */
export function parseInstant(text: string): unknown {
  return isUsual(text) ? new Date(toMilliseconds(text)) : parseAnyInstant(text)
}

function isUsual(text: string): boolean {
  const { length } = text
  return (
    (length === lengths.whole || (length > lengths.whole + 1 && length <= lengths.longest)) &&
    text.charCodeAt(4) === hyphen &&
    // Date.UTC takes the years below 100 for others.
    !text.startsWith('00') &&
    text.endsWith('+00')
  )
}

function toMilliseconds(text: string): number {
  return Date.UTC(
    twoDigits(text, 0) * 100 + twoDigits(text, 2),
    twoDigits(text, 5) - 1,
    twoDigits(text, 8),
    twoDigits(text, 11),
    twoDigits(text, 14),
    twoDigits(text, 17),
    fractionOf(text),
  )
}

/** PostgreSQL leaves out zeros at the end. */
function fractionOf(text: string): number {
  let milliseconds = 0
  for (let at = 20, unit = 100; at < text.length - 3; at++, unit /= 10) {
    milliseconds += (text.charCodeAt(at) - digit0) * unit
  }
  return milliseconds
}

function twoDigits(text: string, at: number): number {
  return (text.charCodeAt(at) - digit0) * 10 + text.charCodeAt(at + 1) - digit0
}

const parseAnyTextArray = pg.types.getTypeParser(textArray)
/** Beside quoted items, and NULL for one that is missing: a text that says so is quoted. */
const unusual = /["\\]|NULL/i

/**
 * A TEXT[] of the server's text. Plain words, such as `{json,csv}`, are read ten times faster than by the driver's own
 * parser, which reads all others.
 */
export function parseTextArray(text: string): unknown {
  if (!text.startsWith('{') || unusual.test(text)) return parseAnyTextArray(text)
  return text === '{}' ? [] : text.slice(1, -1).split(',')
}
