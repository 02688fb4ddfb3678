import { expect, test } from 'vitest'
import { codesOf, startApi } from '../support/api.ts'
import { insertAnalysis, insertContract, insertUser } from '../support/factories.ts'
import { setTimeZone } from '../support/time-zone.ts'

const api = await startApi()
const { db } = api
// Fourteen hours ahead of UTC: counting in the time zone of the session would give another day.
await setTimeZone(db, 'Pacific/Kiritimati')
const owner = await insertUser(db)
const stranger = await insertUser(db)
const contract = await insertContract(db, { user_id: owner.id, target_chain: 'lisk' })
const insert = (values: object) => insertAnalysis(db, { user_id: owner.id, ...values })

const at = (text: string) => `2025-${text}Z`
await insert({
  ...{ config_id: contract.id, status: 'completed' },
  ...{ created_at: at('12-31T23:59:59.999'), completed_at: '2026-01-01T00:00:09.999Z' },
})
await insert({
  ...{ config_id: contract.id, status: 'completed', analysis_type: 'competitive' },
  ...{ created_at: at('12-29T00:00:00'), completed_at: at('12-29T00:00:20') },
})
await insert({ ...{ status: 'completed', created_at: at('12-28T23:59:59'), completed_at: null } })
await insert({
  ...{ analysis_type: 'quick_scan', contract_chain: 'ethereum', status: 'failed' },
  created_at: at('11-30T23:00:00'),
})
await insert({ analysis_type: 'quick_scan', contract_chain: 'starknet', status: 'cancelled' })
await insertAnalysis(db, { user_id: stranger.id, status: 'failed' })

const summary = 'totalCount thisMonthCount successRate averageDurationSeconds byStatus { status count }'
async function ask(fields: string, filter: object = {}, user = owner) {
  const query = `query ($filter: AnalysisFilter) { analysisStats(filter: $filter) { ${fields} } }`
  return (await api.ask(query, { filter }, user)).data.analysisStats
}
const seriesOf = async (args: string, filter?: object) =>
  (await ask(`series(${args}) { bucket group count }`, filter)).series.map(
    ({ bucket, group, count }: { bucket: string; group: string; count: number }) => [bucket, group, count],
  )

test('only the viewer’s own analyses are counted', async () => {
  expect(await ask(summary)).toEqual({
    ...{ totalCount: 5, thisMonthCount: 1, successRate: 0.75, averageDurationSeconds: 15 },
    byStatus: [
      { status: 'CANCELLED', count: 1 },
      { status: 'COMPLETED', count: 3 },
      { status: 'FAILED', count: 1 },
    ],
  })
})

test('the average duration begins when a worker started the analysis, or else when it was queued', async () => {
  const user = await insertUser(db)
  const insertCompleted = async (started_at: string | null) => {
    const { id } = await insertAnalysis(db, {
      ...{ user_id: user.id, status: 'completed' },
      ...{ created_at: at('12-01T00:00:00'), completed_at: at('12-02T00:00:30') },
    })
    await db.insertInto('analysis_runs').values({ analysis_id: id, user_id: user.id, started_at }).execute()
  }

  await insertCompleted(at('12-02T00:00:00'))
  const refreshed = await ask('averageDurationSeconds', {}, user)
  await insertCompleted(null)

  expect(refreshed).toEqual({ averageDurationSeconds: 30 })
  expect(await ask('averageDurationSeconds', {}, user)).toEqual({
    averageDurationSeconds: (30 + 86_430) / 2,
  })
})

test('without analyses, counts are zero and ratios are null', async () => {
  const nothing = {
    totalCount: 0,
    thisMonthCount: 0,
    successRate: null,
    averageDurationSeconds: null,
    byStatus: [],
  }

  expect(await ask(summary, {}, await insertUser(db))).toEqual(nothing)
  expect(await ask(summary, { statuses: ['PENDING'] })).toEqual(nothing)
})

test('statistics accept the same filter as lists', async () => {
  expect(await ask('totalCount', { chains: ['lisk'] })).toEqual({ totalCount: 2 })
  expect(await ask('totalCount', { contractId: contract.id, types: ['COMPETITIVE'] })).toEqual({
    totalCount: 1,
  })
})

test('buckets begin in UTC, and weeks on Monday', async () => {
  const before2026 = { createdAt: { to: '2026-01-01T00:00:00Z' } }

  expect(await seriesOf('bucket: DAY', before2026)).toEqual([
    ['2025-11-30', null, 1],
    ['2025-12-28', null, 1],
    ['2025-12-29', null, 1],
    ['2025-12-31', null, 1],
  ])
  expect(await seriesOf('bucket: WEEK', before2026)).toEqual([
    ['2025-11-24', null, 1],
    ['2025-12-22', null, 1],
    ['2025-12-29', null, 2],
  ])
  expect(await seriesOf('bucket: MONTH', before2026)).toEqual([
    ['2025-11-01', null, 1],
    ['2025-12-01', null, 3],
  ])
})

test('analyses can be grouped by type, status, or chain, including the chain of the contract', async () => {
  expect(await seriesOf('groupBy: TYPE')).toEqual([
    [null, 'COMPETITIVE', 1],
    [null, 'QUICK_SCAN', 2],
    [null, 'SINGLE', 2],
  ])
  expect(await seriesOf('groupBy: CHAIN')).toEqual([
    [null, 'ethereum', 1],
    [null, 'lisk', 2],
    [null, 'starknet', 1],
    [null, null, 1],
  ])
  expect(await seriesOf('groupBy: STATUS, bucket: MONTH', { statuses: ['FAILED'] })).toEqual([
    ['2025-11-01', 'FAILED', 1],
  ])
  expect((await ask('series { bucket group count }')).series).toEqual([
    { bucket: null, group: null, count: 5 },
  ])
})

test('all spellings of a chain are one group, which has the most frequent spelling', async () => {
  const user = await insertUser(db)
  const scan = { user_id: user.id, analysis_type: 'quick_scan' } as const
  const scans = [
    [1, 'eth'],
    [1, 'Ethereum'],
    [2, 'eth'],
    [2, '1'],
    [2, 'SN_MAIN'],
  ] as const
  for (const [month, chain] of scans)
    await insertAnalysis(db, { ...scan, contract_chain: chain, created_at: `2026-0${month}-01T00:00:00Z` })

  const { series } = await ask('series(groupBy: CHAIN, bucket: MONTH) { bucket group count }', {}, user)
  const { data } = await api.ask('{ me { usage(months: 24) { byChain { chain count } } } }', {}, user)

  expect(series).toEqual([
    { bucket: '2026-01-01', group: 'eth', count: 2 },
    { bucket: '2026-02-01', group: 'SN_MAIN', count: 1 },
    { bucket: '2026-02-01', group: 'eth', count: 2 },
  ])
  expect(data.me.usage.byChain).toEqual([
    { chain: 'eth', count: 4 },
    { chain: 'SN_MAIN', count: 1 },
  ])
})

test('a series returns the latest 1000 rows, the earliest first', async () => {
  const user = await insertUser(db)
  const rows = Array.from({ length: 1005 }, (_, day) => ({
    ...{
      user_id: user.id,
      analysis_type: 'single' as const,
      created_at: new Date(Date.UTC(2020, 0, 1 + day)),
    },
  }))
  await db.insertInto('analyses').values(rows).execute()

  const { series } = await ask('series(bucket: DAY) { bucket }', {}, user)

  expect(series).toHaveLength(1000)
  expect([series[0].bucket, series.at(-1).bucket]).toEqual(['2020-01-06', '2022-10-01'])
})

test('all counts take one statement, all times another, and each series one more', async () => {
  const count = async (fields: string) => (await api.statementsOf(() => ask(fields))).length

  expect(await count('__typename')).toBe(1)
  expect(await count('totalCount successRate byStatus { count }')).toBe(2)
  expect(await count(summary)).toBe(3)
  expect(
    await count(`${summary} a: series(bucket: DAY) { count } b: series { count } c: series { count }`),
  ).toBe(5)
})

test('usage has six months by default, including months without analyses', async () => {
  const user = await insertUser(db)
  const now = new Date()
  const month = (offset: number, milliseconds = 0) =>
    new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + offset) + milliseconds)
  const own = await insertContract(db, { user_id: user.id, target_chain: 'lisk' })
  const scan = { user_id: user.id, analysis_type: 'quick_scan', contract_chain: 'ethereum' } as const
  await insertAnalysis(db, { ...scan, created_at: month(-5), status: 'failed' })
  await insertAnalysis(db, { ...scan, created_at: month(-4, -1), status: 'completed' })
  await insertAnalysis(db, { ...scan, created_at: month(-5, -1), status: 'completed' })
  await insertAnalysis(db, { user_id: user.id, config_id: own.id })
  await insertAnalysis(db, { user_id: user.id })

  const fields = 'months { month started completed failed } byType { type count } byChain { chain count }'
  const { data } = await api.ask(`{ me { usage { ${fields} } } }`, {}, user)

  const nothing = { started: 0, completed: 0, failed: 0 }
  const counts = [
    { started: 2, completed: 1, failed: 1 },
    nothing,
    nothing,
    nothing,
    nothing,
    { ...nothing, started: 2 },
  ]
  expect(data.me.usage).toEqual({
    months: counts.map((each, place) => ({ month: dayOf(month(place - 5)), ...each })),
    byType: [
      { type: 'QUICK_SCAN', count: 2 },
      { type: 'SINGLE', count: 2 },
    ],
    byChain: [
      { chain: 'ethereum', count: 2 },
      { chain: 'lisk', count: 1 },
      { chain: null, count: 1 },
    ],
  })
})

test('usage accepts 1 to 24 months, and takes one statement for all users of a page', async () => {
  const monthsOf = async (months: number) => {
    const answer = await api.ask(`{ me { usage(months: ${months}) { months { month } } } }`, {}, owner)
    return codesOf(answer)[0] ?? answer.data.me.usage.months.length
  }
  expect([await monthsOf(0), await monthsOf(1), await monthsOf(24), await monthsOf(25)]).toEqual([
    ...['BAD_USER_INPUT', 1, 24, 'BAD_USER_INPUT'],
  ])

  const admin = await insertUser(db, { role: 'admin' })
  const query = '{ users { edges { node { quota { used } usage { byType { count } } } } } }'
  expect(await api.statementsOf(() => api.ask(query, {}, admin))).toHaveLength(4)
})

function dayOf(moment: Date): string {
  return moment.toISOString().slice(0, 10)
}
