import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { cancelAnalysis } from '../../src/analyses/analysis.store.ts'
import { failAnalysis } from '../../src/analyses/lease.store.ts'
import { lockContracts } from '../../src/contracts/contract.store.ts'
import { setDefaultContract } from '../../src/contracts/default-contract.store.ts'
import type { Database } from '../../src/database/connection.ts'
import { begin, cancel, report } from '../analyses/analysis-calls.ts'
import { codesOf, startApi } from '../support/api.ts'
import {
  type Account,
  insertContract,
  insertOnboarding,
  insertUser,
  type Owned,
} from '../support/factories.ts'

const api = await startApi()
const { db } = api
const worker = await insertUser(db, { role: 'worker' })

/** A contract that is not the default, with a running QUICK_INDEX. */
interface Indexed {
  readonly owner: Account
  readonly contract: Owned
  readonly analysis: { readonly id: string; readonly leaseToken: string }
}

async function createIndexed(hasOnboarding: boolean): Promise<Indexed> {
  const owner = await insertUser(db)
  if (hasOnboarding) await insertOnboarding(db, { user_id: owner.id })
  await insertContract(db, { user_id: owner.id, is_default: true })
  const contract = await insertContract(db, { user_id: owner.id })
  const values = { analysis_type: 'quick_index', config_id: contract.id }
  return { owner, contract, analysis: await begin(api, { owner, worker }, values) }
}

const endings = [
  {
    name: 'failure',
    send: ({ analysis: { leaseToken } }: Indexed) =>
      report(api, worker, 'failAnalysis', { leaseToken, errorMessage: 'No.' }),
    run: (trx: Database, { analysis: { leaseToken } }: Indexed) =>
      failAnalysis(trx, { workerId: worker.id, token: leaseToken }, { errorMessage: 'No.', results: null }),
    expected: { completionReason: 'FAILED', hasErrors: true, lastAnalysis: { status: 'FAILED' } },
  },
  {
    name: 'cancellation',
    send: ({ owner, analysis }: Indexed) => cancel(api, owner, analysis.id),
    run: (trx: Database, { owner, analysis }: Indexed) =>
      cancelAnalysis(trx, { id: analysis.id, userId: owner.id }),
    expected: { completionReason: 'CANCELLED', hasErrors: false, lastAnalysis: { status: 'CANCELLED' } },
  },
]
const cases = endings.flatMap((ending) =>
  [true, false].map((hasOnboarding) => ({
    ...ending,
    hasOnboarding,
    state: hasOnboarding ? 'an onboarding' : 'no onboarding',
  })),
)

test.each(cases)(
  'with $state, a $name during a change of the default contract is shown',
  async ({ send, expected, hasOnboarding }) => {
    const indexed = await createIndexed(hasOnboarding)
    const { owner, contract } = indexed

    const late = await db.transaction().execute(async (trx) => {
      await lockContracts(trx, owner.id, [contract.id])
      await setDefaultContract(trx, { id: contract.id, userId: owner.id })
      const sent = send(indexed)
      await untilWaiting()
      return [sent]
    })

    expect((await Promise.all(late)).flatMap(codesOf)).toEqual([])
    expect(await poll(owner)).toMatchObject(expected)
  },
)

test.each(cases)(
  'with $state, a change of the default contract during a $name shows it',
  async ({ run, expected, hasOnboarding }) => {
    const indexed = await createIndexed(hasOnboarding)
    const { owner, contract } = indexed
    const query = `mutation { setDefaultContract(input: { id: "${contract.id}" }) { contract { id } } }`

    const late = await db.transaction().execute(async (trx) => {
      await run(trx, indexed)
      const sent = api.ask(query, {}, owner)
      await untilWaiting()
      return [sent]
    })

    expect((await Promise.all(late)).flatMap(codesOf)).toEqual([])
    expect(await poll(owner)).toMatchObject(expected)
  },
)

async function poll(owner: Account) {
  const fields = 'completionReason hasErrors lastAnalysis { status }'
  const { data } = await api.ask(`{ onboardingStatus { onboarding { ${fields} } } }`, {}, owner)
  return data.onboardingStatus.onboarding
}

/** Resolves when a session waits for a lock. */
async function untilWaiting(): Promise<void> {
  await expect
    .poll(async () => {
      const { rows } = await sql`
        select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(
        db,
      )
      return rows.length
    })
    .toBe(1)
}
