import {
  type FieldNode,
  GraphQLBoolean,
  type GraphQLField,
  GraphQLID,
  type GraphQLObjectType,
  type GraphQLOutputType,
  GraphQLString,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  SchemaMetaFieldDef,
  type SelectionNode,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
} from 'graphql'
import { collectFields, type FieldCollector } from './collect-fields.ts'
import type { FieldPlan, ObjectPlan, PlainType, PlannedOperation, ValuePlan } from './plan.ts'
import { planArguments } from './plan-arguments.ts'

/** Selections that plans may still visit; several plans can share a budget. A selection in a fragment counts each time it is spread. */
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
 * @returns undefined if a plan is not possible: `@defer` and `@stream`, a field with the response key `__proto__`, or more
 * selections than the budget allows.
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
