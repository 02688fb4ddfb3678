import { GraphQLError, type GraphQLScalarType, Kind, type ValueNode } from 'graphql'
import {
  GraphQLDateTimeISO,
  GraphQLEmailAddress,
  GraphQLLocalDate,
  GraphQLNonNegativeInt,
} from 'graphql-scalars'
import { Upload } from '../import/upload/upload.ts'
import { toInstantText } from '../json/instant-text.ts'
import { canonicalNumberText } from '../json/number-text.ts'
import { json } from './json-scalar.ts'

const maxBigIntDigits = 100

/** Maximum length of a date, timestamp or e-mail: the longest e-mail in RFC 5321. */
const maxTextLength = 320

/** The library's scalar gives text beyond 2^53; JSON numbers have no such limit. It also warns on the console. */
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

/** Only the reader of multipart requests makes what stands for a file. */
const upload = {
  serialize: () => refuseUpload(),
  parseValue: (value: unknown) => (value instanceof Upload ? value : refuseUpload()),
  parseLiteral: () => refuseUpload(),
}

function refuseUpload(): never {
  throw new GraphQLError('A file must come as a part of a multipart request, and its value be a variable.')
}

/** The library's scalar, but for dates, of which there are hundreds in an answer: written several times faster. */
const dateTime = {
  ...shortBehaviourOf(GraphQLDateTimeISO),
  serialize: (value: unknown) =>
    value instanceof Date ? toInstantText(value.getTime()) : GraphQLDateTimeISO.serialize(value),
}

export const scalarResolvers = {
  DateTime: dateTime,
  LocalDate: shortBehaviourOf(GraphQLLocalDate),
  EmailAddress: shortBehaviourOf(GraphQLEmailAddress),
  JSON: json,
  BigInt: bigInt,
  Upload: upload,
  NonNegativeInt: behaviourOf(GraphQLNonNegativeInt),
}

/** What the library's scalar does. Name and description stay ours: clients know `DateTime`, not `DateTimeISO`. */
function behaviourOf({ serialize, parseValue, parseLiteral }: GraphQLScalarType) {
  return { serialize, parseValue, parseLiteral }
}

/** The same with a maximum length of text. */
function shortBehaviourOf(scalar: GraphQLScalarType) {
  const { serialize, parseValue, parseLiteral } = behaviourOf(scalar)
  return {
    serialize,
    parseValue: (value: unknown) => parseValue(requireShort(value)),
    parseLiteral: (node: ValueNode, variables?: Record<string, unknown> | null) => {
      if (node.kind === Kind.STRING) requireShort(node.value)
      return parseLiteral(node, variables)
    },
  }
}

function requireShort(value: unknown): unknown {
  if (typeof value !== 'string' || value.length <= maxTextLength) return value
  throw new GraphQLError(`The text must have at most ${maxTextLength} characters.`)
}
