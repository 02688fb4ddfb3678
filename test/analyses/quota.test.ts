import { expect, test } from 'vitest'
import { sweepLeases } from '../../src/analyses/lease-sweep.ts'
import { type Answer, codesOf, startApi } from '../support/api.ts'
import { type Account, insertContract, insertUser } from '../support/factories.ts'
import { setTimeZone } from '../support/time-zone.ts'
import { cancel, claim, expireLease, inParallel, quickScan, start as send } from './analysis-calls.ts'

const api = await startApi({ maxConnections: 70 })
const { db } = api
// Months begin in UTC, regardless of the time zone of the session.
await setTimeZone(db, 'Pacific/Kiritimati')

const now = new Date()
const month = (offset: number) => new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + offset))
const userFields = 'analysisCount monthlyAnalysisCount monthlyResetAt lastAnalysisAt'

const contractIds = new Map<string, string>()
/** An analysis of the user's contract, which is charged. */
async function charged({ id }: Account): Promise<{ type: string; contractId: string }> {
  const contractId = contractIds.get(id) ?? (await insertContract(db, { user_id: id })).id
  contractIds.set(id, contractId)
  return { type: 'SINGLE', contractId }
}
const start = async (user: Account, input?: object) => send(api, user, input ?? (await charged(user)))
const askMe = async (user: Account) =>
  (await api.ask(`{ me { ${userFields} quota { limit used remaining resetsAt } } }`, {}, user)).data.me
const tally = (answers: readonly Answer[]) => {
  const codes = answers.map((answer) => codesOf(answer)[0] ?? 'started')
  return Object.fromEntries(
    Map.groupBy(codes, String)
      .entries()
      .map(([code, all]) => [code, all.length]),
  )
}

test('starting an analysis charges the quota, and returns the remaining quota', async () => {
  const user = await insertUser(db, { analysis_count: 7, monthly_analysis_count: 3 })

  const { data } = await start(user)

  const quota = { limit: 10, used: 4, remaining: 6, resetsAt: month(1).toISOString() }
  expect(data.startAnalysis.quota).toEqual(quota)
  const me = await askMe(user)
  expect(me).toMatchObject({ analysisCount: 8, monthlyAnalysisCount: 4, quota })
  expect(Date.parse(me.lastAnalysisAt)).toBeGreaterThan(now.getTime() - 1000)
})

test.each([
  ['free', 10],
  ['starter', 50],
  ['pro', 500],
] as const)(
  'the tier %s allows %i analyses per month, and then returns QUOTA_EXCEEDED',
  async (tier, limit) => {
    const user = await insertUser(db, { tier, monthly_analysis_count: limit - 1 })

    expect(codesOf(await start(user))).toEqual([])
    const answer = await start(user)

    expect(codesOf(answer)).toEqual(['QUOTA_EXCEEDED'])
    expect(answer.errors[0]?.extensions).toMatchObject({ limit, resetsAt: month(1).toISOString() })
    expect(await askMe(user)).toMatchObject({ monthlyAnalysisCount: limit, quota: { remaining: 0 } })
  },
)

test('the tier enterprise is unlimited', async () => {
  const user = await insertUser(db, { tier: 'enterprise', monthly_analysis_count: 1_000_000 })

  expect((await start(user)).data.startAnalysis.quota).toMatchObject({
    ...{ limit: null, used: 1_000_001, remaining: null },
  })
})

test.each([
  ['QUICK_SCAN', quickScan],
  ['QUICK_INDEX', { ...quickScan, type: 'QUICK_INDEX' }],
])('a %s is free, also when the quota is used up', async (_type, input) => {
  const user = await insertUser(db, { monthly_analysis_count: 10 })

  const { data } = await start(user, input)

  expect(data.startAnalysis.quota).toMatchObject({ used: 10, remaining: 0 })
  expect(await askMe(user)).toMatchObject({ analysisCount: 1, monthlyAnalysisCount: 10 })
  expect(Date.parse((await askMe(user)).lastAnalysisAt)).toBeGreaterThan(now.getTime() - 1000)
})

test('tier_quotas lists the charged types of each tier', async () => {
  const [free, starter] = [await insertUser(db), await insertUser(db, { tier: 'starter' })]
  const setTypes = (types: string[]) =>
    db.updateTable('tier_quotas').set({ charged_types: types }).where('tier', '=', 'starter').execute()

  await setTypes(['quick_scan'])
  for (const user of [free, starter]) {
    await start(user, quickScan)
    await start(user, quickScan)
    await start(user)
  }
  await setTypes(['single', 'competitive', 'comparative'])

  expect((await askMe(free)).quota).toMatchObject({ used: 1 })
  expect((await askMe(starter)).quota).toMatchObject({ used: 2 })
})

test('an analysis that is cancelled before a worker started it is given back once', async () => {
  const user = await insertUser(db, { monthly_analysis_count: 3 })
  const { id } = (await start(user)).data.startAnalysis.analysis

  await inParallel(5, () => cancel(api, user, id))

  expect(await askMe(user)).toMatchObject({ analysisCount: 1, monthlyAnalysisCount: 3, quota: { used: 3 } })
})

test('a free analysis that is cancelled gives nothing back', async () => {
  const user = await insertUser(db, { monthly_analysis_count: 3 })
  const { id } = (await start(user, quickScan)).data.startAnalysis.analysis

  await cancel(api, user, id)

  expect((await askMe(user)).quota).toMatchObject({ used: 3 })
})

test('an analysis that a worker has started is not given back, even if it is requeued', async () => {
  const user = await insertUser(db)
  const worker = await insertUser(db, { role: 'worker' })
  await db.deleteFrom('analyses').where('status', '=', 'pending').execute()
  const ids = []
  for (const _ of [1, 2]) {
    ids.push((await start(user)).data.startAnalysis.analysis.id)
    await claim(api, worker)
  }
  await expireLease(api, ids[1])
  await sweepLeases(db)

  for (const id of ids) await cancel(api, user, id)

  expect((await askMe(user)).quota).toMatchObject({ used: 2 })
})

test('a charge of an earlier month is not given back', async () => {
  const user = await insertUser(db, { monthly_analysis_count: 3 })
  const { id } = (await start(user)).data.startAnalysis.analysis
  await db
    .updateTable('analysis_runs')
    .set({ charged_at: new Date(month(0).getTime() - 1) })
    .where('analysis_id', '=', id)
    .execute()

  await cancel(api, user, id)

  expect((await askMe(user)).quota).toMatchObject({ used: 4 })
})

test('50 concurrent cancellations and starts leave the quota consistent', async () => {
  const user = await insertUser(db, { tier: 'pro' })
  const ids = await inParallel(25, async () => (await start(user)).data.startAnalysis.analysis.id)

  await inParallel(50, (place) => (place % 2 === 0 ? cancel(api, user, ids[place / 2]) : start(user)))

  expect((await askMe(user)).quota).toMatchObject({ used: 25 })
})

test('lowering a limit in tier_quotas takes effect at once', async () => {
  const user = await insertUser(db, { tier: 'starter', monthly_analysis_count: 45 })
  const setLimit = (limit: number) =>
    db.updateTable('tier_quotas').set({ monthly_analyses: limit }).where('tier', '=', 'starter').execute()

  await setLimit(40)
  const { quota } = await askMe(user)
  await setLimit(50)

  expect(quota).toMatchObject({ limit: 40, used: 45, remaining: 0 })
})

test('the counter is zero in a new month before the first start, and one after it', async () => {
  const lastInstant = new Date(month(0).getTime() - 1)
  const user = await insertUser(db, { monthly_analysis_count: 10, monthly_reset_date: lastInstant })

  const before = await askMe(user)
  const { data } = await start(user)

  const monthlyResetAt = month(0).toISOString()
  expect(before).toMatchObject({
    monthlyAnalysisCount: 0,
    monthlyResetAt,
    quota: { used: 0, remaining: 10 },
  })
  expect(data.startAnalysis.quota).toMatchObject({ used: 1, remaining: 9 })
  expect(await askMe(user)).toMatchObject({ monthlyAnalysisCount: 1, monthlyResetAt })
})

test('a counter that was reset in the first instant of the month is not reset again', async () => {
  const user = await insertUser(db, { monthly_analysis_count: 10, monthly_reset_date: month(0) })

  expect(await askMe(user)).toMatchObject({ monthlyAnalysisCount: 10, quota: { remaining: 0 } })
  expect(codesOf(await start(user))).toEqual(['QUOTA_EXCEEDED'])
})

test('a rejected start charges nothing', async () => {
  const user = await insertUser(db)
  const archived = await insertContract(db, { user_id: user.id, is_active: false })

  await start(user, { type: 'SINGLE', contractId: archived.id })

  expect(await askMe(user)).toMatchObject({ analysisCount: 0, monthlyAnalysisCount: 0 })
})

test.each([0, 27])('120 concurrent starts can’t exceed the quota, with %i used', async (used) => {
  const user = await insertUser(db, { tier: 'starter', monthly_analysis_count: used })

  const answers = await inParallel(120, () => start(user))

  const left = 50 - used
  expect(tally(answers)).toEqual({ started: left, QUOTA_EXCEEDED: 120 - left })
  expect(await askMe(user)).toMatchObject({ monthlyAnalysisCount: 50, analysisCount: left })
  expect(await countAnalyses(user)).toBe(left)
})

test('50 concurrent starts in a new month reset the counter once', async () => {
  const user = await insertUser(db, { monthly_analysis_count: 10, monthly_reset_date: month(-1) })

  expect(tally(await inParallel(50, () => start(user)))).toEqual({ started: 10, QUOTA_EXCEEDED: 40 })
  expect(await askMe(user)).toMatchObject({ monthlyAnalysisCount: 10 })
})

test('20 concurrent retries with one idempotency key start and charge one analysis', async () => {
  const user = await insertUser(db)
  const input = { ...(await charged(user)), idempotencyKey: 'once' }

  const answers = await inParallel(20, () => start(user, input))

  const ids = answers.map(({ data }) => data.startAnalysis.analysis.id)
  expect(new Set(ids).size).toBe(1)
  expect(await askMe(user)).toMatchObject({ monthlyAnalysisCount: 1 })
})

test('an idempotency key of another request is a CONFLICT; other users may use the same key', async () => {
  const [user, other] = [await insertUser(db), await insertUser(db)]
  const input = { ...quickScan, idempotencyKey: 'mine' }

  await start(user, input)

  expect(codesOf(await start(user, { ...input, type: 'QUICK_INDEX' }))).toEqual(['CONFLICT'])
  expect(codesOf(await start(other, input))).toEqual([])
})

test('an idempotency key can be used again after a rejected start', async () => {
  const user = await insertUser(db, { monthly_analysis_count: 10 })
  const input = { ...(await charged(user)), idempotencyKey: 'again' }

  expect(codesOf(await start(user, input))).toEqual(['QUOTA_EXCEEDED'])
  await db.updateTable('users').set({ tier: 'pro' }).where('id', '=', user.id).execute()

  expect(codesOf(await start(user, input))).toEqual([])
})

async function countAnalyses(user: Account): Promise<number> {
  const rows = await db.selectFrom('analyses').select('id').where('user_id', '=', user.id).execute()
  return rows.length
}
