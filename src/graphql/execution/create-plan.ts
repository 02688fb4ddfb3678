import {
  type ArgumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type FragmentSpreadNode,
  GraphQLBoolean,
  type GraphQLField,
  GraphQLID,
  GraphQLIncludeDirective,
  type GraphQLObjectType,
  type GraphQLOutputType,
  GraphQLSkipDirective,
  GraphQLString,
  getArgumentValues,
  getDirectiveValues,
  type InlineFragmentNode,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  Kind,
  SchemaMetaFieldDef,
  type SelectionNode,
  type SelectionSetNode,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
  visit,
} from 'graphql'
import type { FieldPlan, ObjectPlan, PlainType, PlannedOperation, ValuePlan } from './plan.ts'

/**
 * Selections that plans may still visit; several plans can share a budget. A selection in a fragment counts each time
 * it is spread.
 */
export interface PlanBudget {
  selections: number
}

interface Planning extends FieldCollector {
  variableArguments: number
}

/** Thrown through the recursion for features that plans don't support. */
class NotPlannable extends Error {}

/**
 * Plans a valid query for all variables that have the same values in `@skip` and `@include`.
 * @returns undefined if a plan is not possible: `@defer` and `@stream`, a field with the response key `__proto__`, or
 * more selections than the budget allows.
 */
export function createPlan(
  planned: PlannedOperation,
  variables: Readonly<Record<string, unknown>>,
  budget: PlanBudget,
): ObjectPlan | undefined {
  const type = planned.schema.getQueryType()
  if (type == null) return undefined
  const onSelection = (selection: SelectionNode) => {
    if (budget.selections === 0 || isDeferred(selection)) throw new NotPlannable()
    budget.selections -= 1
  }
  const planning: Planning = { ...planned, variables, onSelection, variableArguments: 0 }
  try {
    return planObject(planning, type, [planned.operation])
  } catch (error) {
    if (error instanceof NotPlannable) return undefined
    throw error
  }
}

function isDeferred({ directives = [] }: SelectionNode): boolean {
  return directives.some(({ name }) => name.value === 'defer' || name.value === 'stream')
}

/** Nodes with selection sets: fields, or the operation itself. */
type Selecting = Pick<FieldNode, 'selectionSet'>

function planObject(
  planning: Planning,
  type: GraphQLObjectType,
  selecting: readonly Selecting[],
): ObjectPlan {
  const selectionSets = selecting.flatMap(({ selectionSet }) => selectionSet ?? [])
  const collected = collectFields(planning, type, selectionSets)
  const fields: FieldPlan[] = []
  const entries: [string, unknown][] = []
  for (const [key, nodes] of collected) {
    // As the key of a plain object it would set the prototype.
    if (key === '__proto__') throw new NotPlannable()
    const definition = findDefinition(planning, type, nodes)
    if (definition === undefined) continue
    const isTypeName = definition === TypeNameMetaFieldDef
    entries.push([key, isTypeName ? type.name : null])
    if (!isTypeName) fields.push(planField(planning, type, { key, nodes, definition }))
  }
  return { type, blank: Object.fromEntries(entries), fields }
}

function findDefinition(
  { schema }: Planning,
  type: GraphQLObjectType,
  [node]: readonly FieldNode[],
): GraphQLField<unknown, unknown> | undefined {
  const name = node?.name.value ?? ''
  const isRoot = type === schema.getQueryType()
  if (isRoot && name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef
  if (isRoot && name === TypeMetaFieldDef.name) return TypeMetaFieldDef
  return name === TypeNameMetaFieldDef.name ? TypeNameMetaFieldDef : type.getFields()[name]
}

function planField(
  planning: Planning,
  parentType: GraphQLObjectType,
  field: Pick<FieldPlan, 'key' | 'nodes' | 'definition'>,
): FieldPlan {
  const { definition, nodes } = field
  const values = planArguments(definition, nodes)
  const { isNonNull, value } = planType(planning, definition.type, nodes)
  const isProperty = definition.resolve === undefined && values !== undefined
  return {
    ...field,
    name: definition.name,
    parentType,
    resolve: definition.resolve,
    arguments:
      values === undefined
        ? { kind: 'variable', index: planning.variableArguments++ }
        : { kind: 'constant', values },
    isNonNull,
    value,
    plainType: isProperty && value.kind === 'leaf' ? plainTypes.get(value.type) : undefined,
  }
}

/** These types serialize their own values by returning them unchanged. */
const plainTypes: ReadonlyMap<unknown, PlainType> = new Map<unknown, PlainType>([
  [GraphQLString, 'string'],
  [GraphQLID, 'string'],
  [GraphQLBoolean, 'boolean'],
])

function planType(
  planning: Planning,
  type: GraphQLOutputType,
  nodes: readonly FieldNode[],
): { readonly isNonNull: boolean; readonly value: ValuePlan } {
  return isNonNullType(type)
    ? { isNonNull: true, value: planValue(planning, type.ofType, nodes) }
    : { isNonNull: false, value: planValue(planning, type, nodes) }
}

function planValue(
  planning: Planning,
  type: Exclude<GraphQLOutputType, { kind: 'never' }>,
  nodes: readonly FieldNode[],
): ValuePlan {
  if (isNonNullType(type)) return planValue(planning, type.ofType, nodes)
  if (isListType(type)) {
    const { isNonNull, value } = planType(planning, type.ofType, nodes)
    return { kind: 'list', item: value, isItemNonNull: isNonNull }
  }
  if (isLeafType(type)) return { kind: 'leaf', type }
  if (isAbstractType(type)) {
    const types = planning.schema.getPossibleTypes(type)
    const objects = new Map(types.map((possible) => [possible.name, planObject(planning, possible, nodes)]))
    return { kind: 'abstract', type, objects }
  }
  return { kind: 'object', object: planObject(planning, type, nodes) }
}

/**
 * Coerces arguments that are the same in each execution. All executions get the same frozen object.
 * @returns undefined if the values depend on variables, or if coercion fails and the execution must report it.
 */
function planArguments(
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

interface FieldCollector extends PlannedOperation {
  readonly variables: Readonly<Record<string, unknown>>
  /** Called for each selection visited; may throw to stop. */
  readonly onSelection: (selection: SelectionNode) => void
}

interface Collection extends FieldCollector {
  readonly type: GraphQLObjectType
  readonly fields: Map<string, FieldNode[]>
  readonly visitedFragments: Set<string>
}

/**
 * The fields selected on a concrete type by response key: the algorithm `CollectFields` of the GraphQL specification.
 * A fragment counts as visited only if it is included: one that is spread once with `@include(if: false)` and once
 * without it is collected.
 */
function collectFields(
  collector: FieldCollector,
  type: GraphQLObjectType,
  selectionSets: readonly SelectionSetNode[],
): ReadonlyMap<string, readonly FieldNode[]> {
  const collection: Collection = { ...collector, type, fields: new Map(), visitedFragments: new Set() }
  for (const selectionSet of selectionSets) collect(collection, selectionSet)
  return collection.fields
}

function collect(collection: Collection, { selections }: SelectionSetNode): void {
  for (const selection of selections) {
    collection.onSelection(selection)
    if (!isIncluded(collection, selection)) continue
    switch (selection.kind) {
      case Kind.FIELD:
        collectField(collection, selection)
        break
      case Kind.INLINE_FRAGMENT:
        collectFragment(collection, selection)
        break
      case Kind.FRAGMENT_SPREAD:
        collectSpread(collection, selection)
        break
      default:
        selection satisfies never
    }
  }
}

function collectSpread(collection: Collection, { name: { value: name } }: FragmentSpreadNode): void {
  const { visitedFragments, fragments } = collection
  const fragment = fragments[name]
  if (fragment === undefined || visitedFragments.has(name)) return
  visitedFragments.add(name)
  collectFragment(collection, fragment)
}

function collectField({ fields }: Collection, node: FieldNode): void {
  const key = (node.alias ?? node.name).value
  const nodes = fields.get(key)
  if (nodes === undefined) fields.set(key, [node])
  else nodes.push(node)
}

function collectFragment(
  collection: Collection,
  fragment: InlineFragmentNode | FragmentDefinitionNode,
): void {
  if (matchesType(collection, fragment)) collect(collection, fragment.selectionSet)
}

function matchesType(
  { schema, type }: Collection,
  { typeCondition }: InlineFragmentNode | FragmentDefinitionNode,
): boolean {
  if (typeCondition === undefined) return true
  const condition = schema.getType(typeCondition.name.value)
  return condition === type || (isAbstractType(condition) && schema.isSubType(condition, type))
}

function isIncluded({ variables }: Collection, node: SelectionNode): boolean {
  return (
    getDirectiveValues(GraphQLSkipDirective, node, variables)?.if !== true &&
    getDirectiveValues(GraphQLIncludeDirective, node, variables)?.if !== false
  )
}
