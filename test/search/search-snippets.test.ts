import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { cutSnippet } from '../../src/search/snippet.rules.ts'
import type { Answer } from '../support/api.ts'
import { insertContract, insertMessage, insertSession, insertUser } from '../support/factories.ts'
import { db, idsOf, nodesOf, search } from './search-calls.ts'

test('a snippet shows the places of all words of a long text', async () => {
  const user = await insertUser(db)
  const session = await insertSession(db, { user_id: user.id })
  const filler = 'filler '.repeat(2000)
  await insertMessage(db, session, { content: `${filler}Needle ${filler}thread ${filler}sewing ${filler}` })

  const [node] = nodesOf(await search({ query: 'needle threads sewed' }, user))

  expect(node?.snippet).toMatch(
    /filler «Needle» filler.* … .*filler «thread» filler.* … .*filler «sewing» filler/,
  )
  expect(node?.snippet.length).toBeLessThanOrEqual(500)
})

test.each([
  ['zurich', 'Café Zürich', 'Café «Zürich»'],
  ['合约', '我们的智能合约审计', '我们的智能«合约»审计'],
  ['exact', 'swapExactTokens', 'swap«Exact»Tokens'],
  ['swap', 'Swapping and swap', '«Swapping» and «swap»'],
  ['"gas fee"', 'gas, or a gas fee', 'gas, or a «gas» «fee»'],
  ['fee -gas', 'a fee', 'a «fee»'],
  ['🦄 unicorn', '🦄🦄 a unicorn', '🦄🦄 a «unicorn»'],
])('the query %j marks its words in %j', async (query, content, snippet) => {
  const user = await insertUser(db)
  const session = await insertSession(db, { user_id: user.id, title: 'Other' })
  await insertMessage(db, session, { content })

  expect(nodesOf(await search({ query }, user)).map((node) => node.snippet)).toEqual([snippet])
})

test('a matching part of an address is marked', async () => {
  const user = await insertUser(db)
  await insertContract(db, {
    user_id: user.id,
    name: 'A',
    target_address: '0xE592427A0AEce92De3Edee1F18E0157C05861564',
  })

  const [node] = nodesOf(await search({ query: '0xe592…1564' }, user))

  expect(node?.snippet).toBe('A · «0xE592»427A0AEce92De3Edee1F18E0157C0586«1564»')
})

test('for a phrase, at most 1 MB of the newest texts is parsed', async () => {
  const user = await insertUser(db)
  const session = await insertSession(db, { user_id: user.id })
  const found = await insertMessage(db, session, { content: 'gas fee', created_at: '2024-01-01' })
  const distant = `gas ${'x '.repeat(45_000)} fee`
  for (let number = 0; number < 10; number += 1) {
    await insertMessage(db, session, { content: distant, created_at: '2024-01-02' })
  }
  const before = idsOf(await search({ query: '"gas fee"' }, user))
  for (let number = 0; number < 3; number += 1) {
    await insertMessage(db, session, { content: distant, created_at: '2024-01-02' })
  }

  expect(before).toEqual([found])
  expect(idsOf(await search({ query: '"gas fee"' }, user))).toEqual([])
})

test('of many messages, the newest 500 are found, and the newest 500 with the word as typed', async () => {
  const user = await insertUser(db)
  const session = await insertSession(db, { user_id: user.id, title: 'Other' })
  await sql`
    insert into chat_messages (session_id, user_id, role, content, created_at)
    select ${session.id}::uuid, ${user.id}::uuid, 'user', case when n % 2 = 0 then 'swap' else 'swapping' end,
      timestamptz '2024-01-01' + n * interval '1 minute' from generate_series(1, 700) n`.execute(db)
  const ids: string[] = []
  let after: string | null = null
  do {
    const answer: Answer = await search({ query: 'swap', first: 100, after }, user)
    ids.push(...idsOf(answer))
    after = answer.data.search.pageInfo.hasNextPage ? answer.data.search.pageInfo.endCursor : null
  } while (after !== null)

  // Of the newest 500, 250 have another form; 350 messages contain "swap" itself.
  expect(new Set(ids).size).toBe(600)
})

test.each([
  [20, true],
  [30, false],
])(
  'of %i words that are sought in 2,000 words, the first 50,000 comparisons decide which are marked',
  (count, isMarked) => {
    const sought = Array.from({ length: count }, (_, number) => ({
      ...{ words: [number === count - 1 ? 'needle' : `absent${number}`], variants: new Set<string>() },
      ...{ isPrefix: false, isInside: false },
    }))
    const source = { title: `${'x '.repeat(2000)}needle`, pieces: null, rest: null }

    expect(cutSnippet(source, sought).includes('«needle»')).toBe(isMarked)
  },
)

test('a phrase is compared until the first word that differs', () => {
  const phrase = { words: Array.from({ length: 100 }, () => 'needle'), variants: new Set<string>() }
  const sought = [{ ...phrase, isPrefix: false, isInside: false }]

  const snippet = cutSnippet(
    { title: `${'x '.repeat(3000)}${'needle '.repeat(100)}`, pieces: null, rest: null },
    sought,
  )

  expect(snippet).toContain('«needle»')
})
