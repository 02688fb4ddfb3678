import { isObjectType } from 'graphql'
import { expect, test } from 'vitest'
import { resolvers } from '../../src/graphql/resolvers.ts'
import { apiSchema, fieldsOf } from '../support/schema-walk.ts'

const rootTypes = [apiSchema.getQueryType(), apiSchema.getMutationType()]
const fields = Object.values(apiSchema.getTypeMap())
  .filter((type) => isObjectType(type) && !type.name.startsWith('__'))
  .flatMap((type) => fieldsOf(type).map((field) => ({ type, field })))
  .map(({ type, field: { name, args } }) => ({ type, name, args, coordinate: `${type.name}.${name}` }))
const resolved = new Set(
  resolvers.flatMap((map) =>
    Object.entries(map).flatMap(([typeName, type]) =>
      Object.entries(type ?? {})
        .filter(([, resolve]) => typeof resolve === 'function')
        .map(([name]) => `${typeName}.${name}`),
    ),
  ),
)

const missing = (coordinates: readonly string[]) =>
  coordinates.filter((coordinate) => !resolved.has(coordinate))

test('every query and every mutation of schema.graphql has a resolver', () => {
  const roots = fields.filter(({ type }) => rootTypes.some((root) => root === type))

  expect(roots.length).toBeGreaterThan(60)
  expect(missing(roots.map(({ coordinate }) => coordinate))).toEqual([])
})

test('every field with arguments has a resolver, because a property ignores them', () => {
  const withArguments = fields.filter(({ args }) => args.length > 0)

  expect(missing(withArguments.map(({ coordinate }) => coordinate))).toEqual([])
})
