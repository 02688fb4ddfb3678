import {
  defaultTypeResolver,
  type ExecutionResult,
  GraphQLError,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  getArgumentValues,
  isObjectType,
} from 'graphql'
import { inspect } from 'graphql/jsutils/inspect.js'
import { Execution, type ExecutionInput, Place, placeField } from './execution.ts'
import type {
  AbstractPlan,
  FieldPlan,
  LeafPlan,
  ListPlan,
  ObjectPlan,
  PlannedOperation,
  ValuePlan,
} from './plan.ts'

/**
 * Executes a plan. The result is that of graphql-js for the same input, except for the order of `errors` and the
 * prototype of objects.
 */
export function executePlan(
  planned: PlannedOperation,
  plan: ObjectPlan,
  input: ExecutionInput,
): ExecutionResult | Promise<ExecutionResult> {
  const run = new Execution(planned, input)
  let data: ResponseData = null
  try {
    data = executeFields(run, plan, input.rootValue)
  } catch (error) {
    run.failRoot(error)
  }
  if (run.root.pending === 0 || run.isFailed) return toResult(run, data)
  return run.ended.then(() => toResult(run, data))
}

type ResponseData = Record<string, unknown> | null

function toResult({ errors, isFailed }: Execution, data: ResponseData): ExecutionResult {
  const result = { data: isFailed ? null : data }
  return errors.length === 0 ? result : { errors, ...result }
}

/**
 * Executes the fields of the object at the place, or of the operation if there is no place. The result may be
 * incomplete, and `pending` of its holder then isn't 0.
 * @throws the error of a non-null field, unless an earlier field is pending.
 */
function executeFields(
  run: Execution,
  { blank, fields }: ObjectPlan,
  source: unknown,
  place?: Place,
): Record<string, unknown> {
  // One hidden class with all keys in order. JSON.stringify takes twice as long for objects without a prototype.
  const object: Record<string, unknown> = Object.assign({}, blank)
  const holder = place ?? run.root
  holder.value = object
  try {
    for (const field of fields) object[field.key] = executeField(run, field, source, place)
  } catch (error) {
    if (holder.pending === 0) throw error
    run.defer(holder, error)
  }
  return object
}

/** Most fields are leaves and properties of their objects, which need neither a place nor `info`. */
function executeField(run: Execution, field: FieldPlan, source: unknown, parent: Place | undefined): unknown {
  let place: Place | undefined
  try {
    let value: unknown
    if (field.resolve !== undefined) {
      place = placeField(parent, field)
      value = field.resolve(source, getArguments(run, field), run.input.contextValue, createInfo(run, place))
    } else {
      const values = getArguments(run, field)
      value = hasProperties(source) ? source[field.name] : undefined
      if (typeof value === field.plainType) return value
      if (typeof value === 'function') {
        place = placeField(parent, field)
        value = Reflect.apply(value, source, [values, run.input.contextValue, createInfo(run, place)])
      }
    }
    const plan = field.value
    if (plan.kind === 'leaf' && !isThenable(value)) {
      const leaf = completeLeaf(plan, value)
      return leaf === null && field.isNonNull ? refuseNull(field) : leaf
    }
    place ??= placeField(parent, field)
    return completeMember(run, plan, place, value)
  } catch (error) {
    return run.failNow(place ?? placeField(parent, field), error)
  }
}

/** Completes a place with a value or a promise, and makes its holder wait if necessary. */
function completeMember(run: Execution, plan: ValuePlan, place: Place, value: unknown): unknown {
  const completed = isThenable(value)
    ? waitForValue(run, plan, place, value)
    : completeValue(run, plan, place, value)
  if (place.pending > 0) run.holderOf(place).pending++
  return completed
}

/** A separate function, because a function that contains a closure allocates the closure's context on each call. */
function waitForValue(run: Execution, plan: ValuePlan, place: Place, promise: PromiseLike<unknown>): null {
  return run.wait(place, promise, (value) => completeValue(run, plan, place, value))
}

function completeValue(run: Execution, plan: ValuePlan, place: Place, value: unknown): unknown {
  if (value instanceof Error) throw value
  if (value == null) return place.isNonNull ? refuseNull(place.field) : null
  switch (plan.kind) {
    case 'leaf':
      return completeLeaf(plan, value)
    case 'list':
      return completeList(run, plan, place, value)
    case 'object':
      return completeObject(run, plan.object, place, value)
    case 'abstract':
      return completeAbstract(run, plan, place, value)
    default:
      return plan satisfies never
  }
}

function refuseNull({ parentType, name }: FieldPlan): never {
  throw new Error(`Cannot return null for non-nullable field ${parentType.name}.${name}.`)
}

function completeList(run: Execution, plan: ListPlan, place: Place, value: unknown): unknown[] {
  if (!isIterable(value)) {
    const { parentType, name } = place.field
    throw new GraphQLError(`Expected Iterable, but did not find one for field "${parentType.name}.${name}".`)
  }
  const items: unknown[] = []
  place.value = items
  for (const item of value) {
    const itemPlace = new Place(place, items.length, place.field, plan.isItemNonNull)
    try {
      items.push(completeMember(run, plan.item, itemPlace, item))
    } catch (error) {
      items.push(run.failNow(itemPlace, error))
    }
  }
  return items
}

function completeObject(run: Execution, plan: ObjectPlan, place: Place, value: unknown): unknown {
  return plan.type.isTypeOf == null
    ? executeFields(run, plan, value, place)
    : completeCheckedObject(run, plan, place, value)
}

function completeCheckedObject(run: Execution, plan: ObjectPlan, place: Place, value: unknown): unknown {
  const complete = (isOfType: unknown) => {
    if (!isOfType) throw createTypeError(plan.type, place.field, value)
    return executeFields(run, plan, value, place)
  }
  const isOfType = plan.type.isTypeOf?.(value, run.input.contextValue, createInfo(run, place))
  return isThenable(isOfType) ? run.wait(place, isOfType, complete) : complete(isOfType)
}

function completeAbstract(run: Execution, plan: AbstractPlan, place: Place, value: unknown): unknown {
  const info = createInfo(run, place)
  const complete = (resolved: unknown) =>
    completeObject(run, findObject(plan, place.field, resolved, value, info), place, value)
  const resolved = resolveType(plan, value, run.input.contextValue, info)
  return isThenable(resolved) ? run.wait(place, resolved, complete) : complete(resolved)
}

/** The serialized value of a scalar or enum; null for a missing value. */
function completeLeaf({ type }: LeafPlan, value: unknown): unknown {
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

/** The `info` of a resolver; for an item of a list, that of the list's field. */
function createInfo({ planned, input }: Execution, place: Place): GraphQLResolveInfo {
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
 * The arguments of a resolver. All calls of one execution get the same frozen object; without variables, all
 * executions do.
 * @throws GraphQLError for a null variable in a non-null argument.
 */
function getArguments(
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

/** The name of a value's concrete type, or a promise of it; `findObject` checks it. */
function resolveType(
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
function findObject(
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
function createTypeError(type: GraphQLObjectType, field: FieldPlan, value: unknown): GraphQLError {
  return new GraphQLError(`Expected value of type "${type.name}" but got: ${inspect(value)}.`, {
    nodes: field.nodes,
  })
}

/** Whether a value can have properties. */
function hasProperties(value: unknown): value is Readonly<Record<string, unknown>> {
  return (typeof value === 'object' && value !== null) || typeof value === 'function'
}

/** Whether a value is a promise, by graphql-js's criterion: it has a method `then`. */
function isThenable(value: unknown): value is PromiseLike<unknown> {
  return hasProperties(value) && typeof value.then === 'function'
}

/** Whether a value is a list of any kind, but not a string. */
function isIterable(value: unknown): value is Iterable<unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    Symbol.iterator in value &&
    typeof value[Symbol.iterator] === 'function'
  )
}
