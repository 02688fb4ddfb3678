import { isExactDouble } from './number-text.ts'

/**
 * A number behind what may stand before one, with sixteen digits or an exponent: it could be more than a double holds.
 */
const suspiciousNumber = /(?:^|[:,[])\s*(-?\d(?:[\d.]{15,}(?:[eE][+-]?\d+)?|[\d.]*[eE][+-]?\d+))/g
const exponent = /\d[eE][+-]?\d+(?=[\s,\]}]|$)/
const minDigits = 16

/**
 * True when a double would change a number of the JSON text. It may be mistaken by text inside a string that looks like
 * such a number; it overlooks none.
 */
export function hasInexactNumber(text: string): boolean {
  if (!hasLongNumber(text) && !exponent.test(text)) return false
  return text.matchAll(suspiciousNumber).some(([, number = '']) => !isExactDouble(number, Number(number)))
}

/** Of sixteen digits in a row one is met by looking at every sixteenth character. */
function hasLongNumber(text: string): boolean {
  for (let at = 0; at < text.length; at += minDigits) {
    if (!isDigitOrPoint(text, at)) continue
    let start = at
    while (isDigitOrPoint(text, start - 1)) start--
    while (isDigitOrPoint(text, at + 1)) at++
    if (at - start + 1 >= minDigits && mayStandBeforeNumber(text, start - 1)) return true
  }
  return false
}

function isDigitOrPoint(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return (code >= 0x30 && code <= 0x39) || code === 0x2e
}

/** Not what stands before digits in a string: a quote, or a letter of a hexadecimal number. */
function mayStandBeforeNumber(text: string, at: number): boolean {
  return at < 0 || ' \t\r\n:,[-'.includes(text.charAt(at))
}
