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
import { checkCost } from './limits.ts'
import { measureQuery, type QueryCost } from './query-cost.ts'
import { describeShape } from './variable-shape.ts'

/**
 * @param variables coerced, the very ones that the query is executed with.
 * @throws AppError TOO_COMPLEX when the query could ask for too much with them, BAD_USER_INPUT for a null where none
 * may be.
 */
export type CostCheck = (variables: Readonly<Record<string, unknown>>) => QueryCost

interface CheckedQuery {
  readonly schema: GraphQLSchema
  readonly document: DocumentNode
  readonly operation: OperationDefinitionNode
}

/** Shapes of one query's variables: pages have few sizes. */
const maxRemembered = 50

/** A check for one valid query, which remembers what it has measured and found cheap enough. */
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

/** Refuses a query that could ask for too much before anything is loaded: whatever Apollo Server executes. */
export function limitCost(maxCost: QueryCost): ApolloServerPlugin<Context> {
  return {
    async requestDidStart() {
      let cost: QueryCost | undefined
      return {
        async didResolveOperation({ schema, document, operation, request }) {
          const definitions = operation?.variableDefinitions ?? []
          const { coerced } = getVariableValues(schema, definitions, request.variables ?? {})
          // The execution refuses an unknown operation, or variables of wrong types, and says why.
          if (operation === undefined || coerced === undefined) return
          try {
            const measured = measureQuery({ schema, document, operation, variables: coerced })
            checkCost(measured, maxCost)
            cost = measured.cost
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
