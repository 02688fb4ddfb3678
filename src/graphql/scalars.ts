import type { GraphQLScalarType } from 'graphql'
import {
  GraphQLBigInt,
  GraphQLDateTimeISO,
  GraphQLEmailAddress,
  GraphQLJSON,
  GraphQLLocalDate,
  GraphQLNonNegativeInt,
} from 'graphql-scalars'

export const scalarResolvers = {
  DateTime: behaviourOf(GraphQLDateTimeISO),
  LocalDate: behaviourOf(GraphQLLocalDate),
  EmailAddress: behaviourOf(GraphQLEmailAddress),
  JSON: behaviourOf(GraphQLJSON),
  BigInt: {
    ...behaviourOf(GraphQLBigInt),
    // The library's scalar gives text beyond 2^53; JSON numbers have no such limit.
    serialize: (value: unknown) => JSON.rawJSON(BigInt(String(value)).toString()),
  },
  NonNegativeInt: behaviourOf(GraphQLNonNegativeInt),
}

/** What the library's scalar does. Name and description stay ours: clients know `DateTime`, not `DateTimeISO`. */
function behaviourOf({ serialize, parseValue, parseLiteral }: GraphQLScalarType) {
  return { serialize, parseValue, parseLiteral }
}
