import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  buildSchema,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isInputObjectType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
} from 'graphql'

export type Field = GraphQLField<unknown, unknown>

/** The API as its contract says. */
export const apiSchema = buildSchema(readFileSync(join(import.meta.dirname, '../../schema.graphql'), 'utf8'))

/** Every place of the schema that takes an id: by its type, or by a name such as `id`, `ids` or `configId`. */
export function listIdArguments(schema: GraphQLSchema): string[] {
  return Object.values(schema.getTypeMap())
    .filter((type) => isObjectType(type) && !type.name.startsWith('__'))
    .flatMap((type) => fieldsOf(type).map((field) => ({ type, field })))
    .flatMap(({ type, field }) =>
      field.args.flatMap((argument) =>
        idsWithin(argument.name, argument.type).map((path) => `${type.name}.${field.name}(${path})`),
      ),
    )
    .sort()
}

function idsWithin(
  path: string,
  type: Parameters<typeof getNamedType>[0],
  seen: readonly string[] = [],
): string[] {
  const named = getNamedType(type)
  if (named === undefined || seen.includes(named.name)) return []
  if (isInputObjectType(named)) {
    return Object.values(named.getFields()).flatMap((field) =>
      idsWithin(`${path}.${field.name}`, field.type, [...seen, named.name]),
    )
  }
  return named.name === 'ID' || /(^|\.)ids?$|Ids?$/.test(path) ? [path] : []
}

/** An object's fields; none of a scalar's. */
export function fieldsOf(type: GraphQLNamedType): readonly Field[] {
  return isObjectType(type) ? Object.values(type.getFields()) : []
}

/** Fields that can be asked for without arguments. */
export function freeFields(type: GraphQLNamedType): readonly Field[] {
  return fieldsOf(type).filter((field) => !field.args.some(isRequiredArgument))
}

/** The type of a page's items; undefined for a type that is no page. */
export function itemTypeOf(type: GraphQLNamedType): GraphQLNamedType | undefined {
  const edges = findField(type, 'edges')
  const node = edges && findField(getNamedType(edges.type), 'node')
  return node && getNamedType(node.type)
}

function findField(type: GraphQLNamedType, name: string): Field | undefined {
  return fieldsOf(type).find((field) => field.name === name)
}

/** What a field gives: of a page, its items. */
export function targetOf(field: Field): GraphQLNamedType {
  const type = getNamedType(field.type)
  return itemTypeOf(type) ?? type
}

/** All fields of the type that have no fields of their own, as a selection. */
export function selectLeaves(type: GraphQLNamedType): string {
  return freeFields(type)
    .filter((field) => isLeafType(getNamedType(field.type)))
    .map(({ name }) => name)
    .join(' ')
}

/** The field around a selection of what it gives; of a page so many items, with everything else that a page has. */
export function around(field: Field, selection: string, pageSize: number): string {
  const page = getNamedType(field.type)
  const selected = selection || '__typename'
  if (itemTypeOf(page) === undefined) return isLeafType(page) ? field.name : `${field.name} { ${selected} }`
  const pageInfo = 'pageInfo { hasNextPage hasPreviousPage startCursor endCursor }'
  return `${field.name}(first: ${pageSize}) { ${pageInfo} edges { cursor node { ${selected} } } }`
}
