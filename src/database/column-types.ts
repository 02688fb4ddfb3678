import pg from 'pg'
import { parseJson } from '../json/parse.ts'

const { builtins } = pg.types
/** PostgreSQL's type id of TEXT[]. The cast is necessary because the driver's list of types has no arrays. */
export const textArray = 1009 as typeof pg.types.builtins.TEXT

/** Parsers of types for which the driver's parser changes a value or is slow. */
const parsers = new Map<number, (text: string) => unknown>([
  // The driver returns a Date at local midnight, which can be another day in UTC.
  [builtins.DATE, (text) => text],
  [builtins.TIMESTAMPTZ, parseInstant],
  [textArray, parseTextArray],
  // JSON.parse rounds numbers beyond 2^53.
  [builtins.JSON, parseJson],
  [builtins.JSONB, parseJson],
])

// The driver's default writes a Date in the local time zone, whose offset it rounds to minutes: in Monrovia, times before
// 1972 would be wrong by 30 seconds.
pg.defaults.parseInputDatesAsUTC = true

/** How the driver parses column values. */
export const columnTypes: pg.CustomTypesConfig = {
  getTypeParser: (type, format) => parsers.get(type) ?? pg.types.getTypeParser(type, format),
}

const parseAnyInstant = pg.types.getTypeParser(pg.types.builtins.TIMESTAMPTZ)
const digit0 = '0'.charCodeAt(0)
const hyphen = '-'.charCodeAt(0)
/** `2025-03-10 09:01:00+00`, and the same with up to three digits of a fractional second. */
const lengths = { whole: 22, longest: 26 } as const

/**
 * Parses a timestamptz as a Date. The usual form, in UTC and with at most milliseconds, takes a quarter of the time of the
 * driver's parser, which parses all other forms.
 */
export function parseInstant(text: string): Date {
  return isUsual(text) ? new Date(toMilliseconds(text)) : clamp(parseAnyInstant(text), text)
}

/** Milliseconds since 1970 of the latest Date; the earliest is its negative. */
const maxDateMs = 8.64e15

/** A time that a Date can't hold, such as infinity, is the nearest Date. Neither has a form in RFC 3339. */
function clamp(value: unknown, text: string): Date {
  if (value instanceof Date && !Number.isNaN(value.getTime())) return value
  return new Date(text.startsWith('-') || text.endsWith('BC') ? -maxDateMs : maxDateMs)
}

function isUsual(text: string): boolean {
  const { length } = text
  return (
    (length === lengths.whole || (length > lengths.whole + 1 && length <= lengths.longest)) &&
    text.charCodeAt(4) === hyphen &&
    // Date.UTC interprets years below 100 as years of the 20th century.
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

/** PostgreSQL omits trailing zeros. */
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
/** Quoted items, and NULL for a missing one (the text "NULL" is quoted). */
const unusual = /["\\]|NULL/i

/**
 * Parses a TEXT[]. Plain words, such as `{json,csv}`, take a tenth of the time of the driver's parser, which parses all
 * other forms.
 */
export function parseTextArray(text: string): unknown {
  if (!text.startsWith('{') || unusual.test(text)) return parseAnyTextArray(text)
  return text === '{}' ? [] : text.slice(1, -1).split(',')
}
