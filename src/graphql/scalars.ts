import {
  GraphQLError,
  type GraphQLScalarType,
  Kind,
  type ObjectFieldNode,
  type ObjectValueNode,
  type ValueNode,
} from 'graphql'
import {
  GraphQLDateTimeISO,
  GraphQLEmailAddress,
  GraphQLLocalDate,
  GraphQLNonNegativeInt,
} from 'graphql-scalars'
import { timeOutOfRange } from '../errors.ts'
import { Upload } from '../import/upload-scalar.ts'
import { canonicalNumberText, isExactDouble } from '../json/numbers.ts'
import { isInstant, toInstantText } from '../json/print.ts'

type Variables = Readonly<Record<string, unknown>> | null | undefined

/**
 * The JSON scalar. Numbers in variables are already exact; those in literals are parsed exactly by `parseJsonNumber`.
 */
const json = {
  serialize: (value: unknown) => value,
  parseValue: (value: unknown) => value,
  parseLiteral,
}

/**
 * The JSON value of a literal.
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
      return parseJsonNumber(node.value)
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

/** Number literals of GraphQL are those of JSON. */
function parseJsonNumber(text: string): unknown {
  const value = Number(text)
  return isExactDouble(text, value) ? value : JSON.rawJSON(text)
}

/** A key with an omitted variable is omitted, as in an input object. */
function parseObject(node: ObjectValueNode, variables: Variables): unknown {
  const members = new Map<string, unknown>()
  for (const field of node.fields) {
    const key = checkKey(field, members)
    const value = parseLiteral(field.value, variables)
    if (value !== undefined) members.set(key, value)
  }
  return Object.fromEntries(members)
}

/** Rejects the same keys as in variables. */
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
  if (typeof value === 'bigint') return parseJsonNumber(String(value))
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

const maxBigIntDigits = 100

/** Maximum length of a date, timestamp or e-mail: the longest e-mail in RFC 5321. */
const maxTextLength = 320

/**
 * The scalar of graphql-scalars returns strings beyond 2^53, though JSON numbers have no limit, and warns on the
 * console.
 */
const bigInt = {
  serialize: (value: unknown) => JSON.rawJSON(BigInt(String(value)).toString()),
  parseValue: (value: unknown) => {
    if (typeof value === 'string') return parseInteger(value)
    return parseNumber(JSON.isRawJSON(value) ? value.rawJSON : typeof value === 'number' ? String(value) : '')
  },
  parseLiteral: (node: ValueNode) => {
    if (node.kind === Kind.STRING) return parseInteger(node.value)
    return parseNumber(node.kind === Kind.INT || node.kind === Kind.FLOAT ? node.value : '')
  },
}

function parseInteger(text: string): bigint {
  if (/^(0|-?[1-9]\d*)$/.test(text) && text.length <= maxBigIntDigits) return BigInt(text)
  throw notWhole()
}

/** 1.0 and 1e3 are whole numbers too, as for graphql-js's Int. */
function parseNumber(text: string): bigint {
  const number = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text) ? canonicalNumberText(text) : ''
  const [, digits, zeros = '0'] = /^(-?\d+)(?:e(\d+))?$/.exec(number) ?? []
  if (digits === undefined || digits.length + Number(zeros) > maxBigIntDigits) throw notWhole()
  return BigInt(digits + '0'.repeat(Number(zeros)))
}

function notWhole(): GraphQLError {
  return new GraphQLError(`A BigInt must be a whole number of at most ${maxBigIntDigits} digits.`)
}

/** Only the multipart reader creates values of this type. */
const upload = {
  serialize: () => rejectUpload(),
  parseValue: (value: unknown) => (value instanceof Upload ? value : rejectUpload()),
  parseLiteral: () => rejectUpload(),
}

function rejectUpload(): never {
  throw new GraphQLError('Send a file as a part of a multipart request, and refer to it with a variable.')
}

/**
 * The scalar of graphql-scalars with a serialization that is several times faster: responses contain hundreds of
 * dates.
 */
const dateTime = createDateTime(limitedBehaviorOf(GraphQLDateTimeISO))

function createDateTime({ parseValue, parseLiteral }: ReturnType<typeof limitedBehaviorOf>) {
  return {
    serialize: (value: unknown) =>
      value instanceof Date
        ? toInstantText(checkStored(value).getTime())
        : GraphQLDateTimeISO.serialize(value),
    parseValue: (value: unknown) => checkRange(parseValue(value)),
    parseLiteral: (node: ValueNode, variables?: Record<string, unknown> | null) =>
      checkRange(parseLiteral(node, variables)),
  }
}

function checkStored(date: Date): Date {
  if (isInstant(date.getTime())) return date
  throw timeOutOfRange()
}

/** In UTC, the first and last hours of these years can be in another year. */
function checkRange(date: unknown): unknown {
  if (date instanceof Date && isInstant(date.getTime())) return date
  throw new GraphQLError('A DateTime must be within the years 0000 to 9999 in UTC.')
}

const localDate = {
  ...limitedBehaviorOf(GraphQLLocalDate),
  serialize: (value: unknown) => {
    if (/^\d{4}-\d\d-\d\d$/.test(String(value))) return value
    throw timeOutOfRange()
  },
}

export const scalarResolvers = {
  DateTime: dateTime,
  LocalDate: localDate,
  EmailAddress: limitedBehaviorOf(GraphQLEmailAddress),
  JSON: json,
  BigInt: bigInt,
  Upload: upload,
  NonNegativeInt: behaviorOf(GraphQLNonNegativeInt),
}

/**
 * The functions of a library's scalar without its name and description: clients know `DateTime`, not `DateTimeISO`.
 */
function behaviorOf({ serialize, parseValue, parseLiteral }: GraphQLScalarType) {
  return { serialize, parseValue, parseLiteral }
}

/** The same, with a maximum length of texts. */
function limitedBehaviorOf(scalar: GraphQLScalarType) {
  const { serialize, parseValue, parseLiteral } = behaviorOf(scalar)
  return {
    serialize,
    parseValue: (value: unknown) => parseValue(checkLength(value)),
    parseLiteral: (node: ValueNode, variables?: Record<string, unknown> | null) => {
      if (node.kind === Kind.STRING) checkLength(node.value)
      return parseLiteral(node, variables)
    },
  }
}

function checkLength(value: unknown): unknown {
  if (typeof value !== 'string' || value.length <= maxTextLength) return value
  throw new GraphQLError(`The text must have at most ${maxTextLength} characters.`)
}
