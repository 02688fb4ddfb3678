import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, expect, test } from 'vitest'
import { readLegacy } from '../fixtures/traps/trap.ts'
import { startApi } from '../support/api.ts'
import { type Account, insertUser } from '../support/factories.ts'
import { lockTable, untilBlocked } from '../support/imports.ts'

const api = await startApi()
let admin: Account
let stranger: Account

beforeAll(async () => {
  admin = await insertUser(api.db, { role: 'admin' })
  stranger = await insertUser(api.db)
})

const startImport = `mutation ($input: ImportLegacyDataInput!) {
  importLegacyData(input: $input) {
    job { id phase directory layout isDryRun onConflict hasBackups orphans onEmailTaken startedBy { id } }
  }
}`
const readJob = `query ($id: ID!) {
  importJob(id: $id) {
    id phase errorCode errorMessage bytesRead bytesTotal bytesPerSecond startedAt finishedAt
    counts { kind read inserted updated unchanged skipped rejected warnings verified }
    warnings { kind code message count }
    skippedPaths { path reason }
  }
}`

async function untilEnded(id: string) {
  for (;;) {
    const { data } = await api.ask(readJob, { id }, admin)
    if (data.importJob.finishedAt !== null) return data.importJob
    await sleep(50)
  }
}

async function importDirectory(input: object) {
  const { data } = await api.ask(startImport, { input }, admin)
  return untilEnded(data.importLegacyData.job.id)
}

test('an administrator imports a directory and reads the result', async () => {
  const job = await importDirectory({ directory: 'mixed' })
  expect(job).toMatchObject({ phase: 'COMPLETED', errorCode: null, skippedPaths: [] })
  expect(job.bytesRead).toBe(job.bytesTotal)
  expect(job.bytesPerSecond).toBeGreaterThan(0)
  expect(job.counts[0]).toEqual({
    ...{ kind: 'USERS', read: 6, inserted: 4, updated: 0, unchanged: 0, skipped: 2 },
    ...{ rejected: 0, warnings: 1, verified: 4 },
  })
  const message = 'A legacy role is never granted; the user has the role "user".'
  expect(job.warnings).toEqual([{ kind: 'USERS', code: 'ROLE_NOT_GRANTED', message, count: 1 }])
})

test('the owner reads the imported contracts with the API key of the legacy application', async () => {
  await importDirectory({ directory: 'era1' })
  const [user] = JSON.parse(readLegacy({ tree: 'era1', file: 'users.json' }).toString())
  const query = '{ me { id email } contracts(first: 100) { edges { node { owner { id } } } } }'
  const { data } = await api.ask(query, {}, { apiKey: user.apiKey })
  expect(data.me).toEqual({ id: user.id, email: user.email })
  expect(data.contracts.edges.length).toBeGreaterThan(0)
})

test('the mutation returns the options of the job, including defaults', async () => {
  const { data } = await api.ask(startImport, { input: { directory: 'era2', dryRun: true } }, admin)
  const { job } = data.importLegacyData
  expect(job).toEqual({
    ...{ id: job.id, phase: 'QUEUED', directory: 'era2', layout: 'AUTO', isDryRun: true, onConflict: 'SKIP' },
    ...{ hasBackups: true, orphans: 'QUARANTINE', onEmailTaken: 'REJECT', startedBy: { id: admin.id } },
  })
  await untilEnded(job.id)
})

const rejectsOf = `query ($id: ID!, $first: Int, $after: String, $filter: ImportRejectFilter) {
  importJob(id: $id) { rejects(first: $first, after: $after, filter: $filter) {
    totalCount pageInfo { hasNextPage endCursor }
    edges { node { number kind file line pointer code message rawText rawBytes } }
  } }
}`

test('rejects are paginated, with position, reason and text', async () => {
  const { id } = await importDirectory({ directory: 'hostile' })
  const first = (await api.ask(rejectsOf, { id, first: 30 }, admin)).data.importJob.rejects
  const after = first.pageInfo.endCursor
  const rest = (await api.ask(rejectsOf, { id, first: 30, after }, admin)).data.importJob.rejects
  const numbers = [...first.edges, ...rest.edges].map(({ node }) => node.number)
  expect(numbers).toEqual(Array.from({ length: first.totalCount }, (_, index) => index + 1))
  expect(first.edges[0].node).toMatchObject({
    kind: 'USERS',
    file: 'users.json',
    line: 96,
    code: 'EMAIL_TAKEN',
  })
})

test('rejects can be filtered by kind and code', async () => {
  const { id } = await importDirectory({ directory: 'hostile' })
  const filter = { kinds: ['CONTRACTS'], codes: ['MISSING_ID', 'INVALID_ID'] }
  const { rejects } = (await api.ask(rejectsOf, { id, filter }, admin)).data.importJob
  expect(rejects.totalCount).toBe(3)
  expect(rejects.edges.map(({ node }: { node: { code: string } }) => node.code)).toEqual([
    'MISSING_ID',
    'MISSING_ID',
    'INVALID_ID',
  ])
})

test('responses contain no secrets of rejects, and the database keeps the exact bytes', async () => {
  const { id } = await importDirectory({ directory: 'hostile' })
  const { text } = await api.ask(rejectsOf, { id, first: 100 }, admin)
  expect(text).not.toMatch(/\$2[ab]\$|"apiKey\\": \\"[0-9a-f]{64}|\/v3\/[0-9a-zA-Z]{8}/)
  const { rows } = await api.jobs.pool.query(
    `select convert_from(raw, 'UTF8') as raw from import_rejects where job_id = $1 and code = 'EMAIL_TAKEN'`,
    [id],
  )
  expect(rows[0].raw).toMatch(/"password": "\$2a\$06\$.{53}"/)
})

test.each([
  ['outside', '../make-legacy', /is outside of LEGACY_DATA_DIR/],
  ['absolute and outside', '/etc', /is outside of LEGACY_DATA_DIR/],
  ['not there', 'nowhere', /does not exist/],
])('a directory that is %s is refused', async (_case, directory, message) => {
  const { errors } = await api.ask(startImport, { input: { directory } }, admin)
  expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }])
  expect(errors[0]?.message).toMatch(message)
})

test('a second import is refused with the id of the first, which can be cancelled', async () => {
  const blocker = await lockTable(api.jobs, 'legacy_records', 'access exclusive')
  const { data } = await api.ask(startImport, { input: { directory: 'era1' } }, admin)
  const { id } = data.importLegacyData.job
  await untilBlocked(api.jobs, 'legacy_records')
  const { errors } = await api.ask(startImport, { input: { directory: 'era2' } }, admin)
  expect(errors).toMatchObject([{ extensions: { code: 'IMPORT_RUNNING', jobId: id } }])
  await api.ask('mutation ($id: ID!) { cancelImport(input: { jobId: $id }) { job { id } } }', { id }, admin)
  expect((await untilEnded(id)).phase).toBe('CANCELLED')
  blocker.release(true)
})

test('jobs are a connection, newest first, and a job is a node', async () => {
  const job = await importDirectory({ directory: 'era2', dryRun: true })
  const query = `query ($id: ID!) {
    importJobs(first: 1) { totalCount edges { node { id rejects { totalCount } } } }
    node(id: $id) { id ... on ImportJob { isDryRun } }
  }`
  const { data } = await api.ask(query, { id: job.id }, admin)
  expect(data.importJobs.edges[0].node.id).toBe(job.id)
  expect(data.node).toEqual({ id: job.id, isDryRun: true })
})

test.each([
  ['importLegacyData', startImport, { input: { directory: 'era1' } }],
  ['cancelImport', 'mutation ($id: ID!) { cancelImport(input: { jobId: $id }) { job { id } } }', {}],
  ['importJob', 'query ($id: ID!) { importJob(id: $id) { id } }', {}],
  ['importJobs', 'query { importJobs { totalCount } }', {}],
])('%s is for administrators only', async (_field, query, variables) => {
  const id = '00000000-0000-4000-8000-000000000000'
  const asStranger = await api.ask(query, { id, ...variables }, stranger)
  expect(asStranger.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }])
  const asNobody = await api.ask(query, { id, ...variables })
  expect(asNobody.errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }])
})

test('a job is not visible to other users, even by id', async () => {
  const { id } = await importDirectory({ directory: 'era2', dryRun: true })
  const { errors } = await api.ask('query ($id: ID!) { node(id: $id) { id } }', { id }, stranger)
  expect(errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }])
})

test('the rejects of all jobs on a page need one statement, and their texts another', async () => {
  const query =
    '{ importJobs(first: 5) { edges { node { rejects(first: 5) { edges { node { rawText } } } } } } }'
  const statements = await api.statementsOf(() => api.ask(query, {}, admin))
  expect(statements.filter((text) => text.includes('import_rejects'))).toHaveLength(2)
})
