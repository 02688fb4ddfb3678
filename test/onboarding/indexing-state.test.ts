import { expect, test } from 'vitest'
import { sweepLeases } from '../../src/analyses/lease-sweep.ts'
import { begin, cancel, claim, complete, expireLease, report } from '../analyses/analysis-calls.ts'
import { codesOf, startApi } from '../support/api.ts'
import {
  type Account,
  insertAnalysis,
  insertContract,
  insertOnboarding,
  insertUser,
  type Owned,
} from '../support/factories.ts'
import { onboardingCalls } from './onboarding-calls.ts'

const api = await startApi()
const { db } = api
const worker = await insertUser(db, { role: 'worker' })
const { update } = onboardingCalls(api)

interface Project {
  readonly owner: Account
  readonly contract: Owned
}

async function createProject(): Promise<Project> {
  const owner = await insertUser(db)
  await insertOnboarding(db, { user_id: owner.id, website: 'https://dex.example', logo: 'AA==' })
  return { owner, contract: await insertContract(db, { user_id: owner.id, is_default: true }) }
}

const beginIndexing = ({ owner, contract }: Project, values: object = {}) =>
  begin(api, { owner, worker }, { analysis_type: 'quick_index', config_id: contract.id, ...values })

/** The part of the dashboard that is polled. */
async function poll({ owner }: Pick<Project, 'owner'>) {
  const { data } = await api.ask(
    `{ onboardingStatus { missingSteps onboarding {
      isIndexed indexingProgress currentStep hasErrors completionReason lastUpdatedAt lastAnalysis { id status }
    } } }`,
    {},
    owner,
  )
  const { missingSteps, onboarding } = data.onboardingStatus
  return { missingSteps, ...onboarding }
}

const idle = {
  ...{ isIndexed: false, indexingProgress: 0, currentStep: null, hasErrors: false, completionReason: null },
  ...{ lastUpdatedAt: null, lastAnalysis: null, missingSteps: ['INDEXING'] },
}
const isMissing = { isIndexed: false, missingSteps: ['INDEXING'] }
const isDone = { isIndexed: true, missingSteps: [] }

test('before any analysis of the default contract, nothing is indexed', async () => {
  expect(await poll(await createProject())).toEqual(idle)
})

test('the onboarding follows a QUICK_INDEX from its start to its completion', async () => {
  const project = await createProject()
  const { id } = await insertAnalysis(db, {
    ...{ user_id: project.owner.id, analysis_type: 'quick_index', config_id: project.contract.id },
  })
  const state = { ...idle, lastUpdatedAt: expect.any(String) }

  expect(await poll(project)).toEqual({ ...state, lastAnalysis: { id, status: 'PENDING' } })

  const { leaseToken, lastAnalysis } = await claimIndexing(id)
  expect(await poll(project)).toEqual({ ...state, lastAnalysis })

  for (const [progress, currentStep] of [
    [10, 'Reading blocks'],
    [100, null],
  ] as const) {
    await report(api, worker, 'reportProgress', { leaseToken, progress, currentStep })
    expect(await poll(project)).toEqual({ ...state, lastAnalysis, indexingProgress: progress, currentStep })
  }

  await complete(api, worker, leaseToken)
  expect(await poll(project)).toEqual({
    ...{ ...state, ...isDone, indexingProgress: 100, completionReason: 'COMPLETED' },
    lastAnalysis: { id, status: 'COMPLETED' },
  })
})

test('a completion with errors is indexed and has errors', async () => {
  const project = await createProject()
  const { leaseToken } = await beginIndexing(project)

  await report(api, worker, 'completeAnalysis', { leaseToken, results: {}, hasErrors: true })

  expect(await poll(project)).toMatchObject({ ...isDone, hasErrors: true, completionReason: 'COMPLETED' })
})

test('a failure keeps the progress and has errors', async () => {
  const project = await createProject()
  const { id, leaseToken } = await beginIndexing(project)
  await report(api, worker, 'reportProgress', { leaseToken, progress: 40, currentStep: 'Reading' })

  await report(api, worker, 'failAnalysis', { leaseToken, errorMessage: 'No endpoint.' })

  expect(await poll(project)).toMatchObject({
    ...{ ...isMissing, indexingProgress: 40, currentStep: null, hasErrors: true, completionReason: 'FAILED' },
    lastAnalysis: { id, status: 'FAILED' },
  })
})

test('cancelling a running analysis is shown at once, and late reports change nothing', async () => {
  const project = await createProject()
  const { id, leaseToken } = await beginIndexing(project)
  await report(api, worker, 'reportProgress', { leaseToken, progress: 40, currentStep: 'Reading' })

  await cancel(api, project.owner, id)
  const cancelled = await poll(project)
  expect(codesOf(await complete(api, worker, leaseToken))).toEqual(['LEASE_LOST'])

  expect(cancelled).toMatchObject({
    ...{ ...isMissing, currentStep: null, hasErrors: false, completionReason: 'CANCELLED' },
    lastAnalysis: { id, status: 'CANCELLED' },
  })
  expect(await poll(project)).toEqual(cancelled)
})

test('an analysis whose worker stopped is pending without progress, and fails after the last attempt', async () => {
  const project = await createProject()
  const { id, leaseToken } = await beginIndexing(project)
  await report(api, worker, 'reportProgress', { leaseToken, progress: 40, currentStep: 'Reading' })
  const states = []
  for (let attempt = 1; attempt <= 3; attempt++) {
    await expireLease(api, id)
    await sweepLeases(db)
    states.push(await poll(project))
    await claim(api, worker)
  }

  const waiting = { indexingProgress: 0, currentStep: null, hasErrors: false, completionReason: null }
  expect(states).toMatchObject([
    { ...isMissing, ...waiting, lastAnalysis: { status: 'PENDING' } },
    { ...isMissing, ...waiting, lastAnalysis: { status: 'PENDING' } },
    { ...isMissing, hasErrors: true, completionReason: 'FAILED', lastAnalysis: { status: 'FAILED' } },
  ])
})

test('an abandoned analysis without a lease fails', async () => {
  const project = await createProject()
  await insertAnalysis(db, {
    ...{ user_id: project.owner.id, analysis_type: 'quick_index', config_id: project.contract.id },
    ...{ status: 'running', updated_at: new Date(0) },
  })

  await sweepLeases(db)

  expect(await poll(project)).toMatchObject({ hasErrors: true, completionReason: 'FAILED' })
})

test('a failed repetition keeps the contract indexed', async () => {
  const project = await createProject()
  await complete(api, worker, (await beginIndexing(project)).leaseToken)

  const { leaseToken } = await beginIndexing(project)
  await report(api, worker, 'failAnalysis', { leaseToken, errorMessage: 'No endpoint.' })

  expect(await poll(project)).toMatchObject({ ...isDone, hasErrors: true, completionReason: 'FAILED' })
})

test('a refresh keeps the contract indexed if an older QUICK_INDEX is completed', async () => {
  const project = await createProject()
  await complete(api, worker, (await beginIndexing(project, { created_at: new Date(0) })).leaseToken)
  await complete(api, worker, (await beginIndexing(project)).leaseToken)

  await api.ask(
    `mutation { refreshContract(input: { contractId: "${project.contract.id}" }) { analysis { id } } }`,
    {},
    project.owner,
  )

  expect(await poll(project)).toMatchObject({ ...isDone, lastAnalysis: { status: 'PENDING' } })
})

test('cancelling a repetition before it starts shows the previous analysis again', async () => {
  const project = await createProject()
  const first = await beginIndexing(project)
  await complete(api, worker, first.leaseToken)
  const second = await insertAnalysis(db, {
    ...{ user_id: project.owner.id, analysis_type: 'quick_index', config_id: project.contract.id },
  })

  await cancel(api, project.owner, second.id)

  expect(await poll(project)).toMatchObject({
    ...{ ...isDone, indexingProgress: 100, completionReason: 'COMPLETED' },
    lastAnalysis: { id: first.id, status: 'COMPLETED' },
  })
})

test('reports of an older QUICK_INDEX do not move the onboarding', async () => {
  const project = await createProject()
  const { leaseToken } = await beginIndexing(project, { created_at: new Date(0) })
  const newer = await insertAnalysis(db, {
    ...{ user_id: project.owner.id, analysis_type: 'quick_index', config_id: project.contract.id },
  })

  await report(api, worker, 'reportProgress', { leaseToken, progress: 40 })

  expect(await poll(project)).toMatchObject({ indexingProgress: 0, lastAnalysis: { id: newer.id } })
})

test.each([
  ['another type', { analysis_type: 'single' }],
  ['an address', { config_id: null, contract_address: '0x1111', contract_chain: 'ethereum' }],
])('an analysis of %s does not move the onboarding', async (_what, values) => {
  const project = await createProject()
  const { leaseToken } = await beginIndexing(project, values)

  await complete(api, worker, leaseToken)

  expect(await poll(project)).toEqual(idle)
})

test('an analysis of another contract does not move the onboarding until that is the default', async () => {
  const project = await createProject()
  const other = await insertContract(db, { user_id: project.owner.id })
  const { id, leaseToken } = await beginIndexing(project, { config_id: other.id })
  await complete(api, worker, leaseToken)
  expect(await poll(project)).toEqual(idle)

  await setDefault(project.owner, other)
  expect(await poll(project)).toMatchObject({ ...isDone, lastAnalysis: { id, status: 'COMPLETED' } })

  await setDefault(project.owner, project.contract)
  expect(await poll(project)).toEqual(idle)
})

test('archiving the default contract resets the state', async () => {
  const project = await createProject()
  await complete(api, worker, (await beginIndexing(project)).leaseToken)

  await api.ask(
    `mutation { archiveContract(input: { id: "${project.contract.id}" }) { contract { id } } }`,
    {},
    project.owner,
  )

  expect(await poll(project)).toEqual({ ...idle, missingSteps: ['DEFAULT_CONTRACT', 'INDEXING'] })
})

test('a user without onboarding gets one with the first QUICK_INDEX of the default contract', async () => {
  const owner = await insertUser(db)
  const contract = await insertContract(db, { user_id: owner.id, is_default: true })

  const { id } = await beginIndexing({ owner, contract })

  expect(await poll({ owner })).toMatchObject({ lastAnalysis: { id, status: 'RUNNING' } })
})

test('reports do not invalidate an edit of the project', async () => {
  const project = await createProject()
  const { leaseToken } = await beginIndexing(project)
  const { data } = await api.ask(`{ onboardingStatus { onboarding { updatedAt } } }`, {}, project.owner)

  await report(api, worker, 'reportProgress', { leaseToken, progress: 40 })
  const { updatedAt } = data.onboardingStatus.onboarding
  const answer = await update(project.owner, { twitter: '@dex', ifUnmodifiedSince: updatedAt })

  expect(answer.errors).toEqual([])
  expect(await poll(project)).toMatchObject({ indexingProgress: 40 })
})

test('40 concurrent changes of the default contract and reports end in the state of the default', async () => {
  const project = await createProject()
  const other = await insertContract(db, { user_id: project.owner.id })
  const { id, leaseToken } = await beginIndexing(project)

  await Promise.all(
    Array.from({ length: 40 }, (_, place) =>
      place % 2 === 0
        ? report(api, worker, 'reportProgress', { leaseToken, progress: place })
        : setDefault(project.owner, place % 4 === 1 ? other : project.contract),
    ),
  )
  await setDefault(project.owner, other)
  const ofOther = await poll(project)
  await setDefault(project.owner, project.contract)

  expect(ofOther).toEqual(idle)
  expect(await poll(project)).toMatchObject({ lastAnalysis: { id, status: 'RUNNING' } })
})

async function setDefault(owner: Account, { id }: Owned): Promise<void> {
  await api.ask(`mutation { setDefaultContract(input: { id: "${id}" }) { contract { id } } }`, {}, owner)
}

async function claimIndexing(id: string) {
  const { data } = await claim(api, worker)
  const { token, analysis } = data.claimAnalysis.lease
  expect(analysis.id).toBe(id)
  return { leaseToken: token, lastAnalysis: { id, status: 'RUNNING' } }
}
