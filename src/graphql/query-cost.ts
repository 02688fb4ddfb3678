import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLIncludeDirective,
  type GraphQLNamedType,
  type GraphQLSchema,
  GraphQLSkipDirective,
  getArgumentValues,
  getDirectiveValues,
  getNamedType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  SchemaMetaFieldDef,
  type SelectionNode,
  type SelectionSetNode,
  TypeMetaFieldDef,
} from 'graphql'
import { AppError } from '../errors.ts'
import { countStatements, type FieldUse, findPageSize, maxValues, weighObject } from './field-cost.ts'

export interface Query {
  readonly schema: GraphQLSchema
  readonly document: DocumentNode
  readonly operation: OperationDefinitionNode
  /** Coerced to the types that the operation declares. */
  readonly variables: Readonly<Record<string, unknown>>
}

/** What a query could ask for. */
export interface QueryCost {
  /** Objects of the answer, whether they exist or not; a large text counts as several. */
  objects: number
  /** Statements for pages, counts and large texts, each for all objects that it is asked of. */
  statements: number
}

/** With the selections of a fragment counted wherever it stands. A query of more is not even measured. */
const maxSelections = 10_000

/** Where selections stand: the type that they select of, and of how many objects. */
interface Place {
  readonly type: GraphQLNamedType
  readonly times: number
  /** Of the page around them. */
  readonly pageSize: number
}

interface Walk extends Query {
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>
  readonly cost: QueryCost
  selections: number
}

/**
 * Measures a valid query before anything is loaded.
 * @throws AppError TOO_COMPLEX for too many selections, BAD_USER_INPUT for a subscription, or a null where none may be.
 */
export function measureQuery(query: Query): QueryCost {
  const { schema, document, operation } = query
  const fragments = document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION)
  const walk: Walk = {
    ...query,
    fragments: new Map(fragments.map((fragment) => [fragment.name.value, fragment])),
    cost: { objects: 0, statements: 0 },
    selections: 0,
  }
  const type = schema.getRootType(operation.operation)
  if (type == null) throw new AppError('BAD_USER_INPUT', `The API has no ${operation.operation}s.`)
  addSelections(walk, operation.selectionSet, { type, times: 1, pageSize: 1 })
  return walk.cost
}

function addSelections(walk: Walk, { selections }: SelectionSetNode, place: Place): void {
  for (const selection of selections) {
    if (++walk.selections > maxSelections) {
      throw new AppError('TOO_COMPLEX', `The query selects more than ${maxSelections} fields. Ask for fewer.`)
    }
    if (!isIncluded(selection, walk.variables)) continue
    if (selection.kind === Kind.FIELD) addField(walk, selection, place)
    else addFragment(walk, selection, place)
  }
}

function isIncluded(node: SelectionNode, variables: Query['variables']): boolean {
  return (
    getDirectiveValues(GraphQLSkipDirective, node, variables)?.if !== true &&
    getDirectiveValues(GraphQLIncludeDirective, node, variables)?.if !== false
  )
}

function addFragment(walk: Walk, node: Exclude<SelectionNode, FieldNode>, place: Place): void {
  const fragment = node.kind === Kind.FRAGMENT_SPREAD ? walk.fragments.get(node.name.value) : node
  if (fragment === undefined) return
  const type = walk.schema.getType(fragment.typeCondition?.name.value ?? place.type.name) ?? place.type
  addSelections(walk, fragment.selectionSet, { ...place, type })
}

function addField(walk: Walk, node: FieldNode, { type, times: parents, pageSize }: Place): void {
  const field = findField(type, node.name.value)
  if (field === undefined) return
  const args = readArguments(field, node, walk.variables)
  const use = { typeName: type.name, field, args, isAliased: node.alias !== undefined }
  const times = parents * maxValues(use, pageSize)
  walk.cost.objects += times * weighObject(use)
  walk.cost.statements += countStatements(use)
  if (node.selectionSet === undefined) return
  const place = { type: getNamedType(field.type), times, pageSize: findPageSize(use) ?? pageSize }
  addSelections(walk, node.selectionSet, place)
}

/** Undefined for `__typename`, which costs nothing. */
function findField(type: GraphQLNamedType, name: string): FieldUse['field'] | undefined {
  if (name === '__schema') return SchemaMetaFieldDef
  if (name === '__type') return TypeMetaFieldDef
  return isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined
}

function readArguments(
  field: FieldUse['field'],
  node: FieldNode,
  variables: Query['variables'],
): FieldUse['args'] {
  try {
    return getArgumentValues(field, node, variables)
  } catch (error) {
    // A variable may be null where its argument may not; only the values show it.
    throw new AppError('BAD_USER_INPUT', error instanceof Error ? error.message : String(error))
  }
}
