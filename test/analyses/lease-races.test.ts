import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { cancelAnalysis } from '../../src/analyses/analysis.store.ts'
import { completeAnalysis, endExpiredLeases } from '../../src/analyses/lease.store.ts'
import { sweepLeases } from '../../src/analyses/lease-sweep.ts'
import { codesOf, startApi } from '../support/api.ts'
import { insertAnalysis, insertContract, insertUser } from '../support/factories.ts'
import {
  begin,
  cancel,
  claim,
  complete,
  expireLease,
  inParallel,
  renew,
  report,
  reportDone,
} from './analysis-calls.ts'

const api = await startApi({ maxConnections: 20 })
const { db } = api
const owner = await insertUser(db)
const worker = await insertUser(db, { role: 'worker' })
const team = { owner, worker }

const rowOf = (id: string) =>
  db.selectFrom('analyses').selectAll().where('id', '=', id).executeTakeFirstOrThrow()

test('20 concurrent workers never claim the same analysis', async () => {
  const waiting = await inParallel(30, () => insertAnalysis(db, { user_id: owner.id }))

  const first = await inParallel(20, () => claim(api, worker))
  const second = await inParallel(20, () => claim(api, worker))

  const claimed = [...first, ...second].flatMap(({ data }) => data.claimAnalysis.lease?.analysis.id ?? [])
  expect(claimed.toSorted()).toEqual(waiting.map(({ id }) => id).toSorted())
})

test('exactly one of a concurrent cancellation and completion succeeds', async () => {
  for (let round = 0; round < 20; round++) {
    const { id, leaseToken } = await begin(api, team)

    const [cancelled, completed] = await Promise.all([
      cancel(api, owner, id),
      complete(api, worker, leaseToken),
    ])

    const { status, results } = await rowOf(id)
    expect({ cancelled: codesOf(cancelled), completed: codesOf(completed), status, results }).toBeOneOf([
      { cancelled: [], completed: ['LEASE_LOST'], status: 'cancelled', results: null },
      { cancelled: ['CONFLICT'], completed: [], status: 'completed', results: { by: leaseToken } },
    ])
  }
})

test('a completion that waits for a cancellation is rejected', async () => {
  const { id, leaseToken } = await begin(api, team)

  const late = await db.transaction().execute(async (trx) => {
    expect(await cancelAnalysis(trx, { id, userId: owner.id })).toMatchObject({ status: 'cancelled' })
    const answers = [complete(api, worker, leaseToken)]
    await untilWaiting(answers.length)
    return answers
  })

  expect((await Promise.all(late)).map(codesOf)).toEqual([['LEASE_LOST']])
  expect(await rowOf(id)).toMatchObject({ status: 'cancelled', results: null, completed_at: null })
})

test('a cancellation that waits for a completion is rejected', async () => {
  const { id, leaseToken } = await begin(api, team)
  const lease = { workerId: worker.id, token: leaseToken }
  const completion = { results: '{"found": 1}', metadata: null, hasErrors: false, isEmpty: false }

  const late = await db.transaction().execute(async (trx) => {
    expect(await completeAnalysis(trx, lease, completion)).toMatchObject({ status: 'completed' })
    const answers = [cancel(api, owner, id)]
    await untilWaiting(answers.length)
    return answers
  })

  expect((await Promise.all(late)).map(codesOf)).toEqual([['CONFLICT']])
  expect(await rowOf(id)).toMatchObject({ status: 'completed', results: { found: 1 } })
})

test('only one of 20 concurrent completions of a claim is counted', async () => {
  const contract = await insertContract(db, { user_id: owner.id })
  const { leaseToken } = await begin(api, team, { config_id: contract.id })

  const answers = await inParallel(20, () => complete(api, worker, leaseToken))

  expect(answers.filter(({ errors }) => errors.length === 0)).toHaveLength(1)
  const { analysis_count } = await db
    .selectFrom('contracts')
    .select('analysis_count')
    .where('id', '=', contract.id)
    .executeTakeFirstOrThrow()
  expect(analysis_count).toBe(1)
})

test('20 concurrent completions are all counted in their contract', async () => {
  const contract = await insertContract(db, { user_id: owner.id, analysis_count: 5 })
  const waiting = { user_id: owner.id, config_id: contract.id }
  await inParallel(20, () => insertAnalysis(db, waiting))
  const claims = await inParallel(20, () => claim(api, worker))

  await Promise.all(claims.map(({ data }) => complete(api, worker, data.claimAnalysis.lease.token)))

  const query = `{ contract(id: "${contract.id}") { analysisCount } }`
  expect((await api.ask(query, {}, owner)).data.contract).toEqual({ analysisCount: 25 })
})

test('no concurrently appended log entry is lost', async () => {
  const { id, leaseToken } = await begin(api, team)

  await inParallel(40, (place) =>
    report(api, worker, 'appendLogs', {
      leaseToken,
      entries: [{ message: `${place}a` }, { message: `${place}b` }],
    }),
  )

  const { data } = await api.ask(`{ analysis(id: "${id}") { logs { message } } }`, {}, owner)
  const messages: string[] = data.analysis.logs.map(({ message }: { message: string }) => message)
  // The two entries of a call stay together; the calls may come in any order.
  const calls = Array.from({ length: 40 }, (_, place) => messages.slice(2 * place, 2 * place + 2).join())
  expect(messages).toHaveLength(80)
  expect(calls.toSorted()).toEqual(Array.from({ length: 40 }, (_, place) => `${place}a,${place}b`).toSorted())
})

test('a late worker can’t complete an analysis that another worker has claimed', async () => {
  const { id, leaseToken } = await begin(api, team)
  await expireLease(api, id)
  await sweepLeases(db)
  const { lease } = (await claim(api, worker)).data.claimAnalysis
  await reportDone(api, worker, lease.token, 70)

  expect(codesOf(await complete(api, worker, leaseToken))).toEqual(['LEASE_LOST'])

  expect(lease).toMatchObject({ attempts: 2, analysis: { id } })
  expect(await rowOf(id)).toMatchObject({ status: 'running', progress: 70, results: null })
})

test('a report that waits for a sweep is rejected', async () => {
  const { id, leaseToken } = await begin(api, team)

  const late = await db.transaction().execute(async (trx) => {
    const expired = { expires_at: new Date(0) }
    await trx.updateTable('analysis_leases').set(expired).where('analysis_id', '=', id).execute()
    const answers = [complete(api, worker, leaseToken), renew(api, worker, { leaseToken })]
    await untilWaiting(answers.length)
    expect(await endExpiredLeases(trx)).toEqual({ returned: 1, failed: 0 })
    return answers
  })

  expect((await Promise.all(late)).map(codesOf)).toEqual([['LEASE_LOST'], ['LEASE_LOST']])
  expect(await rowOf(id)).toMatchObject({ status: 'pending', results: null })
})

/** Resolves when this number of sessions are waiting for a lock. */
async function untilWaiting(count: number): Promise<void> {
  await expect
    .poll(async () => {
      const { rows } = await sql`
        select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(
        db,
      )
      return rows.length
    })
    .toBe(count)
}
