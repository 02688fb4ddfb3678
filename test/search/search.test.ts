import { expect, test } from 'vitest'
import type { Answer } from '../support/api.ts'
import { insertMessage, insertSession, insertUser } from '../support/factories.ts'
import { api, db, idsOf, message, nodesOf, router, search, talk, uniswap } from './search-calls.ts'

test.each([
  ['a word of a description', 'route', [router.id, talk.id]],
  ['a word in another case', 'LIQUIDITY', [message]],
  ['two words in any order', 'pools liquidity', [message]],
  ['a prefix of the last word', 'swaps tok', [router.id]],
  ['a prefix of an address', '0xe592427', [router.id]],
  ['a phrase', '"uniswap pools"', [message]],
  ['a word, but not another', 'uniswap -pools -router', [uniswap.id]],
  ['either word', 'thrown OR grows', [message]],
  ['a word without matches', 'nowhere', []],
])('search finds rows by %s', async (_what, query, ids) => {
  expect(new Set(idsOf(await search({ query })))).toEqual(new Set(ids))
})

test('archived and deleted rows, and those of other users, are not found', async () => {
  expect(idsOf(await search({ query: 'uniswap' }))).toEqual([uniswap.id, talk.id, router.id, message])
})

test('an administrator finds only their own rows', async () => {
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
])('searching %j returns the types %j', async (kinds, types) => {
  const nodes = nodesOf(await search({ query: 'uniswap', kinds }))

  expect(nodes.map(({ subject }) => subject.__typename)).toEqual(types)
})

test('the best match comes first: equal names, then similar names, then texts', async () => {
  const scores = nodesOf(await search({ query: 'uniswap' })).map(({ score }) => score)

  expect(scores).toEqual(scores.toSorted((a, b) => b - a))
  expect(new Set(scores).size).toBe(4)
})

test('a snippet marks the matching words', async () => {
  const snippets = nodesOf(await search({ query: 'uniswap' })).map(({ snippet }) => snippet)

  expect(snippets[0]).toBe('«Uniswap» · 0xaaaa')
  expect(snippets[3]).toBe('Liquidity of «Uniswap» pools grows fast')
})

test.each(['uniswpa', 'unsiwap', 'unniswap'])('%s finds Uniswap', async (query) => {
  expect(idsOf(await search({ query }))).toContain(uniswap.id)
})

test('an address with a wrong digit is found', async () => {
  expect(idsOf(await search({ query: '0xE592427A0AEce92De3Edee1F18E0157C05861565' }))).toEqual([router.id])
})

test('pages have no gaps and no duplicates, also among equal scores', async () => {
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

test('a page takes two statements for the search, and one for each kind of result', async () => {
  const statements = await api.statementsOf(() => search({ query: 'uniswap' }))

  // One for authentication, two for the search, three for its results. The search runs in a transaction with a time limit.
  expect(statements.filter((text) => !/^(start|set|commit)/.test(text))).toHaveLength(6)
})
