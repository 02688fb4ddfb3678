import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { describe, expect, test, vi } from 'vitest'
import { type Api, codesOf, startApi } from '../support/api.ts'
import { createDatabaseProxy, type DatabaseProxy } from '../support/database-proxy.ts'
import { type Account, insertUser } from '../support/factories.ts'

interface Served {
  readonly api: Api
  readonly gate: DatabaseProxy
  readonly user: Account
}

const usualStatementTimeoutMs = 15_000
/**
 * These tests measure time. On a busy machine the server checks its connections late, responses are late, and the
 * setup takes longer: hence the retries and the timeout.
 */
const options = { retry: 2, timeout: 90_000 }

async function serve(): Promise<Served> {
  const gates: DatabaseProxy[] = []
  const api = await startApi({
    statementTimeoutMs: usualStatementTimeoutMs,
    maxConnections: 20,
    reach: async (database) => {
      const gate = await createDatabaseProxy(database)
      gates.push(gate)
      return gate.database
    },
  })
  const [gate = expect.unreachable()] = gates
  return { api, gate, user: await insertUser(api.db) }
}

interface Outcome {
  /** Milliseconds since the first request of the series. */
  readonly sentMs: number
  readonly tookMs: number
  readonly status: number
  readonly codes: readonly string[]
}

/** Sends a mutation and a query every 100 ms without waiting for responses. */
async function askFor(ms: number, { api, user }: Served): Promise<readonly Outcome[]> {
  const started = performance.now()
  const outcomes: Promise<Outcome>[] = []
  const ask = async (query: string): Promise<Outcome> => {
    const sentMs = performance.now() - started
    const answer = await api.ask(query, {}, user)
    return {
      sentMs,
      tookMs: performance.now() - started - sentMs,
      status: answer.status,
      codes: codesOf(answer),
    }
  }
  while (performance.now() - started < ms) {
    outcomes.push(ask('{ me { id contracts { totalCount } } }'))
    outcomes.push(ask('mutation { updateProfile(input: { name: "Other" }) { user { name } } }'))
    await sleep(100)
  }
  return Promise.all(outcomes)
}

/** Opens all connections of the pool. */
async function fillPool({ api }: Served): Promise<void> {
  const { pool } = api.served
  // The server keeps a few connections in reserve.
  const { max } = pool.options
  await Promise.all(Array.from({ length: max }, () => pool.query('select pg_sleep(0.1)')))
  expect(pool.totalCount).toBe(max)
}

const failed = (outcomes: readonly Outcome[]) => outcomes.filter(({ status }) => status !== 200)
const lastFailureMs = (outcomes: readonly Outcome[]) =>
  Math.max(0, ...failed(outcomes).map(({ sentMs }) => sentMs))

describe.concurrent('a network failure', options, () => {
  test('that drops the packets of open connections is over for requests after five seconds', async () => {
    const served = await serve()
    await fillPool(served)
    served.gate.vanish()

    const outcomes = await askFor(8_000, served)

    expect(lastFailureMs(outcomes)).toBeLessThan(5_000)
    expect(Math.max(...outcomes.map(({ tookMs }) => tookMs))).toBeLessThan(5_000)
    expect(new Set(failed(outcomes).flatMap(({ codes }) => codes))).toEqual(new Set(['UNAVAILABLE']))
  })

  test('that drops all packets makes requests fail within seconds, until five seconds after its end', async () => {
    const served = await serve()
    await fillPool(served)
    served.gate.setDark(true)

    const dark = await askFor(10_000, served)
    served.gate.setDark(false)
    const light = await askFor(8_000, served)

    expect(new Set(dark.map(({ status }) => status))).toEqual(new Set([503]))
    expect(new Set(dark.flatMap(({ codes }) => codes))).toEqual(new Set(['UNAVAILABLE']))
    expect(Math.max(...dark.map(({ tookMs }) => tookMs))).toBeLessThan(8_000)
    expect(lastFailureMs(light)).toBeLessThan(5_000)
  })

  test('leaves no locks: the orphaned session of a transaction in progress is terminated within five seconds', async () => {
    const { api, gate, user } = await serve()
    const transaction = await api.served.db.startTransaction().setIsolationLevel('read committed').execute()
    await rename(transaction, user)
    gate.vanish()
    const started = performance.now()

    await expect(rename(transaction, user)).rejects.toThrow('Connection terminated')
    await untilUnlocked(api, user)

    expect(performance.now() - started).toBeLessThan(5_000)
  })

  test('leaves no locks: the session of a client that has disappeared is terminated within 30 seconds', async () => {
    const { api, gate, user } = await serve()
    const transaction = await api.served.db.startTransaction().setIsolationLevel('read committed').execute()
    await rename(transaction, user)
    gate.vanish()
    const started = performance.now()

    await untilUnlocked(api, user)

    expect(performance.now() - started).toBeLessThan(30_000)
  })
})

test('a slow but running statement is not affected', options, async () => {
  const { api } = await serve()
  await expect(api.served.pool.query("select pg_sleep(6), 'done' as state")).resolves.toMatchObject({
    rows: [{ state: 'done' }],
  })
})

function rename(db: Api['db'], { id }: Account): Promise<unknown> {
  return sql`update users set name = 'Other' where id = ${id}`.execute(db)
}

async function untilUnlocked({ db }: Api, user: Account): Promise<void> {
  await vi.waitFor(() => rename(db, user), { timeout: 35_000, interval: 50 })
}
