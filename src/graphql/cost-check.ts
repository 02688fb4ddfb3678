import { type DocumentNode, type GraphQLSchema, type OperationDefinitionNode, visit } from 'graphql'
import { checkCost } from './limits.ts'
import { measureQuery } from './query-cost.ts'

/** Throws AppError TOO_COMPLEX for coerced variables with which the query could ask for too much. */
export type CostCheck = (variables: Readonly<Record<string, unknown>>) => void

interface CheckedQuery {
  readonly schema: GraphQLSchema
  readonly document: DocumentNode
  readonly operation: OperationDefinitionNode
}

/** Arguments whose values the cost depends on, see field-cost.ts; and those of @skip and @include. */
const weighedArguments: readonly string[] = ['first', 'last', 'ids', 'if']
/** Of one query: pages have few sizes. */
const maxRemembered = 100
/** Of the values that the cost depends on, as text: whoever sends long ones has them measured each time. */
const maxKeyLength = 500

/** A check for one valid query. Most variables say nothing of the cost: what was cheap enough before need not be measured again. */
export function createCostCheck({ schema, document, operation }: CheckedQuery): CostCheck {
  const definitions = operation.variableDefinitions ?? []
  const names = definitions.map(({ variable }) => variable.name.value)
  const weighed = findWeighedVariables(document)
  const cheap = new Set<string>()
  return (variables) => {
    // Whether there is a value at all can decide whether a default counts, or a null is refused.
    const key = JSON.stringify(
      names.map((name) => [
        name in variables,
        variables[name] === null,
        weighed.has(name) && variables[name],
      ]),
    )
    if (cheap.has(key)) return
    checkCost(measureQuery({ schema, document, operation, variables }))
    if (cheap.size < maxRemembered && key.length <= maxKeyLength) cheap.add(key)
  }
}

function findWeighedVariables(document: DocumentNode): ReadonlySet<string> {
  const names = new Set<string>()
  visit(document, {
    Argument({ name, value }) {
      if (!weighedArguments.includes(name.value)) return
      visit(value, { Variable: (variable) => void names.add(variable.name.value) })
    },
  })
  return names
}
