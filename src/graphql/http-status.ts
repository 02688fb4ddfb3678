import type { ApolloServerPlugin } from '@apollo/server'
import type { ExecutionResult, GraphQLFormattedError } from 'graphql'
import { errorCodes } from '../errors.ts'
import type { Context } from './context.ts'

const statusOfCode = new Map<unknown, number>(
  Object.entries(errorCodes).map(([code, { status }]) => [code, status]),
)

/** What decides the status of an answer. */
interface Answer {
  readonly data?: ExecutionResult['data']
  readonly errors?: readonly GraphQLFormattedError[]
}

/** A request of which nothing succeeded gets the HTTP status of its first failure; undefined where that is 200. */
export function findHttpStatus({ data, errors }: Answer): number | undefined {
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
