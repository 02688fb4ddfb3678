import { expect, test } from 'vitest'
import { type Answer, codesOf, startApi } from '../support/api.ts'
import { type Account, insertContract, insertUser } from '../support/factories.ts'
import { setTimeZone } from '../support/time-zone.ts'
import { inParallel, quickScan, start } from './analysis-calls.ts'

const api = await startApi({ maxConnections: 70 })
const { db } = api
// Months begin in UTC, regardless of the time zone of the session.
await setTimeZone(db, 'Pacific/Kiritimati')

const now = new Date()
const month = (offset: number) => new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + offset))
const userFields = 'analysisCount monthlyAnalysisCount monthlyResetDate lastAnalysis'
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

  const { data } = await start(api, user)

  const quota = { limit: 10, used: 4, remaining: 6, resetsAt: month(1).toISOString() }
  expect(data.startAnalysis.quota).toEqual(quota)
  const me = await askMe(user)
  expect(me).toMatchObject({ analysisCount: 8, monthlyAnalysisCount: 4, quota })
  expect(Date.parse(me.lastAnalysis)).toBeGreaterThan(now.getTime() - 1000)
})

test.each([
  ['free', 10],
  ['starter', 50],
  ['pro', 500],
] as const)(
  'the tier %s allows %i analyses per month, and then returns QUOTA_EXCEEDED',
  async (tier, limit) => {
    const user = await insertUser(db, { tier, monthly_analysis_count: limit - 1 })

    expect(codesOf(await start(api, user))).toEqual([])
    const answer = await start(api, user)

    expect(codesOf(answer)).toEqual(['QUOTA_EXCEEDED'])
    expect(answer.errors[0]?.extensions).toMatchObject({ limit, resetsAt: month(1).toISOString() })
    expect(await askMe(user)).toMatchObject({ monthlyAnalysisCount: limit, quota: { remaining: 0 } })
  },
)

test('the tier enterprise is unlimited', async () => {
  const user = await insertUser(db, { tier: 'enterprise', monthly_analysis_count: 1_000_000 })

  expect((await start(api, user)).data.startAnalysis.quota).toMatchObject({
    ...{ limit: null, used: 1_000_001, remaining: null },
  })
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
  const { data } = await start(api, user)

  const monthlyResetDate = month(0).toISOString()
  expect(before).toMatchObject({
    monthlyAnalysisCount: 0,
    monthlyResetDate,
    quota: { used: 0, remaining: 10 },
  })
  expect(data.startAnalysis.quota).toMatchObject({ used: 1, remaining: 9 })
  expect(await askMe(user)).toMatchObject({ monthlyAnalysisCount: 1, monthlyResetDate })
})

test('a counter that was reset in the first instant of the month is not reset again', async () => {
  const user = await insertUser(db, { monthly_analysis_count: 10, monthly_reset_date: month(0) })

  expect(await askMe(user)).toMatchObject({ monthlyAnalysisCount: 10, quota: { remaining: 0 } })
  expect(codesOf(await start(api, user))).toEqual(['QUOTA_EXCEEDED'])
})

test('a rejected start charges nothing', async () => {
  const user = await insertUser(db)
  const archived = await insertContract(db, { user_id: user.id, is_active: false })

  await start(api, user, { type: 'SINGLE', contractId: archived.id })

  expect(await askMe(user)).toMatchObject({ analysisCount: 0, monthlyAnalysisCount: 0 })
})

test.each([0, 27])('120 concurrent starts can’t exceed the quota, with %i used', async (used) => {
  const user = await insertUser(db, { tier: 'starter', monthly_analysis_count: used })

  const answers = await inParallel(120, () => start(api, user))

  const left = 50 - used
  expect(tally(answers)).toEqual({ started: left, QUOTA_EXCEEDED: 120 - left })
  expect(await askMe(user)).toMatchObject({ monthlyAnalysisCount: 50, analysisCount: left })
  expect(await countAnalyses(user)).toBe(left)
})

test('50 concurrent starts in a new month reset the counter once', async () => {
  const user = await insertUser(db, { monthly_analysis_count: 10, monthly_reset_date: month(-1) })

  expect(tally(await inParallel(50, () => start(api, user)))).toEqual({ started: 10, QUOTA_EXCEEDED: 40 })
  expect(await askMe(user)).toMatchObject({ monthlyAnalysisCount: 10 })
})

test('20 concurrent retries with one idempotency key start and charge one analysis', async () => {
  const user = await insertUser(db)
  const input = { ...quickScan, idempotencyKey: 'once' }

  const answers = await inParallel(20, () => start(api, user, input))

  const ids = answers.map(({ data }) => data.startAnalysis.analysis.id)
  expect(new Set(ids).size).toBe(1)
  expect(await askMe(user)).toMatchObject({ monthlyAnalysisCount: 1 })
})

test('an idempotency key of another request is a CONFLICT; other users may use the same key', async () => {
  const [user, other] = [await insertUser(db), await insertUser(db)]
  const input = { ...quickScan, idempotencyKey: 'mine' }

  await start(api, user, input)

  expect(codesOf(await start(api, user, { ...input, type: 'QUICK_INDEX' }))).toEqual(['CONFLICT'])
  expect(codesOf(await start(api, other, input))).toEqual([])
})

test('an idempotency key can be used again after a rejected start', async () => {
  const user = await insertUser(db, { monthly_analysis_count: 10 })
  const input = { ...quickScan, idempotencyKey: 'again' }

  expect(codesOf(await start(api, user, input))).toEqual(['QUOTA_EXCEEDED'])
  await db.updateTable('users').set({ tier: 'pro' }).where('id', '=', user.id).execute()

  expect(codesOf(await start(api, user, input))).toEqual([])
})

async function countAnalyses(user: Account): Promise<number> {
  const rows = await db.selectFrom('analyses').select('id').where('user_id', '=', user.id).execute()
  return rows.length
}
