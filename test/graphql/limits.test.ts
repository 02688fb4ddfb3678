import { getIntrospectionQuery, getNamedType, getNullableType, isListType } from 'graphql'
import { expect, test } from 'vitest'
import { ourDialect } from '../../bench/queries/ours.ts'
import { defaultByteLimits } from '../../src/database/limits/workload.ts'
import { fieldWeights } from '../../src/graphql/field-weights.ts'
import { createMaxCost } from '../../src/graphql/limits.ts'
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
    '300 aliases of a text in many objects',
    `{ contracts(first: 100) { ${items(repeat(300, (n) => `a${n}: description`))} } }`,
  ],
  [
    'lists of lists of results',
    `{ contracts(first: 50) { ${items(`analyses(first: 50) { ${items('results')} }`)} } }`,
  ],
  ['1,000 log entries of many', `{ analyses(first: 100) { ${items('logs(last: 1000) { message }')} } }`],
  [
    'lists with sizes in variables',
    `query ($n: Int = 100) { contracts(first: $n) { ${items(`analyses(last: $n) { ${items(`contract { analyses(first: $n) { ${items('id')} } }`)} }`)} } }`,
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
    'three introspections',
    `{ ${repeat(3, (n) => `a${n}: __schema { types { fields { type { name } args { type { name ofType { name ofType { name } } } } } } }`)} }`,
  ],
  [
    'the fields of the types of all fields',
    '{ __schema { types { fields { type { ofType { fields { type { ofType { name description } } } } } } } } }',
  ],
  ['2,000 results', `{ contracts(first: 20) { ${items(`analyses(first: 100) { ${items('results')} }`)} } }`],
  [
    'a hundred results under twenty aliases',
    `{ analyses(first: 100) { ${items(repeat(20, (n) => `a${n}: results`))} } }`,
  ],
  [
    'ten parts of a thousand results',
    `{ contracts(first: 10) { ${items(`analyses(first: 100) { ${items(repeat(10, (n) => `a${n}: results(path: "/${n}")`))} }`)} } }`,
  ],
  ['all ABIs of competitors', `{ contracts(first: 100) { ${items('targetAbi competitors { abi }')} } }`],
  [
    'components of messages of a hundred sessions',
    `{ chatSessions(first: 100) { ${items(`messages(first: 100) { ${items('components { data }')} }`)} } }`,
  ],
  [
    'logos of a thousand users',
    `{ nodes(ids: $ids) { ... on User { onboarding { ${repeat(10, (n) => `a${n}: logo`)} } } } }`,
  ],
  [
    'forty exports of rejects',
    `{ ${repeat(40, (n) => `a${n}: exportRejects(jobId: "${contract.id}", after: ${n}) { ndjson }`)} }`,
  ],
  [
    'type names under many aliases',
    `{ contracts(first: 100) { ${items(`analyses(first: 100) { ${items(repeat(3, (n) => `a${n}: __typename`))} }`)} } }`,
  ],
  [
    'edges under many aliases',
    `{ contracts(first: 100) { ${items(`analyses(first: 100) { ${repeat(3, (n) => `a${n}: edges { cursor }`)} }`)} } }`,
  ],
  ['six searches', `{ ${repeat(6, (n) => `a${n}: search(query: "a", first: ${n}) { edges { cursor } }`)} }`],
  [
    'six searches in contracts',
    `{ ${repeat(6, (n) => `a${n}: contracts(filter: { search: "a" }, first: ${n}) { __typename }`)} }`,
  ],
  [
    'six searches in sessions',
    `{ ${repeat(6, (n) => `a${n}: chatSessions(filter: { search: "a" }, first: ${n}) { __typename }`)} }`,
  ],
  [
    'six searches in users',
    `{ ${repeat(6, (n) => `a${n}: users(filter: { search: "a" }, first: ${n}) { __typename }`)} }`,
  ],
  [
    '34 lists of activity',
    `{ ${repeat(34, (n) => `a${n}: activity(first: ${n}) { nodes { occurredAt } }`)} }`,
  ],
  [
    'lists of a hundred appended messages',
    `mutation { appendMessages(input: { sessionId: "${contract.id}", messages: [${repeat(100, () => '{ role: USER, content: "" }')}] }) {
      messages { session { messages(first: 100) { ${items('id session { id }')} } } } } }`,
  ],
  [
    'lists of a hundred archived contracts',
    `mutation ($ids: [ID!]!) { archiveContracts(input: { ids: $ids }) { contracts { analyses(first: 100) { ${items('owner { id } contract { id }')} } } } }`,
  ],
  [
    '26 mutations',
    `mutation { ${repeat(26, (n) => `a${n}: archiveContract(input: { id: "${contract.id}" }) { contract { id } }`)} }`,
  ],
  [
    'six logins',
    `mutation { ${repeat(6, (n) => `a${n}: login(input: { email: "a", password: "${n}" }) { token }`)} }`,
  ],
])('%s are rejected before anything is loaded', async (_what, query) => {
  const ids = Array.from({ length: 100 }, () => contract.id)
  const statements = await api.statementsOf(async () => {
    const isOfIds = query.includes('$ids')
    const asked = isOfIds && query.startsWith('{') ? `query ($ids: [ID!]!) ${query}` : query
    const answer = await api.ask(asked, isOfIds ? { ids } : {}, user)
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
    'skipped fields',
    `query ($all: Boolean = false) { me { id
      ${repeat(80, (n) => `a${n}: contracts @skip(if: true) { totalCount }`)}
      ${repeat(80, (n) => `b${n}: contracts @include(if: $all) { totalCount }`)} } }`,
  ],
  [
    'the introspection query of tools',
    getIntrospectionQuery({ inputValueDeprecation: true, specifiedByUrl: true }),
  ],
])('%s are within the limits', async (_what, query) => {
  expect(codesOf(await api.ask(query, {}, user))).not.toContain('TOO_COMPLEX')
})

test.each(Object.entries(ourDialect))(
  'query %s of the benchmark is within the limits',
  async (_name, { text }) => {
    const variables = { id: contract.id, first: 100, nested: 50 }

    expect(codesOf(await api.ask(text, variables, user))).toEqual([])
  },
)

test('a screen with everything at a glance is within the limits', async () => {
  const query = `{
    me { id name email quota { limit used } usage(months: 12) { months { month started } byType { type count } byChain { chain count } }
      preferences { customSettings } onboarding { isCompleted logo contractAbi lastAnalysis { id status } } }
    onboardingStatus { isCompleted missingSteps defaultContract { id targetAbi } }
    dashboard { contractCount chatSessionCount quota { remaining }
      analyses { totalCount thisMonthCount successRate byStatus { status count } series(groupBy: STATUS, bucket: WEEK) { bucket group count } }
      recentAnalyses(first: 20) { id status results logs(last: 5) { message } } }
    activity(first: 50) { nodes { occurredAt kind subject { __typename id ... on Contract { name } ... on Analysis { status } } } }
    contracts(first: 100, filter: { search: "a" }) { totalCount ${items('id name description tags competitors { id name } rpcConfigs { chain rpcHosts } analysisParams { blockRange } analyses(first: 5) { totalCount edges { node { id status } } }')} }
    chatSessions(first: 100, filter: { search: "a" }) { totalCount ${items('id title messages(first: 20) { edges { node { id content } } }')} }
  }`

  expect(codesOf(await api.ask(query, {}, user))).toEqual([])
})

test('the error contains the cost, the limit and the most expensive field', async () => {
  const query = `{ mine: contracts(first: 100) { ${items(`analyses(first: 100) { ${items('id contract { id }')} }`)} } }`
  const answer = await api.ask(query, {}, user)

  const objects = 1 + 100 * (1 + 100 * 2)
  const field = 'mine.edges.node.analyses.edges.node'
  const { objects: maxObjects } = createMaxCost(defaultByteLimits.maxAnswerBytes)
  expect(answer.errors[0]?.extensions).toEqual({ code: 'TOO_COMPLEX', objects, maxObjects, field })
  expect(answer.errors[0]?.message).toBe(
    `The query could cost ${objects} objects; the limit is ${maxObjects}. ` +
      `Request smaller pages, or split the query; "${field}" costs most.`,
  )
})

test('a long alias is shortened in the error', async () => {
  const alias = 'x'.repeat(100_000)
  const answer = await api.ask(
    `{ ${alias}: analyses(first: 100) { ${items('logs(last: 1000) { message }')} } }`,
    {},
    user,
  )

  expect(codesOf(answer)).toEqual(['TOO_COMPLEX'])
  expect(answer.text.length).toBeLessThan(1000)
})

test('only the requested operation is measured', async () => {
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

test('every field with a weight is a field of the schema', () => {
  const fields = Object.values(apiSchema.getTypeMap()).flatMap((type) =>
    fieldsOf(type).map(({ name }) => `${type.name}.${name}`),
  )

  expect(fields).toEqual(expect.arrayContaining(Object.keys(fieldWeights)))
})

test('every list without a size argument has a typical size, and every JSON value a weight', () => {
  const types = Object.values(apiSchema.getTypeMap()).filter(
    ({ name }) => !/^__|Payload$|Connection$/.test(name),
  )
  const fields = types.flatMap((type) => fieldsOf(type).map((field) => ({ type, field })))
  const missing = fields.filter(({ type, field }) => {
    const weight = fieldWeights[`${type.name}.${field.name}`]
    const isSized = field.args.some(({ name }) => ['first', 'last', 'ids'].includes(name))
    const isPlainList = isListType(getNullableType(field.type)) && !isSized
    const isJson = getNamedType(field.type).name === 'JSON'
    return (isPlainList && weight?.items === undefined) || (isJson && weight?.bytes === undefined)
  })

  expect(missing.map(({ type, field }) => `${type.name}.${field.name}`)).toEqual([])
})
