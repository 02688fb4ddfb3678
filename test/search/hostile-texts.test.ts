import { expect, test } from 'vitest'
import {
  insertAnalysis,
  insertContract,
  insertInterpretation,
  insertMessage,
  insertSession,
  insertUser,
} from '../support/factories.ts'
import { hostileTexts } from './hostile-texts.ts'
import { api, db, idsOf, nodesOf, search } from './search-calls.ts'

// How long each takes is tested in hostile-texts.timing.test.ts.
test.each(hostileTexts)(
  'a row whose text has %s is stored, and found by its first word',
  async (_name, text) => {
    const owner = await insertUser(db)
    const user_id = owner.id
    const session = await insertSession(db, { user_id, title: 'Other' })

    const message = await insertMessage(db, session, { content: `needle ${text}` })
    const contract = await insertContract(db, { user_id, name: 'Other', description: `needle ${text}` })
    const named = await insertAnalysis(db, {
      user_id,
      metadata: JSON.stringify({ contractName: `needle ${text}` }),
    })
    const failed = await insertAnalysis(db, { user_id, error_message: `needle ${text}` })
    const interpreted = await insertAnalysis(db, {
      user_id,
      results: JSON.stringify({ interpretation: `needle ${text}` }),
    })
    await insertInterpretation(db, { id: named.id, user_id }, [`thread ${text}`])

    const answer = await search({ query: 'needle' }, owner)
    expect(answer.errors).toEqual([])
    expect(new Set(idsOf(answer))).toEqual(
      new Set([message, contract.id, named.id, failed.id, interpreted.id]),
    )
    expect(idsOf(await search({ query: 'thread' }, owner))).toEqual([named.id])
  },
)

test('words that are too long for the index cause no notices', async () => {
  const owner = await insertUser(db)
  const session = await insertSession(db, { user_id: owner.id })
  const client = await api.served.pool.connect()
  const notices: unknown[] = []
  client.on('notice', (notice) => notices.push(notice.message))

  await client.query(
    `insert into chat_messages (session_id, user_id, role, content) values ($1, $2, 'user', repeat('x', 3000))`,
    [session.id, owner.id],
  )

  client.release(true)
  expect(notices).toEqual([])
})

test('only the first 255 characters of the name that an analysis gives its contract are found', async () => {
  const owner = await insertUser(db)
  const contractName = `needle ${'x '.repeat(200)} thread`
  const { id } = await insertAnalysis(db, { user_id: owner.id, metadata: JSON.stringify({ contractName }) })

  const [found] = nodesOf(await search({ query: 'needle' }, owner))
  const answer = await search({ query: 'thread' }, owner)

  expect(found?.subject.id).toBe(id)
  expect(found?.snippet.length).toBeLessThan(300)
  expect(idsOf(answer)).toEqual([])
})

test('accents at any place of a long text are ignored', async () => {
  const owner = await insertUser(db)
  const session = await insertSession(db, { user_id: owner.id, title: 'Other' })
  const words = Array.from({ length: 3000 }, (_, number) => `Zür${number}ich re\u0301sume\u0301${number}`)
  const message = await insertMessage(db, session, { content: words.join(' ') })

  const found = await Promise.all(
    [0, 400, 1100, 2999]
      .flatMap((number) => [`zur${number}ich`, `resume${number}`])
      .map((query) => search({ query }, owner)),
  )

  expect(found.map(idsOf)).toEqual(found.map(() => [message]))
})
