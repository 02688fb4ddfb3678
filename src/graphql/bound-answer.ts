import type { ApolloServerPlugin } from '@apollo/server'
import type { RequestWork } from '../database/workload.ts'
import { JsonText } from '../json/json-text.ts'
import type { Context } from './context.ts'
import { type ErrorFormatter, maxMessageLength } from './format-error.ts'

/** Of a number, or a boolean. */
const plainLength = 5
/** Quotes, colon and comma around a key. */
const keyExtra = 4
/** Shorter strings are not searched for control characters. */
const minSearchedLength = 4_096
/** A control character is escaped as six. JSON.stringify has two for these: \b, \t, \n, \f, \r. */
const controlCharacter = /[^\P{Cc}\t\n\r]/u
const escapedLength = 6

/** Of an error: its code, places and names. */
const errorExtra = 300

interface AnswerError {
  readonly message: string
  readonly path?: readonly (string | number)[] | undefined
}

/** What is measured of an answer. */
interface Answer {
  readonly data?: unknown
  readonly errors?: readonly AnswerError[] | undefined
}

/**
 * Counts the text of an answer against the request's work before it is written: one query can ask for the same text
 * under many names, and each error names all aliases on the way to its field, so an answer may be far larger than what
 * was read for it.
 * @throws AppError TOO_COMPLEX, TOO_MANY_REQUESTS or UNAVAILABLE when it must not be written.
 */
export function requireAnswerSize({ data, errors = [] }: Answer, work: RequestWork): void {
  const { maxAnswerBytes } = work
  const left = subtractErrors(errors, subtractLength(data, maxAnswerBytes))
  const error = work.write(maxAnswerBytes - left)
  if (error !== undefined) throw error
}

/** Puts the error in the place of what Apollo Server would answer. */
export function limitAnswer(formatError: ErrorFormatter): ApolloServerPlugin<Context> {
  return {
    async requestDidStart() {
      return {
        async willSendResponse({ response: { body }, contextValue: { work } }) {
          if (body.kind !== 'single') return
          try {
            requireAnswerSize(body.singleResult, work)
          } catch (error) {
            body.singleResult = { errors: [formatError({ message: String(error) }, error)] }
          }
        },
      }
    },
  }
}

function subtractErrors(errors: readonly AnswerError[], length: number): number {
  let left = length
  for (const { message, path = [] } of errors) {
    left -= Math.min(message.length, maxMessageLength) + errorExtra
    for (const step of path) left -= typeof step === 'string' ? step.length + keyExtra : plainLength
    if (left < 0) return left
  }
  return left
}

/** What is left of a length when the value is written, short strings without escapes; less than 0, early, when it does not fit. */
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
    // Most members are short strings.
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
