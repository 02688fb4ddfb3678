import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { startApi } from '../support/api.ts'
import {
  insertAnalysis,
  insertContract,
  insertMessage,
  insertSession,
  insertUser,
} from '../support/factories.ts'

const api = await startApi()
const { db } = api
const viewer = await insertUser(db, { role: 'admin' })
const user_id = viewer.id
const contract = await insertContract(db, { user_id, is_active: false })
const session = await insertSession(db, { user_id, is_active: false })
const time = (number: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, 0, number))

// Seven rows of each list. Three or four of them, and one of another user, share each value of the order; their ids
// are neither ascending nor descending, so that no page is right by accident of the table order.
const otherUser = await insertUser(db, { role: 'worker' })
for (const [number, digit] of [5, 1, 6, 3, 0, 2, 4].entries()) {
  const id = `${digit}0000000-0000-4000-8000-000000000000`
  const [name, created_at, updated_at] = [number < 4 ? 'A' : 'B', time(number < 4 ? 0 : 1), time(number % 2)]
  const times = { created_at, updated_at }
  await insertContract(db, { id, user_id, name, ...times })
  await insertAnalysis(db, { id, user_id, config_id: contract.id, ...times })
  await insertSession(db, { id, user_id, created_at, last_message_at: number > 3 ? updated_at : null })
  await insertMessage(db, session, { id, created_at })
  await insertUser(db, { id, created_at })
  await insertContract(db, { user_id: otherUser.id, name, ...times })
  await insertAnalysis(db, { user_id: otherUser.id, ...times })
  await insertSession(db, { user_id: otherUser.id, created_at })
}

// Without these indexes only ORDER BY can produce the order.
await sql`drop index contracts_by_creation, contracts_by_update, contracts_by_name, analyses_by_creation,
  analyses_by_update, analyses_of_config, chat_sessions_by_activity, chat_sessions_by_creation,
  chat_messages_by_creation, users_by_creation`.execute(db)

const ofContract = `{ contract(id: "${contract.id}") { LIST } }`
const ofSession = `{ chatSession(id: "${session.id}") { LIST } }`

/** A list, the query around it, its order, and the field of an item with the value of the order. */
const lists = [
  { list: 'contracts', template: '{ LIST }', order: 'CREATED_AT', key: 'createdAt' },
  { list: 'contracts', template: '{ me { LIST } }', order: 'UPDATED_AT', key: 'updatedAt' },
  { list: 'contracts', template: '{ LIST }', order: 'NAME', key: 'name' },
  { list: 'analyses', template: '{ me { LIST } }', order: 'CREATED_AT', key: 'createdAt' },
  { list: 'analyses', template: '{ LIST }', order: 'UPDATED_AT', key: 'updatedAt' },
  { list: 'analyses', template: ofContract, order: 'UPDATED_AT', key: 'updatedAt' },
  { list: 'chatSessions', template: '{ LIST }', order: 'CREATED_AT', key: 'createdAt' },
  { list: 'chatSessions', template: '{ me { LIST } }', order: 'LAST_ACTIVITY_AT', key: 'lastActivityAt' },
  { list: 'messages', template: ofSession, order: 'CREATED_AT', key: 'createdAt' },
  { list: 'users', template: '{ LIST }', order: 'CREATED_AT', key: 'createdAt', filter: '{ roles: [USER] }' },
  { list: 'users', template: '{ LIST }', order: 'EMAIL', key: 'email', filter: '{ roles: [USER] }' },
].flatMap((list) => (['ASC', 'DESC'] as const).map((direction) => ({ ...list, direction })))
type List = (typeof lists)[number]

interface Page {
  readonly items: readonly { readonly id: string; readonly key: string }[]
  readonly cursors: readonly string[]
  readonly pageInfo: Readonly<Record<string, unknown>>
}

async function askPage(
  { list, template, order, key, direction, filter = '{}' }: List,
  page: object,
): Promise<Page> {
  const given = Object.entries(page).map(([argument, value]) => `${argument}: ${JSON.stringify(value)}`)
  const args = [...given, `orderBy: { field: ${order}, direction: ${direction} }`]
  if (list !== 'messages') args.push(`filter: ${filter}`)
  const pageInfo = 'pageInfo { hasNextPage hasPreviousPage startCursor endCursor }'
  const field = `list: ${list}(${args.join(' ')}) { ${pageInfo} edges { cursor node { id key: ${key} } } }`
  const answer = await api.ask(template.replace('LIST', field), {}, viewer)
  expect(answer.errors).toEqual([])
  const { edges, pageInfo: info } = answer.data.list ?? Object.values<typeof answer.data>(answer.data)[0].list
  return {
    items: edges.map(({ node }: { node: Page['items'][number] }) => node),
    cursors: edges.map(({ cursor }: { cursor: string }) => cursor),
    pageInfo: info,
  }
}

/** All pages with two items each, in the order in which they were fetched. */
async function fetchPages(list: List, size: 'first' | 'last'): Promise<Page[]> {
  const pages: Page[] = []
  for (let cursor: unknown, isMore = true; isMore; ) {
    const start = size === 'first' ? { after: cursor } : { before: cursor }
    const page = await askPage(list, { [size]: 2, ...(cursor === undefined ? {} : start) })
    pages.push(page)
    cursor = size === 'first' ? page.pageInfo.endCursor : page.pageInfo.startCursor
    isMore = page.pageInfo[size === 'first' ? 'hasNextPage' : 'hasPreviousPage'] === true
  }
  return pages
}

/** By value, then by id. */
function inOrder(items: Page['items'], { direction }: List): Page['items'] {
  const sign = direction === 'ASC' ? 1 : -1
  const compare = (one: string, other: string) => (one < other ? -sign : one > other ? sign : 0)
  return items.toSorted((a, b) => compare(a.key, b.key) || compare(a.id, b.id))
}

test.each(lists)('$list by $order $direction: all items, by value and then by id', async (list) => {
  const { items, pageInfo } = await askPage(list, { first: 100 })

  expect(items).toHaveLength(7)
  expect(items).toEqual(inOrder(items, list))
  expect(pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: false })
})

test.each(lists)('$list by $order $direction: the pages from either end make up the list', async (list) => {
  const { items } = await askPage(list, { first: 100 })
  const forwards = await fetchPages(list, 'first')
  const backwards = await fetchPages(list, 'last')

  expect(forwards.flatMap((page) => page.items)).toEqual(items)
  expect(backwards.toReversed().flatMap((page) => page.items)).toEqual(items)
  expect(forwards.map(({ pageInfo }) => pageInfo.hasPreviousPage)).toEqual([false, true, true, true])
  expect(backwards.map(({ pageInfo }) => pageInfo.hasNextPage)).toEqual([false, true, true, true])
})

test.each(lists)(
  '$list by $order $direction: a window between two cursors, from either end',
  async (list) => {
    const { items, cursors } = await askPage(list, { first: 100 })
    const [after, before] = [cursors[1], cursors[5]]

    const first = await askPage(list, { first: 2, after, before })
    const last = await askPage(list, { last: 2, after, before })

    expect(first.items).toEqual(items.slice(2, 4))
    expect(last.items).toEqual(items.slice(3, 5))
    expect(first.pageInfo).toMatchObject({
      hasNextPage: true,
      startCursor: cursors[2],
      endCursor: cursors[3],
    })
    expect(last.pageInfo).toMatchObject({
      hasPreviousPage: true,
      startCursor: cursors[3],
      endCursor: cursors[4],
    })
  },
)

const byName = lists.find(({ order }) => order === 'NAME') ?? expect.unreachable()

test('an empty page has no cursors but says whether there is more', async () => {
  const none = await askPage(byName, { first: 0 })
  const { pageInfo } = await askPage({ ...byName, filter: '{ search: "nowhere" }' }, {})

  const noCursors = { startCursor: null, endCursor: null, hasPreviousPage: false }
  expect(none).toEqual({ items: [], cursors: [], pageInfo: { ...noCursors, hasNextPage: true } })
  expect(pageInfo).toEqual({ ...noCursors, hasNextPage: false })
})

test('by default, a page has the twenty newest items', async () => {
  const { id } = await insertSession(db, { user_id })
  for (let number = 0; number < 21; number++) {
    await insertMessage(db, { id, user_id }, { content: `${number}`, created_at: time(number) })
  }

  const { data } = await api.ask(
    `{ chatSession(id: "${id}") { messages { edges { node { content } } } } }`,
    {},
    viewer,
  )

  const { edges } = data.chatSession.messages
  expect([edges.length, edges[0].node.content, edges[19].node.content]).toEqual([20, '20', '1'])
})

test('the next page continues after the cursor, even if rows were inserted or deleted', async () => {
  const other = await insertUser(db)
  const insert = (name: string) => insertContract(db, { user_id: other.id, name })
  const [, b] = [await insert('A'), await insert('B'), await insert('C')]
  const ask = async (page: string) => {
    const query = `{ contracts(first: 2 ${page} orderBy: { field: NAME, direction: ASC }) {
      pageInfo { endCursor } edges { node { name } } } }`
    return (await api.ask(query, {}, other)).data.contracts
  }
  const { pageInfo } = await ask('')

  await insert('AA')
  await db.deleteFrom('contracts').where('id', '=', b.id).execute()

  const { edges } = await ask(`after: "${pageInfo.endCursor}"`)
  expect(edges).toEqual([{ node: { name: 'C' } }])
})
