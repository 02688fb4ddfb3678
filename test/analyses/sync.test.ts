import { expect, test } from 'vitest'
import { sweepLeases } from '../../src/analyses/lease-sweep.ts'
import { codesOf, startApi } from '../support/api.ts'
import { insertAnalysis, insertContract, insertOnboarding, insertUser } from '../support/factories.ts'
import { begin, cancel, claim, complete, expireLease, inParallel, report } from './analysis-calls.ts'
import { type Project, syncCalls } from './sync-calls.ts'

const api = await startApi({ maxConnections: 20 })
const { db } = api
const worker = await insertUser(db, { role: 'worker' })
const { send, sent, createProject, indexesOf, completeNext, passPause, pollOnboarding } = syncCalls(
  api,
  worker,
)

test('a refresh of a contract without analyses queues a QUICK_INDEX, which is free', async () => {
  const project = await createProject({ is_default: false })
  await db
    .updateTable('users')
    .set({ monthly_analysis_count: 10 })
    .where('id', '=', project.owner.id)
    .execute()

  const { analysis, contract, onboarding } = await sent('refreshContract', project)

  expect(analysis).toMatchObject({ status: 'PENDING', metadata: {} })
  expect(contract.id).toBe(project.contract.id)
  expect(onboarding).toBeNull()
})

test.each(['pending', 'running'])('a refresh returns a QUICK_INDEX that is %s', async (status) => {
  const project = await createProject()
  const { analysis } = await sent('refreshContract', project)
  if (status === 'running') await claim(api, worker)

  expect((await sent('refreshContract', project)).analysis).toMatchObject({
    ...{ id: analysis.id, status: status.toUpperCase() },
  })
})

test('a refresh queues a completed QUICK_INDEX again without its results, and counts it once', async () => {
  const project = await createProject()
  const { analysis } = await sent('refreshContract', project)
  await completeNext()

  const refreshed = await sent('refreshContract', project)
  const fields = 'status progress results completedAt startedAt finishedAt contract { analysisCount }'
  const ask = async () =>
    (await api.ask(`{ analysis(id: "${analysis.id}") { ${fields} } }`, {}, project.owner)).data.analysis

  expect(refreshed.analysis.id).toBe(analysis.id)
  expect(refreshed.onboarding).toMatchObject({
    isIndexed: false,
    indexingProgress: 0,
    completionReason: null,
  })
  expect(await ask()).toEqual({
    ...{
      status: 'PENDING',
      progress: 0,
      results: null,
      completedAt: null,
      startedAt: null,
      finishedAt: null,
    },
    contract: { analysisCount: 0 },
  })
  await completeNext({ results: { second: true } })
  expect(await ask()).toMatchObject({ results: { second: true }, contract: { analysisCount: 1 } })
  expect(await pollOnboarding(project)).toMatchObject({ isIndexed: true, completionReason: 'COMPLETED' })
})

test('a refreshed QUICK_INDEX is claimed after analyses that have waited longer, also after a lost lease', async () => {
  const project = await createProject()
  const { analysis } = await sent('refreshContract', project)
  await completeNext()
  const waiting = await insertAnalysis(db, { user_id: project.owner.id })
  await sent('refreshContract', project)
  const later = await insertAnalysis(db, { user_id: project.owner.id, created_at: '2999-01-01' })
  const claimNext = async () => (await claim(api, worker)).data.claimAnalysis.lease.analysis.id

  expect([await claimNext(), await claimNext()]).toEqual([waiting.id, analysis.id])
  await expireLease(api, analysis.id)
  await sweepLeases(db)
  expect([await claimNext(), await claimNext()]).toEqual([analysis.id, later.id])
})

test('a refresh replaces a failed QUICK_INDEX', async () => {
  const project = await createProject()
  const { id, leaseToken } = await begin(api, { ...project, worker }, indexOf(project))
  await report(api, worker, 'failAnalysis', { leaseToken, errorMessage: 'No.' })

  const { analysis } = await sent('refreshContract', project)

  expect(analysis.id).not.toBe(id)
  expect((await pollOnboarding(project)).lastAnalysis).toEqual({ id: analysis.id, status: 'PENDING' })
})

test('20 concurrent refreshes queue one QUICK_INDEX', async () => {
  const project = await createProject()

  const answers = await inParallel(20, () => send('refreshContract', project))

  expect(answers.flatMap(codesOf)).toEqual([])
  expect(await indexesOf(project)).toMatchObject([{ status: 'pending', cycle: null }])
})

test('a started sync queues cycles after a pause until it is stopped', async () => {
  const project = await createProject()
  const { analysis, onboarding } = await sent('startSync', project)
  expect(analysis).toMatchObject({ status: 'PENDING', metadata: { continuous: true } })
  expect(onboarding).toMatchObject({ isContinuousSync: true, continuousSyncStartedAt: expect.any(String) })

  await completeNext()
  await sweepLeases(db)
  expect(await indexesOf(project)).toHaveLength(1)
  await passPause(project)
  await sweepLeases(db)
  const [first, second] = await indexesOf(project)
  expect([first, second]).toMatchObject([
    { id: analysis.id, status: 'completed', cycle: 1 },
    { status: 'pending', cycle: 2 },
  ])

  const stopped = await sent('stopSync', project)
  expect(stopped.cancelledAnalyses).toEqual([{ id: second?.id, status: 'CANCELLED' }])
  expect(stopped.onboarding).toMatchObject({
    ...{ isIndexed: true, isContinuousSync: false, continuousSyncStoppedAt: expect.any(String) },
    ...{ completionReason: 'STOPPED_BY_USER', lastAnalysis: { id: first?.id, status: 'COMPLETED' } },
  })
  await passPause(project)
  expect(await indexesOf(project)).toHaveLength(2)
})

test('stopping a sync lets a running cycle end', async () => {
  const project = await createProject()
  await sent('startSync', project)
  const leaseToken = (await claim(api, worker)).data.claimAnalysis.lease.token

  const { cancelledAnalyses, onboarding } = await sent('stopSync', project)
  await complete(api, worker, leaseToken)
  await passPause(project)

  expect(cancelledAnalyses).toEqual([])
  expect(onboarding).toMatchObject({ isContinuousSync: false, completionReason: null })
  expect(await pollOnboarding(project)).toMatchObject({ isIndexed: true, completionReason: 'COMPLETED' })
  expect(await indexesOf(project)).toHaveLength(1)
})

test('stopping a sync keeps other pending analyses of the contract', async () => {
  const project = await createProject()
  const other = await insertAnalysis(db, {
    user_id: project.owner.id,
    ...indexOf(project),
    analysis_type: 'single',
  })
  await sent('startSync', project)

  await sent('stopSync', project)

  const { status } = await db
    .selectFrom('analyses')
    .select('status')
    .where('id', '=', other.id)
    .executeTakeFirstOrThrow()
  expect(status).toBe('pending')
})

test('starting or stopping a sync again changes nothing', async () => {
  const project = await createProject()
  const first = await sent('startSync', project)
  const [again] = await inParallel(10, () => sent('startSync', project))
  expect(again).toEqual(first)
  expect(await indexesOf(project)).toHaveLength(1)

  const stopped = await sent('stopSync', project)
  expect(await sent('stopSync', project)).toEqual({ ...stopped, cancelledAnalyses: [] })
})

test('a QUICK_INDEX that is open becomes the first cycle', async () => {
  const project = await createProject()
  const { analysis } = await sent('refreshContract', project)

  expect((await sent('startSync', project)).analysis.id).toBe(analysis.id)
  await completeNext()
  await passPause(project)

  expect(await indexesOf(project)).toMatchObject([{ cycle: 1 }, { cycle: 2 }])
})

test('a running cycle of a sync that was stopped begins the next sync without its count of empty cycles', async () => {
  const project = await createProject()
  await sent('startSync', project)
  await db
    .updateTable('analysis_runs')
    .set({ empty_cycles: 9 })
    .where('user_id', '=', project.owner.id)
    .execute()
  await claim(api, worker)
  await sent('stopSync', project)

  await sent('startSync', project)

  expect(await indexesOf(project)).toMatchObject([{ status: 'running', cycle: 1, empty: 0 }])
})

test('metadata.continuous is true for a QUICK_INDEX that becomes a cycle, and removed by a refresh', async () => {
  const project = await createProject()
  const { analysis } = await sent('refreshContract', project)
  await db.updateTable('analyses').set({ metadata: '{"by": "me"}' }).where('id', '=', analysis.id).execute()

  const adopted = await sent('startSync', project)
  await completeNext()
  await sent('stopSync', project)
  const refreshed = await sent('refreshContract', project)

  expect(adopted.analysis).toMatchObject({ id: analysis.id, metadata: { by: 'me', continuous: true } })
  expect(refreshed.analysis).toMatchObject({ id: analysis.id, status: 'PENDING', metadata: { by: 'me' } })
})

test.each([
  ['a cycle', '{"continuous": true, "by": "client"}', { by: 'worker', continuous: true }],
  ['another analysis', '{"by": "client"}', { by: 'worker' }],
  ['an imported analysis with null', null, { by: 'worker' }],
  ['an imported analysis with a list', '["continuous"]', { by: 'worker' }],
])('a completion of %s replaces metadata, but not metadata.continuous', async (_name, stored, expected) => {
  const project = await createProject()
  const { analysis } = await sent('refreshContract', project)
  await db.updateTable('analyses').set({ metadata: stored }).where('id', '=', analysis.id).execute()

  await completeNext({ metadata: { by: 'worker', continuous: { of: 'worker' } } })

  const { data } = await api.ask(`{ analysis(id: "${analysis.id}") { metadata } }`, {}, project.owner)
  expect(data.analysis.metadata).toEqual(expected)
})

test('a refresh during a sync queues the next cycle and keeps the results', async () => {
  const project = await createProject()
  await sent('startSync', project)
  await completeNext()

  const { analysis, onboarding } = await sent('refreshContract', project)

  expect(await indexesOf(project)).toMatchObject([
    { status: 'completed', cycle: 1 },
    { id: analysis.id, status: 'pending', cycle: 2 },
  ])
  expect(onboarding).toMatchObject({ isIndexed: true, isContinuousSync: true })
})

test('a sync ends after ten cycles in a row that were empty or failed', async () => {
  const project = await createProject()
  await sent('startSync', project)
  const isEmpty = [true, false, ...Array(10).fill(true)]
  for (const [place, empty] of isEmpty.entries()) {
    if (place === 5) {
      const leaseToken = (await claim(api, worker)).data.claimAnalysis.lease.token
      await report(api, worker, 'failAnalysis', { leaseToken, errorMessage: 'No.' })
    } else {
      await completeNext({ isEmpty: empty })
    }
    await passPause(project)
  }

  expect((await indexesOf(project)).map(({ empty }) => empty)).toEqual([1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  expect(await pollOnboarding(project)).toMatchObject({
    isContinuousSync: false,
    completionReason: 'NOTHING_NEW',
  })
})

test('a sync ends after 50 cycles', async () => {
  const project = await createProject()
  await sent('startSync', project)
  await db
    .updateTable('analysis_runs')
    .set({ sync_cycle: 49 })
    .where('user_id', '=', project.owner.id)
    .execute()
  await completeNext()
  await passPause(project)
  await completeNext()
  await passPause(project)

  expect((await indexesOf(project)).map(({ cycle }) => cycle)).toEqual([49, 50])
  expect(await pollOnboarding(project)).toMatchObject({
    ...{ isContinuousSync: false, completionReason: 'CYCLE_LIMIT' },
  })
})

test('another default contract ends the sync and cancels its pending cycle', async () => {
  const project = await createProject()
  await sent('startSync', project)
  const other = await insertContract(db, { user_id: project.owner.id })

  await api.ask(
    `mutation { setDefaultContract(input: { id: "${other.id}" }) { contract { id } } }`,
    {},
    project.owner,
  )

  expect(await indexesOf(project)).toMatchObject([{ status: 'cancelled' }])
  expect(await pollOnboarding(project)).toMatchObject({
    ...{ isContinuousSync: false, continuousSyncStoppedAt: expect.any(String), lastAnalysis: null },
  })
})

test('a cancelled cycle is followed by another', async () => {
  const project = await createProject()
  const { analysis } = await sent('startSync', project)
  await cancel(api, project.owner, analysis.id)
  await passPause(project)

  expect(await indexesOf(project)).toMatchObject([{ status: 'cancelled' }, { status: 'pending', cycle: 2 }])
})

test('a sync that was imported as on queues nothing until it is started', async () => {
  const project = await createProject()
  const continuous_sync_started = new Date('2025-06-28T08:00:00.700Z')
  await insertOnboarding(db, { user_id: project.owner.id, continuous_sync: true, continuous_sync_started })
  await insertAnalysis(db, { user_id: project.owner.id, ...indexOf(project), status: 'completed' })

  await passPause(project)
  expect(await indexesOf(project)).toEqual([])

  const { onboarding } = await sent('startSync', project)
  expect(onboarding.continuousSyncStartedAt > continuous_sync_started.toISOString()).toBe(true)
  expect(await indexesOf(project)).toMatchObject([{ status: 'pending', cycle: 1 }])
})

test('30 concurrent starts, stops, refreshes and sweeps leave at most one open cycle', async () => {
  const project = await createProject()
  const operations = ['startSync', 'stopSync', 'refreshContract'] as const

  const answers = await inParallel(30, async (place) => {
    if (place % 5 === 0) await sweepLeases(db)
    return send(operations[place % 3] ?? 'startSync', project)
  })
  await sent('stopSync', project)

  expect(answers.flatMap(codesOf)).toEqual([])
  const open = (await indexesOf(project)).filter(({ status }) => status === 'pending')
  expect(open.length).toBeLessThanOrEqual(1)
  expect(open.every(({ cycle }) => cycle === null)).toBe(true)
  expect(await pollOnboarding(project)).toMatchObject({ isContinuousSync: false })
})

test('only the default contract can be synchronized, and an archived one can’t be refreshed', async () => {
  const other = await createProject({ is_default: false })
  const archived = await createProject({ is_default: false, is_active: false })
  const { owner: stranger } = await createProject()

  expect(codesOf(await send('startSync', other))).toEqual(['CONFLICT'])
  expect(codesOf(await send('stopSync', other))).toEqual(['CONFLICT'])
  expect(codesOf(await send('refreshContract', archived))).toEqual(['CONFLICT'])
  expect(codesOf(await send('refreshContract', { ...other, owner: stranger }))).toEqual(['NOT_FOUND'])
})

function indexOf({ contract }: Project) {
  return { analysis_type: 'quick_index', config_id: contract.id } as const
}
