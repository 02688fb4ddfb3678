import { expect, test } from 'vitest'
import { ask, startApi } from '../support/api.ts'
import { insertUser } from '../support/factories.ts'

const api = await startApi()
const user = await insertUser(api.db)

/** The problems of all errors, without their messages. */
async function problemsOf(query: string, variables: object = {}) {
  const { errors } = await api.ask(query, variables, user)
  return errors.flatMap(({ extensions }) => extensions.problems ?? [])
}

const places = (problems: readonly { argument: string; code: string }[]) =>
  problems.map(({ argument, code }) => [argument, code])

test.each([
  ['first', '0 to 100, not 101', '{ contracts(first: 101) { edges { cursor } } }'],
  ['first', '0 to 20, not -1', '{ dashboard { recentAnalyses(first: -1) { id } } }'],
  ['months', '1 to 24, not 25', '{ me { usage(months: 25) { byType { count } } } }'],
  [
    'input.expiresInDays',
    '1 to 90, not 0',
    `mutation { createShareLink(input: { contractId: "${user.id}", scopes: [CONTRACT], expiresInDays: 0 }) { token } }`,
  ],
  [
    'input.analysisParams.maxRetries',
    '0 to 100, not 101',
    `mutation { updateContract(input: { id: "${user.id}", analysisParams: { maxRetries: 101 } }) { contract { id } } }`,
  ],
])('the number %s is rejected with its range and value: %s', async (argument, range, query) => {
  const message = `Argument "${argument}" must be ${range}.`

  expect(await problemsOf(query)).toEqual([{ argument, code: 'RANGE', message }])
})

test('an input with several invalid arguments returns one error with all problems', async () => {
  const input = {
    name: '',
    targetChain: 'ethereum',
    targetAddress: '0x12',
    targetAbi: 'not JSON',
    tags: ['defi', ' ', 'x'.repeat(101)],
    competitors: [
      { chain: 'ethereum', address: '0x34' },
      { chain: 'ethereum', address: `0x${'1'.repeat(40)}`, name: '' },
    ],
    rpcConfigs: [{ chain: 'ethereum', rpcUrls: ['https://a.example', 'ftp://b.example'] }],
    analysisParams: { blockRange: 0, maxRetries: 101, outputFormats: ['JSON', 'OTHER'] },
  }
  const query =
    'mutation ($input: CreateContractInput!) { createContract(input: $input) { contract { id } } }'

  const { errors } = await api.ask(query, { input }, user)

  expect(errors).toHaveLength(1)
  expect(errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'input.name' })
  expect(places(errors[0]?.extensions.problems ?? [])).toEqual([
    ['input.name', 'LENGTH'],
    ['input.targetAddress', 'FORMAT'],
    ['input.targetAbi', 'FORMAT'],
    ['input.tags.1', 'LENGTH'],
    ['input.tags.2', 'LENGTH'],
    ['input.competitors.0.address', 'FORMAT'],
    ['input.competitors.1.name', 'LENGTH'],
    ['input.rpcConfigs.0.rpcUrls.1', 'FORMAT'],
    ['input.analysisParams.blockRange', 'RANGE'],
    ['input.analysisParams.maxRetries', 'RANGE'],
    ['input.analysisParams.outputFormats.1', 'FORMAT'],
  ])
  expect(errors[0]?.message).toMatch(
    /^Argument "input.name" must .* 6 more arguments are invalid: see "problems"\.$/,
  )
})

test('nothing is stored when one of several arguments is invalid', async () => {
  const query =
    'mutation ($input: UpdatePreferencesInput!) { updatePreferences(input: $input) { preferences { defaultChain } } }'

  const input = { hasEmailNotifications: false, defaultChain: 'x'.repeat(51), customSettings: [] }
  const problems = await problemsOf(query, { input })

  expect(places(problems)).toEqual([
    ['input.defaultChain', 'LENGTH'],
    ['input.customSettings', 'FORMAT'],
  ])
  expect(await api.db.selectFrom('user_preferences').select('id').execute()).toEqual([])
})

test('each message of a list has its own problems', async () => {
  const query =
    'mutation ($input: AppendMessagesInput!) { appendMessages(input: $input) { messages { id } } }'
  const messages = [
    { role: 'USER', content: 'fine' },
    { role: 'USER', content: '\0', model: 'x'.repeat(101) },
    { role: 'ASSISTANT', content: '', components: [{ type: 'TEXT' }, { type: 'OTHER' }] },
  ]

  const problems = await problemsOf(query, { input: { sessionId: crypto.randomUUID(), messages } })

  expect(places(problems)).toEqual([
    ['input.messages.1.content', 'FORMAT'],
    ['input.messages.1.model', 'LENGTH'],
    ['input.messages.2.components.1.type', 'FORMAT'],
  ])
})

test('values of wrong types in variables have the form of all problems', async () => {
  const query = `mutation ($data: UpdateProfileInput!, $since: DateTime) {
    a: updateProfile(input: $data) { user { id } }
    b: updateProfile(input: { name: "b", ifUnmodifiedSince: $since }) { user { id } }
  }`

  const { errors } = await api.ask(query, { data: { name: 5, email: 'no e-mail' }, since: 'today' }, user)

  expect(errors.map(({ extensions }) => extensions.code)).toEqual([
    'BAD_USER_INPUT',
    'BAD_USER_INPUT',
    'BAD_USER_INPUT',
  ])
  for (const { extensions } of errors)
    expect(extensions).toMatchObject({ problems: [{ argument: extensions.argument, code: 'TYPE' }] })
  expect(errors.map(({ extensions }) => extensions.argument)).toEqual([
    'input.name',
    'input.email',
    'input.ifUnmodifiedSince',
  ])
})

test('items of lists in variables are named by their place', async () => {
  const query = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }'

  expect(places(await problemsOf(query, { ids: [crypto.randomUUID(), null] }))).toEqual([
    ['ids.1', 'REQUIRED'],
  ])
})

test('a missing variable is a problem of its argument', async () => {
  const query = 'query ($id: ID!) { contract(id: $id) { id } }'

  expect(places(await problemsOf(query))).toEqual([['id', 'REQUIRED']])
})

test('values of wrong types in the document have the form of all problems', async () => {
  const query = `{
    contracts(filter: { createdAt: { from: "yesterday" }, isActive: 1 }) { totalCount }
    analyses(first: "2") { totalCount }
  }`

  expect(places(await problemsOf(query))).toEqual([
    ['filter.createdAt.from', 'TYPE'],
    ['filter.isActive', 'TYPE'],
    ['first', 'TYPE'],
  ])
})

test('texts and lists beyond their limits are reported together', async () => {
  const query = 'query ($filter: ContractFilter) { contracts(filter: $filter) { totalCount } }'
  const filter = { search: 'x'.repeat(10_000), address: 'y'.repeat(10_000), chains: Array(101).fill('z') }

  const problems = await problemsOf(query, { filter })

  expect(places(problems).sort()).toEqual([
    ['filter.address', 'LENGTH'],
    ['filter.chains', 'LENGTH'],
    ['filter.search', 'LENGTH'],
  ])
})

test('checks end after 50 problems, however many values are invalid', async () => {
  const query = 'mutation ($input: EditMessageInput!) { editMessage(input: $input) { message { id } } }'
  const components = Array(100).fill({ type: 'OTHER' })

  const { errors } = await api.ask(query, { input: { id: crypto.randomUUID(), components } }, user)

  expect(errors[0]?.extensions.problems).toHaveLength(50)
  expect(errors[0]?.extensions.argument).toBe('input.components.0.type')
  expect(errors[0]?.message).toMatch(/ 45 more arguments are invalid: see "problems"\.$/)
})

test('the path of an argument does not depend on earlier objects of a list', async () => {
  const query = `mutation { createContract(input: {
    name: "a", targetChain: "ethereum", targetAddress: "0x1", competitors: [{ chain: "ethereum", address: "0x1" }, 5]
    rpcConfigs: [{ chain: "ethereum", rpcUrls: [] }, { chain: 3, rpcUrls: [] }]
  }) { contract { id } } }`

  expect(places(await problemsOf(query))).toEqual([
    ['input.competitors', 'TYPE'],
    ['input.rpcConfigs.chain', 'TYPE'],
  ])
})

test('a long value does not hide the path of its argument', async () => {
  const query = 'query ($filter: ContractFilter) { contracts(filter: $filter) { totalCount } }'

  const problems = await problemsOf(query, { filter: { search: { a: 'x'.repeat(3_000) } } })

  expect(places(problems)).toEqual([['filter.search', 'TYPE']])
  expect(problems[0]?.message.length).toBeLessThan(1_100)
})

test('a variable that another operation of the document declares is found where it is used', async () => {
  const query = `query A($id: ID!) { ...Of }
    query B($id: ID!) { contract(id: $id) { id } }
    fragment Of on Query { contract(id: $id) { id } }`

  const { errors } = await ask(`${api.url}/graphql`, { query, operationName: 'A' }, user)

  expect(places(errors[0]?.extensions.problems ?? [])).toEqual([['id', 'REQUIRED']])
})

test('a null in a nullable variable of a required argument is a problem of this argument', async () => {
  const query = 'query ($first: Int = 5) { exportRejects(jobId: "x", first: $first) { count } }'

  expect(places(await problemsOf(query, { first: null }))).toEqual([['first', 'REQUIRED']])
})
