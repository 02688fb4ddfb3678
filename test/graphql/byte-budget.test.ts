import { expect, test } from 'vitest'
import { Workload } from '../../src/database/limits/workload.ts'
import { type Answer, codesOf, startApi } from '../support/api.ts'
import {
  type Account,
  insertAnalysis,
  insertContract,
  insertMessage,
  insertSession,
  insertUser,
} from '../support/factories.ts'

const mebibyte = 2 ** 20
const api = await startApi({
  maxConnections: 8,
  byteLimits: { maxAnswerBytes: 2 * mebibyte, maxTotalBytes: 16 * mebibyte },
})
const chats = '{ chatSessions { edges { node { messages(first: 50) { edges { node { content } } } } } } }'

/** A user with a chat session of this many messages of this length. */
async function insertChatter(messages: number, length: number): Promise<Account> {
  const user = await insertUser(api.db)
  const session = await insertSession(api.db, { user_id: user.id })
  for (let place = 0; place < messages; place++) {
    await insertMessage(api.db, session, { content: 'x'.repeat(length) })
  }
  return user
}

const countMessages = ({ data }: Answer) =>
  data?.chatSessions?.edges?.[0]?.node.messages.edges.length as number | undefined

test('a request that reads too much is always TOO_COMPLEX, and the message says what to reduce', async () => {
  const user = await insertChatter(50, 100_000)

  for (let count = 0; count < 4; count++) {
    const answer = await api.ask(chats, {}, user)
    expect([answer.status, ...codesOf(answer)]).toEqual([200, 'TOO_COMPLEX'])
    expect(answer.errors[0]?.message).toBe(
      'The request reads more than 2 MB from the database, the limit for one response. ' +
        'Select fewer large fields, such as results, content or abi, or request smaller pages.',
    )
    expect(answer.errors[0]?.extensions).toMatchObject({ maxBytes: 2 * mebibyte })
  }

  const fewer = await api.ask(chats.replace('50', '10'), {}, user)
  expect([codesOf(fewer), countMessages(fewer)]).toEqual([[], 10])
})

test('the bytes that a request reads are summed over its statements', async () => {
  const user = await insertChatter(12, 100_000)
  const single = 'messages(first: 50) { edges { node { content } } }'
  const twice = `{ chatSessions { edges { node { a: ${single} b: messages(last: 50) { edges { node { content } } } } } } }`

  expect(codesOf(await api.ask(chats, {}, user))).toEqual([])
  expect(codesOf(await api.ask(twice, {}, user))).toContain('TOO_COMPLEX')
})

test('a response that repeats one text under many aliases is not sent', async () => {
  const user = await insertUser(api.db)
  const session = await insertSession(api.db, { user_id: user.id })
  await insertMessage(api.db, session, { content: 'x'.repeat(100_000) })
  const { id } = await insertAnalysis(api.db, {
    user_id: user.id,
    results: JSON.stringify({ text: 'y'.repeat(100_000) }),
  })
  const names = (field: string) => Array.from({ length: 30 }, (_, place) => `a${place}: ${field}`).join(' ')
  const contents = chats.replace('first: 50', 'first: 1').replace('content', names('content'))
  const results = `{ analysis(id: "${id}") { ${names('results')} } }`

  for (const query of [contents, results]) {
    for (let count = 0; count < 4; count++) {
      const answer = await api.ask(query, {}, user)
      expect([answer.status, answer.data, ...codesOf(answer)]).toEqual([200, undefined, 'TOO_COMPLEX'])
      expect(answer.errors[0]?.message).toContain('The response would be longer than 2 MB')
      expect(answer.text.length).toBeLessThan(1_000)
    }
  }
})

test('errors count as part of the response: each repeats the aliases on the path to its field', async () => {
  const user = await insertUser(api.db)
  for (let count = 0; count < 5; count++) await insertAnalysis(api.db, { user_id: user.id })
  const fields = Array.from({ length: 20 }, (_, place) => `a${place}: results(path: "x")`).join(' ')
  const query = (alias: string) => `{ ${alias}: analyses { edges { node { ${fields} } } } }`

  for (let count = 0; count < 4; count++) {
    const small = await api.ask(query('a'), {}, user)
    expect([small.errors.length, small.data.a.edges.length]).toEqual([100, 5])
    const large = await api.ask(query('a'.repeat(50_000)), {}, user)
    expect([large.status, large.data, ...codesOf(large)]).toEqual([200, undefined, 'TOO_COMPLEX'])
    expect(large.text.length).toBeLessThan(1_000)
  }
})

test.each([
  ['escaped control characters', '\u0001', 6],
  ['quotes', '"', 2],
  ['three-byte characters', '中', 3],
])('the serialized size of a response counts: %s', async (_what, character, factor) => {
  const user = await insertUser(api.db)
  await insertContract(api.db, { user_id: user.id, description: character.repeat(4_000) })
  const query = (mebibytes: number) => {
    const count = (mebibytes * mebibyte) / (4_000 * factor)
    const names = Array.from({ length: count }, (_, place) => `a${place}: description`).join(' ')
    return `{ contracts(first: 1) { edges { node { ${names} } } } }`
  }

  for (let count = 0; count < 3; count++) {
    expect(codesOf(await api.ask(query(1.9), {}, user))).toEqual([])
    expect(codesOf(await api.ask(query(1.1 * factor), {}, user))).toEqual(['TOO_COMPLEX'])
  }
})

test('large rows of one request do not fail others that share its statement', async () => {
  const large = await insertChatter(50, 100_000)
  const small = await Promise.all(Array.from({ length: 6 }, () => insertChatter(2, 1_000)))
  const senders = [large, ...small]
  await Promise.all(senders.map((sender) => api.ask(chats, {}, sender)))

  for (let round = 0; round < 5; round++) {
    const answers = await Promise.all(senders.map((sender) => api.ask(chats, {}, sender)))
    expect(answers.map(codesOf)).toEqual([['TOO_COMPLEX'], ...small.map(() => [])])
    expect(answers.slice(1).map(countMessages)).toEqual(small.map(() => 2))
  }
})

test('a statement that exceeds a limit is not read further, and its connection is replaced', async () => {
  const user = await insertChatter(50, 100_000)
  await Promise.all(Array.from({ length: 12 }, () => api.ask(chats, {}, user)))

  const answer = await api.ask('{ me { id } }', {}, user)

  expect(answer.data).toEqual({ me: { id: user.id } })
  await expect.poll(() => api.served.pool.totalCount - api.served.pool.idleCount).toBe(0)
})

const limits = { maxStatements: 2, maxRequests: 8, maxWaitingRequests: 2 }

test('responses in progress share a budget, of which one caller can use a part', async () => {
  const workload = new Workload({ maxAnswerBytes: 10, maxTotalBytes: 50 })
  const [first, second, third] = [
    await workload.open('a', limits),
    await workload.open('a', limits),
    await workload.open('a', limits),
  ]

  expect([first.add(10), second.add(10), third.add(5)]).toEqual([undefined, undefined, undefined])
  expect(third.add(1)).toMatchObject({ code: 'TOO_MANY_REQUESTS', details: { retryAfterSeconds: 1 } })
  await expect(workload.open('a', limits)).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS' })
  const other = await workload.open('b', limits)
  expect(other.add(10)).toBe(undefined)

  for (const work of [first, second, third, other]) work.end()
  first.end()
  expect(workload.bytes).toBe(0)
  expect((await workload.open('a', limits)).add(10)).toBe(undefined)
})

test('when all callers together hold too much, further requests are UNAVAILABLE', async () => {
  const workload = new Workload({ maxAnswerBytes: 10, maxTotalBytes: 40 })
  const works = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((key) => workload.open(key, limits)))

  const errors = works.map((work) => work.add(9))

  expect(errors.map((error) => error?.code)).toEqual([...Array(4).fill(undefined), 'UNAVAILABLE'])
  await expect(workload.open('f', limits)).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    details: { retryAfterSeconds: 1 },
  })
  const waiting = workload.open('f', limits)
  for (const work of works) work.end()
  expect((await waiting).add(9)).toBe(undefined)
})

test('a query is rejected before execution by the same limit, at the first and every later time', async () => {
  const user = await insertUser(api.db)
  const query = 'query ($n: Int) { analyses(first: $n) { edges { node { results } } } }'
  const headers = { 'x-api-key': user.apiKey, 'x-graphql-cost': '1' }
  const tooMany = 100

  for (const _time of [1, 2, 3]) {
    const [few, many] = [
      await api.ask(query, { n: 0 }, { headers }),
      await api.ask(query, { n: tooMany }, { headers }),
    ]
    expect(JSON.parse(few.text).extensions.cost.limits.bytes).toBe(2 * mebibyte)
    expect(many.errors).toMatchObject([{ extensions: { code: 'TOO_COMPLEX', maxBytes: 2 * mebibyte } }])
    expect(many.errors[0]?.message).toContain('could cost')
  }
})
