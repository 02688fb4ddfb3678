import { type ApolloServerPlugin, HeaderMap } from '@apollo/server'
import { unwrapResolverError } from '@apollo/server/errors'
import { type ExecutionResult, GraphQLError, type GraphQLFormattedError } from 'graphql'
import { toAppError } from '../database/postgres-errors.ts'
import { AppError, errorCodes, findRetryAfter, statusOfCode } from '../errors.ts'
import { createFailureLog, type Logger } from '../logger.ts'
import { findCoercionProblem } from './coercion-problems.ts'
import type { Context } from './context.ts'
import type { MessageFilter } from './hidden-schema.ts'

/** Maximum length of the message of a library's error. */
export const maxMessageLength = 1000

export type ErrorFormatter = (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError

/**
 * Creates the function that converts an error for the client. Expected failures keep their message and code. All
 * others are masked: the client gets an id, and the log contains the error under the same id.
 * @param filterMessage applied to the messages of graphql-js and Apollo Server about the request.
 */
export function createErrorFormatter(
  logger: Logger,
  filterMessage: MessageFilter = (message) => message,
): ErrorFormatter {
  const failures = createFailureLog(logger)
  return (formatted, error) => {
    const original = unwrap(error)
    const known = original instanceof AppError ? original : toAppError(original)
    if (known !== undefined) {
      if (errorCodes[known.code].status >= 500) failures.report({ error: known, message: known.message })
      return { ...formatted, message: known.message, extensions: { ...known.details, code: known.code } }
    }
    if (original instanceof GraphQLError && isWrongArgument(original)) {
      const wrong = { ...formatted, extensions: { code: 'BAD_USER_INPUT' } }
      return describeRequestError(wrong, original, filterMessage)
    }
    // Errors of Apollo Server: the document does not parse or is invalid, or a variable has the wrong type.
    if (original instanceof GraphQLError && formatted.extensions?.code !== 'INTERNAL_SERVER_ERROR')
      return describeRequestError(formatted, original, filterMessage)
    const facts = { path: formatted.path }
    const errorId = failures.report({ error: original, message: 'a request failed', facts })
    return {
      ...formatted,
      message: `Internal error. Report this id to the operator of the server: ${errorId}`,
      extensions: { code: 'INTERNAL', errorId },
    }
  }
}

function describeRequestError(
  formatted: GraphQLFormattedError,
  error: GraphQLError,
  filterMessage: MessageFilter,
): GraphQLFormattedError {
  const message = shorten(filterMessage(showNumbers(formatted.message), error))
  const problem = findCoercionProblem(error, message)
  if (problem === undefined) return { ...formatted, message }
  const extensions = { ...formatted.extensions, argument: problem.argument, problems: [problem] }
  return { ...formatted, message, extensions }
}

/** Messages of graphql-js quote the client's value at any length, and name the problem after it. */
function shorten(message: string): string {
  if (message.length <= maxMessageLength) return message
  const half = maxMessageLength / 2
  return `${message.slice(0, half)} … ${message.slice(-half)}`.toWellFormed()
}

/** A nullable variable may be used for a non-null argument or directive condition: only execution detects a null. */
function isWrongArgument(error: GraphQLError): boolean {
  return error.message.startsWith('Argument "')
}

/** graphql-js prints a number that a double can't hold as the object that represents it. */
function showNumbers(message: string): string {
  return message.replaceAll(/\{ rawJSON: "(-?\d[\d.eE+-]*)" \}/g, '$1')
}

/** The original error: thrown by a resolver, or wrapped by `toHttpError` before execution began. */
function unwrap(error: unknown): unknown {
  const isWrapped = error instanceof GraphQLError && error.originalError instanceof AppError
  return isWrapped ? error.originalError : unwrapResolverError(error)
}

/** An expected failure with the HTTP status of its code, for failures before execution begins. */
export function toHttpError(error: unknown): unknown {
  const known = error instanceof AppError ? error : toAppError(error)
  if (known === undefined) return error
  const extensions = { ...known.details, code: known.code }
  const retryAfter = findRetryAfter([extensions])
  const headers = new HeaderMap(retryAfter === undefined ? [] : [['retry-after', `${retryAfter}`]])
  const { status } = errorCodes[known.code]
  return new GraphQLError(known.message, {
    originalError: known,
    extensions: { ...extensions, http: { status, headers } },
  })
}

/** The parts of a response that determine its status and its header `Retry-After`. */
interface ResponseParts {
  readonly data?: ExecutionResult['data']
  readonly errors?: readonly GraphQLFormattedError[]
}

/**
 * The HTTP status of a response without data: that of its first error. Undefined if it is 200, or if there is data.
 */
export function findHttpStatus({ data, errors }: ResponseParts): number | undefined {
  if (data != null) return undefined
  const status = statusOfCode.get(errors?.[0]?.extensions?.code)
  return status === 200 ? undefined : status
}

/** The value of the header `Retry-After`, in seconds. Undefined if no error of the response says to wait. */
export function findRetryAfterHeader({ errors = [] }: ResponseParts): string | undefined {
  return findRetryAfter(errors.map(({ extensions = {} }) => extensions))?.toString()
}

/** Adds the operation and its errors to the request's record. Must follow the plugins that change the errors. */
export function recordOperation(): ApolloServerPlugin<Context> {
  return {
    async requestDidStart() {
      return {
        async willSendResponse({ operation, response: { body }, contextValue: { record } }) {
          if (operation !== undefined) record.setOperation(operation.operation, operation.name?.value)
          if (body.kind === 'single') record.addErrors(body.singleResult.errors ?? [])
        },
      }
    },
  }
}

/** Sets the HTTP status of Apollo Server's responses, and the header `Retry-After`. */
export function setHttpStatus(): ApolloServerPlugin<Context> {
  return {
    async requestDidStart() {
      return {
        async willSendResponse({ response }) {
          if (response.body.kind !== 'single') return
          const result = response.body.singleResult
          const retryAfter = findRetryAfterHeader(result)
          if (retryAfter !== undefined) response.http.headers.set('retry-after', retryAfter)
          const status = findHttpStatus(result)
          if (status !== undefined) response.http.status = status
          // Apollo Server treats errors that a plugin or graphql-js throws before the first field as internal errors.
          else if ((response.http.status ?? 200) >= 500) response.http.status = 200
        },
      }
    },
  }
}
