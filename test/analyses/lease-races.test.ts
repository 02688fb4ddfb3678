import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { endExpiredLeases } from '../../src/analyses/lease.store.ts'
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
  process.stdout.write(
    `2 x 20 parallel claims of 30: ${claimed.length} claimed, ${new Set(claimed).size} distinct\n`,
  )
})

test('one of a concurrent cancellation and completion succeeds, and the other is rejected', async () => {
  const outcomes = { cancelled: 0, completed: 0 }
  for (let round = 0; round < 20; round++) {
    const { id, leaseToken } = await begin(api, team)

    const [cancelled, completed] = await Promise.all([
      cancel(api, owner, id),
      complete(api, worker, leaseToken),
    ])

    const codes = [...codesOf(cancelled), ...codesOf(completed)]
    const { status, results } = await rowOf(id)
    if (status === 'cancelled') expect({ codes, results }).toEqual({ codes: ['LEASE_LOST'], results: null })
    else expect({ codes, status }).toEqual({ codes: ['CONFLICT'], status: 'completed' })
    outcomes[status === 'cancelled' ? 'cancelled' : 'completed']++
  }
  process.stdout.write(`20 races of cancel and complete: ${JSON.stringify(outcomes)}, no other outcome\n`)
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
  expect(new Set(messages).size).toBe(80)
  for (const [place, message] of messages.entries()) {
    if (message.endsWith('a')) expect(messages[place + 1]).toBe(message.replace('a', 'b'))
  }
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

/** Resolves when so many sessions wait for a lock. */
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
