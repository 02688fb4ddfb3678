import { expect, test } from 'vitest'
import { startApi } from '../support/api.ts'

const api = await startApi()
const json = { 'content-type': 'application/json' }
const query = '{ me { id } }'

async function send(init: RequestInit, search = '') {
  const response = await fetch(`${api.url}/graphql${search}`, init)
  const text = await response.text()
  const { errors, data } = JSON.parse(text)
  return { status: response.status, code: errors?.[0]?.extensions?.code, message: errors?.[0]?.message, data }
}

const post = (body: unknown, headers = {}) =>
  send({ method: 'POST', headers: { ...json, ...headers }, body: JSON.stringify(body) })
const get = (parameters: Record<string, string>, headers = {}) =>
  send({ headers: { 'apollo-require-preflight': '1', ...headers } }, `?${new URLSearchParams(parameters)}`)

test.each(['include', 'skip'])('a null for @%s is BAD_USER_INPUT every time', async (name) => {
  const conditional = `query ($b: Boolean = true) { me @${name}(if: $b) { id } }`
  for (let times = 0; times < 4; times++) {
    expect(await post({ query: conditional, variables: { b: null } })).toMatchObject({
      status: 200,
      code: 'BAD_USER_INPUT',
      message: expect.stringContaining('Argument "if"'),
    })
    expect((await post({ query: conditional, variables: {} })).code).toBeUndefined()
  }
})

const persistedQuery = { version: 1, sha256Hash: 'f'.repeat(64) }

test.each([
  ['a persisted query with a wrong hash', { query, extensions: { persistedQuery } }],
  ['an unknown persisted query', { extensions: { persistedQuery } }],
  ['a persisted query of another version', { query, extensions: { persistedQuery: { version: 9 } } }],
  ['a malformed persisted query', { extensions: { persistedQuery: 'x' } }],
  ['extensions that are a text', { query, extensions: 'x' }],
  ['extensions that are a list', { query, extensions: [] }],
  ['variables that are a text', { query, variables: '{}' }],
  ['variables that are a list', { query, variables: [] }],
  ['variables that are a number', { query, variables: 9 }],
  ['an operation name that is a number', { query, operationName: 1 }],
  ['an unknown operation name', { query, operationName: 'Other' }],
  ['a query that is a number', { query: 1 }],
  ['a query that is a parsed document', { query: { kind: 'Document' } }],
  ['a query that is null', { query: null }],
  ['no query', { variables: {} }],
  ['an empty object', {}],
  ['a batch', [{ query }, { query }]],
  ['an empty batch', []],
  ['a text', 'x'],
  ['a number', 1],
  ['true', true],
])('%s is an error of the client', async (_what, body) => {
  const { status, code } = await post(body)
  expect(status).toBeLessThan(500)
  expect(code).toMatch(
    /^(BAD_REQUEST|BAD_USER_INPUT|OPERATION_RESOLUTION_FAILURE|PERSISTED_QUERY_NOT_SUPPORTED)$/,
  )
})

test.each([
  ['a mutation', { query: 'mutation { logout }' }, {}],
  ['no query', {}, {}],
  ['variables that are not JSON', { query, variables: 'x' }, {}],
  ['extensions that are not an object', { query, extensions: '[]' }, {}],
  ['an unknown persisted query', { extensions: JSON.stringify({ persistedQuery }) }, {}],
  ['a content type', { query }, { 'content-type': 'application/graphql' }],
  ['an unusual accept', { query }, { accept: 'image/png' }],
])('a GET with %s is an error of the client', async (_what, parameters, headers) => {
  const { status, code } = await get(parameters, headers)
  expect(status).toBeGreaterThanOrEqual(200)
  expect(status).toBeLessThan(500)
  expect(code).toMatch(
    /^(BAD_REQUEST|BAD_USER_INPUT|GRAPHQL_VALIDATION_FAILED|PERSISTED_QUERY_NOT_SUPPORTED)$/,
  )
})

test('GET does not execute mutations', async () => {
  const mutation = 'mutation { requestPasswordReset(input: { email: "a@example.com" }) { __typename } }'
  expect(await get({ query: mutation })).toMatchObject({ status: 405 })
})

test('none of these requests caused an internal error', () => {
  expect(api.log()).not.toContain('"level":50')
})
