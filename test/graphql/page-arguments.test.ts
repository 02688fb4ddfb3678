import fc from 'fast-check'
import { expect, test } from 'vitest'
import { codesOf, startApi } from '../support/api.ts'
import { insertContract, insertUser } from '../support/factories.ts'

const api = await startApi()
const owner = await insertUser(api.db)
const { id } = await insertContract(api.db, { user_id: owner.id, created_at: '2026-01-01T00:00:00Z' })

const askAfter = (after: string, order = '{ field: CREATED_AT, direction: DESC }') =>
  api.ask(
    `query ($after: String) { contracts(after: $after, orderBy: ${order}) { edges { cursor } } }`,
    { after },
    owner,
  )
const encode = (parts: unknown) => Buffer.from(JSON.stringify(parts)).toString('base64url')
const time = '2026-06-01T00:00:00.000Z'

test('a handmade cursor works, so the following ones fail for their own reason', async () => {
  const { data } = await askAfter(encode([1, 'created_at:desc', time, id]))

  expect(data.contracts.edges).toEqual([
    { cursor: encode([1, 'created_at:desc', '2026-01-01T00:00:00.000Z', id]) },
  ])
})

test.each([
  '{ field: NAME, direction: DESC }',
  '{ field: CREATED_AT, direction: ASC }',
  '{ field: UPDATED_AT }',
])('a cursor of an order other than %s is rejected with its own message', async (order) => {
  const answer = await askAfter(encode([1, 'created_at:desc', time, id]), order)

  expect(codesOf(answer)).toEqual(['BAD_USER_INPUT'])
  expect(answer.errors[0]?.message).toContain('another order')
})

test.each([
  ['empty text', ''],
  ['any text', 'next page'],
  ['not a list', encode({ 0: 1 })],
  ['null', encode(null)],
  ['too few parts', encode([1, 'created_at:desc', time])],
  ['another version', encode([2, 'created_at:desc', time, id])],
  ['a version that is text', encode(['1', 'created_at:desc', time, id])],
  ['an order that is an object', encode([1, { toString: 1, valueOf: 1 }, time, id])],
  ['an invalid id', encode([1, 'created_at:desc', time, 'x'])],
  ['an id in a list', encode([1, 'created_at:desc', time, [id]])],
  ['a number for a time', encode([1, 'created_at:desc', 0, id])],
  ['a year alone', encode([1, 'created_at:desc', '2026', id])],
  ['a time in JavaScript’s format', encode([1, 'created_at:desc', new Date(0).toString(), id])],
  ['a day that does not exist', encode([1, 'created_at:desc', '2026-02-30T00:00:00.000Z', id])],
  ['a far year', encode([1, 'created_at:desc', '+275760-09-13T00:00:00.000Z', id])],
  ['infinity', encode([1, 'created_at:desc', 'infinity', id])],
  ['SQL', encode([1, 'created_at:desc', "now'); drop table users --", id])],
  ['a time with NUL', encode([1, 'created_at:desc', `${time}\0`, id])],
])('an invalid cursor is BAD_USER_INPUT: %s', async (_what, after) => {
  const answer = await askAfter(after)

  expect(codesOf(answer)).toEqual(['BAD_USER_INPUT'])
  expect(answer.status).toBe(200)
})

test.each(['\0', 'a\0'])('a name %j in a cursor is BAD_USER_INPUT', async (name) => {
  const answer = await askAfter(encode([1, 'name:asc', name, id]), '{ field: NAME, direction: ASC }')

  expect(codesOf(answer)).toEqual(['BAD_USER_INPUT'])
})

test.each(['', '\ud800', "'", '🦄'.repeat(255), '\x01'.repeat(255)])(
  'any other name %# in a cursor is a position in the list',
  async (name) => {
    const answer = await askAfter(encode([1, 'name:asc', name, id]), '{ field: NAME, direction: ASC }')

    expect(codesOf(answer)).toEqual([])
  },
)

test('no cursor causes an internal error', async () => {
  const part = fc.oneof(fc.constantFrom(1, 'created_at:desc', time, id), fc.jsonValue({ maxDepth: 1 }))
  const cursor = fc.oneof(fc.string(), fc.base64String(), fc.array(part, { maxLength: 5 }).map(encode))

  await fc.assert(
    fc.asyncProperty(fc.array(cursor, { minLength: 10, maxLength: 10 }), async (cursors) => {
      const answers = await Promise.all(cursors.map((after) => askAfter(after)))
      expect(new Set(['BAD_USER_INPUT', ...answers.flatMap(codesOf)])).toEqual(new Set(['BAD_USER_INPUT']))
    }),
    { numRuns: 20 },
  )
})

test.each([
  ['first: -1', 'first'],
  ['first: 101', 'first'],
  ['last: -1', 'last'],
  ['last: 101', 'last'],
  ['first: 2147483647', 'first'],
  ['first: 2, last: 2', 'last'],
  ['first: 0, last: 0', 'last'],
])('a page with (%s) is rejected by name', async (page, argument) => {
  const answer = await api.ask(`{ contracts(${page}) { edges { cursor } } }`, {}, owner)

  expect(codesOf(answer)).toEqual(['BAD_USER_INPUT'])
  expect(answer.errors[0]?.extensions.argument).toBe(argument)
})

test.each(['first: 0', 'first: 100', 'last: 100', 'first: null, last: null', 'after: null, before: null'])(
  'a page with (%s) is allowed',
  async (page) => {
    expect(codesOf(await api.ask(`{ contracts(${page}) { edges { cursor } } }`, {}, owner))).toEqual([])
  },
)

test('totalCount costs one more statement, and only if it is selected', async () => {
  const query = (field: string) => `{ contracts { pageInfo { hasNextPage } ${field} } }`

  const without = await api.statementsOf(() => api.ask(query(''), {}, owner))
  const counted = await api.statementsOf(() => api.ask(query('a: totalCount b: totalCount'), {}, owner))

  expect(without.join()).not.toContain('count(*)')
  expect(counted).toHaveLength(without.length + 1)
})
