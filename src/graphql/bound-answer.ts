import type { ApolloServerPlugin } from '@apollo/server'
import type { RequestWork } from '../database/workload.ts'
import { JsonText } from '../json/json-text.ts'
import type { Context } from './context.ts'
import type { ErrorFormatter } from './format-error.ts'

/** Bytes counted for a number or boolean. */
const plainLength = 5
/** Quotes, colon and comma of a key. */
const keyExtra = 4
/** Shorter strings are not scanned for control characters. */
const minSearchedLength = 4_096
/** A control character is escaped as six characters, or as two for \b, \t, \n, \f and \r. */
const controlCharacter = /[^\P{Cc}\t\n\r]/u
const escapedLength = 6

/**
 * Counts the length of a response's data against the request's work before it is serialized: a query can select the same
 * text under many aliases, so a response may be far larger than the data read for it.
 * @throws AppError TOO_COMPLEX, TOO_MANY_REQUESTS or UNAVAILABLE if it must not be sent.
 */
export function requireAnswerSize(data: unknown, work: RequestWork): void {
  const { maxAnswerBytes } = work
  const error = work.write(maxAnswerBytes - subtractLength(data, maxAnswerBytes))
  if (error !== undefined) throw error
}

/** Replaces Apollo Server's response with the error. */
export function limitAnswer(formatError: ErrorFormatter): ApolloServerPlugin<Context> {
  return {
    async requestDidStart() {
      return {
        async willSendResponse({ response: { body }, contextValue: { work } }) {
          if (body.kind !== 'single') return
          try {
            requireAnswerSize(body.singleResult.data, work)
          } catch (error) {
            body.singleResult = { errors: [formatError({ message: String(error) }, error)] }
          }
        },
      }
    },
  }
}

/** The remaining length after the value is serialized, ignoring escapes in short strings. Negative, and early, if it does not fit. */
function subtractLength(value: unknown, length: number): number {
  if (typeof value === 'string') return length - measureString(value)
  if (typeof value !== 'object' || value === null) return length - plainLength
  if (value instanceof JsonText) return length - value.length
  return Array.isArray(value)
    ? subtractItems(value, length)
    : subtractMembers(value as Readonly<Record<string, unknown>>, length)
}

function subtractItems(items: readonly unknown[], length: number): number {
  let left = length
  for (const item of items) {
    left = subtractLength(item, left)
    if (left < 0) return left
  }
  return left
}

function subtractMembers(object: Readonly<Record<string, unknown>>, length: number): number {
  let left = length
  for (const key in object) {
    const value = object[key]
    left -= key.length + keyExtra
    // Most values are short strings.
    if (typeof value === 'string') left -= measureString(value)
    else left = subtractLength(value, left)
    if (left < 0) return left
  }
  return left
}

function measureString(text: string): number {
  if (text.length < minSearchedLength) return text.length
  return controlCharacter.test(text) ? text.length * escapedLength : text.length
}
