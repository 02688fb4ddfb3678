import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { codesOf, startApi } from '../support/api.ts'
import { insertContract, insertMessage, insertSession, insertUser } from '../support/factories.ts'
import { api, db, idsOf, nodesOf, search } from './search-calls.ts'

test.each([
  ...[
    '&|!():*\'"\\',
    "'",
    '\\',
    ':*',
    '!',
    '"',
    '( ) )',
    '-',
    'OR',
    'or -"a b"',
    '<->',
    "a' & b",
    '%',
    '_',
    '$1',
  ],
  ...[
    '-uniswap',
    '"a b" or -"c d"',
    '-"c d"',
    'x'.repeat(200),
    '🦄',
    '日本語',
    'é́',
    '‮abc',
    'a\u2028b',
    '<b>',
    '\t \n.',
  ],
])('the query %j is accepted', async (query) => {
  expect((await search({ query })).errors).toEqual([])
})

test.each([
  ['query', { query: '' }],
  ['query', { query: '  ' }],
  ['query', { query: 'x'.repeat(201) }],
  ['query', { query: 'a\0b' }],
  ['query', { query: '\ud800' }],
  ['first', { query: 'a', first: 101 }],
  ['first', { query: 'a', first: -1 }],
  ['after', { query: 'a', after: 'x' }],
])('an invalid %s is rejected with its path', async (argument, variables) => {
  const { errors } = await search(variables)

  expect(errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument })
})

test('searching requires a viewer', async () => {
  expect(codesOf(await api.ask('{ search(query: "a") { edges { cursor } } }'))).toEqual(['UNAUTHENTICATED'])
})

test('a text of one very long word has a short snippet', async () => {
  const user = await insertUser(db)
  const session = await insertSession(db, { user_id: user.id })
  await insertMessage(db, session, { content: `needle ${'x'.repeat(150_000)}` })

  const [node] = nodesOf(await search({ query: 'needle' }, user))

  expect(node?.snippet.length).toBeLessThanOrEqual(500)
})

test('the snippet of a long text starts near the first matching word', async () => {
  const user = await insertUser(db)
  const session = await insertSession(db, { user_id: user.id })
  await insertMessage(db, session, { content: `${'before '.repeat(10_000)}Needle ${'after '.repeat(5000)}` })

  const [node] = nodesOf(await search({ query: 'needle' }, user))

  expect(node?.snippet).toContain('before «Needle» after')
})

test('without pg_trgm, search finds words and prefixes, but does not tolerate typos', async () => {
  const without = await startApi()
  await sql`drop index contracts_by_similarity, users_by_text, users_by_normal_text`.execute(without.db)
  await sql`create or replace function resembles(query text, name text) returns boolean language sql stable return false`.execute(
    without.db,
  )
  await sql`create or replace function resemblance(query text, name text) returns real language sql stable return 0::real`.execute(
    without.db,
  )
  await sql`drop extension pg_trgm`.execute(without.db)
  const user = await insertUser(without.db)
  const { id } = await insertContract(without.db, { user_id: user.id, name: 'Uniswap' })
  const ask = (query: string) =>
    without.ask(
      `{ search(query: "${query}") { edges { node { subject { ... on Contract { id } } } } } }`,
      {},
      user,
    )

  expect(idsOf(await ask('unis'))).toEqual([id])
  expect(idsOf(await ask('uniswpa'))).toEqual([])
})
