import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { expect, vi } from 'vitest'
import { type Api, codesOf, startApi } from '../support/api.ts'
import { createDatabaseProxy, type DatabaseProxy } from '../support/database-proxy.ts'
import { type Account, insertUser } from '../support/factories.ts'

/** A server whose connections to the database go through a proxy. */
interface Served {
  readonly api: Api
  readonly proxy: DatabaseProxy
  readonly user: Account
}

const usualStatementTimeoutMs = 15_000
export async function serve(): Promise<Served> {
  const proxies: DatabaseProxy[] = []
  const api = await startApi({
    statementTimeoutMs: usualStatementTimeoutMs,
    maxConnections: 20,
    reach: async (database) => {
      const proxy = await createDatabaseProxy(database)
      proxies.push(proxy)
      return proxy.database
    },
  })
  const [proxy = expect.unreachable()] = proxies
  return { api, proxy, user: await insertUser(api.db) }
}

interface Outcome {
  /** Milliseconds since the first request of the series. */
  readonly sentMs: number
  readonly tookMs: number
  readonly status: number
  readonly codes: readonly string[]
}

/** Sends a mutation and a query every 100 ms without waiting for responses. */
export async function askFor(ms: number, { api, user }: Served): Promise<readonly Outcome[]> {
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
export async function fillPool({ api }: Served): Promise<void> {
  const { pool } = api.served
  // The server keeps a few connections in reserve.
  const { max } = pool.options
  await Promise.all(Array.from({ length: max }, () => pool.query('select pg_sleep(0.1)')))
  expect(pool.totalCount).toBe(max)
}

export const failed = (outcomes: readonly Outcome[]) => outcomes.filter(({ status }) => status !== 200)
export const lastFailureMs = (outcomes: readonly Outcome[]) =>
  Math.max(0, ...failed(outcomes).map(({ sentMs }) => sentMs))

export function rename(db: Api['db'], { id }: Account): Promise<unknown> {
  return sql`update users set name = 'Other' where id = ${id}`.execute(db)
}

/** Resolves when the user's row can be updated. */
export async function untilUnlocked({ db }: Api, user: Account): Promise<void> {
  await vi.waitFor(() => rename(db, user), { timeout: 35_000, interval: 50 })
}
