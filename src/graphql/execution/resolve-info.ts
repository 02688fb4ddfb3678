import { type GraphQLResolveInfo, getArgumentValues } from 'graphql'
import type { Execution } from './execution.ts'
import type { Place } from './place.ts'
import type { FieldPlan } from './plan.ts'

/** What resolvers get as `info`; for an item of a list, that of the list's field. */
export function createInfo({ planned, input }: Execution, place: Place): GraphQLResolveInfo {
  const { field } = place
  let path: Place = place
  while (typeof path.key === 'number' && path.prev !== undefined) path = path.prev
  return {
    fieldName: field.name,
    fieldNodes: field.nodes,
    returnType: field.definition.type,
    parentType: field.parentType,
    path,
    schema: planned.schema,
    fragments: planned.fragments,
    rootValue: input.rootValue,
    operation: planned.operation,
    variableValues: input.variableValues,
  }
}

/**
 * What resolvers get as arguments. All calls of one execution, or of all executions where no variable is among them,
 * get the same frozen object.
 * @throws GraphQLError for a variable that is null where the argument may not be.
 */
export function getArguments(
  { argumentValues, input }: Execution,
  { arguments: plan, definition, nodes }: FieldPlan,
): Readonly<Record<string, unknown>> {
  if (plan.kind === 'constant') return plan.values
  const known = argumentValues[plan.index]
  if (known !== undefined) return known
  const [node] = nodes
  if (node === undefined) return {}
  const values = Object.freeze(getArgumentValues(definition, node, input.variableValues))
  argumentValues[plan.index] = values
  return values
}
