import { expect, test } from 'vitest'
import { ask, startApi } from '../support/api.ts'
import { insertContract, insertUser } from '../support/factories.ts'
import { createTinyServer } from './tiny-api.ts'

const api = await startApi()

/** Sends a query and returns the log line of its request. */
async function lineOf(query: string, headers: Record<string, string> = {}, variables = {}) {
  const id = crypto.randomUUID()
  await ask(`${api.url}/graphql`, { query, variables }, { headers: { 'x-request-id': id, ...headers } })
  const lines = () =>
    api
      .log()
      .split('\n')
      .filter((line) => line.includes(id))
      .map((line) => JSON.parse(line))
      .filter(({ msg }) => msg === 'request')
  await expect.poll(lines).toHaveLength(1)
  return lines()[0]
}

test.each(['first', 'repeated'])('the line of a %s query has its operation and its work', async () => {
  const member = await insertUser(api.db)
  await insertContract(api.db, { user_id: member.id })
  await insertContract(api.db, { user_id: member.id })

  const line = await lineOf('query Mine { contracts(first: 5) { nodes { name competitors { name } } } }', {
    'x-api-key': member.apiKey,
  })

  expect(line).toMatchObject({
    level: 30,
    method: 'POST',
    path: '/graphql',
    status: 200,
    operation: 'Mine',
    operationType: 'query',
    viewerId: member.id,
    statements: 2,
    rows: 2,
    readBytes: expect.any(Number),
    responseBytes: expect.any(Number),
    durationMs: expect.any(Number),
  })
  expect(line).not.toHaveProperty('errors')
  expect(line.readBytes).toBeGreaterThan(100)
})

test('the line of a mutation has its operation, and the line of a failure its codes', async () => {
  const { apiKey } = await insertUser(api.db)
  const unknownId = '0190163d-8694-739b-aea5-966c26f8ad91'
  const change =
    'mutation Change($id: ID!) { updateContract(input: { id: $id, name: "x" }) { contract { id } } }'
  const headers = { 'x-api-key': apiKey }

  const changed = await lineOf(change, headers, { id: unknownId })
  const forbidden = await lineOf('{ users { totalCount } }', headers)
  const repeated = await lineOf('{ users { totalCount } }', headers)
  const invalid = await lineOf('{ nothing }', headers)
  const wrongKey = await lineOf('{ me { id } }', { 'x-api-key': 'wrong' })
  const anonymous = await lineOf('{ __typename }')

  expect(changed).toMatchObject({ operation: 'Change', operationType: 'mutation', errors: { NOT_FOUND: 1 } })
  for (const line of [forbidden, repeated]) {
    expect(line).toMatchObject({ operationType: 'query', errors: { FORBIDDEN: 1 } })
    expect(line).not.toHaveProperty('operation')
  }
  expect(invalid).toMatchObject({ status: 400, errors: { GRAPHQL_VALIDATION_FAILED: 1 } })
  expect(wrongKey).toMatchObject({ status: 401, errors: { UNAUTHENTICATED: 1 } })
  for (const line of [wrongKey, anonymous]) expect(line).not.toHaveProperty('viewerId')
})

test('requests that share a statement each log their rows', async () => {
  const member = await insertUser(api.db)
  const ids = await Promise.all([1, 2, 3].map(() => insertContract(api.db, { user_id: member.id })))
  const query = 'query One($id: ID!) { contract(id: $id) { name } }'
  const headers = { 'x-api-key': member.apiKey }
  await lineOf(query, headers, { id: ids[0]?.id })

  const lines = await Promise.all(ids.map(({ id }) => lineOf(query, headers, { id })))

  expect(lines.map(({ statements, rows }) => [statements, rows])).toEqual([
    [1, 1],
    [1, 1],
    [1, 1],
  ])
})

test('a name of any length is cut', async () => {
  const line = await lineOf(`query ${'N'.repeat(5_000)} { __typename }`)
  expect(line.operation).toBe('N'.repeat(100))
})

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736'

test.each([
  ['valid', `00-${traceId}-00f067aa0ba902b7-01`, traceId],
  ['of a later version', `01-${traceId}-00f067aa0ba902b7-01-more`, traceId],
  ['with more parts than its version has', `00-${traceId}-00f067aa0ba902b7-01-more`, undefined],
  ['of an invalid version', `ff-${traceId}-00f067aa0ba902b7-01`, undefined],
  ['without a trace', `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`, undefined],
  ['without a span', `00-${traceId}-${'0'.repeat(16)}-01`, undefined],
  ['in capitals', `00-${traceId.toUpperCase()}-00f067aa0ba902b7-01`, undefined],
  ['of another form', 'x', undefined],
])('the line of a request with a traceparent that is %s has its trace ID', async (_name, traceparent, id) => {
  const { server, log } = await createTinyServer()

  await server.inject({ url: '/nothing', headers: { traceparent } })

  expect(log.find(({ msg }) => msg === 'request')?.traceId).toBe(id)
})
