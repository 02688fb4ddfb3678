import type { ApolloServerPlugin } from '@apollo/server'
import type { RequestWork } from '../database/limits/workload.ts'
import { JsonText } from '../json/print.ts'
import type { Context } from './context.ts'
import { type ErrorFormatter, maxMessageLength } from './errors.ts'

/** Bytes counted for a number or boolean. */
const plainLength = 5
/** Quotes, colon and comma around a key. */
const keyExtra = 4
/**
 * The bytes of longer responses are counted, which takes about as long as serializing them: one character may become
 * six. Shorter responses fit in any case.
 */
const minCountedLength = 1024 * 1024
/** Characters counted for an error's code, locations and keys. */
const errorExtra = 300

interface ResponseError {
  readonly message: string
  readonly path?: readonly (string | number)[] | undefined
}

/** The parts of a response that are measured. */
interface ResponseParts {
  readonly data?: unknown
  readonly errors?: readonly ResponseError[] | undefined
}

/**
 * Counts the length of a response against the request's work before it is serialized: a query can select the same
 * text under many aliases, and each error repeats all aliases on the path to its field, so a response may be far
 * larger than the data read for it.
 * @throws AppError TOO_COMPLEX, TOO_MANY_REQUESTS or UNAVAILABLE if it must not be sent.
 */
export function checkResponseSize(response: ResponseParts, work: RequestWork): void {
  const length = measureResponse(response, work.maxAnswerBytes, lengths)
  const isCounted = length > minCountedLength && length <= work.maxAnswerBytes
  const error = work.write(isCounted ? measureResponse(response, work.maxAnswerBytes, bytes) : length)
  if (error !== undefined) throw error
}

/** Replaces a response of Apollo Server that is too large with the error. */
export function limitResponseSize(formatError: ErrorFormatter): ApolloServerPlugin<Context> {
  return {
    async requestDidStart() {
      return {
        async willSendResponse({ response: { body }, contextValue: { work } }) {
          if (body.kind !== 'single') return
          try {
            checkResponseSize(body.singleResult, work)
          } catch (error) {
            body.singleResult = { errors: [formatError({ message: String(error) }, error)] }
          }
        },
      }
    },
  }
}

/** Measures texts in the response. */
interface TextMeasure {
  ofString(text: string): number
  ofJson(json: JsonText): number
}

/** Assumes that all characters are ASCII and not escaped. */
const lengths: TextMeasure = { ofString: ({ length }) => length, ofJson: ({ length }) => length }
const bytes: TextMeasure = {
  ofString: (text) => Buffer.byteLength(JSON.stringify(text)),
  ofJson: ({ byteLength }) => byteLength,
}

/** The size of a response. If it exceeds the maximum, measuring stops early, with any number above the maximum. */
function measureResponse({ data, errors = [] }: ResponseParts, max: number, measure: TextMeasure): number {
  return max - subtractErrors(errors, subtractValue(data, max, measure))
}

function subtractErrors(errors: readonly ResponseError[], length: number): number {
  let remaining = length
  for (const { message, path = [] } of errors) {
    remaining -= Math.min(message.length, maxMessageLength) + errorExtra
    for (const step of path) remaining -= typeof step === 'string' ? step.length + keyExtra : plainLength
    if (remaining < 0) return remaining
  }
  return remaining
}

/** The length that remains after the value; negative, and returned early, if the value does not fit. */
function subtractValue(value: unknown, length: number, measure: TextMeasure): number {
  if (typeof value === 'string') return length - measure.ofString(value)
  if (typeof value !== 'object' || value === null) return length - plainLength
  if (value instanceof JsonText) return length - measure.ofJson(value)
  return Array.isArray(value)
    ? subtractItems(value, length, measure)
    : subtractMembers(value as Readonly<Record<string, unknown>>, length, measure)
}

function subtractItems(items: readonly unknown[], length: number, measure: TextMeasure): number {
  let remaining = length
  for (const item of items) {
    remaining = subtractValue(item, remaining, measure)
    if (remaining < 0) return remaining
  }
  return remaining
}

function subtractMembers(
  object: Readonly<Record<string, unknown>>,
  length: number,
  measure: TextMeasure,
): number {
  let remaining = length
  for (const key in object) {
    const value = object[key]
    remaining -= key.length + keyExtra
    // Most values are short strings.
    if (typeof value === 'string') remaining -= measure.ofString(value)
    else remaining = subtractValue(value, remaining, measure)
    if (remaining < 0) return remaining
  }
  return remaining
}
