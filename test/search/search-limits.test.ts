import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { codesOf, startApi } from '../support/api.ts'
import { insertContract, insertUser } from '../support/factories.ts'

const api = await startApi({ maxConnections: 20 })
const { db } = api
const admin = await insertUser(db, { role: 'admin' })
const limit = 'set local statement_timeout = 3000'
/** Allows for a machine that is busy with other tests. */
const maxWaitMs = 10_000

const searches = [
  { name: 'search', table: 'message_ids', field: 'search(query: "token") { edges { cursor } }' },
  {
    name: 'contracts',
    table: '"contracts"',
    field: 'contracts(filter: { search: "token" }) { totalCount edges { cursor } }',
  },
  {
    name: 'chatSessions',
    table: '"chat_sessions"',
    field: 'chatSessions(filter: { search: "token" }) { totalCount edges { cursor } }',
  },
  {
    name: 'analyses',
    table: '"analyses"',
    field: 'analyses(filter: { results: { path: "/a", equals: 1 } }) { totalCount edges { cursor } }',
  },
  {
    name: 'users',
    table: 'nfc("users"."name") ilike',
    field: 'users(filter: { search: "token" }) { totalCount edges { cursor } }',
  },
]

test.each(searches)('each searching statement of $name has a time limit', async ({ table, field }) => {
  const statements = await api.statementsOf(async () => {
    expect((await api.ask(`{ ${field} }`, {}, admin)).errors).toEqual([])
  })

  const searching = statements.filter((text) => text.includes(table))
  expect(searching.length).toBe(field.includes('totalCount') ? 2 : 1)
  expect(statements.filter((text) => text === limit)).toHaveLength(searching.length)
})

const stats = 'totalCount thisMonthCount successRate series { count } byStatus { count }'

test.each(['search: "token"', 'results: { path: "/a", equals: 1 }'])(
  'each statement of analysisStats with the filter %s has a time limit',
  async (filter) => {
    const statements = await api.statementsOf(async () => {
      const answer = await api.ask(`{ analysisStats(filter: { ${filter} }) { ${stats} } }`, {}, admin)
      expect(answer.errors).toEqual([])
    })

    expect(statements.filter((text) => text.includes('analyses'))).toHaveLength(3)
    expect(statements.filter((text) => text === limit)).toHaveLength(3)
  },
)

test('analysisStats without a search has no time limit', async () => {
  const query = `{ analysisStats(filter: { statuses: [FAILED] }) { ${stats} } }`

  expect(await api.statementsOf(() => api.ask(query, {}, admin))).not.toContain(limit)
})

test.each(['contracts', 'chatSessions', 'analyses', 'users'])(
  'a list of %s without a search has no time limit',
  async (name) => {
    const field = `${name}(filter: {}) { totalCount edges { cursor } }`

    const statements = await api.statementsOf(() => api.ask(`{ ${field} }`, {}, admin))

    expect(statements).not.toContain(limit)
  },
)

test('a search that takes too long ends with TIMEOUT, and other statements have no such limit', async () => {
  const owner = await insertUser(db)
  for (let number = 0; number < 10; number += 1) await insertContract(db, { user_id: owner.id })
  await slowDownSearch(1)

  const { data, errors } = await api.ask(
    '{ me { id } search(query: "needle") { edges { cursor } } }',
    {},
    owner,
  )

  expect(data).toEqual(null)
  expect(errors).toMatchObject([{ path: ['search'], extensions: { code: 'TIMEOUT' } }])
  expect(errors[0]?.message).toContain('3 s')
  const { rows } = await api.served.pool.query('show statement_timeout')
  expect(rows).not.toEqual([{ statement_timeout: '3s' }])
})

test('one viewer runs one search at a time, through any field; other viewers are not delayed', async () => {
  const { release } = await lockSearched()
  const other = await insertUser(db)
  const lists = `{ ${searches.map(({ field }) => field).join(' ')} }`
  const statistics = `{ analysisStats(filter: { search: "token" }) { ${stats} } }`

  const queries = Array.from({ length: 4 }, () => [lists, statistics]).flat()
  const answers = Promise.all(queries.map((query) => api.ask(query, {}, admin)))
  await expect.poll(countWaiting, { timeout: maxWaitMs }).toBeGreaterThan(0)
  const samples: number[] = []
  for (let sample = 0; sample < 10; sample += 1) {
    samples.push(await countWaiting())
    await sleep(20)
  }
  const [ofOther, ofViewer] = await Promise.all([
    api.ask('{ me { id } }', {}, other),
    api.ask('{ me { id } }', {}, admin),
  ])
  release()

  expect(Math.max(...samples)).toBe(1)
  expect([ofOther.data.me.id, ofViewer.data.me.id]).toEqual([other.id, admin.id])
  const codes = (await answers).flatMap(codesOf)
  expect(codes.filter((code) => !['BUSY', 'TOO_MANY_REQUESTS'].includes(code))).toEqual([])
})

/** Makes each comparison of a name take this number of seconds, until the test ends. */
async function slowDownSearch(seconds: number): Promise<void> {
  const define = (language: string, body: string) =>
    sql`create or replace function resembles(query text, name text) returns boolean language ${sql.raw(language)} stable as ${sql.lit(body)}`.execute(
      db,
    )
  await define('plpgsql', `begin perform pg_sleep(${seconds}); return false; end`)
  onTestFinished(async () => {
    await define('sql', 'select query <% name or query <<% name or query % name')
  })
}

/** Locks all tables that searches read, until released. */
async function lockSearched(): Promise<{ release(): void }> {
  const transaction = await db.startTransaction().execute()
  await sql`lock table contracts, chat_sessions, analyses in access exclusive mode`.execute(transaction)
  let rollback: Promise<void> | undefined
  const release = () => {
    rollback ??= transaction.rollback().execute()
  }
  onTestFinished(async () => {
    release()
    await rollback
  })
  return { release }
}

async function countWaiting(): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`.execute(db)
  return rows[0]?.count ?? 0
}
