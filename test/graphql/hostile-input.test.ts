import { expect, test } from 'vitest'
import { type Answer, codesOf, startApi } from '../support/api.ts'
import { insertAnalysis, insertUser } from '../support/factories.ts'

const api = await startApi()
const admin = await insertUser(api.db, { role: 'admin' })
const { id } = await insertAnalysis(api.db, { user_id: admin.id })

let logged = 0

/** Neither the response nor the log contains a failure of the server. */
function expectNoFailure(answer: Answer): void {
  const lines = api.log().slice(logged).split('\n')
  logged = api.log().length
  expect(codesOf(answer)).not.toContain('INTERNAL')
  expect(answer.status).toBeLessThan(500)
  expect(lines.filter((line) => line.includes('"level":50'))).toEqual([])
}

const nested = (depth: number, open: string, inner: string, close: string) =>
  open.repeat(depth) + inner + close.repeat(depth)
const bomb = (width: number) =>
  Array.from({ length: 30 }, (_, n) => `fragment f${n} on User { ${`...f${n + 1} `.repeat(width)} id }`).join(
    ' ',
  )

test.each([
  ['recursive fragments', '{ me { ...a } } fragment a on User { ...b } fragment b on User { ...a }'],
  ['a missing fragment', '{ me { ...nowhere } }'],
  ['fragments within fragments', `{ me { ...f0 } } ${bomb(2)} fragment f30 on User { id }`],
  ['many fragments within fragments', `{ me { ...f0 } } ${bomb(20)} fragment f30 on User { id }`],
  ['too many tokens', `{ ${'me { id } '.repeat(1500)} }`],
  [
    'fields within fields',
    `{ me ${nested(380, '{ onboarding { lastAnalysis { owner ', '{ id }', ' } } }')} }`,
  ],
  ['fragments within fields', `{ me ${nested(1200, '{ ... ', '{ id }', ' }')} }`],
  ['lists within lists', `{ nodes(ids: ${nested(1900, '[', `"${id}"`, ']')}) { id } }`],
  [
    'objects within objects',
    `{ contracts(filter: ${nested(900, '{ createdAt: ', '{}', ' }')}) { totalCount } }`,
  ],
  [
    'introspection within introspection',
    `{ __schema { types ${nested(300, '{ fields { type ', '{ name }', ' } }')} } }`,
  ],
  ['an empty document', ' '],
  ['an unknown field', '{ passwords }'],
  ['a mutation without fields', 'mutation { }'],
  ['a subscription', 'subscription { me { id } }'],
  ['a type instead of a query', 'type Query { a: Int }'],
])('%s: an error of the client, within 10 seconds', async (_what, query) => {
  const started = performance.now()

  expectNoFailure(await api.ask(query, {}, admin))
  expect(performance.now() - started).toBeLessThan(10_000)
})

test.each([
  ['a text for a number', 'query ($n: Int) { contracts(first: $n) { totalCount } }', { n: 'x' }],
  ['too large a number', 'query ($n: Int) { contracts(first: $n) { totalCount } }', { n: 2 ** 31 }],
  ['a fraction', 'query ($n: Int) { contracts(first: $n) { totalCount } }', { n: 1.5 }],
  ['a missing id', 'query ($id: ID!) { contract(id: $id) { id } }', {}],
  [
    'a null instead of a default',
    `query ($n: Int = 5) { node(id: "${id}") { ... on Analysis { logs(last: $n) { message } } } }`,
    { n: null },
  ],
  [
    'an unknown enum value',
    'query ($o: ContractOrder) { contracts(orderBy: $o) { totalCount } }',
    { o: { field: 'PASSWORD' } },
  ],
  [
    'an unknown input field',
    'query ($f: ContractFilter) { contracts(filter: $f) { totalCount } }',
    { f: { userId: 'x' } },
  ],
  [
    'an invalid timestamp',
    'query ($t: DateTime) { contracts(filter: { createdAt: { from: $t } }) { totalCount } }',
    { t: '2026-02-30T00:00:00Z' },
  ],
  ['a list of objects as id', 'query ($id: ID!) { contract(id: $id) { id } }', { id: [{ a: 1 }] }],
  [
    'a key named __proto__',
    'query ($f: ContractFilter) { contracts(filter: $f) { totalCount } }',
    JSON.parse('{"f": {"constructor": {"prototype": 1}}}'),
  ],
])('%s in a variable is BAD_USER_INPUT', async (_what, query, variables) => {
  const answer = await api.ask(query, variables, admin)

  expectNoFailure(answer)
  expect(codesOf(answer)).toEqual(['BAD_USER_INPUT'])
})

test.each([
  '0000-01-01T00:00:00Z',
  '0001-01-01T00:00:00+12:00',
  '9999-12-31T23:59:59+12:00',
  '2026-01-01t00:00:00.123456789z',
])('the timestamp %s is accepted', async (moment) => {
  const query =
    'query ($t: DateTime) { contracts(filter: { createdAt: { from: $t, to: $t } }) { totalCount } }'

  expect(codesOf(await api.ask(query, { t: moment }, admin))).toEqual([])
})

const texts = [
  '{ contracts(filter: { search: TEXT }) { totalCount } }',
  '{ contracts(filter: { address: TEXT }) { totalCount } }',
  '{ contracts(filter: { chains: [TEXT] }) { totalCount } }',
  '{ contracts(filter: { tags: ["a", TEXT] }) { totalCount } }',
  '{ analyses(filter: { address: TEXT }) { totalCount } }',
  '{ analyses(filter: { chains: [TEXT] }) { totalCount } }',
  '{ analyses(filter: { contractId: TEXT }) { totalCount } }',
  '{ chatSessions(filter: { search: TEXT }) { totalCount } }',
  '{ chatSessions(filter: { address: TEXT }) { totalCount } }',
  '{ users(filter: { search: TEXT }) { totalCount } }',
  '{ contracts(after: TEXT) { totalCount } }',
  '{ contract(id: TEXT) { id } }',
  '{ nodes(ids: [TEXT]) { id } }',
  `{ analysis(id: "${id}") { results(path: TEXT) } }`,
  'mutation { login(input: { email: TEXT, password: "secret-1" }) { token } }',
  'mutation { login(input: { email: "a@example.com", password: TEXT }) { token } }',
  'mutation { register(input: { email: "b@example.com", password: "secret-1", name: TEXT }) { token } }',
].map((query) => ({ query }))

test.each(texts)('$query: no text causes an internal error', async ({ query }) => {
  const asked = `query ($text: String!) ${query.replace('TEXT', '$text')}`.replace(
    /^query (.*) mutation /,
    'mutation $1 ',
  )
  for (const text of [
    '\0',
    'a\0b',
    '\ud800',
    '\udc00\ud800',
    '\uffff',
    '%_\\',
    "'; drop table users --",
    '/'.repeat(300_000),
  ]) {
    expectNoFailure(await api.ask(asked, { text }, admin))
  }
})

test('a NUL in a text is BAD_USER_INPUT, because PostgreSQL can’t store it', async () => {
  expect(
    codesOf(await api.ask(String.raw`{ contracts(filter: { search: "\u0000" }) { totalCount } }`, {}, admin)),
  ).toEqual(['BAD_USER_INPUT'])
})

test('a hundred chains in a filter are one parameter', async () => {
  const chain = Array.from({ length: 100 }, (_, n) => `chain-${n}`)

  const answer = await api.ask(
    'query ($c: [String!]) { contracts(filter: { chains: $c }) { totalCount } }',
    { c: chain },
    admin,
  )

  expect(answer.data).toEqual({ contracts: { totalCount: 0 } })
})

test('a body of more than a megabyte is rejected unread', async () => {
  const answer = await api.ask('{ me { id } }', { text: 'x'.repeat(1024 * 1024) }, admin)

  expect([answer.status, ...codesOf(answer)]).toEqual([413, 'BAD_USER_INPUT'])
})
