import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { codesOf, startApi } from '../support/api.ts'
import {
  type Account,
  insertAnalysis,
  insertContract,
  insertImportJob,
  insertMessage,
  insertSession,
  insertUser,
} from '../support/factories.ts'

const api = await startApi()
const { db } = api
const owner = await insertUser(db, { role: 'admin' })
const user_id = owner.id
const minute = (number: number) => new Date(Date.UTC(2026, 0, 1, 0, number))
const [address, chain] = [`0x${'aB'.repeat(20)}`, 'ethereum']

const contract = await insertContract(db, {
  ...{ user_id, created_at: minute(1), name: 'Token', target_address: address, target_chain: chain },
})
const archived = await insertContract(db, { user_id, created_at: minute(0), is_active: false })
const completed = await insertAnalysis(db, {
  ...{ user_id, status: 'completed', created_at: minute(2), completed_at: minute(6), config_id: contract.id },
})
const failed = await insertAnalysis(db, { user_id, status: 'failed', created_at: minute(5) })
const session = await insertSession(db, {
  ...{ user_id, created_at: minute(3), contract_address: address.toLowerCase(), contract_chain: 'ETH' },
})
const message = await insertMessage(db, session, { created_at: minute(4) })
const deleted = await insertSession(db, {
  ...{ user_id, is_active: false, created_at: minute(9), contract_address: address, contract_chain: chain },
})
await insertMessage(db, deleted, { created_at: minute(9) })
const job = await insertImportJob(db, {
  ...{ started_by: user_id, created_at: minute(7), finished_at: minute(8), phase: 'completed' },
})
await insertImportJob(db, { created_at: minute(7), finished_at: minute(8), phase: 'completed' })
await insertEvents(await insertUser(db))

/** Newest first. */
const events = [
  [8, 'IMPORT_FINISHED', 'ImportJob', job],
  [7, 'IMPORT_STARTED', 'ImportJob', job],
  [6, 'ANALYSIS_COMPLETED', 'Analysis', completed.id],
  [5, 'ANALYSIS_STARTED', 'Analysis', failed.id],
  [4, 'MESSAGE_ADDED', 'ChatMessage', message],
  [3, 'CHAT_SESSION_OPENED', 'ChatSession', session.id],
  [2, 'ANALYSIS_STARTED', 'Analysis', completed.id],
  [1, 'CONTRACT_ADDED', 'Contract', contract.id],
  [0, 'CONTRACT_ADDED', 'Contract', archived.id],
] as const

const query = `query ($first: Int, $after: String, $last: Int, $before: String, $filter: ActivityFilter) {
  activity(first: $first, after: $after, last: $last, before: $before, filter: $filter) {
    totalCount edges { cursor } nodes { occurredAt kind subject { __typename id } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`

interface Listed {
  readonly totalCount: number
  readonly nodes: readonly { occurredAt: string; kind: string; subject: { __typename: string; id: string } }[]
  readonly edges: readonly { readonly cursor: string }[]
  readonly pageInfo: Readonly<Record<string, unknown>>
}

async function list(variables: object, user = owner): Promise<Listed> {
  const { data, errors } = await api.ask(query, variables, user)
  expect(errors).toEqual([])
  return data.activity
}

test('activity is listed newest first, with its subjects, and without deleted sessions and other users', async () => {
  const { nodes, totalCount } = await list({})

  expect(nodes).toEqual(
    events.map(([at, kind, __typename, id]) => ({
      ...{ occurredAt: minute(at).toISOString(), kind, subject: { __typename, id } },
    })),
  )
  expect(totalCount).toBe(9)
})

test.each([
  ['kinds', { kinds: ['CONTRACT_ADDED', 'MESSAGE_ADDED'] }, [4, 1, 0]],
  ['no kinds', { kinds: [] }, []],
  ['a contract, with its sessions in any spelling', { contractId: contract.id }, [6, 4, 3, 2, 1]],
  ['a contract and kinds', { contractId: contract.id, kinds: ['IMPORT_STARTED', 'ANALYSIS_STARTED'] }, [2]],
  ['an analysis in place of a contract', { contractId: completed.id }, []],
  ['a range that begins with an event', { occurredAt: { from: minute(6) } }, [8, 7, 6]],
  ['a range that ends with an event', { occurredAt: { to: minute(2) } }, [1, 0]],
  [
    'all conditions',
    { contractId: contract.id, kinds: ['ANALYSIS_STARTED'], occurredAt: { from: minute(3) } },
    [],
  ],
])('the filter of %s', async (_name, filter, expected) => {
  const { nodes, totalCount } = await list({ filter })

  expect(nodes.map(({ occurredAt }) => new Date(occurredAt).getUTCMinutes())).toEqual(expected)
  expect(totalCount).toBe(expected.length)
})

test('activity of a contract is only its owner’s', async () => {
  const other = await insertUser(db, { role: 'admin' })

  expect(await list({ filter: { contractId: contract.id } }, other)).toMatchObject({
    ...{ nodes: [], totalCount: 0 },
  })
  expect(codesOf(await api.ask(query))).toEqual(['UNAUTHENTICATED'])
})

test('a former administrator sees that jobs happened, but not the jobs', async () => {
  const former = await insertUser(db)
  await insertImportJob(db, { started_by: former.id, phase: 'completed' })

  const { data } = await api.ask('{ activity { nodes { kind subject { id } } } }', {}, former)

  expect(data.activity.nodes).toEqual([{ kind: 'IMPORT_STARTED', subject: null }])
})

test('events of the same time are ordered by ID and kind, and pages from both ends are exact', async () => {
  const user = await insertUser(db)
  await insertEvents(user)
  const all = await list({ first: 100 }, user)
  expect(all.nodes).toHaveLength(42)
  expect(new Set(all.nodes.map(({ occurredAt }) => occurredAt)).size).toBe(2)
  expect(all.nodes.map(toKey)).toEqual(all.nodes.map(toKey).toSorted().toReversed())
  expect(new Set(all.edges.map(({ cursor }) => cursor)).size).toBe(42)

  for (const size of [1, 4, 5]) {
    expect((await fetchPages('first', size, user)).flat()).toEqual(all.nodes)
    expect((await fetchPages('last', size, user)).toReversed().flat()).toEqual(all.nodes)
  }
  const [after, before] = [all.edges[9]?.cursor, all.edges[20]?.cursor]
  expect((await list({ first: 4, after, before }, user)).nodes).toEqual(all.nodes.slice(10, 14))
  expect((await list({ last: 4, after, before }, user)).nodes).toEqual(all.nodes.slice(16, 20))
})

test('pages stay exact while newer events are added', async () => {
  const user = await insertUser(db)
  await insertEvents(user)
  const all = await list({ first: 100 }, user)
  const first = await list({ first: 10 }, user)
  await insertContract(db, { user_id: user.id })

  const second = await list({ first: 10, after: first.pageInfo.endCursor }, user)

  expect(second.nodes).toEqual(all.nodes.slice(10, 20))
})

test.each([
  ['of another list', { first: 1, after: createCursor('created_at:desc', minute(1).toISOString(), user_id) }],
  [
    'without the place of its kind',
    { after: createCursor('occurred_at:desc', minute(1).toISOString(), user_id) },
  ],
  [
    'with an unknown place',
    { after: createCursor('occurred_at:desc', minute(1).toISOString(), user_id, 'x') },
  ],
  ['with another time', { before: createCursor('occurred_at:desc', 'yesterday', user_id, '1') }],
])('a cursor %s is refused', async (_name, variables) => {
  expect(codesOf(await api.ask(query, variables, owner))).toEqual(['BAD_USER_INPUT'])
})

test('a page is one statement, and the subjects of each type are another', async () => {
  const count = async (fields: string) =>
    (await api.statementsOf(() => api.ask(`{ activity { ${fields} } }`, {}, owner))).length

  expect(await count('nodes { occurredAt kind }')).toBe(2)
  expect(await count('nodes { subject { __typename } }')).toBe(7)
  expect(await count('totalCount nodes { kind }')).toBe(3)
})

async function fetchPages(size: 'first' | 'last', length: number, user: Account) {
  const pages: Listed['nodes'][] = []
  const [place, isMore, cursor] =
    size === 'first'
      ? (['after', 'hasNextPage', 'endCursor'] as const)
      : (['before', 'hasPreviousPage', 'startCursor'] as const)
  for (let variables: object | undefined = { [size]: length }; variables !== undefined; ) {
    const { nodes, pageInfo }: Listed = await list(variables, user)
    pages.push(nodes)
    variables = pageInfo[isMore] === true ? { [size]: length, [place]: pageInfo[cursor] } : undefined
  }
  return pages
}

const kindsInOrder = [
  'CONTRACT_ADDED',
  'ANALYSIS_STARTED',
  'ANALYSIS_COMPLETED',
  'CHAT_SESSION_OPENED',
  'MESSAGE_ADDED',
]

/** Sorts like the list, in ascending order. */
function toKey({ occurredAt, subject, kind }: Listed['nodes'][number]): string {
  return `${occurredAt} ${subject.id} ${kindsInOrder.indexOf(kind)}`
}

function createCursor(...parts: readonly string[]): string {
  return Buffer.from(JSON.stringify([1, ...parts])).toString('base64url')
}

/** 42 events at two times: of contracts, analyses that were completed when they were started, sessions and messages. */
async function insertEvents({ id }: Account): Promise<void> {
  const times = sql`case when n % 2 = 0 then ${minute(0)}::timestamptz else ${minute(1)}::timestamptz end`
  const numbers = sql`generate_series(1, 7) as n`
  await sql`insert into contracts (user_id, name, target_address, target_chain, created_at)
    select ${id}::uuid, 'Token ' || n, '0x' || lpad(to_hex(n), 40, '0'), 'lisk', ${times} from ${numbers}`.execute(
    db,
  )
  await sql`insert into analyses (user_id, analysis_type, status, created_at, completed_at, contract_chain)
    select ${id}::uuid, 'single', 'completed', ${times}, ${times}, 'lisk' from ${numbers}`.execute(db)
  await sql`with opened as (
      insert into chat_sessions (user_id, contract_address, contract_chain, created_at)
      select ${id}::uuid, 'a' || n, 'lisk', ${times} from ${numbers} returning id, user_id, created_at)
    insert into chat_messages (session_id, user_id, role, content, created_at)
    select id, user_id, 'user', 'Hello', created_at from opened, generate_series(1, 2)`.execute(db)
}
