import { randomUUID } from 'node:crypto'
import { cacheExchange, createClient, fetchExchange } from '@urql/core'
import { expect, test } from 'vitest'
import { startApi } from '../support/api.ts'
import { insertContract, insertUser } from '../support/factories.ts'

const api = await startApi()
const owner = await insertUser(api.db)
const client = createClient({
  url: `${api.url}/graphql`,
  exchanges: [cacheExchange, fetchExchange],
  preferGetMethod: false,
  fetchOptions: { headers: { 'x-api-key': owner.apiKey } },
})
const query = 'query ($id: ID!) { contract(id: $id) { id name updatedAt } }'

test('urql reads an object', async () => {
  const { id } = await insertContract(api.db, { user_id: owner.id, name: 'Alpha' })
  const { data, error } = await client.query(query, { id })
  expect(error).toBeUndefined()
  expect(data.contract).toMatchObject({ id, name: 'Alpha' })
})

test('urql gets the code of an expected error, without a network error', async () => {
  const { error } = await client.query(query, { id: owner.id })
  expect(error?.networkError).toBeUndefined()
  expect(error?.graphQLErrors.map(({ extensions }) => extensions.code)).toEqual(['NOT_FOUND'])
})

test('urql gets the code of a completely rejected request', async () => {
  const fetchOptions = { headers: { 'x-api-key': 'mg_unknown' } }
  const { error } = await client.query(query, { id: randomUUID() }, { fetchOptions })
  expect(error?.graphQLErrors.map(({ extensions }) => extensions.code)).toEqual(['UNAUTHENTICATED'])
})
