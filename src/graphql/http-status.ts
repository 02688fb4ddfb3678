import type { ApolloServerPlugin } from '@apollo/server'
import { errorCodes } from '../errors.ts'
import type { Context } from './context.ts'

const statusOfCode = new Map<unknown, number>(
  Object.entries(errorCodes).map(([code, { status }]) => [code, status]),
)

/** A request of which nothing succeeded gets the HTTP status of its first failure, where that is not 200. */
export function setHttpStatus(): ApolloServerPlugin<Context> {
  return {
    async requestDidStart() {
      return {
        async willSendResponse({ response }) {
          if (response.body.kind !== 'single') return
          const { data, errors } = response.body.singleResult
          const status = statusOfCode.get(errors?.[0]?.extensions?.code)
          if (data == null && status !== undefined && status !== 200) response.http.status = status
        },
      }
    },
  }
}
