import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { GraphQLScalarType } from 'graphql'

export const typeDefs = readFileSync(join(import.meta.dirname, 'schema.graphql'), 'utf8')

export const scalars = {
  DateTime: new GraphQLScalarType<Date, string>({
    name: 'DateTime',
    serialize: (value) => (value instanceof Date ? value.toISOString() : String(value)),
  }),
  JSON: new GraphQLScalarType({ name: 'JSON', serialize: (value) => value }),
}
