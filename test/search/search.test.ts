import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { type Answer, codesOf, startApi } from '../support/api.ts'
import {
  type Account,
  insertContract,
  insertMessage,
  insertSession,
  insertUser,
} from '../support/factories.ts'

const api = await startApi()
const { db } = api
const owner = await insertUser(db)
const user_id = owner.id
const stranger = await insertUser(db)

const router = await insertContract(db, {
  ...{ user_id, name: 'Uniswap V3 Router', description: 'Swaps tokens along a route' },
  target_address: '0xE592427A0AEce92De3Edee1F18E0157C05861564',
})
const uniswap = await insertContract(db, { user_id, name: 'Uniswap', target_address: '0xaaaa' })
await insertContract(db, { user_id, name: 'Uniswap archived', is_active: false, target_address: '0xbbbb' })
const talk = await insertSession(db, { user_id, title: 'Fees of the router', contract_name: 'Uniswap V3' })
const deleted = await insertSession(db, { user_id, title: 'Uniswap thrown away', is_active: false })
const message = await insertMessage(db, talk, { content: 'Liquidity of Uniswap pools grows fast' })
await insertMessage(db, deleted, { content: 'Liquidity of Uniswap' })
await insertContract(db, { user_id: stranger.id, name: 'Uniswap of a stranger' })
const foreign = await insertSession(db, { user_id: stranger.id, title: 'Uniswap of a stranger' })
await insertMessage(db, foreign, { content: 'Uniswap liquidity' })

const search = (variables: object, sender: Account = owner) =>
  api.ask(
    `query ($query: String!, $kinds: [SearchKind!], $first: Int, $after: String) {
      search(query: $query, kinds: $kinds, first: $first, after: $after) {
        pageInfo { hasNextPage endCursor }
        edges { node { score snippet subject {
          __typename ... on Contract { id name } ... on ChatSession { id title } ... on ChatMessage { id content }
        } } }
      }
    }`,
    variables,
    sender,
  )
type Edge = { node: { score: number; snippet: string; subject: { id: string; __typename: string } } }
const nodesOf = ({ data }: Answer): Edge['node'][] => data.search.edges.map(({ node }: Edge) => node)
const idsOf = (answer: Answer) => nodesOf(answer).map(({ subject }) => subject.id)

test.each([
  ['a word of a description', 'route', [router.id, talk.id]],
  ['a word in another case', 'LIQUIDITY', [message]],
  ['two words in any order', 'pools liquidity', [message]],
  ['the beginning of the last word', 'swaps tok', [router.id]],
  ['the beginning of an address', '0xe592427', [router.id]],
  ['words side by side', '"uniswap pools"', [message]],
  ['a word, but not another', 'uniswap -pools -router', [uniswap.id]],
  ['either word', 'thrown OR grows', [message]],
  ['a word that is nowhere', 'nowhere', []],
])('rows are found by %s', async (_what, query, ids) => {
  expect(new Set(idsOf(await search({ query })))).toEqual(new Set(ids))
})

test('what is archived, deleted or somebody else’s is not found', async () => {
  expect(idsOf(await search({ query: 'uniswap' }))).toEqual([uniswap.id, talk.id, router.id, message])
})

test('an administrator, too, finds only their own', async () => {
  const admin = await insertUser(db, { role: 'admin' })

  expect(idsOf(await search({ query: 'uniswap' }, admin))).toEqual([])
})

test.each([
  [['CONTRACT'], ['Contract', 'Contract']],
  [['CHAT_SESSION'], ['ChatSession']],
  [['CHAT_MESSAGE'], ['ChatMessage']],
  [
    ['CHAT_SESSION', 'CHAT_MESSAGE'],
    ['ChatSession', 'ChatMessage'],
  ],
  [[], []],
  [null, ['Contract', 'ChatSession', 'Contract', 'ChatMessage']],
])('among %j the types are %j', async (kinds, types) => {
  const nodes = nodesOf(await search({ query: 'uniswap', kinds }))

  expect(nodes.map(({ subject }) => subject.__typename)).toEqual(types)
})

test('the best comes first: the name itself, then names that hold it, then texts', async () => {
  const scores = nodesOf(await search({ query: 'uniswap' })).map(({ score }) => score)

  expect(scores).toEqual(scores.toSorted((a, b) => b - a))
  expect(new Set(scores).size).toBe(4)
})

test('a snippet marks the words found', async () => {
  const snippets = nodesOf(await search({ query: 'uniswap' })).map(({ snippet }) => snippet)

  expect(snippets[0]).toBe('«Uniswap» · 0xaaaa')
  expect(snippets[3]).toBe('Liquidity of «Uniswap» pools grows fast')
})

test.each(['uniswpa', 'unsiwap', 'unniswap'])('%s is taken for Uniswap', async (query) => {
  expect(idsOf(await search({ query }))).toContain(uniswap.id)
})

test('an address with a wrong digit is found', async () => {
  expect(idsOf(await search({ query: '0xE592427A0AEce92De3Edee1F18E0157C05861565' }))).toEqual([router.id])
})

test('pages have no gap and no repeat, also among equal scores', async () => {
  const user = await insertUser(db)
  const session = await insertSession(db, { user_id: user.id, title: 'Gas' })
  for (let number = 0; number < 25; number += 1) {
    await insertMessage(db, session, { content: number % 3 === 0 ? 'gas and gas' : 'gas' })
  }
  const all = idsOf(await search({ query: 'gas', first: 100 }, user))

  const paged: string[] = []
  let after: string | null = null
  do {
    const answer: Answer = await search({ query: 'gas', first: 7, after }, user)
    paged.push(...idsOf(answer))
    after = answer.data.search.pageInfo.hasNextPage ? answer.data.search.pageInfo.endCursor : null
  } while (after !== null)

  expect(all).toHaveLength(26)
  expect(paged).toEqual(all)
})

test('a page takes one statement for the search, and one for each kind of what was found', async () => {
  const statements = await api.statementsOf(() => search({ query: 'uniswap' }))

  // One more finds out who asks.
  expect(statements).toHaveLength(5)
})

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
])('the words %j are no error', async (query) => {
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
])('a wrong %s is named', async (argument, variables) => {
  const { errors } = await search(variables)

  expect(errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument })
})

test('nobody searches without an account', async () => {
  expect(codesOf(await api.ask('{ search(query: "a") { edges { cursor } } }'))).toEqual(['UNAUTHENTICATED'])
})

test('a text of one endless word gives a short snippet', async () => {
  const user = await insertUser(db)
  const session = await insertSession(db, { user_id: user.id })
  await insertMessage(db, session, { content: `needle ${'x'.repeat(150_000)}` })

  const [node] = nodesOf(await search({ query: 'needle' }, user))

  expect(node?.snippet.length).toBeLessThanOrEqual(500)
})

test('without pg_trgm words and beginnings are found, and typing errors are not', async () => {
  const without = await startApi()
  await sql`drop index contracts_by_similarity`.execute(without.db)
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
