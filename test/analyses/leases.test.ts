import { expect, test } from 'vitest'
import { startApi } from '../support/api.ts'
import { insertAnalysis, insertContract, insertUser } from '../support/factories.ts'
import { begin, claim, renew, report, reports } from './analysis-calls.ts'

const api = await startApi()
const { db } = api
const owner = await insertUser(db)
const worker = await insertUser(db, { role: 'worker' })
const team = { owner, worker }
const contract = await insertContract(db, { user_id: owner.id })
const insert = (values: object = {}) => insertAnalysis(db, { user_id: owner.id, ...values })

const rowOf = (id: string) =>
  db.selectFrom('analyses').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
test('a worker claims the oldest pending analysis of the given types', async () => {
  await insert({ created_at: '2026-01-03', analysis_type: 'quick_scan' })
  const oldest = await insert({ created_at: '2026-01-01', analysis_type: 'single' })
  const scan = await insert({ created_at: '2026-01-02', analysis_type: 'quick_scan' })
  const idOf = async (input: object) =>
    (await claim(api, worker, input)).data.claimAnalysis.lease?.analysis.id

  expect(await idOf({ types: [] })).toBeUndefined()
  expect(await idOf({ types: ['COMPETITIVE'] })).toBeUndefined()
  expect(await idOf({ types: ['QUICK_SCAN', 'QUICK_INDEX'] })).toBe(scan.id)
  expect(await idOf({})).toBe(oldest.id)
})

test('a claim starts the analysis and lasts for the requested time', async () => {
  await db.deleteFrom('analyses').where('status', '=', 'pending').execute()
  const { id } = await insert()

  const { lease } = (await claim(api, worker, { leaseSeconds: 600 })).data.claimAnalysis

  expect(lease).toMatchObject({ attempts: 1, analysis: { id, status: 'RUNNING', progress: 0 } })
  expect(Date.parse(lease.expiresAt)).toBeGreaterThan(Date.now() + 590_000)
  expect((await claim(api, worker)).data.claimAnalysis).toEqual({ lease: null })
})

test('a worker reports progress, and the owner can read it', async () => {
  const { id, leaseToken } = await begin(api, team)

  await report(api, worker, 'reportProgress', { leaseToken, progress: 40, currentStep: 'Counting' })
  const { data } = await api.ask(
    `{ analysis(id: "${id}") { status progress currentStep lastUpdatedAt } }`,
    {},
    owner,
  )

  expect(data.analysis).toMatchObject({ status: 'RUNNING', progress: 40, currentStep: 'Counting' })
  expect(Date.parse(data.analysis.lastUpdatedAt)).toBeGreaterThan(Date.now() - 5000)
})

test('renewing a claim extends it', async () => {
  const { leaseToken } = await begin(api, team)

  const { lease } = (await renew(api, worker, { leaseToken, leaseSeconds: 900 })).data.renewLease

  expect(lease).toMatchObject({ token: leaseToken, attempts: 1 })
  expect(Date.parse(lease.expiresAt)).toBeGreaterThan(Date.now() + 890_000)
})

test('log entries are appended in order, with the current time by default', async () => {
  const { id, leaseToken } = await begin(api, team, { logs: '[{"message": "old"}]' })
  const loggedAt = '2026-01-01T00:00:00.000Z'

  await report(api, worker, 'appendLogs', {
    leaseToken,
    entries: [{ message: 'a', loggedAt, level: 'WARN', data: { n: 1 } }, { message: 'b' }],
  })
  const { data } = await api.ask(
    `{ analysis(id: "${id}") { logs { loggedAt level message data } } }`,
    {},
    owner,
  )

  expect(data.analysis.logs).toEqual([
    { loggedAt: null, level: null, message: 'old', data: null },
    { loggedAt, level: 'WARN', message: 'a', data: { n: 1 } },
    { loggedAt: expect.stringMatching(/^\d{4}-.*Z$/), level: 'INFO', message: 'b', data: null },
  ])
})

test('two reports in one request both see earlier changes', async () => {
  const { leaseToken } = await begin(api, team)
  const add = (
    message: string,
  ) => `appendLogs(input: { leaseToken: "${leaseToken}", entries: [{ message: "${message}" }] })
    { analysis { logs { message } } }`

  const { data } = await api.ask(`mutation { one: ${add('a')} two: ${add('b')} }`, {}, worker)

  expect(data.two.analysis.logs).toEqual([{ message: 'a' }, { message: 'b' }])
})

test('the log keeps the last 10,000 entries', async () => {
  const logs = Array.from({ length: 9_999 }, (_, place) => ({ message: String(place) }))
  const { id, leaseToken } = await begin(api, team, { logs: JSON.stringify(logs) })
  const entries = ['x', 'y', 'z'].map((message) => ({ message }))

  await report(api, worker, 'appendLogs', { leaseToken, entries })

  const messages = JSON.parse(JSON.stringify((await rowOf(id)).logs)).map(
    ({ message }: { message: string }) => message,
  )
  expect(messages).toHaveLength(10_000)
  expect([messages[0], ...messages.slice(-4)]).toEqual(['2', '9998', 'x', 'y', 'z'])
})

test('completing an analysis stores the results and counts it in its contract', async () => {
  const { id, leaseToken } = await begin(api, team, { config_id: contract.id, metadata: '{"kept": true}' })

  const answer = await report(api, worker, 'completeAnalysis', {
    leaseToken,
    results: { a: [1.5] },
    hasErrors: true,
  })

  expect(answer.data.completeAnalysis.analysis).toMatchObject({
    ...{ id, status: 'COMPLETED', progress: 100, currentStep: null, hasErrors: true, errorMessage: null },
    completedAt: expect.any(String),
  })
  const row = await rowOf(id)
  expect(row).toMatchObject({ results: { a: [1.5] }, metadata: { kept: true } })
  const { data } = await api.ask(
    `{ contract(id: "${contract.id}") { analysisCount lastAnalyzedAt } }`,
    {},
    owner,
  )
  expect(data.contract).toEqual({ analysisCount: 1, lastAnalyzedAt: row.completed_at?.toISOString() })
})

test('failing an analysis stores the error and partial results', async () => {
  const { id, leaseToken } = await begin(api, team)
  const input = { leaseToken, errorMessage: 'No endpoint answers.', results: { half: 1 } }

  const { data } = await report(api, worker, 'failAnalysis', input)

  const expected = {
    id,
    status: 'FAILED',
    errorMessage: 'No endpoint answers.',
    hasErrors: true,
    completedAt: null,
  }
  expect(data.failAnalysis.analysis).toMatchObject(expected)
  expect(await rowOf(id)).toMatchObject({ results: { half: 1 } })
})

test('a report is one statement after authentication, and a claim is two', async () => {
  const { leaseToken } = await begin(api, team)
  const counts: Record<string, number> = {}
  for (const [name, call] of reports.slice(0, 4)) {
    counts[name] = (await api.statementsOf(() => call(api, worker, leaseToken))).length
  }
  await insert()
  counts.claimAnalysis = (await api.statementsOf(() => claim(api, worker))).length

  expect(counts).toEqual({
    ...{ renewLease: 2, reportProgress: 2, appendLogs: 2, completeAnalysis: 2 },
    claimAnalysis: 3,
  })
})
