import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { migrateTo, migrateToLatest } from '../../src/database/migrate.ts'
import { address } from '../contracts/contract-calls.ts'
import { type Answer, startApi } from '../support/api.ts'
import { type Account, insertContract, insertUser } from '../support/factories.ts'

const api = await startApi({ maxConnections: 15, statementTimeoutMs: 15_000 })
const { db } = api
const users = await Promise.all(Array.from({ length: 6 }, () => insertUser(db, { tier: 'enterprise' })))

/** Changes that work on the schema of 0010 and later. Each locks rows of several tables in a different order. */
const operations = {
  lists:
    '{ me { contracts { totalCount edges { node { name analyses { totalCount } } } } chatSessions { totalCount } } }',
  startAnalysis:
    'mutation ($contractId: ID!) { startAnalysis(input: { contractId: $contractId, type: SINGLE }) { analysis { id } } }',
  updateContract:
    'mutation ($contractId: ID!) { updateContract(input: { id: $contractId, name: "Other", tags: ["a"] }) { contract { id } } }',
  openChatSession: `mutation { openChatSession(input: { contractAddress: "${address}", contractChain: "ethereum" }) { session { id } } }`,
  updateProfile: 'mutation { updateProfile(input: { name: "Other" }) { user { name } } }',
  addCompetitor: `mutation ($contractId: ID!) { addCompetitor(input: { contractId: $contractId, competitor: { address: "${address}", chain: "ethereum" } }) { competitor { id } } }`,
}

interface Load {
  readonly answers: { readonly name: string; readonly tookMs: number; readonly answer: Answer }[]
  stop(): Promise<void>
}

/** Users work concurrently, each doing one thing after the other. */
function startLoad(): Load {
  const answers: Load['answers'] = []
  let isStopped = false
  const act = async (user: Account, first: number) => {
    const names = Object.entries(operations)
    for (let index = first; !isStopped; index += 1) {
      const [name = '', query = ''] = names[index % names.length] ?? []
      const { id: contractId } = await findContract(user)
      const started = performance.now()
      const answer = await api.ask(query, query.includes('$contractId') ? { contractId } : {}, user)
      answers.push({ name, tookMs: performance.now() - started, answer })
      await sleep(5)
    }
  }
  const running = users.flatMap((user, index) => [act(user, index), act(user, index + 3)])
  return {
    answers,
    stop: async () => {
      isStopped = true
      await Promise.all(running)
    },
  }
}

/** A new contract after every 50 competitors, because their number is limited. */
const contracts = new Map<string, { id: string; uses: number }>()
async function findContract(user: Account): Promise<{ readonly id: string }> {
  const known = contracts.get(user.id)
  if (known !== undefined && known.uses < 300) {
    known.uses += 1
    return known
  }
  const { id } = await insertContract(db, { user_id: user.id })
  contracts.set(user.id, { id, uses: 1 })
  return { id }
}

/** Enough rows that building an index takes a moment. */
async function insertAnalyses(user: Account): Promise<void> {
  await sql`
    insert into analyses (id, user_id, analysis_type, status, results, contract_address, contract_chain, completed_at)
    select gen_random_uuid(), ${user.id}::uuid, 'single', 'completed',
      jsonb_build_object('a', number, 'b', md5(number::text), 'list', jsonb_build_array(number, number + 1)),
      '0x1', 'ethereum', now()
    from generate_series(1, 20000) as number`.execute(db)
}

test.each([1, 2, 3, 4, 5, 6])(
  'migrations run on a busy server without a failed request, run %i of 6',
  async (time) => {
    const [user = expect.unreachable()] = users
    if (time === 1) await insertAnalyses(user)
    await migrateTo(db, '0010-idempotency')
    const load = startLoad()
    await sleep(500)

    const steps = await migrateToLatest(db)

    await load.stop()
    expect(steps.length).toBeGreaterThanOrEqual(7)
    const failed = load.answers.filter(({ answer }) => answer.errors.length > 0)
    expect(failed.map(({ name, answer }) => [name, answer.text])).toEqual([])
    expect(load.answers.length).toBeGreaterThan(100)
    expect(Math.max(...load.answers.map(({ tookMs }) => tookMs))).toBeLessThan(5_000)
  },
  60_000,
)
