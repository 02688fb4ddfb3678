import type { GraphQLLeafType } from 'graphql'
import { inspect } from 'graphql/jsutils/inspect.js'
import type { LeafPlan } from './plan.ts'

/** The serialized value of a scalar or enum; null for a missing value. */
export function completeLeaf({ type }: LeafPlan, value: unknown): unknown {
  if (value instanceof Error) throw value
  return value == null ? null : serialize(type, value)
}

function serialize(type: GraphQLLeafType, value: unknown): unknown {
  const serialized: unknown = type.serialize(value)
  if (serialized != null) return serialized
  throw new Error(
    `Expected \`${inspect(type)}.serialize(${inspect(value)})\` to ` +
      `return non-nullable value, returned: ${inspect(serialized)}`,
  )
}
