import { GraphQLError, Kind, type ObjectFieldNode, type ObjectValueNode, type ValueNode } from 'graphql'
import { toInstantText } from '../json/instant-text.ts'
import { isExactDouble } from '../json/number-text.ts'

type Variables = Readonly<Record<string, unknown>> | null | undefined

/** The JSON scalar. Numbers in variables are already exact; those in literals are parsed exactly by `parseNumber`. */
export const json = {
  serialize: (value: unknown) => value,
  parseValue: (value: unknown) => value,
  parseLiteral,
}

/**
 * The JSON value that a literal stands for.
 * @param variables coerced to their types; undefined during validation.
 * @throws GraphQLError for literals that are not JSON: a word without quotes, an object with a duplicate key.
 */
function parseLiteral(node: ValueNode, variables?: Variables): unknown {
  switch (node.kind) {
    case Kind.NULL:
      return null
    case Kind.STRING:
    case Kind.BOOLEAN:
      return node.value
    case Kind.INT:
    case Kind.FLOAT:
      return parseNumber(node.value)
    case Kind.LIST:
      return node.values.map((item) => parseLiteral(item, variables) ?? null)
    case Kind.OBJECT:
      return parseObject(node, variables)
    case Kind.VARIABLE:
      return toJson(variables?.[node.name.value])
    case Kind.ENUM:
      throw new GraphQLError(`JSON has no value ${node.value}. Write it as a string: "${node.value}".`, {
        nodes: node,
      })
  }
}

/** GraphQL writes numbers as JSON does. */
function parseNumber(text: string): unknown {
  const value = Number(text)
  return isExactDouble(text, value) ? value : JSON.rawJSON(text)
}

/** A key whose variable is omitted is omitted too, as in an input object. */
function parseObject(node: ObjectValueNode, variables: Variables): unknown {
  const members = new Map<string, unknown>()
  for (const field of node.fields) {
    const key = checkKey(field, members)
    const value = parseLiteral(field.value, variables)
    if (value !== undefined) members.set(key, value)
  }
  return Object.fromEntries(members)
}

/** The same keys are rejected in variables. */
function checkKey(field: ObjectFieldNode, members: ReadonlyMap<string, unknown>): string {
  const key = field.name.value
  if (key === '__proto__')
    throw new GraphQLError('JSON must not contain a key "__proto__".', { nodes: field })
  if (members.has(key))
    throw new GraphQLError(`JSON must not contain the key "${key}" twice.`, { nodes: field })
  return key
}

/** The value of a variable of any type, as JSON; undefined if it was omitted. */
function toJson(value: unknown): unknown {
  if (typeof value === 'bigint') return parseNumber(String(value))
  if (value instanceof Date) return toInstantText(value.getTime())
  if (Array.isArray(value)) return value.map(toJson)
  if (typeof value !== 'object' || value === null || JSON.isRawJSON(value)) return value
  if (!isPlainObject(value)) throw new GraphQLError('A file can’t be part of a JSON value.')
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, toJson(member)]))
}

function isPlainObject(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}
