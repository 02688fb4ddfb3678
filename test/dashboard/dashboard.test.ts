import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { codesOf, startApi } from '../support/api.ts'
import {
  type Account,
  insertAnalysis,
  insertContract,
  insertMessage,
  insertSession,
  insertUser,
} from '../support/factories.ts'

const api = await startApi()
const { db } = api
const owner = await insertUser(db, { tier: 'starter', monthly_analysis_count: 3 })
const user_id = owner.id
const minute = (number: number) => new Date(Date.UTC(2026, 0, 1, 0, number))

await insertContract(db, { user_id, created_at: minute(1), name: 'Token' })
await insertContract(db, { user_id, created_at: minute(0), is_active: false })
const completed = await insertAnalysis(db, {
  ...{ user_id, status: 'completed', created_at: minute(2), completed_at: minute(5) },
})
const failed = await insertAnalysis(db, { user_id, status: 'failed', created_at: minute(4) })
const session = await insertSession(db, { user_id })
await insertMessage(db, session, { created_at: minute(3) })
const deleted = await insertSession(db, { user_id, is_active: false })
await insertMessage(db, deleted, { created_at: minute(9) })
await fill(await insertUser(db), 3)

const full = `{ dashboard {
  contractCount chatSessionCount quota { used limit }
  analyses { totalCount thisMonthCount successRate averageDurationSeconds byStatus { status count } series(groupBy: CHAIN) { count } }
  recentAnalyses { id status contract { id } }
} }`
const ask = async (fields: string, user = owner) =>
  (await api.ask(`{ dashboard { ${fields} } }`, {}, user)).data.dashboard

test('the dashboard summarizes only the viewer’s own activity', async () => {
  const { data } = await api.ask(full, {}, owner)

  expect(data.dashboard).toMatchObject({
    ...{ contractCount: 1, chatSessionCount: 1, quota: { used: 3, limit: 50 } },
    analyses: {
      totalCount: 2,
      thisMonthCount: 0,
      successRate: 0.5,
      averageDurationSeconds: 180,
      series: [{ count: 2 }],
    },
    recentAnalyses: [{ id: failed.id }, { id: completed.id }],
  })
})

test('the latest analyses have the requested number, within limits', async () => {
  const count = async (first: number) =>
    (await ask(`recentAnalyses(first: ${first}) { id }`)).recentAnalyses.length
  expect([await count(1), await count(0)]).toEqual([1, 0])
  for (const field of ['recentAnalyses(first: 21) { id }', 'recentAnalyses(first: -1) { id }']) {
    expect(codesOf(await api.ask(`{ dashboard { ${field} } }`, {}, owner))).toEqual(['BAD_USER_INPUT'])
  }
  expect(codesOf(await api.ask(full))).toEqual(['UNAUTHENTICATED'])
})

test('a new user’s dashboard is empty', async () => {
  const { data } = await api.ask(full, {}, await insertUser(db))

  expect(data.dashboard).toMatchObject({
    ...{ contractCount: 0, chatSessionCount: 0, recentAnalyses: [] },
    analyses: { totalCount: 0, successRate: null, byStatus: [], series: [] },
  })
})

test('only selected fields are loaded', async () => {
  const count = async (fields: string) => (await api.statementsOf(() => ask(fields))).length

  expect(await count('__typename')).toBe(1)
  expect(await count('contractCount')).toBe(2)
  expect(await count('contractCount chatSessionCount')).toBe(2)
  expect(await count('quota { used }')).toBe(2)
  expect(await count('analyses { totalCount successRate }')).toBe(2)
  expect(await count('recentAnalyses { id }')).toBe(2)
  expect((await api.statementsOf(() => ask('contractCount'))).join()).not.toContain('chat_sessions')
})

test('the whole dashboard takes seven statements, regardless of the number of rows', async () => {
  const heavy = await insertUser(db)
  await fill(heavy, 5000)

  const few = await api.statementsOf(() => api.ask(full, {}, owner))
  const many = await api.statementsOf(() => api.ask(full, {}, heavy))

  expect([few.length, many.length]).toEqual([7, 7])
})

/** Inserts this number of contracts, analyses, sessions and messages of the user. */
async function fill({ id }: Account, count: number): Promise<void> {
  const [numbers, moment] = [
    sql`generate_series(1, ${count}) as n`,
    sql`current_timestamp - n * interval '1 hour'`,
  ]
  await sql`
    insert into contracts (user_id, name, target_address, target_chain, created_at)
    select ${id}::uuid, 'Token ' || n, '0x' || lpad(to_hex(n), 40, '0'), 'lisk', ${moment} from ${numbers}`.execute(
    db,
  )
  await sql`
    insert into analyses (user_id, analysis_type, status, created_at, completed_at, contract_chain)
    select ${id}::uuid, 'single', 'completed', ${moment}, ${moment}, 'lisk' from ${numbers}`.execute(db)
  await sql`
    with opened as (
      insert into chat_sessions (user_id, contract_address, contract_chain)
      select ${id}::uuid, 'a' || n, 'lisk' from ${numbers} returning id, user_id
    )
    insert into chat_messages (session_id, user_id, role, content, created_at)
    select id, user_id, 'user', 'Hello', current_timestamp - row_number() over () * interval '1 hour' from opened`.execute(
    db,
  )
}
