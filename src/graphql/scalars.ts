import { GraphQLScalarType } from 'graphql'
import {
  GraphQLBigInt,
  GraphQLDateTimeISO,
  GraphQLEmailAddress,
  GraphQLJSON,
  GraphQLLocalDate,
  GraphQLNonNegativeInt,
} from 'graphql-scalars'

/** The library's scalar gives text beyond 2^53; JSON numbers have no such limit. */
const bigInt = new GraphQLScalarType<bigint | number, unknown>({
  ...GraphQLBigInt.toConfig(),
  serialize: (value) => JSON.rawJSON(BigInt(String(value)).toString()),
})

export const scalarResolvers = {
  DateTime: GraphQLDateTimeISO,
  LocalDate: GraphQLLocalDate,
  EmailAddress: GraphQLEmailAddress,
  JSON: GraphQLJSON,
  BigInt: bigInt,
  NonNegativeInt: GraphQLNonNegativeInt,
}
