import { afterAll, expect, test } from 'vitest'
import { startApi } from '../support/api.ts'
import { insertAnalysis, insertContract, insertUser } from '../support/factories.ts'
import { cancel, claim, complete } from './analysis-calls.ts'
import { type Project, syncCalls } from './sync-calls.ts'

const api = await startApi()
const { db } = api
const worker = await insertUser(db, { role: 'worker' })
const { sent, createProject, indexesOf, completeNext } = syncCalls(api, worker)

const charge = (types: string[]) =>
  db.updateTable('tier_quotas').set({ charged_types: types }).where('tier', '=', 'free').execute()
await charge(['quick_index'])
afterAll(() => charge(['single', 'competitive', 'comparative']))

const used = async ({ owner }: Project) =>
  (await api.ask('{ me { quota { used } } }', {}, owner)).data.me.quota.used
const change = (operation: string, { owner }: Project, id: string) =>
  api.ask(`mutation { ${operation}(input: { id: "${id}" }) { contract { id } } }`, {}, owner)

test('each refresh that queues a QUICK_INDEX is charged, and its cancellation gives back the last charge', async () => {
  const project = await createProject()

  const { analysis } = await sent('refreshContract', project)
  await sent('refreshContract', project)
  const afterFirst = await used(project)
  await completeNext()
  await sent('refreshContract', project)
  const afterSecond = await used(project)
  await cancel(api, project.owner, analysis.id)

  expect([afterFirst, afterSecond, await used(project)]).toEqual([1, 2, 1])
})

test('cancelling a refresh of an imported analysis gives back its charge', async () => {
  const project = await createProject()
  const { id } = await insertAnalysis(db, {
    ...{ user_id: project.owner.id, config_id: project.contract.id },
    ...{ analysis_type: 'quick_index', status: 'completed' },
  })

  const { analysis } = await sent('refreshContract', project)
  const charged = await used(project)
  await cancel(api, project.owner, id)

  expect(analysis).toMatchObject({ id, status: 'PENDING' })
  expect([charged, await used(project)]).toEqual([1, 0])
})

const endings = [
  {
    name: 'another default contract',
    end: async (project: Project) => {
      const other = await insertContract(db, { user_id: project.owner.id })
      await change('setDefaultContract', project, other.id)
    },
  },
  {
    name: 'archiving the contract',
    end: (project: Project) => change('archiveContract', project, project.contract.id),
  },
]

test.each(endings)('$name gives back the charge of the cycle that it cancels', async ({ end }) => {
  const project = await createProject()
  await sent('startSync', project)
  const charged = await used(project)

  await end(project)

  expect(await indexesOf(project)).toMatchObject([{ status: 'cancelled' }])
  expect([charged, await used(project)]).toEqual([1, 0])
})

test.each(endings)(
  '$name does not give back the charge of a cycle that a worker started',
  async ({ end }) => {
    const project = await createProject()
    await sent('startSync', project)
    const { token } = (await claim(api, worker)).data.claimAnalysis.lease

    await end(project)
    await complete(api, worker, token)

    expect(await used(project)).toBe(1)
  },
)

test.each(endings)('$name does not give back a charge of an earlier month', async ({ end }) => {
  const project = await createProject()
  await sent('startSync', project)
  await db
    .updateTable('analysis_runs')
    .set({ charged_at: new Date('2026-01-01') })
    .where('user_id', '=', project.owner.id)
    .execute()

  await end(project)

  expect(await indexesOf(project)).toMatchObject([{ status: 'cancelled' }])
  expect(await used(project)).toBe(1)
})
