import type { ApolloServerPlugin } from '@apollo/server'
import { getVariableValues } from 'graphql'
import { AppError } from '../errors.ts'
import type { Context } from './context.ts'
import { toHttpError } from './format-error.ts'
import { measureQuery, type QueryCost } from './query-cost.ts'

/** The most words and signs of a query: enough for GraphiQL's introspection many times over. */
export const maxTokens = 4_000
/** The most that one request may ask for. */
export const maxCost: Readonly<QueryCost> = { objects: 20_000, statements: 100 }

/** Refuses a query that could ask for too much before anything is loaded. */
export function limitCost(): ApolloServerPlugin<Context> {
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ schema, document, operation, request }) {
          const definitions = operation?.variableDefinitions ?? []
          const { coerced } = getVariableValues(schema, definitions, request.variables ?? {})
          // The execution refuses an unknown operation, or variables of wrong types, and says why.
          if (operation === undefined || coerced === undefined) return
          try {
            checkCost(measureQuery({ schema, document, operation, variables: coerced }))
          } catch (error) {
            throw toHttpError(error)
          }
        },
      }
    },
  }
}

/** @throws AppError TOO_COMPLEX. */
export function checkCost({ objects, statements }: QueryCost): void {
  if (objects > maxCost.objects) {
    throw new AppError(
      'TOO_COMPLEX',
      `The query could ask for ${objects} objects; ${maxCost.objects} is the most. Ask for smaller pages.`,
      { details: { objects, maxObjects: maxCost.objects } },
    )
  }
  if (statements > maxCost.statements) {
    throw new AppError(
      'TOO_COMPLEX',
      `The query's lists, counts and large texts cost ${statements} statements; ${maxCost.statements} is the most. Split it.`,
      { details: { statements, maxStatements: maxCost.statements } },
    )
  }
}
