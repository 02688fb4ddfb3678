import type { ApolloServerPlugin } from '@apollo/server'
import { unwrapResolverError } from '@apollo/server/errors'
import { type ExecutionResult, GraphQLError, type GraphQLFormattedError } from 'graphql'
import { toAppError } from '../database/postgres-errors.ts'
import { AppError, errorCodes } from '../errors.ts'
import { createFailureLog, type Logger } from '../logger.ts'
import type { Context } from './context.ts'
import type { MessageFilter } from './hidden-schema.ts'

/** Maximum length of the message of a library's error. */
export const maxMessageLength = 1000

export type ErrorFormatter = (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError

/**
 * What the client gets of an error. Expected failures keep their message and code. Anything else is masked: the
 * client gets an id, and the log has the rest under the same id.
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
    if (isWrongArgument(original)) {
      const message = shorten(formatted.message)
      return { ...formatted, message, extensions: { code: 'BAD_USER_INPUT' } }
    }
    // Apollo's own: the document does not parse, does not fit the schema, or a variable has the wrong type.
    if (original instanceof GraphQLError && formatted.extensions?.code !== 'INTERNAL_SERVER_ERROR')
      return { ...formatted, message: shorten(filterMessage(showNumbers(formatted.message), original)) }
    const facts = { path: formatted.path }
    const errorId = failures.report({ error: original, message: 'a request failed', facts })
    return {
      ...formatted,
      message: `Something went wrong on the server. Tell its operator this id: ${errorId}`,
      extensions: { code: 'INTERNAL', errorId },
    }
  }
}

/** Messages of graphql-js quote the client's value at any length, followed by the problem. */
function shorten(message: string): string {
  if (message.length <= maxMessageLength) return message
  const half = maxMessageLength / 2
  return `${message.slice(0, half)} … ${message.slice(-half)}`.toWellFormed()
}

/** A nullable variable may be used for a non-null argument or directive condition: only execution detects a null. */
function isWrongArgument(error: unknown): boolean {
  return error instanceof GraphQLError && error.message.startsWith('Argument "')
}

/** graphql-js prints a number that a double can't hold as the object that represents it. */
function showNumbers(message: string): string {
  return message.replaceAll(/\{ rawJSON: "(-?\d[\d.eE+-]*)" \}/g, '$1')
}

/** What was thrown: by a resolver or, wrapped by `toHttpError`, before the query began. */
function unwrap(error: unknown): unknown {
  const isWrapped = error instanceof GraphQLError && error.originalError instanceof AppError
  return isWrapped ? error.originalError : unwrapResolverError(error)
}

/** An expected failure with the HTTP status of its code, for failures before the query begins. */
export function toHttpError(error: unknown): unknown {
  const known = error instanceof AppError ? error : toAppError(error)
  if (known === undefined) return error
  const { status } = errorCodes[known.code]
  return new GraphQLError(known.message, {
    originalError: known,
    extensions: { ...known.details, code: known.code, http: { status } },
  })
}

const statusOfCode = new Map<unknown, number>(
  Object.entries(errorCodes).map(([code, { status }]) => [code, status]),
)

/** What decides the status of an answer. */
interface ResponseParts {
  readonly data?: ExecutionResult['data']
  readonly errors?: readonly GraphQLFormattedError[]
}

/** A request of which nothing succeeded gets the HTTP status of its first failure; undefined where that is 200. */
export function findHttpStatus({ data, errors }: ResponseParts): number | undefined {
  if (data != null) return undefined
  const status = statusOfCode.get(errors?.[0]?.extensions?.code)
  return status === 200 ? undefined : status
}

/** Sets the status of what Apollo Server answers. */
export function setHttpStatus(): ApolloServerPlugin<Context> {
  return {
    async requestDidStart() {
      return {
        async willSendResponse({ response }) {
          if (response.body.kind !== 'single') return
          const status = findHttpStatus(response.body.singleResult)
          if (status !== undefined) response.http.status = status
          // Apollo Server treats errors that a plugin or graphql-js throws before the first field as its own failures.
          else if ((response.http.status ?? 200) >= 500) response.http.status = 200
        },
      }
    },
  }
}
