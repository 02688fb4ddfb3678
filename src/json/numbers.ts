/** The number `digits` × 10^`exponent`. `digits` has no leading or trailing zeros. */
interface Decimal {
  readonly sign: string
  readonly digits: string
  readonly exponent: bigint
}

/** Integers of up to this many digits are written in full; a double represents all of them exactly. */
const maxPlainDigits = 15n
const maxPlainInteger = 10 ** 15
/** Longer exponents are truncated: no meaningful number has one, and parsing it would take long. */
const maxExponentDigits = 1000
const zero: Decimal = { sign: '', digits: '', exponent: 0n }

/**
 * Returns the canonical text of a number's exact value: 1.0, 1 and 1e0 give `1`; 1.35e20 and 135000000000000000000 give
 * `135e18`.
 * @param text a JSON number, or String() of a finite double.
 */
export function canonicalNumberText(text: string): string {
  const { sign, digits, exponent } = toDecimal(text)
  if (digits === '') return '0'
  if (exponent >= 0n && BigInt(digits.length) + exponent <= maxPlainDigits) {
    return sign + digits + '0'.repeat(Number(exponent))
  }
  return `${sign}${digits}e${exponent}`
}

/** The same as canonicalNumberText(String(value)), but faster. */
export function canonicalDouble(value: number): string {
  if (value === 0) return '0'
  if (Number.isInteger(value) && Math.abs(value) < maxPlainInteger) return String(value)
  const text = String(value)
  return formatPlainFraction(text) ?? canonicalNumberText(text)
}

/** Formats `12.34` as `1234e-2` without arithmetic. String() of a double never ends in a zero after the decimal point. */
function formatPlainFraction(text: string): string | undefined {
  const point = text.indexOf('.')
  if (point < 0 || text.includes('e')) return undefined
  const sign = text.startsWith('-') ? '-' : ''
  const integer = text.slice(sign.length, point)
  const start = integer === '0' ? point + 1 + countZeros(text, point + 1, 1) : point + 1
  return `${sign}${integer === '0' ? '' : integer}${text.slice(start)}e-${text.length - point - 1}`
}

/** Whether a double has exactly the value of the text that JSON.parse read it from. */
export function isExactDouble(text: string, value: number): boolean {
  if (String(value) === text) return true
  return Number.isFinite(value) && canonicalNumberText(text) === canonicalDouble(value)
}

/** Number of characters in PostgreSQL's output for the number, which has no exponent and keeps trailing zeros. */
export function printedLength(text: string): number {
  const { sign, digits, exponent } = toDecimal(text)
  const integer = Number(BigInt(digits.length) + exponent)
  const scale = Number(writtenScale(text))
  return sign.length + Math.max(integer, 1) + (scale > 0 ? scale + 1 : 0)
}

/** Digits after the decimal point, including trailing zeros, which PostgreSQL's numeric type keeps. */
function writtenScale(text: string): bigint {
  const { fraction, exponent } = toParts(text)
  return BigInt(fraction.length) - toExponent(exponent)
}

function toDecimal(text: string): Decimal {
  const { sign, integer, fraction, exponent } = toParts(text)
  const all = integer + fraction
  const start = countZeros(all, 0, 1)
  if (start === all.length) return zero
  const end = all.length - countZeros(all, all.length - 1, -1)
  const shift = all.length - end - fraction.length
  return { sign, digits: all.slice(start, end), exponent: toExponent(exponent) + BigInt(shift) }
}

function toParts(text: string) {
  const [, sign = '', integer = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? []
  return { sign, integer, fraction, exponent }
}

/** Exact for exponents of up to `maxExponentDigits` digits. */
function toExponent(text: string): bigint {
  const sign = text.startsWith('-') ? '-' : ''
  const digits = text.replace(/^[+-]?0*(?=\d)/, '')
  return BigInt(sign + digits.slice(0, maxExponentDigits))
}

/** A loop, because a regular expression for trailing zeros takes quadratic time on long runs of zeros. */
function countZeros(digits: string, from: number, step: 1 | -1): number {
  let at = from
  while (digits[at] === '0') at += step
  return Math.abs(at - from)
}

/**
 * A number with at least sixteen digits or an exponent, after a character that can precede a number. It may exceed the
 * precision or range of a double.
 */
const suspiciousNumber = /(?:^|[:,[])\s*(-?\d(?:[\d.]{15,}(?:[eE][+-]?\d+)?|[\d.]*[eE][+-]?\d+))/g
const exponent = /\d[eE][+-]?\d+(?=[\s,\]}]|$)/
const minDigits = 16

/**
 * Whether converting the numbers of the JSON text to doubles changes any of them. Text in a string that looks like such
 * a number may make it wrongly true; it is never wrongly false.
 */
export function hasInexactNumber(text: string): boolean {
  if (!hasLongDigitRun(text) && !exponent.test(text)) return false
  return text.matchAll(suspiciousNumber).some(([, number = '']) => !isExactDouble(number, Number(number)))
}

/** Checks every sixteenth character: a run of sixteen digits contains one of them. */
function hasLongDigitRun(text: string): boolean {
  for (let at = 0; at < text.length; at += minDigits) {
    if (!isDigitOrPoint(text, at)) continue
    let start = at
    while (isDigitOrPoint(text, start - 1)) start--
    while (isDigitOrPoint(text, at + 1)) at++
    if (at - start + 1 >= minDigits && canPrecedeNumber(text, start - 1)) return true
  }
  return false
}

function isDigitOrPoint(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return (code >= 0x30 && code <= 0x39) || code === 0x2e
}

/** False for characters that precede digits inside strings: a quote, or a letter of a hexadecimal number. */
function canPrecedeNumber(text: string, at: number): boolean {
  return at < 0 || ' \t\r\n:,[-'.includes(text.charAt(at))
}
