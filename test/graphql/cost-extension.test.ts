import { expect, test } from 'vitest'
import { defaultByteLimits } from '../../src/database/limits/workload.ts'
import { createMaxCost } from '../../src/graphql/limits.ts'
import { type Answer, startApi } from '../support/api.ts'
import { insertUser } from '../support/factories.ts'

const api = await startApi({ corsOrigins: ['https://app.example.com'] })
const user = await insertUser(api.db)
const times = [1, 2, 3, 4, 5]
const maxCost = createMaxCost(defaultByteLimits.maxAnswerBytes)

const ask = (query: string, variables: object, value: string): Promise<Answer> =>
  api.ask(query, variables, { headers: { 'x-api-key': user.apiKey, 'x-graphql-cost': value } })
const costOf = ({ text }: Answer): unknown => JSON.parse(text).extensions?.cost

test('a request with the header gets its cost, from the first to the fifth time', async () => {
  const query = 'query ($n: Int) { contracts(first: $n) { totalCount edges { node { id targetAbi } } } }'
  const bytes = 40 + 7 * (40 + 32 * 1024)

  for (const _time of times) {
    const answer = await ask(query, { n: 7 }, '1')
    expect(answer.errors).toEqual([])
    expect(costOf(answer)).toEqual({ objects: 7, statements: 3, bytes, limits: maxCost })
  }
})

test('the cost depends on the variables', async () => {
  const query = 'query ($n: Int = 3) { analyses(first: $n) { edges { node { id } } } }'

  for (const n of [1, 2, 100, 1, 2])
    expect(costOf(await ask(query, { n }, '1'))).toMatchObject({ objects: n })
  expect(costOf(await ask(query, {}, '1'))).toMatchObject({ objects: 3 })
  expect(costOf(await ask(query, { n: null }, '1'))).toMatchObject({ objects: 20 })
})

test('a response with errors includes its cost', async () => {
  for (const _time of times) {
    const answer = await ask('{ me { id } contract(id: "x") { id } }', {}, '1')
    expect(answer.errors).toHaveLength(1)
    expect(costOf(answer)).toMatchObject({ objects: 2 })
  }
})

test('a mutation’s response includes its cost', async () => {
  const answer = await ask('mutation { updateProfile(input: { name: "Ada" }) { user { id } } }', {}, '1')

  expect(answer.errors).toEqual([])
  expect(costOf(answer)).toMatchObject({ objects: 2, statements: 20 })
})

test.each(['0', 'true', ''])('the header with the value "%s" has no effect', async (value) => {
  for (const _time of times) {
    expect(JSON.parse((await ask('{ __typename }', {}, value)).text)).toEqual({
      data: { __typename: 'Query' },
    })
  }
})

test('pages of other sites may send the header', async () => {
  const response = await fetch(`${api.url}/graphql`, {
    method: 'OPTIONS',
    headers: {
      origin: 'https://app.example.com',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type,x-graphql-cost',
    },
  })

  expect(response.headers.get('access-control-allow-headers')?.split(',')).toContain('x-graphql-cost')
})
