import { type ArgumentNode, type FieldNode, type GraphQLField, getArgumentValues, visit } from 'graphql'

/**
 * Coerces arguments that are the same in each execution. All executions get the same frozen object.
 * @returns undefined if the values depend on variables, or if coercion fails and the execution must report it.
 */
export function planArguments(
  definition: GraphQLField<unknown, unknown>,
  [node]: readonly FieldNode[],
): Readonly<Record<string, unknown>> | undefined {
  if (node === undefined || node.arguments?.some(hasVariable)) return undefined
  try {
    return deepFreeze(getArgumentValues(definition, node))
  } catch {
    return undefined
  }
}

function hasVariable(argument: ArgumentNode): boolean {
  let found = false
  visit(argument, {
    Variable: () => {
      found = true
    },
  })
  return found
}

/** Plain objects and arrays only: a scalar may have produced any other kind of object. */
function deepFreeze<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  const prototype = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== Array.prototype && prototype !== null) return value
  for (const member of Object.values(Object.freeze(value))) deepFreeze(member)
  return value
}
