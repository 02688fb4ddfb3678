import { type GraphQLResolveInfo, getArgumentValues } from 'graphql'
import type { Execution } from './execution.ts'
import type { Place } from './place.ts'
import type { FieldPlan } from './plan.ts'

/** The `info` of a resolver; for an item of a list, that of the list's field. */
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
 * The arguments of a resolver. All calls of one execution get the same frozen object; without variables, all executions
 * do.
 * @throws GraphQLError for a null variable in a non-null argument.
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
