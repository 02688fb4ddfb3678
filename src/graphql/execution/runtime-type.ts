import {
  defaultTypeResolver,
  GraphQLError,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  isObjectType,
} from 'graphql'
import { inspect } from 'graphql/jsutils/inspect.js'
import type { AbstractPlan, FieldPlan, ObjectPlan } from './plan.ts'

/** The name of a value's concrete type, or a promise of it; `findObject` checks it. */
export function resolveType(
  { type }: AbstractPlan,
  value: unknown,
  context: unknown,
  info: GraphQLResolveInfo,
): unknown {
  return (type.resolveType ?? defaultTypeResolver)(value, context, info, type)
}

/**
 * The plan for the resolved type of a value.
 * @throws GraphQLError with graphql-js's message for anything but the name of a possible type.
 */
export function findObject(
  { type, objects }: AbstractPlan,
  field: FieldPlan,
  resolved: unknown,
  value: unknown,
  { schema }: GraphQLResolveInfo,
): ObjectPlan {
  const object = typeof resolved === 'string' ? objects.get(resolved) : undefined
  if (object !== undefined) return object
  const fieldName = `${field.parentType.name}.${field.name}`
  if (resolved == null) {
    throw new GraphQLError(
      `Abstract type "${type.name}" must resolve to an Object type at runtime for field "${fieldName}". ` +
        `Either the "${type.name}" type should provide a "resolveType" function or each possible type should provide an "isTypeOf" function.`,
      { nodes: field.nodes },
    )
  }
  if (isObjectType(resolved)) {
    throw new GraphQLError(
      'Support for returning GraphQLObjectType from resolveType was removed in graphql-js@16.0.0 please return type name instead.',
    )
  }
  if (typeof resolved !== 'string') {
    throw new GraphQLError(
      `Abstract type "${type.name}" must resolve to an Object type at runtime for field "${fieldName}" with ` +
        `value ${inspect(value)}, received "${inspect(resolved)}".`,
    )
  }
  throw new GraphQLError(describeImpossible(type.name, resolved, schema), { nodes: field.nodes })
}

function describeImpossible(abstract: string, name: string, schema: GraphQLResolveInfo['schema']): string {
  const type = schema.getType(name)
  if (type === undefined)
    return `Abstract type "${abstract}" was resolved to a type "${name}" that does not exist inside the schema.`
  return isObjectType(type)
    ? `Runtime Object type "${name}" is not a possible type for "${abstract}".`
    : `Abstract type "${abstract}" was resolved to a non-object type "${name}".`
}

/** The error of an object whose type's `isTypeOf` returns false. */
export function createTypeError(type: GraphQLObjectType, field: FieldPlan, value: unknown): GraphQLError {
  return new GraphQLError(`Expected value of type "${type.name}" but got: ${inspect(value)}.`, {
    nodes: field.nodes,
  })
}
