import { GraphQLError, GraphQLScalarType, Kind } from 'graphql'
import {
  GraphQLBigInt,
  GraphQLDateTimeISO,
  GraphQLEmailAddress,
  GraphQLJSON,
  GraphQLLocalDate,
  GraphQLNonNegativeInt,
} from 'graphql-scalars'

/** The library's scalar gives text beyond 2^53; JSON numbers have no such limit. It also warns on the console. */
const bigInt = new GraphQLScalarType<bigint, unknown>({
  name: GraphQLBigInt.name,
  serialize: (value) => JSON.rawJSON(BigInt(String(value)).toString()),
  parseValue: (value) => parseBigInt(typeof value === 'number' ? checkExact(value) : value),
  parseLiteral: (node) =>
    parseBigInt(node.kind === Kind.INT || node.kind === Kind.STRING ? node.value : undefined),
})

/** A variable's number was rounded before it came here. */
function checkExact(value: number): string {
  if (Number.isSafeInteger(value)) return String(value)
  throw new GraphQLError('A BigInt beyond 2^53 must be given as text, or stand in the query itself.')
}

function parseBigInt(text: unknown): bigint {
  if (typeof text === 'string' && /^(0|-?[1-9]\d{0,99})$/.test(text)) return BigInt(text)
  throw new GraphQLError('A BigInt must be a whole number.')
}

export const scalarResolvers = {
  DateTime: GraphQLDateTimeISO,
  LocalDate: GraphQLLocalDate,
  EmailAddress: GraphQLEmailAddress,
  JSON: GraphQLJSON,
  BigInt: bigInt,
  NonNegativeInt: GraphQLNonNegativeInt,
}
