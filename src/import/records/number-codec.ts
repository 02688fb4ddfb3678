import { isRawNumber } from '../../json/json-value.ts'
import { canonicalNumberText, isExactDouble } from '../../json/numbers.ts'
import type { Codec, Present, WarnOfValue } from './codec.ts'

const maxInt4 = 2_147_483_647
const maxInt8 = 2n ** 63n - 1n
/**
 * The longest plausible answer. By mistake, the application wrote timestamps in milliseconds instead of durations.
 */
const maxDurationMs = 24 * 60 * 60 * 1000
/** More digits than any column has; larger numbers are capped here. */
const maxDigits = 40

/** An INTEGER column within inclusive bounds. */
export function integer(min: number, max: number): Codec<number> {
  return {
    decode(value, warn) {
      if (Number.isInteger(value) && Number(value) >= min && Number(value) <= max) return Number(value) + 0
      const rounded = toScaled(value, 0, warn)
      return rounded === undefined ? undefined : Number(clamp(rounded, [BigInt(min), BigInt(max)], warn))
    },
    encode: (column) => column,
  }
}

/** An INTEGER column. */
export const int4 = integer(-maxInt4 - 1, maxInt4)
/** An INTEGER column with a CHECK against negative values. */
export const counter = integer(0, maxInt4)
/** A progress percentage; the application writes fractions. */
export const percent = integer(0, 100)

/** A duration in milliseconds; empty if the value can't be a duration. */
export const duration: Codec<number> = {
  decode(value, warn) {
    const rounded = toScaled(value, 0, warn)
    if (rounded === undefined || (rounded >= 0n && rounded <= maxDurationMs)) {
      return rounded === undefined ? undefined : Number(rounded)
    }
    warn('VALUE_OUT_OF_RANGE')
    return undefined
  },
  encode: (column) => column,
}

/** A NUMERIC(precision, scale) column: decimal text with `scale` digits after the point. */
export function decimal(precision: number, scale: number): Codec<string> {
  const max = 10n ** BigInt(precision) - 1n
  return {
    decode(value, warn) {
      const scaled = toScaled(value, scale, warn)
      return scaled === undefined ? undefined : toFixedText(clamp(scaled, [-max, max], warn), scale)
    },
    encode: toJsonNumber,
  }
}

/** A BIGINT column, as decimal text. */
export const bigInteger: Codec<string> = {
  decode(value, warn) {
    const rounded = toScaled(value, 0, warn)
    return rounded === undefined ? undefined : String(clamp(rounded, [-maxInt8 - 1n, maxInt8], warn))
  },
  encode: toJsonNumber,
}

/** The number times 10^scale, rounded half away from zero; undefined if the value is not a number. */
function toScaled(value: Present, scale: number, warn: WarnOfValue): bigint | undefined {
  if (typeof value === 'number' && Number.isInteger(value) && scale === 0) return BigInt(value)
  const content = toNumberText(value, warn)
  if (content === undefined) return undefined
  const [, sign, digits = '', exponent = '0'] =
    /^(-?)(\d+)(?:e(-?\d+))?$/.exec(canonicalNumberText(content)) ?? []
  const shift = Number(exponent) + scale
  if (shift < 0) warn('VALUE_APPROXIMATED')
  const magnitude = shiftDigits(digits, shift)
  return sign === '-' ? -magnitude : magnitude
}

function toNumberText(value: Present, warn: WarnOfValue): string | undefined {
  if (typeof value === 'number') return String(value)
  if (isRawNumber(value)) return value.rawJSON
  warn('WRONG_TYPE')
  const isNumeric = typeof value === 'string' && /^\s*-?\d+(\.\d+)?([eE][+-]?\d+)?\s*$/.test(value)
  return isNumeric ? value.trim() : undefined
}

function shiftDigits(digits: string, shift: number): bigint {
  const kept = digits.length + shift
  if (kept > maxDigits) return 10n ** BigInt(maxDigits)
  if (shift >= 0) return BigInt(digits) * 10n ** BigInt(shift)
  const next = kept < 0 ? '0' : digits.charAt(kept)
  return BigInt(digits.slice(0, Math.max(kept, 0)) || '0') + (next >= '5' ? 1n : 0n)
}

function clamp(number: bigint, [min, max]: readonly [bigint, bigint], warn: WarnOfValue): bigint {
  if (number >= min && number <= max) return number
  warn('VALUE_OUT_OF_RANGE')
  return number < min ? min : max
}

function toFixedText(scaled: bigint, scale: number): string {
  const digits = String(scaled < 0n ? -scaled : scaled).padStart(scale + 1, '0')
  return `${scaled < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`
}

function toJsonNumber(content: string) {
  const number = Number(content)
  return isExactDouble(content, number) ? number : JSON.rawJSON(content)
}
