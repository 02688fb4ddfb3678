import { isUtf8 } from 'node:buffer'
import { badArgument } from '../errors.ts'
import { toRawText } from './raw-text.rules.ts'
import type { RejectWithBytes } from './reject-text.store.ts'

/** What an answer holds of the records' text, more or less; of a single record never more. */
export const maxAnswerBytes = 1024 * 1024
const maxFirst = 1000

/** @throws AppError BAD_USER_INPUT for a range that is no range, or too much. */
export function requireRange({ first, after }: { readonly first: number; readonly after: number }): void {
  if (first < 1 || first > maxFirst) throw badArgument('first', `must be 1 to ${maxFirst}`)
  if (after < 0) throw badArgument('after', 'must not be negative')
}

/** A reject as a line of NDJSON for people: its secrets masked, bytes that are no UTF-8 as U+FFFD. */
export function toMaskedLine(reject: RejectWithBytes): string {
  const { raw, hasNext: _, ...place } = reject
  return `${JSON.stringify({ ...place, rawText: toRawText(raw, maxAnswerBytes) })}\n`
}

/** A reject as a line of NDJSON with its exact bytes: as text where they are UTF-8, else in base64. */
export function toExactLine(reject: RejectWithBytes): string {
  const { raw, hasNext: _, ...place } = reject
  const bytes = isUtf8(raw) ? { raw: raw.toString('utf8') } : { rawBase64: raw.toString('base64') }
  return `${JSON.stringify({ ...place, ...bytes })}\n`
}
