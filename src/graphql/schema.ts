import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type GraphQLSchema, isEnumType } from 'graphql'

/** Reads schema.graphql. */
export function readSchemaText(): string {
  return readFileSync(join(import.meta.dirname, '../../schema.graphql'), 'utf8')
}

/**
 * Enum values inside the server are those of the database: the GraphQL names in lower case.
 * @returns resolvers such as `{ UserRole: { ADMIN: 'admin', ... }, ... }`.
 */
export function createEnumResolvers(schema: GraphQLSchema): Record<string, Record<string, string>> {
  const enums = Object.values(schema.getTypeMap()).filter(
    (type) => isEnumType(type) && !type.name.startsWith('__'),
  )
  return Object.fromEntries(
    enums
      .filter(isEnumType)
      .map((type) => [
        type.name,
        Object.fromEntries(type.getValues().map(({ name }) => [name, name.toLowerCase()])),
      ]),
  )
}
