import { getIntrospectionQuery } from 'graphql'
import { expect, test } from 'vitest'
import { weighedFields } from '../../src/graphql/field-cost.ts'
import { maxCost } from '../../src/graphql/limits.ts'
import { codesOf, startApi } from '../support/api.ts'
import { insertAnalysis, insertContract, insertUser } from '../support/factories.ts'
import { apiSchema, fieldsOf } from '../support/schema-walk.ts'

const api = await startApi()
const user = await insertUser(api.db)
const contract = await insertContract(api.db, { user_id: user.id })
const analysis = await insertAnalysis(api.db, { user_id: user.id, config_id: contract.id })

const repeat = (count: number, write: (number: number) => string) =>
  Array.from({ length: count }, (_, number) => write(number)).join(' ')
const items = (fields: string) => `edges { node { ${fields} } }`

test.each([
  ['1,000 results', `{ analysis(id: "${analysis.id}") { ${repeat(1000, (n) => `a${n}: results`)} } }`],
  ['1,000 counts', `{ contracts(first: 0) { ${repeat(1000, (n) => `a${n}: totalCount`)} } }`],
  ['150 lists', `{ ${repeat(150, (n) => `a${n}: contracts(first: ${n % 100}) { totalCount }`)} }`],
  ['101 empty lists', `{ ${repeat(101, (n) => `a${n}: contracts(first: 0) { __typename }`)} }`],
  [
    '300 copies of a text in many objects',
    `{ contracts(first: 100) { ${items(repeat(300, (n) => `a${n}: description`))} } }`,
  ],
  [
    'lists of lists of results',
    `{ contracts(first: 50) { ${items(`analyses(first: 50) { ${items('results')} }`)} } }`,
  ],
  ['1,000 log entries of many', `{ analyses(first: 100) { ${items('logs(last: 1000) { message }')} } }`],
  [
    'lists by variables',
    `query ($n: Int = 100) { contracts(first: $n) { ${items(`analyses(last: $n) { ${items(`config { analyses(first: $n) { ${items('id')} } }`)} }`)} } }`,
  ],
  [
    '100 nodes with lists',
    `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Contract { analyses(first: 100) { ${items('owner { id }')} } } } }`,
  ],
  [
    'copies of a hundred rejects’ raw texts',
    `{ importJobs(first: 50) { ${items(`rejects(first: 100) { ${items('rawText')} }`)} } }`,
  ],
  [
    'forty introspections',
    `{ ${repeat(40, (n) => `a${n}: __schema { types { fields { type { name } args { type { name ofType { name ofType { name } } } } } } }`)} }`,
  ],
  [
    'lists of a hundred archived contracts',
    `mutation ($ids: [ID!]!) { archiveContracts(ids: $ids) { contracts { analyses(first: 100) { ${items('owner { id } config { id }')} } } } }`,
  ],
  [
    '26 mutations',
    `mutation { ${repeat(26, (n) => `a${n}: archiveContract(id: "${contract.id}") { contract { id } }`)} }`,
  ],
  [
    'six logins',
    `mutation { ${repeat(6, (n) => `a${n}: login(input: { email: "a", password: "${n}" }) { token }`)} }`,
  ],
])('%s are refused before anything is loaded', async (_what, query) => {
  const ids = Array.from({ length: 100 }, () => contract.id)
  const statements = await api.statementsOf(async () => {
    const answer = await api.ask(query, query.includes('$ids') ? { ids } : {}, user)
    expect(codesOf(answer)).toEqual(['TOO_COMPLEX'])
    expect(answer.status).toBe(200)
  })
  expect(statements).toHaveLength(1)
})

test.each([
  ['a page of a hundred with results', `{ analyses(first: 100) { ${items('id results')} } }`],
  [
    'five logins',
    `mutation { ${repeat(5, (n) => `a${n}: login(input: { email: "a", password: "${n}" }) { token }`)} }`,
  ],
  ['fifty counted lists', `{ ${repeat(50, (n) => `a${n}: contracts(first: ${n}) { totalCount }`)} }`],
  [
    'what is skipped',
    `query ($all: Boolean = false) { me { id
      ${repeat(80, (n) => `a${n}: contracts @skip(if: true) { totalCount }`)}
      ${repeat(80, (n) => `b${n}: contracts @include(if: $all) { totalCount }`)} } }`,
  ],
  [
    'the introspection of a tool',
    getIntrospectionQuery({ inputValueDeprecation: true, specifiedByUrl: true }),
  ],
])('%s are not too much', async (_what, query) => {
  expect(codesOf(await api.ask(query, {}, user))).not.toContain('TOO_COMPLEX')
})

test('what was counted and what is allowed is told to the client', async () => {
  const query = `{ contracts(first: 100) { ${items(`analyses(first: 100) { ${items('id config { id }')} }`)} } }`
  const answer = await api.ask(query, {}, user)

  const objects = 100 * (1 + 100 * 2)
  expect(answer.errors[0]?.extensions).toEqual({ code: 'TOO_COMPLEX', objects, maxObjects: maxCost.objects })
  expect(answer.errors[0]?.message).toContain(`${objects} objects`)
})

test('only the operation that is asked for is measured', async () => {
  const tooMuch = `query Large { ${repeat(101, (n) => `a${n}: contracts { totalCount }`)} }`
  const send = async (operationName: string) => {
    const response = await fetch(`${api.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': user.apiKey },
      body: JSON.stringify({ query: `${tooMuch} query Small { me { id } }`, operationName }),
    })
    return response.text()
  }

  expect(await send('Small')).toContain(user.id)
  expect(await send('Large')).toContain('TOO_COMPLEX')
  expect(await send('Neither')).toContain('OPERATION_RESOLUTION_FAILURE')
})

test('every field that is weighed by its name is a field of the schema', () => {
  const fields = Object.values(apiSchema.getTypeMap()).flatMap((type) =>
    fieldsOf(type).map(({ name }) => `${type.name}.${name}`),
  )

  expect(fields).toEqual(expect.arrayContaining(weighedFields))
})
