import { buildClientSchema, getIntrospectionQuery, lexicographicSortSchema, printSchema } from 'graphql'
import { expect, test } from 'vitest'
import { startApi } from '../support/api.ts'
import { apiSchema } from '../support/schema-walk.ts'

const api = await startApi()

test('introspection returns schema.graphql, including all descriptions', async () => {
  const { data } = await api.ask(
    getIntrospectionQuery({ schemaDescription: true, inputValueDeprecation: true }),
  )

  const served = printSchema(lexicographicSortSchema(buildClientSchema(data)))
  expect(served).toBe(printSchema(lexicographicSortSchema(apiSchema)))
})
