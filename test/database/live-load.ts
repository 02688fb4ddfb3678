import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { expect, vi } from 'vitest'
import type { Database } from '../../src/database/connection.ts'
import { migrateTo, migrateToLatest } from '../../src/database/migrate.ts'
import { type Api, startApi } from '../support/api.ts'
import {
  type Account,
  insertAnalysis,
  insertCompetitor,
  insertContract,
  insertSession,
  insertUser,
} from '../support/factories.ts'

/**
 * Operations that work on the schema of 0010 and later, because they use no newer column or function. They lock rows of
 * several tables in different orders.
 */
const operations = {
  lists:
    '{ me { contracts { totalCount edges { node { name analyses { totalCount } } } } chatSessions { totalCount } } }',
  updateContract:
    'mutation ($contractId: ID!) { updateContract(input: { id: $contractId, description: "Other" }) { contract { id } } }',
  appendMessages:
    'mutation ($sessionId: ID!) { appendMessages(input: { sessionId: $sessionId, messages: [{ role: USER, content: "Hello" }] }) { messages { id } } }',
  updateProfile: 'mutation { updateProfile(input: { name: "Other" }) { user { name } } }',
  replaceParts:
    'mutation ($contractId: ID!) { updateContract(input: { id: $contractId, competitors: [], rpcConfigs: [{ chain: "ethereum", rpcUrls: ["https://rpc.example.org"] }] }) { contract { id } } }',
}

interface LoadResult {
  readonly name: string
  readonly tookMs: number
  /** The response with its errors; undefined if it has none. */
  readonly failure: string | undefined
}

export interface Load {
  readonly results: LoadResult[]
  /** Resolves when every operation has been sent at least this number of times. */
  untilAnswered(times: number): Promise<void>
  stop(): Promise<void>
}

/** A server with users whose concurrent requests can be started and stopped, and 20,000 analyses. */
export async function createLoadedServer(): Promise<{ readonly db: Database; startLoad(): Load }> {
  const api = await startApi({ maxConnections: 15, statementTimeoutMs: 15_000 })
  const { db } = api
  const users = await Promise.all(Array.from({ length: 6 }, () => insertUser(db, { tier: 'enterprise' })))
  const [first = expect.unreachable()] = users
  await insertAnalyses(db, first)
  return { db, startLoad: () => startLoad(api, users) }
}

/** Migrates from 0010 to the latest while requests run, and expects that none of them fails. */
export async function migrateUnderLoad({
  db,
  startLoad,
}: Awaited<ReturnType<typeof createLoadedServer>>): Promise<void> {
  await migrateTo(db, '0010-idempotency')
  const load = startLoad()
  await load.untilAnswered(2)
  const before = load.results.length

  const steps = await migrateToLatest(db)

  await load.stop()
  expect(steps.length).toBeGreaterThanOrEqual(7)
  expect(load.results.length).toBeGreaterThan(before)
  expect(load.results.filter(({ failure }) => failure !== undefined)).toEqual([])
}

/** Enough rows that building an index takes a moment. */
async function insertAnalyses(db: Database, user: Account): Promise<void> {
  await sql`
    insert into analyses (id, user_id, analysis_type, status, results, contract_address, contract_chain, completed_at)
    select gen_random_uuid(), ${user.id}::uuid, 'single', 'completed',
      jsonb_build_object('a', number, 'b', md5(number::text), 'list', jsonb_build_array(number, number + 1)),
      '0x1', 'ethereum', now()
    from generate_series(1, 20000) as number`.execute(db)
}

/** Each user sends two requests at a time. */
function startLoad(api: Api, users: readonly Account[]): Load {
  const entries = Object.entries(operations)
  const contracts = createContracts(api.db)
  const results: LoadResult[] = []
  let isStopped = false
  const act = async (user: Account, first: number) => {
    const session = await insertSession(api.db, { user_id: user.id })
    for (let index = first; !isStopped; index += 1) {
      const [name = '', query = ''] = entries[index % entries.length] ?? []
      const variables = { contractId: await contracts.findId(user), sessionId: session.id }
      const started = performance.now()
      const { errors, text } = await api.ask(query, variables, user)
      results.push({
        name,
        tookMs: performance.now() - started,
        failure: errors.length === 0 ? undefined : text,
      })
      // No mutation writes analyses and competitors without newer columns.
      const contract = { id: variables.contractId, user_id: user.id }
      await insertAnalysis(api.served.db, { user_id: user.id, config_id: contract.id })
      await insertCompetitor(api.served.db, contract)
      await sleep(5)
    }
  }
  const running = users.flatMap((user, index) => [act(user, index), act(user, index + 3)])
  const countOf = (wanted: string) => results.filter(({ name }) => name === wanted).length
  return {
    results,
    untilAnswered: (times) =>
      vi.waitFor(
        () => expect(Math.min(...entries.map(([name]) => countOf(name)))).toBeGreaterThanOrEqual(times),
        { timeout: 30_000 },
      ),
    stop: async () => {
      isStopped = true
      await Promise.all(running)
    },
  }
}

/** A new contract of a user after every 300 requests. */
function createContracts(db: Database) {
  const current = new Map<string, { readonly id: string; uses: number }>()
  return {
    async findId(user: Account): Promise<string> {
      const known = current.get(user.id)
      if (known !== undefined && known.uses < 300) {
        known.uses += 1
        return known.id
      }
      const { id } = await insertContract(db, { user_id: user.id })
      current.set(user.id, { id, uses: 1 })
      return id
    },
  }
}
