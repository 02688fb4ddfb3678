import type { ApolloServerPlugin } from '@apollo/server'
import {
  type DocumentNode,
  type GraphQLSchema,
  getVariableValues,
  type OperationDefinitionNode,
} from 'graphql'
import type { Context } from './context.ts'
import { addCost, costHeader, isCostWanted } from './cost-extension.ts'
import { toHttpError } from './format-error.ts'
import { checkCost, isExpensive } from './limits.ts'
import { measureQuery, type QueryCost } from './query-cost.ts'
import { describeShape } from './variable-shape.ts'

/**
 * @param variables the coerced variables that the query is executed with.
 * @throws AppError TOO_COMPLEX if the query exceeds a limit with them, BAD_USER_INPUT for a null that is not allowed.
 */
export type CostCheck = (variables: Readonly<Record<string, unknown>>) => QueryCost

interface CheckedQuery {
  readonly schema: GraphQLSchema
  readonly document: DocumentNode
  readonly operation: OperationDefinitionNode
}

/** Cached shapes of one query's variables; pages have few different sizes. */
const maxRemembered = 50

/** A check for one valid query, which caches the shapes of variables that it has accepted. */
export function createCostCheck(
  { schema, document, operation }: CheckedQuery,
  maxCost: QueryCost,
): CostCheck {
  const names = (operation.variableDefinitions ?? []).map(({ variable }) => variable.name.value)
  const remembered = new Map<string, QueryCost>()
  return (variables) => {
    const shape = describeShape(names, variables)
    const known = shape === undefined ? undefined : remembered.get(shape)
    if (known !== undefined) return known
    const measured = measureQuery({ schema, document, operation, variables })
    checkCost(measured, maxCost)
    if (shape !== undefined) {
      if (remembered.size >= maxRemembered) remembered.clear()
      remembered.set(shape, measured.cost)
    }
    return measured.cost
  }
}

/** Rejects queries that exceed a limit before anything is loaded, for everything that Apollo Server executes. */
export function limitCost(maxCost: QueryCost): ApolloServerPlugin<Context> {
  return {
    async requestDidStart() {
      let cost: QueryCost | undefined
      return {
        async didResolveOperation({ schema, document, operation, request, contextValue }) {
          const definitions = operation?.variableDefinitions ?? []
          const { coerced } = getVariableValues(schema, definitions, request.variables ?? {})
          // Execution reports an unknown operation, or variables of wrong types.
          if (operation === undefined || coerced === undefined) return
          try {
            const measured = measureQuery({ schema, document, operation, variables: coerced })
            checkCost(measured, maxCost)
            cost = measured.cost
            if (isExpensive(cost, maxCost)) await contextValue.work.takeExpensiveTurn()
          } catch (error) {
            throw toHttpError(error)
          }
        },
        async willSendResponse({ request, response: { body } }) {
          if (cost === undefined || body.kind !== 'single') return
          if (!isCostWanted(request.http?.headers.get(costHeader))) return
          body.singleResult = addCost(body.singleResult, cost, maxCost)
        },
      }
    },
  }
}
