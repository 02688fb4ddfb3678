import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  buildSchema,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
} from 'graphql'

export type Field = GraphQLField<unknown, unknown>

/** The schema in schema.graphql. */
export const apiSchema = buildSchema(readFileSync(join(import.meta.dirname, '../../schema.graphql'), 'utf8'))

/** Every argument or input field that takes an ID, by its type or by a name such as `id`, `ids` or `contractId`. */
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

/** An object type's fields; empty for other types. */
export function fieldsOf(type: GraphQLNamedType): readonly Field[] {
  return isObjectType(type) ? Object.values(type.getFields()) : []
}

/** Required arguments by the field's name. */
const requiredArguments: Readonly<Record<string, string>> = { search: 'query: "row"' }

/** Fields that can be selected without arguments or with known arguments. */
export function freeFields(type: GraphQLNamedType): readonly Field[] {
  return fieldsOf(type).filter(
    ({ name, args }) => name in requiredArguments || !args.some(isRequiredArgument),
  )
}

/** Whether the field returns objects. */
export function isObjectField(field: Field): boolean {
  return isCompositeType(getNamedType(field.type))
}

/** The type of a connection's nodes; undefined for other types. */
function itemTypeOf(type: GraphQLNamedType): GraphQLNamedType | undefined {
  const edges = findField(type, 'edges')
  const node = edges && findField(getNamedType(edges.type), 'node')
  return node && getNamedType(node.type)
}

function findField(type: GraphQLNamedType, name: string): Field | undefined {
  return fieldsOf(type).find((field) => field.name === name)
}

/** The field's type, or the type of its nodes for a connection. */
export function targetOf(field: Field): GraphQLNamedType {
  const type = getNamedType(field.type)
  return itemTypeOf(type) ?? type
}

/**
 * Selects all leaf fields of the type. For a union or an interface, selects those of each possible type under different
 * aliases, because fields of the same name may have different types.
 */
export function selectLeaves(type: GraphQLNamedType): string {
  if (!isAbstractType(type)) return leafNames(type).join(' ')
  const fragments = apiSchema.getPossibleTypes(type).map((possible) => {
    const leaves = leafNames(possible).map((name) => `${possible.name}_${name}: ${name}`)
    return `... on ${possible.name} { ${leaves.join(' ')} }`
  })
  return fragments.join(' ')
}

function leafNames(type: GraphQLNamedType): string[] {
  return freeFields(type)
    .filter((field) => isLeafType(getNamedType(field.type)))
    .map(({ name }) => name)
}

/** Wraps a selection in the field. For a connection, selects its first nodes with cursors and page info. */
export function wrapInField(field: Field, selection: string, pageSize: number): string {
  const type = getNamedType(field.type)
  const given = requiredArguments[field.name]
  const content = selection || '__typename'
  if (itemTypeOf(type) === undefined) {
    const name = given === undefined ? field.name : `${field.name}(${given})`
    return isCompositeType(type) ? `${name} { ${content} }` : name
  }
  const args = [given, `first: ${pageSize}`].filter((argument) => argument !== undefined).join(', ')
  const pageInfo = 'pageInfo { hasNextPage hasPreviousPage startCursor endCursor }'
  return `${field.name}(${args}) { ${pageInfo} edges { cursor node { ${content} } } }`
}

/** An argument, input field or list item that takes a value from the client. */
export interface InputPlace {
  /** `Mutation.createContract`. */
  readonly field: Field
  readonly typeName: string
  /** Starts with the argument: `input.competitors.0.abi`. */
  readonly path: string
  /** Without `!`. */
  readonly type: GraphQLInputType
}

/** Lists all arguments, fields of input objects, lists and list items. */
export function listInputPlaces(schema: GraphQLSchema): readonly InputPlace[] {
  return Object.values(schema.getTypeMap())
    .filter((type) => isObjectType(type) && !type.name.startsWith('__'))
    .flatMap((type) => fieldsOf(type).map((field) => ({ typeName: type.name, field })))
    .flatMap((of) =>
      of.field.args.flatMap(({ name, type }) =>
        placesWithin(name, type).map((place) => ({ ...of, ...place })),
      ),
    )
}

function placesWithin(path: string, type: GraphQLInputType): Pick<InputPlace, 'path' | 'type'>[] {
  const inner = getNullableType(type)
  if (isListType(inner)) return [{ path, type: inner }, ...placesWithin(`${path}.0`, inner.ofType)]
  if (!isInputObjectType(inner)) return [{ path, type: inner }]
  return Object.values(inner.getFields()).flatMap((field) =>
    placesWithin(`${path}.${field.name}`, field.type),
  )
}

const exampleOfScalar: Readonly<Record<string, unknown>> = {
  ...{ Boolean: true, Int: 1, String: 'x', ID: '3f2504e0-4f89-41d3-9a0c-0305e82c3301', JSON: {} },
  ...{ EmailAddress: 'a@example.com', DateTime: '2026-03-01T09:30:00.000Z', LocalDate: '2026-03-01' },
  ...{ NonNegativeInt: 1, BigInt: 1 },
}

/** A value of the type with only the required fields. */
export function exampleOf(type: GraphQLInputType): unknown {
  const inner = getNullableType(type)
  if (isListType(inner)) return [exampleOf(inner.ofType)]
  if (isEnumType(inner)) return inner.getValues()[0]?.name
  if (!isInputObjectType(inner)) return exampleOfScalar[inner.name]
  const required = Object.values(inner.getFields()).filter(isRequiredInputField)
  return Object.fromEntries(required.map((field) => [field.name, exampleOf(field.type)]))
}

/** An example of the type with the value at the path. */
export function exampleWith(type: GraphQLInputType, path: readonly string[], value: unknown): unknown {
  const [name, ...rest] = path
  if (name === undefined) return value
  const inner = getNullableType(type)
  if (isListType(inner)) return [exampleWith(inner.ofType, rest, value)]
  const field = isInputObjectType(inner) ? inner.getFields()[name] : undefined
  if (field === undefined) throw new Error(`${String(type)} has no field ${name}.`)
  return Object.assign(Object(exampleOf(type)), { [name]: exampleWith(field.type, rest, value) })
}
