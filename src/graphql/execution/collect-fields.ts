import {
  type FieldNode,
  type FragmentDefinitionNode,
  type FragmentSpreadNode,
  GraphQLIncludeDirective,
  type GraphQLObjectType,
  GraphQLSkipDirective,
  getDirectiveValues,
  type InlineFragmentNode,
  isAbstractType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql'
import type { PlannedOperation } from './plan.ts'

export interface FieldCollector extends PlannedOperation {
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
 * The fields selected on a concrete type by response key: the algorithm `CollectFields` of the GraphQL specification. A
 * fragment counts as visited only if it is included: one that is spread once with `@include(if: false)` and once without
 * it is collected.
 */
export function collectFields(
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
