import { sql } from 'kysely'
import { expect, test } from 'vitest'
import type { Answer } from '../support/api.ts'
import { insertSession, insertUser } from '../support/factories.ts'
import { api, contractAddress, db, open, owner, remove, subject } from './session-calls.ts'

test('a session about a contract is created once, ignoring the case of address and chain', async () => {
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

test('a session is found by any spelling of its address and chain, and keeps its own spelling', async () => {
  const user = await insertUser(db)
  const contract = { contractAddress: '0x049d', contractChain: 'starknet' }

  const first = await open(contract, user)
  const again = await open({ contractAddress: '0x49D', contractChain: 'SN_MAIN' }, user)

  expect(first.data.openChatSession).toMatchObject({ isNew: true, session: contract })
  expect(again.data.openChatSession).toEqual({ ...first.data.openChatSession, isNew: false })
})

test('Solana addresses that differ in case are different contracts', async () => {
  const user = await insertUser(db)
  const contract = {
    contractAddress: '7EYnhQoR9YM3N7UoaKRoA44Uy8JeaZV3qyouov87awMs',
    contractChain: 'solana',
  }

  await open(contract, user)
  const other = await open({ ...contract, contractAddress: contract.contractAddress.toLowerCase() }, user)

  expect(other.data.openChatSession.isNew).toBe(true)
})

test('another chain, another user or a deleted session means a new session with the default title', async () => {
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

test('20 concurrent calls open one session', async () => {
  const user = await insertUser(db)
  const mostAtOnce = Math.floor(api.served.pool.options.max / 3)
  const calls: Promise<Answer>[] = []

  // No session can be inserted until all calls that run concurrently have found that there is none.
  await db.transaction().execute(async (trx) => {
    await sql`lock table chat_sessions in exclusive mode`.execute(trx)
    calls.push(...Array.from({ length: 20 }, () => open(subject, user)))
    await expect.poll(countWaiting, { timeout: 10_000 }).toBe(mostAtOnce)
  })

  const opened = (await Promise.all(calls)).map(({ data }) => data.openChatSession)
  expect(new Set(opened.map(({ session }) => session.id)).size).toBe(1)
  expect(opened.filter(({ isNew }) => isNew)).toHaveLength(1)
})

/** Statements that are waiting for a lock. Within one transaction, this number would never change. */
async function countWaiting(): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`.execute(db)
  return rows[0]?.count ?? 0
}

test('of several imported sessions about one contract, the newest active one is opened', async () => {
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
])('a session with an invalid %s is not opened', async (argument, input) => {
  const { errors } = await open({ ...subject, ...input }, owner)

  expect(errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument })
})
