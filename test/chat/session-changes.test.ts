import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { type Answer, codesOf, startApi } from '../support/api.ts'
import { type Account, insertSession, insertUser } from '../support/factories.ts'

const api = await startApi({ maxConnections: 25 })
const { db } = api
const owner = await insertUser(db)
const user_id = owner.id
const stranger = await insertUser(db)
const contractAddress = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed'
const subject = { contractAddress, contractChain: 'ethereum' }

const open = (input: object, sender: Account) =>
  api.ask(
    `mutation ($input: OpenChatSessionInput!) { openChatSession(input: $input) {
      isNew session { id title contractAddress contractChain contractName messageCount owner { id } }
    } }`,
    { input },
    sender,
  )
const rename = (input: object, sender: Account = owner) =>
  api.ask(
    `mutation ($input: RenameChatSessionInput!) { renameChatSession(input: $input) { session { title updatedAt } } }`,
    { input },
    sender,
  )
const remove = (ids: readonly string[], sender: Account = owner) =>
  api.ask(
    'mutation ($ids: [ID!]!) { deleteChatSessions(ids: $ids) { sessions { id isActive } } }',
    { ids },
    sender,
  )
const readSession = (id: string) =>
  db.selectFrom('chat_sessions').selectAll().where('id', '=', id).executeTakeFirstOrThrow()

test('a session about a contract is new once, and then the same in any case of address and chain', async () => {
  const user = await insertUser(db)

  const first = await open({ ...subject, contractName: 'Token', title: 'Fees' }, user)
  const again = await open(
    { contractAddress: contractAddress.toLowerCase(), contractChain: 'Ethereum', title: 'Other' },
    user,
  )

  const { session } = first.data.openChatSession
  expect(first.data.openChatSession.isNew).toBe(true)
  expect(session).toMatchObject({ ...subject, contractName: 'Token', title: 'Fees', messageCount: 0 })
  expect(session.owner).toEqual({ id: user.id })
  expect(again.data.openChatSession).toEqual({ isNew: false, session })
})

test('another chain, another user or a deleted session means a new one, with the usual title', async () => {
  const [user, other] = [await insertUser(db), await insertUser(db)]
  const before = await open(subject, user)
  await remove([before.data.openChatSession.session.id], user)

  const answers = [
    await open(subject, user),
    await open({ ...subject, contractChain: 'lisk', title: null }, user),
    await open(subject, other),
  ]

  for (const { data } of answers) {
    expect(data.openChatSession).toMatchObject({ isNew: true, session: { title: 'New Chat' } })
  }
})

test('20 calls at once open one session', async () => {
  const user = await insertUser(db)
  const calls: Promise<Answer>[] = []

  // No session can be inserted until every call has had the time to see that there is none.
  await db.transaction().execute(async (trx) => {
    await sql`lock table chat_sessions in exclusive mode`.execute(trx)
    calls.push(...Array.from({ length: 20 }, () => open(subject, user)))
    await expect.poll(countWaiting, { timeout: 10_000 }).toBe(20)
  })

  const opened = (await Promise.all(calls)).map(({ data }) => data.openChatSession)
  expect(new Set(opened.map(({ session }) => session.id)).size).toBe(1)
  expect(opened.filter(({ isNew }) => isNew)).toHaveLength(1)
})

/** How many statements on this database wait for a lock. Within a transaction the answer would never change. */
async function countWaiting(): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`.execute(db)
  return rows[0]?.count ?? 0
}

test('of several imported sessions about one contract the newest that is not deleted wins', async () => {
  const user = await insertUser(db)
  const day = (number: number) => new Date(Date.UTC(2026, 0, number))
  const values = { user_id: user.id, contract_address: contractAddress, contract_chain: 'ethereum' }
  await insertSession(db, { ...values, created_at: day(1), last_message_at: day(9) })
  const newest = await insertSession(db, { ...values, created_at: day(2) })
  await insertSession(db, { ...values, created_at: day(3), is_active: false })

  const { data } = await open(subject, user)

  expect(data.openChatSession).toMatchObject({ isNew: false, session: { id: newest.id } })
})

test.each([
  ['input.contractAddress', { contractAddress: '0x12' }],
  ['input.contractAddress', { contractAddress: 'a\0b', contractChain: 'moon' }],
  ['input.contractChain', { contractChain: '' }],
  ['input.contractChain', { contractChain: 'x'.repeat(51) }],
  ['input.contractName', { contractName: 'x'.repeat(256) }],
  ['input.contractName', { contractName: '\0' }],
  ['input.title', { title: ' ' }],
  ['input.title', { title: 'x'.repeat(501) }],
])('a session with a wrong %s is not opened', async (argument, input) => {
  const { errors } = await open({ ...subject, ...input }, owner)

  expect(errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument })
})

test('a session gets another title, and `updatedAt` moves', async () => {
  const { id } = await insertSession(db, { user_id })
  const before = await readSession(id)

  const { data } = await rename({ id: id.toUpperCase(), title: 'Fees', ifUnmodifiedSince: before.updated_at })

  expect(data.renameChatSession.session.title).toBe('Fees')
  expect(Date.parse(data.renameChatSession.session.updatedAt)).toBeGreaterThan(before.updated_at.getTime())
})

test('a session that was changed since it was read is not renamed', async () => {
  const { id } = await insertSession(db, { user_id })
  const { updated_at: since } = await readSession(id)
  await rename({ id, title: 'First' })

  const { errors } = await rename({ id, title: 'Second', ifUnmodifiedSince: since })

  const { title, updated_at } = await readSession(id)
  expect(errors[0]?.extensions).toMatchObject({ code: 'CONFLICT', updatedAt: updated_at.toISOString() })
  expect(title).toBe('First')
})

test('of renames at once with the same `ifUnmodifiedSince` one succeeds', async () => {
  const { id } = await insertSession(db, { user_id })
  const { updated_at: ifUnmodifiedSince } = await readSession(id)

  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, number) => rename({ id, title: `${number}`, ifUnmodifiedSince })),
  )

  expect(answers.flatMap(codesOf)).toEqual(Array(9).fill('CONFLICT'))
})

test.each(['', ' ', 'x'.repeat(501), 'a\0b', '\ud800'])('%j is no title', async (title) => {
  const { id } = await insertSession(db, { user_id })

  const { errors } = await rename({ id, title })

  expect(errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'input.title' })
})

test('a deleted session is not renamed', async () => {
  const { id } = await insertSession(db, { user_id, is_active: false })

  expect(codesOf(await rename({ id, title: 'Back' }))).toEqual(['CONFLICT'])
})

test('a session is deleted softly, and once more without harm', async () => {
  const { id } = await insertSession(db, { user_id })
  const once = () =>
    api.ask(`mutation { deleteChatSession(id: "${id}") { session { id isActive updatedAt } } }`, {}, owner)

  const first = await once()
  const second = await once()

  expect(first.data.deleteChatSession.session).toMatchObject({ id, isActive: false })
  expect(second.data).toEqual(first.data)
})

test('several sessions are deleted in the order of the ids', async () => {
  const ids = [(await insertSession(db, { user_id })).id, (await insertSession(db, { user_id })).id]

  const { data } = await remove([...ids, ...ids])

  expect(data.deleteChatSessions.sessions).toEqual(ids.map((id) => ({ id, isActive: false })))
})

test('with one id unknown or of somebody else no session is deleted', async () => {
  const own = await insertSession(db, { user_id })
  const foreign = await insertSession(db, { user_id: stranger.id })

  for (const id of [randomUUID(), foreign.id]) {
    expect(codesOf(await remove([own.id, id]))).toEqual(['NOT_FOUND'])
  }

  expect((await readSession(own.id)).is_active).toBe(true)
  expect((await readSession(foreign.id)).is_active).toBe(true)
})

test.each([
  ['ids', []],
  ['ids', Array.from({ length: 101 }, () => randomUUID())],
  ['ids.1', [randomUUID(), 'x']],
])('a wrong list of ids names %s', async (argument, ids) => {
  const { errors } = await remove(ids)

  expect(errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument })
})

test('deletions of the same sessions in other orders do not wait for each other for ever', async () => {
  const ids = await Promise.all(
    Array.from({ length: 10 }, async () => (await insertSession(db, { user_id })).id),
  )

  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, number) => remove(number % 2 === 0 ? ids : ids.toReversed())),
  )

  expect(answers.flatMap(codesOf)).toEqual([])
})

test('a stranger, also an administrator, finds nothing to rename or delete', async () => {
  const { id } = await insertSession(db, { user_id, title: 'Mine' })
  const admin = await insertUser(db, { role: 'admin' })

  for (const sender of [stranger, admin]) {
    expect(codesOf(await rename({ id, title: 'Theirs' }, sender))).toEqual(['NOT_FOUND'])
    expect(codesOf(await remove([id], sender))).toEqual(['NOT_FOUND'])
  }

  expect(await readSession(id)).toMatchObject({ title: 'Mine', is_active: true })
})
