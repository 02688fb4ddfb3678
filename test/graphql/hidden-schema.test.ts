import {
  buildSchema,
  GraphQLError,
  getIntrospectionQuery,
  isEnumType,
  isInputObjectType,
  isObjectType,
} from 'graphql'
import { expect, test } from 'vitest'
import { createMessageFilter } from '../../src/graphql/hidden-schema.ts'
import { readSchemaText } from '../../src/graphql/schema.ts'
import { type AnswerError, startApi } from '../support/api.ts'
import { insertUser } from '../support/factories.ts'

const open = await startApi()
const hidden = await startApi({ introspection: false })
const users = { open: await insertUser(open.db), hidden: await insertUser(hidden.db) }

/** Invalid requests for every message of graphql-js that contains schema names. */
const wrong: readonly (readonly [string, object])[] = [
  ['{ contractz { totalCount } }', {}],
  ['{ me { nam } }', {}],
  ['{ contracts(frist: 1) { totalCount } }', {}],
  ['{ contract { name } }', {}],
  ['{ contracts }', {}],
  ['{ me { name { first } } }', {}],
  ['query ($f: ContractFiltre) { contracts(filter: $f) { totalCount } }', {}],
  ['query ($f: String) { contracts(filter: $f) { totalCount } }', {}],
  ['{ contracts(filter: {chian: ["lisk"]}) { totalCount } }', {}],
  ['{ contracts(orderBy: {field: NAMES}) { totalCount } }', {}],
  ['{ node(id: "x") { ... on Contrakt { name } } }', {}],
  ['{ me { ... on Contract { name } } }', {}],
  ['mutation { updateProfile { user { name } } }', {}],
  ['mutation { login(input: {}) { token } }', {}],
  ['query ($f: ContractFilter) { contracts(filter: $f) { totalCount } }', { f: { chian: ['lisk'] } }],
  ['query ($o: ContractOrder) { contracts(orderBy: $o) { totalCount } }', { o: { field: 'NAMES' } }],
  ['query ($o: ContractOrder) { contracts(orderBy: $o) { totalCount } }', { o: { feild: 'NAME' } }],
  ['mutation ($i: LoginInput!) { login(input: $i) { token } }', { i: {} }],
]
const schemaNames = listNames()

test.each(wrong)(
  'no message reveals schema names that %s with %j does not contain',
  async (query, variables) => {
    const revealed = await open.ask(query, variables, users.open)
    const answer = await hidden.ask(query, variables, users.hidden)
    // Several times, because a repeated query may be executed by a plan.
    const again = [
      await hidden.ask(query, variables, users.hidden),
      await hidden.ask(query, variables, users.hidden),
    ]
    expect(answer.errors.length).toBeGreaterThan(0)
    expect(answer.errors.map(withoutMessages)).toEqual(revealed.errors.map(withoutMessages))
    const sent = new Set(`${query} ${JSON.stringify(variables)}`.match(/\w+/g))
    for (const { message } of [answer, ...again].flatMap(({ errors }) => errors)) {
      const named = [...(message.match(/"[^"]*"/g) ?? [])].flatMap((quoted) => quoted.match(/\w+/g) ?? [])
      expect(
        named.filter((word) => schemaNames.has(word) && !sent.has(word)),
        message,
      ).toEqual([])
      expect(message).not.toContain('Did you mean')
    }
  },
)

test('some of these messages contain more names if introspection is on', async () => {
  const messages = await Promise.all(
    wrong.map(async ([query, variables]) => {
      return (await open.ask(query, variables, users.open)).errors.map(({ message }) => message)
    }),
  )
  expect(messages.flat().filter((message) => message.includes('Did you mean')).length).toBeGreaterThan(8)
})

test('coercion errors are the same when the query is cached', async () => {
  const query = 'query ($o: ContractOrder) { contracts(orderBy: $o) { totalCount } }'
  const answers = []
  for (const field of ['NAME', 'NAME', 'NAME', 'NAMES', 'NAMES']) {
    answers.push(await hidden.ask(query, { o: { field } }, users.hidden))
  }
  expect(answers.slice(0, 3).map(({ errors }) => errors)).toEqual([[], [], []])
  expect(answers[4]?.errors[0]?.message).toBe(
    'Variable "$o" got invalid value "NAMES" at "o.field"; Value "NAMES" does not exist in "…" enum.',
  )
})

test.each([
  '{ __schema { queryType { name } } }',
  '{ __type(name: "User") { name } }',
  getIntrospectionQuery(),
])('introspection is rejected: %s', async (query) => {
  const headers = { 'apollo-require-preflight': 'true' }
  const byGet = await fetch(`${hidden.url}/graphql?query=${encodeURIComponent(query)}`, { headers })
  const byPost = await hidden.ask(query, {}, users.hidden)
  const { errors: errorsByGet } = JSON.parse(await byGet.text())
  for (const [error] of [byPost.errors, errorsByGet]) {
    expect(error.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED')
    expect(error.message).toContain('GRAPHQL_INTROSPECTION=true turns it on')
  }
  expect(JSON.stringify(byPost)).not.toContain('stack')
  expect((await open.ask(query)).errors).toEqual([])
})

test('__typename is not introspection', async () => {
  expect((await hidden.ask('{ __typename }')).data).toEqual({ __typename: 'Query' })
})

test('the page explains why the playground is off, and other URLs work', async () => {
  const headers = { accept: 'text/html' }
  const page = await fetch(`${hidden.url}/graphql`, { headers })
  expect(page.status).toBe(200)
  expect(await page.text()).toContain('The playground is off because introspection is off on this server.')
  expect((await fetch(`${hidden.url}/playground/page.js`)).status).toBe(404)
  for (const path of ['health', 'ready', 'metrics', 'imports']) {
    expect((await fetch(`${hidden.url}/${path}`)).status, path).toBe(200)
  }
})

test('Apollo’s automatic persisted queries are off', async () => {
  const persistedQuery = { version: 1, sha256Hash: '0'.repeat(64) }
  const response = await fetch(`${open.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ extensions: { persistedQuery } }),
  })
  expect(JSON.parse(await response.text()).errors[0].extensions.code).toBe('PERSISTED_QUERY_NOT_SUPPORTED')
})

test('a client’s own text is kept, even if it looks like a suggestion', () => {
  const filter = createMessageFilter()
  const error = new GraphQLError('x')
  expect(filter('Expected a whole number, got "Did you mean it? No"', error)).toBe(
    'Expected a whole number, got "Did you mean it? No"',
  )
})

function listNames(): ReadonlySet<string> {
  const types = Object.values(buildSchema(readSchemaText()).getTypeMap())
  const ours = types.filter(({ name }) => !/^(__.*|Query|Mutation|String|Int|Float|Boolean|ID)$/.test(name))
  const members = ours.flatMap((type) => {
    if (isEnumType(type)) return type.getValues().map(({ name }) => name)
    return isObjectType(type) || isInputObjectType(type) ? Object.keys(type.getFields()) : []
  })
  return new Set([...ours.map(({ name }) => name), ...members])
}

/** The extensions of an error. The messages of its problems are filtered too: they must equal its own. */
function withoutMessages({ message, extensions }: Pick<AnswerError, 'message' | 'extensions'>): unknown {
  const { problems, ...rest } = extensions
  return {
    ...rest,
    problems: problems?.map((problem) => ({ ...problem, message: problem.message === message })),
  }
}
