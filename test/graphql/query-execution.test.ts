import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { defaultByteLimits } from '../../src/database/limits/workload.ts'
import { createErrorFormatter } from '../../src/graphql/errors.ts'
import { createMaxCost } from '../../src/graphql/limits.ts'
import { createQueryCache } from '../../src/graphql/query-cache.ts'
import { createGraphQLServer } from '../../src/graphql/server.ts'
import { createLogger } from '../../src/logger.ts'
import { RequestRecord } from '../../src/request-record.ts'
import { openRequestWork, startApi } from '../support/api.ts'
import { createDirectory } from '../support/embedded-postgres.ts'
import { insertContract, insertUser } from '../support/factories.ts'

const api = await startApi()
const owner = await insertUser(api.db)
const otherUser = await insertUser(api.db)
const { id } = await insertContract(api.db, { user_id: owner.id, name: 'Saffron' })

const proof = join(createDirectory(), 'proof')

const times = [1, 2, 3, 4]
const contract = 'query ($id: ID!) { contract(id: $id) { id name createdAt owner { email } } }'
const contracts =
  'query ($first: Int, $after: String) { contracts(first: $first, after: $after) { totalCount edges { cursor node { name tags } } } }'
const skipping =
  'query ($no: Boolean!) { me { id name @skip(if: $no) ... on User @include(if: $no) { email } __typename } }'
const twice = `query P($id: ID!, $m: Boolean!) {
  contract(id: $id) { id ...C @include(if: $m) } contracts(first: 1) { edges { node { id ...C } } }
} fragment C on Contract { name tags }`
const once = 'query ($m: Boolean!) { me { id id @skip(if: $m) email @skip(if: $m) name } }'
const wide =
  'query ($n: Int) { contracts(first: $n) { edges { node { analyses(first: $n) { edges { node { results } } } } } } }'

test.each<[string, string, object, typeof owner | undefined]>([
  ['a row', contract, { id }, owner],
  ['a row of another user', contract, { id }, otherUser],
  ['a malformed id', contract, { id: 'x' }, owner],
  ['a missing variable', contract, {}, owner],
  ['a variable of the wrong type', contracts, { first: 'many' }, owner],
  ['no viewer', contracts, {}, undefined],
  ['a page', contracts, { first: 1 }, owner],
  ['a page of a size out of range', contracts, { first: 101 }, owner],
  ['an invalid cursor', contracts, { after: 'x' }, owner],
  ['a list for administrators only', '{ users { totalCount } }', {}, otherUser],
  ['skipped fields', skipping, { no: true }, owner],
  ['included fields', skipping, { no: false }, owner],
  ['too expensive', wide, { n: 100 }, owner],
  ['inexpensive', wide, { n: 1 }, owner],
  ['several fields, one of which fails', `{ me { id } contract(id: "${id}") { name } }`, {}, otherUser],
  ['introspection', '{ __type(name: "Contract") { name fields { name type { kind } } } }', {}, owner],
  ['a fragment spread under two conditions, not included', twice, { id, m: false }, owner],
  ['a fragment spread under two conditions, included', twice, { id, m: true }, owner],
  ['a field with one skipped occurrence', once, { m: true }, owner],
  ['the alias __proto__', '{ me { __proto__: id name } }', {}, owner],
  ['a default value', 'query ($n: Int = 1) { contracts(first: $n) { totalCount } }', {}, owner],
  ['aliases and fragments', '{ a: me { ...F } b: me { ...F } } fragment F on User { id email }', {}, owner],
])('%s: every response is the same as the first', async (_what, query, variables, sender) => {
  const answers = []
  for (const _time of times) answers.push(await api.ask(query, variables, sender))
  const [first, ...others] = answers
  for (const { status, text } of others)
    expect({ status, text }).toEqual({ status: first?.status, text: first?.text })
})

test('wrong credentials are rejected for a cached query', async () => {
  for (const _time of times) await api.ask('{ me { id } }', {}, owner)
  const { status, errors } = await api.ask('{ me { id } }', {}, { apiKey: 'mg_wrong' })
  expect({ status, errors }).toMatchObject({
    status: 401,
    errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
  })
})

test('the cost limit applies to a cached query with other variables', async () => {
  for (const _time of times) expect((await api.ask(wide, { n: 2 }, owner)).errors).toEqual([])
  const { errors } = await api.ask(wide, { n: 100 }, owner)
  expect(errors).toMatchObject([{ extensions: { code: 'TOO_COMPLEX' } }])
})

test.each([
  'application/json',
  'application/graphql-response+json',
  'application/graphql-response+json, */*;q=0.1',
  'text/html',
])('a client that accepts %s always gets the same content type', async (accept) => {
  const send = async () => {
    const headers = { 'content-type': 'application/json', 'x-api-key': owner.apiKey, accept }
    const body = JSON.stringify({ query: '{ me { name } }' })
    const response = await fetch(`${api.url}/graphql`, { method: 'POST', headers, body })
    return {
      type: response.headers.get('content-type'),
      status: response.status,
      text: await response.text(),
    }
  }
  const first = await send()
  for (const _time of times) expect(await send()).toEqual(first)
})

test('a NUL in an operation name is part of the name', async () => {
  const text = 'query A { __typename } query B { me { id } }'
  const send = async (operationName: string, query: string) => {
    const headers = { 'content-type': 'application/json' }
    const body = JSON.stringify({ query, operationName })
    return (await fetch(`${api.url}/graphql`, { method: 'POST', headers, body })).json()
  }
  for (const _time of times) expect(await send('A', text)).toEqual({ data: { __typename: 'Query' } })
  // If names and texts were joined with a NUL, these would be the same.
  expect(await send(`A\0${text.slice(0, 5)}`, text.slice(5))).toMatchObject({ errors: [{}] })
  expect(await send('', `A\0${text}`)).toMatchObject({ errors: [{}] })
  expect(await send(`A\0`, text)).toMatchObject({ errors: [{}] })
})

test('text in an argument is never executed, however often it is repeated', async () => {
  const mark = '__MAGIC_DATE__33a9e76d_02e0_4128_8e92_3530ad3da74d'
  const script = `${mark}process.getBuiltinModule('node:fs').writeFileSync('${proof}','y')`
  const query = `{ contracts(filter: { search: ${JSON.stringify(script)} }) { totalCount } }`
  await api.ask('{ __typename }')
  for (const _time of times) expect((await api.ask(query)).status).toBe(401)
  for (const _time of times)
    expect((await api.ask(query, {}, owner)).data).toEqual({ contracts: { totalCount: 0 } })
  expect(existsSync(proof)).toBe(false)
})

test('wrong credentials are UNAUTHENTICATED, whatever the query costs and however often it is repeated', async () => {
  const wrong = { headers: { authorization: 'Bearer a.b.c' } }
  const first = await api.ask(wide, { n: 100 }, wrong)
  await api.ask(wide, { n: 1 }, owner)
  for (const _time of times) expect(await api.ask(wide, { n: 100 }, wrong)).toEqual(first)
  expect([first.status, first.errors[0]?.extensions.code]).toEqual([401, 'UNAUTHENTICATED'])
})

test('a query is cached after its first execution, and a mutation never', async () => {
  const { queries, apollo } = await startServer()
  const mutation = 'mutation { cancelImport(input: { jobId: "1" }) { job { id } } }'
  const work = await openRequestWork()
  const contextValue = { viewer: null, loaders: {}, work, record: new RequestRecord() } as never
  for (const query of ['{ __typename }', mutation]) {
    expect(queries.find(query, undefined)).toBeUndefined()
    await apollo.executeOperation({ query }, { contextValue })
  }
  const found = queries.find('{ __typename }', null)
  expect(await found?.findExecution({})?.(contextValue)).toEqual({ data: { __typename: 'Query' } })
  expect(queries.find(mutation, undefined)).toBeUndefined()
  expect(queries.find('{ __typename }', 'Other')).toBeUndefined()
  await apollo.stop()
})

/** A server and its cache of queries. */
async function startServer() {
  const queries = createQueryCache(createMaxCost(defaultByteLimits.maxAnswerBytes))
  const logger = createLogger('silent')
  const formatError = createErrorFormatter(logger)
  return { queries, apollo: await createGraphQLServer({ logger, formatError, queries }) }
}
