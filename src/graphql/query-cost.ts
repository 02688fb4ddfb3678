import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  GraphQLIncludeDirective,
  type GraphQLNamedType,
  type GraphQLSchema,
  GraphQLSkipDirective,
  getArgumentValues,
  getDirectiveValues,
  getNamedType,
  getNullableType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  SchemaMetaFieldDef,
  type SelectionNode,
  type SelectionSetNode,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
} from 'graphql'
import { defaultPageSize, maxPageSize } from '../database/pagination.ts'
import { AppError } from '../errors.ts'
import { checkArguments } from './argument-limits.ts'
import {
  fieldWeights,
  filterWeights,
  mutationStatements,
  partOfResultsBytes,
  plainBytes,
  plainItems,
} from './field-weights.ts'

/** Fields whose `path` extracts a part of an analysis's results. */
const fieldsOfResults: ReadonlySet<string> = new Set(['Analysis.results', 'SharedContract.results'])

export interface Query {
  readonly schema: GraphQLSchema
  readonly document: DocumentNode
  readonly operation: OperationDefinitionNode
  /** Variables coerced by graphql-js to their declared types: the same values that are executed. */
  readonly variables: Readonly<Record<string, unknown>>
}

/** The estimated cost of a query. */
export interface QueryCost {
  /** The maximum number of objects in the response. */
  readonly objects: number
  /** Statements for pages, counts, searches and large values, each for all of its objects. */
  readonly statements: number
  /** Bytes of the response, assuming typical sizes of values. */
  readonly bytes: number
}

export type CostMeasure = keyof QueryCost

/** A cost, with the most expensive field by each measure, such as `contracts.edges.node.analyses`. */
interface MeasuredCost {
  readonly cost: QueryCost
  readonly largestFields: Readonly<Record<CostMeasure, string>>
}

/** A query with more selections is rejected unmeasured. The selections of a fragment count each time it is spread. */
const maxSelections = 10_000

/** Maximum length of a path in a message, because clients choose its aliases. */
const maxPathLength = 200

/** The response keys that lead to a field, from last to first. */
interface Path {
  readonly name: string
  readonly parent: Path | undefined
}

/** The position of a selection set: the type it selects from, and the number of objects. */
interface Place {
  readonly type: GraphQLNamedType
  readonly times: number
  /** The size of the enclosing page. */
  readonly pageSize: number
  readonly path: Path | undefined
}

interface Tally {
  total: number
  largest: number
  path: Path | undefined
}

interface Walk extends Query {
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>
  readonly tallies: Readonly<Record<CostMeasure, Tally>>
  selections: number
}

/**
 * Measures a valid query before anything is loaded.
 * @throws AppError TOO_COMPLEX for too many selections, BAD_USER_INPUT for a subscription or an argument that is too
 * long. GraphQLError for a null in a nullable variable of a required argument, which only its value shows.
 */
export function measureQuery(query: Query): MeasuredCost {
  const { schema, document, operation } = query
  const fragments = document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION)
  const tallies = { objects: createTally(), statements: createTally(), bytes: createTally() }
  const walk: Walk = {
    ...query,
    fragments: new Map(fragments.map((fragment) => [fragment.name.value, fragment])),
    tallies,
    selections: 0,
  }
  const type = schema.getRootType(operation.operation)
  if (type == null) throw new AppError('BAD_USER_INPUT', `The API has no ${operation.operation}s.`)
  addSelections(walk, operation.selectionSet, { type, times: 1, pageSize: 1, path: undefined })
  const { objects, statements, bytes } = tallies
  return {
    cost: { objects: objects.total, statements: statements.total, bytes: bytes.total },
    largestFields: { objects: toText(objects), statements: toText(statements), bytes: toText(bytes) },
  }
}

function createTally(): Tally {
  return { total: 0, largest: 0, path: undefined }
}

function addSelections(walk: Walk, { selections }: SelectionSetNode, place: Place): void {
  for (const selection of selections) {
    if (++walk.selections > maxSelections) {
      throw new AppError('TOO_COMPLEX', `The query selects more than ${maxSelections} fields. Select fewer.`)
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

function addField(
  walk: Walk,
  node: FieldNode,
  { type, times: parents, pageSize, path: parent }: Place,
): void {
  const field = findField(type, node.name.value)
  if (field === undefined) return
  const args = getArgumentValues(field, node, walk.variables)
  checkArguments(`${type.name}.${field.name}`, field.args, args)
  const use = { typeName: type.name, field, args, isAliased: node.alias !== undefined }
  const path = { name: node.alias?.value ?? node.name.value, parent }
  const times = parents * countValues(use, pageSize)
  add(walk.tallies.objects, times * weighObject(use), path)
  add(walk.tallies.statements, countStatements(use), path)
  add(walk.tallies.bytes, times * weighBytes(use), path)
  if (node.selectionSet === undefined) return
  const place = { type: getNamedType(field.type), times, pageSize: findPageSize(use) ?? pageSize, path }
  addSelections(walk, node.selectionSet, place)
}

function add(tally: Tally, amount: number, path: Path): void {
  tally.total += amount
  if (amount <= tally.largest) return
  tally.largest = amount
  tally.path = path
}

function findField(type: GraphQLNamedType, name: string): FieldUse['field'] | undefined {
  if (name === '__typename') return TypeNameMetaFieldDef
  if (name === '__schema') return SchemaMetaFieldDef
  if (name === '__type') return TypeMetaFieldDef
  return isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined
}

function toText({ path }: Tally): string {
  const names: string[] = []
  for (let step = path; step !== undefined; step = step.parent) names.unshift(step.name)
  const text = names.join('.')
  return text.length <= maxPathLength ? text : `${text.slice(0, maxPathLength)}…`
}

/** A field as selected by a query. */
interface FieldUse {
  readonly typeName: string
  readonly field: GraphQLField<unknown, unknown>
  /**
   * The coerced arguments. The cost may depend on numbers, booleans, lengths of lists, and whether a text is empty,
   * but never on the content of a text: see `describeShape`.
   */
  readonly args: Readonly<Record<string, unknown>>
  /** Whether the field has an alias: a response can contain such a field any number of times. */
  readonly isAliased: boolean
}

/**
 * How many objects one value of the field counts as. Relay's pages and edges don't count, and neither do the nested
 * types of an introspection query, most of which are null.
 */
function weighObject({ field, isAliased }: FieldUse): number {
  if (isAliased) return 1
  if (isPage(field) || uncountedFields.has(field.name)) return 0
  return isCompositeType(getNamedType(field.type)) ? 1 : 0
}

const uncountedFields: ReadonlySet<string> = new Set(['edges', 'pageInfo', 'ofType'])

/** The typical bytes of one value of the field in the response; 0 for an object, whose fields are counted. */
function weighBytes({ typeName, field, args }: FieldUse): number {
  if (isCompositeType(getNamedType(field.type))) return 0
  const name = `${typeName}.${field.name}`
  if (fieldsOfResults.has(name) && isGiven(args.path)) return partOfResultsBytes
  return fieldWeights[name]?.bytes ?? plainBytes
}

/** The number of statements the field needs for all of its objects together. */
function countStatements({ typeName, field, args }: FieldUse): number {
  const weighed = fieldWeights[`${typeName}.${field.name}`]?.statements
  if (weighed !== undefined) return weighed + weighFilter(args.filter)
  if (typeName === 'Mutation') return mutationStatements
  return isPage(field) || field.name === 'totalCount' ? 1 + weighFilter(args.filter) : 0
}

function weighFilter(filter: unknown): number {
  if (typeof filter !== 'object' || filter === null) return 0
  return Object.entries(filter).reduce(
    (sum, [name, value]) => sum + (isGiven(value) ? (filterWeights[name] ?? 0) : 0),
    0,
  )
}

function isGiven(value: unknown): boolean {
  return value != null && value !== ''
}

/** The number of values of the field per object. `pageSize` is that of the enclosing page or mutation. */
function countValues({ typeName, field, args }: FieldUse, pageSize: number): number {
  if (!isListType(getNullableType(field.type))) return 1
  if (isPageType(typeName)) return pageSize
  if (typeName.endsWith('Payload')) return Math.max(pageSize, plainItems)
  if (Array.isArray(args.ids)) return args.ids.length
  const size = args.first ?? args.last
  if (typeof size === 'number') return Math.max(size, 0)
  return fieldWeights[`${typeName}.${field.name}`]?.items ?? plainItems
}

/** The maximum number of `edges` or `nodes` of a page, or of objects changed by a mutation; undefined for any other field. */
function findPageSize({ typeName, field, args }: FieldUse): number | undefined {
  if (typeName === 'Mutation') return longestList(args)
  if (!isPage(field)) return undefined
  const size = Number(args.first ?? args.last ?? defaultPageSize)
  return Math.min(Math.max(size, 0), maxPageSize)
}

/** A mutation returns as many objects as it receives: `ids`, or the messages of its input. */
function longestList(args: FieldUse['args']): number {
  const members = Object.values(args).flatMap((value) => [value, ...Object.values(Object(value))])
  return Math.max(1, ...members.map((value) => (Array.isArray(value) ? value.length : 0)))
}

function isPage(field: FieldUse['field']): boolean {
  return isPageType(getNamedType(field.type).name)
}

function isPageType(name: string): boolean {
  return name.endsWith('Connection')
}
