import { type GraphQLField, getNamedType, getNullableType, isCompositeType, isListType } from 'graphql'
import { defaultPageSize, maxPageSize } from '../database/pagination.ts'
import {
  fieldWeights,
  filterWeights,
  mutationStatements,
  partOfResultsBytes,
  plainBytes,
  plainItems,
} from './field-weights.ts'

/** A field as selected by a query. */
export interface FieldUse {
  readonly typeName: string
  readonly field: GraphQLField<unknown, unknown>
  /**
   * The coerced arguments. The cost may depend on numbers, booleans, lengths of lists, and whether a text is empty, but
   * never on the content of a text: see `describeShape`.
   */
  readonly args: Readonly<Record<string, unknown>>
  /** Whether the answer holds the field under another name: it may then hold it any number of times. */
  readonly isAliased: boolean
}

/**
 * How many objects one value of the field counts as. Relay's pages and edges do not count, nor do the nested types of an
 * introspection query, most of which are null.
 */
export function weighObject({ field, isAliased }: FieldUse): number {
  if (isAliased) return 1
  if (isPage(field) || uncountedFields.has(field.name)) return 0
  return isCompositeType(getNamedType(field.type)) ? 1 : 0
}

const uncountedFields: ReadonlySet<string> = new Set(['edges', 'pageInfo', 'ofType'])

/** The typical bytes of one value of the field in the response; 0 for an object, whose fields are counted. */
export function weighBytes({ typeName, field, args }: FieldUse): number {
  if (isCompositeType(getNamedType(field.type))) return 0
  const name = `${typeName}.${field.name}`
  if (name === 'Analysis.results' && isGiven(args.path)) return partOfResultsBytes
  return fieldWeights[name]?.bytes ?? plainBytes
}

/** How many statements the field needs for all of its objects together. */
export function countStatements({ typeName, field, args }: FieldUse): number {
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

/** How many values the field has per object. `pageSize` is that of the enclosing page or mutation. */
export function countValues({ typeName, field, args }: FieldUse, pageSize: number): number {
  if (!isListType(getNullableType(field.type))) return 1
  if (field.name === 'edges') return pageSize
  if (typeName.endsWith('Payload')) return Math.max(pageSize, plainItems)
  if (Array.isArray(args.ids)) return args.ids.length
  const size = args.first ?? args.last
  if (typeof size === 'number') return Math.max(size, 0)
  return fieldWeights[`${typeName}.${field.name}`]?.items ?? plainItems
}

/** How many edges the page has at most, or objects a mutation changes; undefined for a field that is neither. */
export function findPageSize({ typeName, field, args }: FieldUse): number | undefined {
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
  return getNamedType(field.type).name.endsWith('Connection')
}
