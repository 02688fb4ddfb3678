import { printedLength } from './number-text.ts'

/**
 * Characters that a number may have without an exponent, as PostgreSQL prints it: three times what any double needs.
 * jsonb holds 1e131071 in a few bytes and prints it in 128 KiB: a number that is to be stored is judged by what everyone
 * who reads it has to hold.
 */
export const maxNumberCharacters = 1000
/** Many numbers are judged together, too: six bytes such as 1e308 may not become three hundred, all over a value. */
const maxRatio = 16
/** Up to here the numbers of a value may be in any form. */
const freeCharacters = 4096
const maxCharacters = 16 * 1024 * 1024
/** From here on, and below the other one, JSON.stringify writes a double with an exponent. */
const minLongDouble = 1e21
const maxLongFraction = 1e-6

/** Characters of all numbers of a value that print longer than they are written. */
export interface PrintedSize {
  written: number
  printed: number
}

/** True for a double that prints longer than JSON.stringify writes it. */
export function isLongDouble(value: number): boolean {
  const size = Math.abs(value)
  return size >= minLongDouble || (size < maxLongFraction && size > 0)
}

/** Adds a number to the others of its value. Returns false for one that is too long on its own, and is not added. */
export function addPrinted(text: string, size: PrintedSize): boolean {
  const printed = printedLength(text)
  if (printed > maxNumberCharacters) return false
  if (printed > text.length) {
    size.written += text.length
    size.printed += printed
  }
  return true
}

/** True when the numbers of a value together print to far more than is written. */
export function expandsTooMuch({ written, printed }: PrintedSize): boolean {
  return printed > Math.min(freeCharacters + maxRatio * written, maxCharacters)
}
