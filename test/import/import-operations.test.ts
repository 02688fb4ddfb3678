import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { beforeEach, expect, test } from 'vitest'
import { codesOf, startApi } from '../support/api.ts'
import { type Account, insertImportJob, insertUser } from '../support/factories.ts'
import { clearTables, importFiles } from '../support/imports.ts'
import { legacyAnalysis, legacyContract, legacyUser } from '../support/legacy-records.ts'

const api = await startApi()
const { pool } = api.jobs
let admin: Account

beforeEach(async () => {
  await clearTables(api.jobs)
  admin = await insertUser(api.db, { role: 'admin' })
})

const jobFields = '{ job { id operation isDryRun sourceJob { id } startedBy { id } } }'
const mutations = {
  retryRejects: `mutation ($input: RetryRejectsInput!) { retryRejects(input: $input) ${jobFields} }`,
  verifyImport: `mutation ($input: VerifyImportInput!) { verifyImport(input: $input) ${jobFields} }`,
  takeOverRefusals: `mutation ($input: TakeOverRefusalsInput!) { takeOverRefusals(input: $input) ${jobFields} }`,
  revertImport: `mutation ($input: RevertImportInput!) { revertImport(input: $input) ${jobFields} }`,
} as const
const switchOver = `mutation { switchOverAnalyses ${jobFields} }`
const exportRejects = `query ($jobId: ID!, $first: Int, $after: Int) {
  exportRejects(jobId: $jobId, first: $first, after: $after) { ndjson count next }
}`

/** Starts the operation and returns its job when it has ended. */
async function perform(operation: keyof typeof mutations, input: object) {
  const { data, errors } = await api.ask(mutations[operation], { input }, admin)
  expect(errors).toEqual([])
  const started = data[operation].job
  for (;;) {
    const ended = await api.ask(
      `query ($id: ID!) { importJob(id: $id) {
        phase errorCode finishedAt revertedAt
        counts { kind read inserted rejected verified removed restored }
        rejects { edges { node { code importedBy { id } } } }
      } }`,
      { id: started.id },
      admin,
    )
    if (ended.data.importJob.finishedAt !== null) return { ...started, ...ended.data.importJob }
    await sleep(20)
  }
}

async function exportOf(variables: object) {
  const { data } = await api.ask(exportRejects, variables, admin)
  const { ndjson, ...rest } = data.exportRejects
  return {
    ...rest,
    lines: ndjson
      .split('\n')
      .filter(Boolean)
      .map((line: string) => JSON.parse(line)),
  }
}

test('an import is retried, verified and reverted by jobs that refer to it', async () => {
  const user = legacyUser()
  const first = await importFiles(api.jobs, { 'contracts.json': [legacyContract(user.id)] })
  const second = await importFiles(api.jobs, { 'users.json': [user] })
  const input = { jobId: first.id, kinds: ['CONTRACTS'], codes: ['OWNER_UNKNOWN'] }
  const retry = await perform('retryRejects', input)
  expect(retry).toMatchObject({
    operation: 'RETRY',
    sourceJob: { id: first.id },
    startedBy: { id: admin.id },
  })
  expect(retry.counts[1]).toMatchObject({ kind: 'CONTRACTS', read: 1, inserted: 1, verified: 1 })
  const verify = await perform('verifyImport', { jobId: retry.id })
  expect(verify).toMatchObject({ operation: 'VERIFY', phase: 'COMPLETED', sourceJob: { id: retry.id } })
  expect(verify.counts[1]).toMatchObject({ read: 1, verified: 1, rejected: 0 })
  const tried = await perform('revertImport', { jobId: second.id, dryRun: true })
  expect(tried).toMatchObject({ operation: 'REVERT', isDryRun: true, phase: 'COMPLETED' })
  expect(tried.rejects.edges).toMatchObject([{ node: { code: 'HAS_DEPENDENTS' } }])
  await perform('revertImport', { jobId: retry.id })
  const revert = await perform('revertImport', { jobId: second.id })
  expect(revert.counts[0]).toMatchObject({ read: 1, removed: 1, rejected: 0 })
  const { data } = await api.ask('query ($id: ID!) { importJob(id: $id) { revertedAt } }', second, admin)
  expect(data.importJob.revertedAt).toEqual(expect.any(String))
})

test.each(Object.entries(mutations))(
  '%s refuses a missing job, and one that it is not possible for',
  async (_name, mutation) => {
    const codesFor = async (jobId: string) => codesOf(await api.ask(mutation, { input: { jobId } }, admin))
    expect(await codesFor(randomUUID())).toEqual(['NOT_FOUND'])
    expect(await codesFor('none')).toEqual(['BAD_USER_INPUT'])
    const finished_at = new Date()
    const ended = await insertImportJob(api.db, { phase: 'completed', operation: 'export', finished_at })
    const running = await insertImportJob(api.db, { phase: 'reading' })
    for (const id of [ended, running]) expect(await codesFor(id)).toEqual(['CONFLICT'])
  },
)

test('refused records are taken over, also with the same time, and then are no longer refused', async () => {
  const user = legacyUser({ name: 'Ada', updatedAt: '2026-01-02T00:00:00.000Z' })
  await importFiles(api.jobs, { 'users.json': [user] })
  const renamed = { ...user, name: 'Ada King' }
  const second = await importFiles(api.jobs, { 'users.json': [renamed] })

  const taken = await perform('takeOverRefusals', { jobId: second.id })

  expect(taken).toMatchObject({
    ...{
      operation: 'TAKE_OVER',
      phase: 'COMPLETED',
      sourceJob: { id: second.id },
      startedBy: { id: admin.id },
    },
  })
  expect(taken.counts[0]).toMatchObject({ kind: 'USERS', read: 1, verified: 1 })
  const row = await api.db.selectFrom('users').select('name').where('id', '=', user.id).executeTakeFirst()
  expect(row).toEqual({ name: 'Ada King' })
  expect((await perform('takeOverRefusals', { jobId: second.id })).counts[0]).toMatchObject({ read: 0 })
})

test('analyses that the legacy application left running are switched over, once', async () => {
  const user = legacyUser()
  const analysis = legacyAnalysis(user.id, { status: 'running', progress: 40, completedAt: null })
  await importFiles(api.jobs, { 'users.json': [user], 'analyses.json': [analysis] })
  const statusOf = async () =>
    (await api.ask(`{ analysis(id: "${analysis.id}") { status } }`, {}, admin)).data.analysis.status
  expect(await statusOf()).toBe('RUNNING')

  for (const failed of ['first', 'second']) {
    const { data, errors } = await api.ask(switchOver, {}, admin)
    expect(errors, failed).toEqual([])
    expect(data.switchOverAnalyses.job).toMatchObject({
      operation: 'SWITCH_OVER',
      startedBy: { id: admin.id },
    })
    await expect.poll(statusOf).toBe('FAILED')
    await expect
      .poll(async () => {
        const { rows } = await pool.query('select count(*)::int from import_jobs where finished_at is null')
        return rows
      })
      .toEqual([{ count: 0 }])
  }
})

test('a reverted import and a dry run can not be reverted', async () => {
  const { id } = await importFiles(api.jobs, { 'users.json': [legacyUser()] })
  await perform('revertImport', { jobId: id })
  const again = await api.ask(mutations.revertImport, { input: { jobId: id } }, admin)
  expect(again.errors).toMatchObject([
    { message: expect.stringMatching(/^The import was reverted at /), extensions: { code: 'CONFLICT' } },
  ])
  const dryRun = await importFiles(api.jobs, { 'users.json': [legacyUser()] }, { dryRun: true })
  const tried = await api.ask(mutations.revertImport, { input: { jobId: dryRun.id } }, admin)
  expect(tried.errors).toMatchObject([{ message: 'The import was a dry run: it wrote nothing.' }])
})

test('only administrators may do any of this', async () => {
  const { id: jobId } = await importFiles(api.jobs, { 'users.json': [{ id: 'nobody' }] })
  const senders = [
    [undefined, 'UNAUTHENTICATED'],
    [await insertUser(api.db), 'FORBIDDEN'],
    [await insertUser(api.db, { role: 'worker' }), 'FORBIDDEN'],
  ] as const
  for (const [sender, code] of senders) {
    for (const mutation of Object.values(mutations)) {
      expect(codesOf(await api.ask(mutation, { input: { jobId } }, sender))).toEqual([code])
    }
    expect(codesOf(await api.ask(exportRejects, { jobId }, sender))).toEqual([code])
    expect(codesOf(await api.ask(switchOver, {}, sender))).toEqual([code])
  }
  const { rows } = await pool.query('select operation from import_jobs')
  expect(rows).toEqual([{ operation: 'import' }])
})

test('rejects are exported as lines with masked secrets, starting after any number', async () => {
  const owner = randomUUID()
  const contracts = [1, 2, 3].map((number) => legacyContract(owner, { number, apiKey: 'hunter2' }))
  const { id: jobId } = await importFiles(api.jobs, { 'contracts.json': contracts })
  const all = await exportOf({ jobId })
  expect(all).toMatchObject({ count: 3, next: null })
  expect(all.lines[0]).toMatchObject({
    ...{ number: 1, kind: 'contracts', file: 'contracts.json', line: 2, pointer: '/0/userId' },
    code: 'OWNER_UNKNOWN',
  })
  expect(JSON.parse(all.lines[2].rawText)).toEqual({ ...contracts[2], apiKey: '[secret]' })
  const page = await exportOf({ jobId, first: 1, after: 1 })
  expect(page).toMatchObject({ count: 1, next: 2, lines: [{ number: 2 }] })
  for (const wrong of [{ first: 0 }, { first: 1001 }, { after: -1 }]) {
    const answer = await api.ask(exportRejects, { jobId, ...wrong }, admin)
    expect(answer.errors).toMatchObject([
      { extensions: { code: 'BAD_USER_INPUT', argument: Object.keys(wrong)[0] } },
    ])
  }
})

test('a response contains about a megabyte of text, and where to continue', async () => {
  const owner = randomUUID()
  const contracts = [0.4, 0.4, 0.4, 2].map((megabytes) =>
    legacyContract(owner, { description: 'x '.repeat(megabytes * 524_288) }),
  )
  const { id: jobId } = await importFiles(api.jobs, { 'contracts.json': contracts })
  expect(await exportOf({ jobId })).toMatchObject({ count: 3, next: 3 })
  const last = await exportOf({ jobId, after: 3 })
  expect(last).toMatchObject({ count: 1, next: null })
  expect(last.lines[0].rawText).toHaveLength(1_048_576)
  expect(last.lines[0].rawBytes).toBeGreaterThan(2_000_000)
})
