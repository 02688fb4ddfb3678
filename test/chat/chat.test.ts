import { expect, test } from 'vitest'
import { startApi } from '../support/api.ts'
import { insertMessage, insertSession, insertUser } from '../support/factories.ts'

const api = await startApi()
const { db } = api
const owner = await insertUser(db)
const user_id = owner.id
const day = (number: number) => new Date(Date.UTC(2026, 0, number))

const untouched = { contract_chain: 'starknet', contract_address: '0x49d3' }

const talk = await insertSession(db, {
  ...{
    user_id,
    title: 'About fees',
    contract_name: 'Uniswap',
    contract_address: '0xAb',
    contract_chain: 'ethereum',
  },
  ...{ created_at: day(1), last_message_at: day(9) },
})
await insertSession(db, { user_id, title: 'Untouched', ...untouched, created_at: day(5) })
await insertSession(db, { user_id, title: 'Thrown away', is_active: false, created_at: day(2) })
const stranger = await insertUser(db)
const foreign = await insertSession(db, { user_id: stranger.id, title: 'About fees too' })

const query = `query ($filter: ChatSessionFilter) {
  chatSessions(filter: $filter) { totalCount edges { node { title } } }
}`

test.each([
  ['no filter, the last active first', undefined, ['About fees', 'Untouched']],
  ['null', null, ['About fees', 'Untouched']],
  ['deleted ones', { isActive: false }, ['Thrown away']],
  ['active and deleted ones', { isActive: null }, ['About fees', 'Untouched', 'Thrown away']],
  ['a part of the title in any case', { search: 'FEES' }, ['About fees']],
  ['a part of the contract’s name', { search: 'unis' }, ['About fees']],
  ['a part of the address', { search: '49D3' }, ['Untouched']],
  ['the whole address in another spelling', { search: ' 0x049d3 ' }, ['Untouched']],
  ['an address in any case', { address: '0xaB' }, ['About fees']],
  ['a chain', { chains: ['starknet'] }, ['Untouched']],
  ['an empty list of chains', { chains: [] }, []],
  ['the last message', { lastActivityAt: { from: day(6) } }, ['About fees']],
  ['the creation, without messages', { lastActivityAt: { from: day(5), to: day(6) } }, ['Untouched']],
  ['all conditions together', { search: 'fees', chains: ['starknet'] }, []],
])('sessions can be filtered by %s, and are counted', async (_what, filter, titles) => {
  const { data } = await api.ask(query, { filter }, owner)

  const edges = titles.map((title) => ({ node: { title } }))
  expect(data.chatSessions).toEqual({ totalCount: titles.length, edges })
})

test('the last activity is the last message or, without messages, the creation', async () => {
  const { data } = await api.ask(
    '{ chatSessions { edges { node { lastMessageAt lastActivityAt } } } }',
    {},
    owner,
  )

  expect(data.chatSessions.edges.map(({ node }: { node: object }) => node)).toEqual([
    { lastMessageAt: day(9).toISOString(), lastActivityAt: day(9).toISOString() },
    { lastMessageAt: null, lastActivityAt: day(5).toISOString() },
  ])
})

test('messages are listed newest first by default', async () => {
  const session = await insertSession(db, { user_id })
  for (const number of [2, 1, 3]) {
    await insertMessage(db, session, { content: `${number}`, created_at: day(number) })
  }
  const fields = `newest: messages(first: 2) { totalCount edges { node { content } } }
    oldest: messages(first: 2, orderBy: { field: CREATED_AT, direction: ASC }) { edges { node { content } } }`

  const { data } = await api.ask(`{ chatSession(id: "${session.id}") { ${fields} } }`, {}, owner)

  const edges = (...contents: string[]) => contents.map((content) => ({ node: { content } }))
  expect(data.chatSession.newest).toEqual({ totalCount: 3, edges: edges('3', '2') })
  expect(data.chatSession.oldest.edges).toEqual(edges('1', '2'))
})

test('a message has its components, tokens and session', async () => {
  const id = await insertMessage(db, talk, {
    ...{ role: 'assistant', content: '**Up**', components: '[{"type":"chart","data":[1,2]}]' },
    ...{ tokens_used: 12, model: 'model-1', processing_time: 345 },
  })
  const fields =
    'role content components { type data } tokensUsed model processingTimeMs metadata session { title owner { id } }'

  const { data } = await api.ask(`{ node(id: "${id}") { ... on ChatMessage { ${fields} } } }`, {}, owner)

  expect(data.node).toEqual({
    ...{ role: 'ASSISTANT', content: '**Up**', components: [{ type: 'CHART', data: [1, 2] }] },
    ...{ tokensUsed: 12, model: 'model-1', processingTimeMs: 345, metadata: {} },
    session: { title: 'About fees', owner: { id: user_id } },
  })
})

test.each([
  [
    'a type that is not known',
    '[{"type":"Chart","title":"T","data":{"n":1.50}}]',
    { originalType: 'Chart', title: 'T', data: { n: 1.5 } },
  ],
  ['no type', '[{"data":[]}]', { data: [] }],
  [
    'members of other types',
    '[{"type":4,"title":["T"],"xAxis":"day","unit":"wei"}]',
    { xAxis: 'day', otherMembers: { type: 4, title: ['T'], unit: 'wei' } },
  ],
  ['a text instead of an object', '[null,"Hello"]', { data: 'Hello' }],
  ['no list', '"Hello"', { data: 'Hello' }],
])('an imported component with %s has all of its values', async (_what, components, expected) => {
  const id = await insertMessage(db, talk, { components })
  const fields = 'components { type originalType title description xAxis yAxis data otherMembers }'

  const { data } = await api.ask(`{ node(id: "${id}") { ... on ChatMessage { ${fields} } } }`, {}, owner)

  const none = { originalType: null, title: null, description: null, xAxis: null, yAxis: null, data: null }
  expect(data.node.components).toEqual([{ type: 'OTHER', ...none, otherMembers: null, ...expected }])
})

test.each([null, '[]', 'null'])('a message with the components %j has none', async (components) => {
  const id = await insertMessage(db, talk, { components })

  const { data } = await api.ask(
    `{ node(id: "${id}") { ... on ChatMessage { components { type } } } }`,
    {},
    owner,
  )

  expect(data.node.components).toEqual([])
})

test('components are read only if selected', async () => {
  const fields = (more: string) =>
    `{ chatSession(id: "${talk.id}") { messages { edges { node { content ${more} } } } } }`

  const without = await api.statementsOf(() => api.ask(fields(''), {}, owner))
  const statements = await api.statementsOf(() => api.ask(fields('components { type }'), {}, owner))

  expect(without.join()).not.toContain('components')
  expect(statements).toHaveLength(without.length + 1)
})

test('a worker can’t read the sessions of other users', async () => {
  const worker = await insertUser(db, { role: 'worker' })

  const { data } = await api.ask(
    `{ chatSession(id: "${foreign.id}") { id } chatSessions { totalCount } }`,
    {},
    worker,
  )

  expect(data).toEqual({ chatSession: null, chatSessions: { totalCount: 0 } })
})
