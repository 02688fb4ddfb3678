import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { startApi } from '../support/api.ts'
import { insertUser } from '../support/factories.ts'
import {
  clearTables,
  countsOf,
  dumpTables,
  importAndPause,
  importFiles,
  listRejects,
  runJob,
  writeTree,
} from '../support/imports.ts'
import {
  legacyAnalysis,
  legacyContract,
  legacyMessage,
  legacySession,
  legacyUser,
} from '../support/legacy-records.ts'
import { runProgram } from '../support/programs.ts'

const api = await startApi()
const { connection, url } = api.testDatabase
const { pool } = connection
const newer = { onConflict: 'update_if_newer' } as const
const earlier = '2024-06-01T00:00:00.000Z'
const later = '2025-06-01T00:00:00.000Z'

beforeEach(() => clearTables(connection))

async function namesOf(table: string) {
  const { rows } = await pool.query(`select name from ${table} order by name`)
  return rows.map(({ name }) => name)
}

/** The refused records of a job, as the API lists them to an administrator. */
async function listRefusals(jobId: string) {
  const admin = await insertUser(api.db, { role: 'admin' })
  const fields = 'number kind file pointer code message rawText importedBy { id }'
  const query = `query ($id: ID!) { importJob(id: $id) {
    warnings { kind code count } rejects { totalCount }
    refusals { totalCount edges { node { ${fields} } } } } }`
  const { data } = await api.ask(query, { id: jobId }, admin)
  const { edges, totalCount } = data.importJob.refusals
  expect(totalCount).toBe(edges.length)
  return { ...data.importJob, refusals: edges.map(({ node }: { node: object }) => node) }
}

function takeOver(jobId: string) {
  return runJob(connection, 'take_over', jobId, { source: 'rejects' })
}

test('a newer record whose row was changed here is refused, listed with its text, and can be taken over', async () => {
  const user = legacyUser()
  await importFiles(connection, { 'users.json': [user] })
  await pool.query(`update users set name = 'Chosen here'`)
  const renamed = { ...user, name: 'Renamed there', updatedAt: later }
  const job = await importFiles(connection, { 'users.json': [renamed] }, newer)
  expect(countsOf(job, 'users')).toMatchObject({ read: 1, skipped: 1, refused: 1, warnings: 1, rejected: 0 })
  expect(await listRefusals(job.id)).toMatchObject({
    warnings: [{ kind: 'USERS', code: 'ROW_CHANGED', count: 1 }],
    rejects: { totalCount: 0 },
    refusals: [
      {
        ...{ number: 1, kind: 'USERS', file: 'users.json', pointer: '/0', code: 'ROW_CHANGED' },
        rawText: expect.stringContaining('Renamed there'),
        importedBy: null,
      },
    ],
  })

  const before = await dumpTables(connection)
  const taken = await takeOver(job.id)
  expect(taken).toMatchObject({ phase: 'completed', errorCode: null })
  expect(countsOf(taken, 'users')).toMatchObject({ read: 1, updated: 1, verified: 1 })
  expect(await namesOf('users')).toContain('Renamed there')
  expect((await listRefusals(job.id)).refusals).toMatchObject([{ importedBy: { id: taken.id } }])
  expect(countsOf(await takeOver(job.id), 'users')).toMatchObject({ read: 0 })

  await pool.query(`delete from users where role = 'admin'`)
  await runJob(connection, 'revert', taken.id)
  const { users, legacy_records } = await dumpTables(connection)
  expect(users).toEqual(before.users?.filter((row) => JSON.stringify(row).includes('Chosen here')))
  expect(legacy_records).toEqual(before.legacy_records)
})

test('a row that changes before publishing is kept, and the record is refused with its text', async () => {
  const user = legacyUser()
  await importFiles(connection, { 'users.json': [user] })
  const directory = await writeTree({
    'users.json': [{ ...user, name: 'Renamed there', updatedAt: later, odd: 1 }],
  })
  const job = await importAndPause(connection, directory, newer, async ({ blocker }) => {
    await blocker.query(`update users set name = 'Chosen here'`)
  })
  expect(countsOf(job, 'users')).toMatchObject({ read: 1, refused: 1, skipped: 1, updated: 0, warnings: 1 })
  expect((await listRefusals(job.id)).refusals).toMatchObject([
    { code: 'ROW_CHANGED', rawText: expect.stringMatching(/Renamed there.*"odd":1/s) },
  ])
  expect(countsOf(await takeOver(job.id), 'users')).toMatchObject({ updated: 1, verified: 1 })
  expect(await namesOf('users')).toContain('Renamed there')
})

test('a contract that was deleted here is taken over as a new row', async () => {
  const user = legacyUser()
  const contract = legacyContract(user.id)
  await importFiles(connection, { 'users.json': [user], 'contracts.json': [contract] })
  await pool.query('delete from contracts')
  const changed = { ...contract, name: 'Wanted', updatedAt: later }
  const job = await importFiles(connection, { 'users.json': [user], 'contracts.json': [changed] }, newer)
  expect(countsOf(job, 'contracts')).toMatchObject({ refused: 1, inserted: 0 })
  expect((await listRefusals(job.id)).refusals).toMatchObject([{ code: 'ROW_DELETED' }])
  expect(countsOf(await takeOver(job.id), 'contracts')).toMatchObject({ inserted: 1, verified: 1 })
  expect(await namesOf('contracts')).toEqual(['Wanted'])
})

test('copies, older copies and refused records are counted apart', async () => {
  const user = legacyUser()
  const old = { ...user, name: 'Old', updatedAt: earlier }
  const files = { 'users.json': [user], 'users.json.backup': [user], 'users.json.backup3': [old] }
  const first = await importFiles(connection, files)
  expect(countsOf(first, 'users')).toMatchObject({
    ...{ read: 3, inserted: 1, copies: 1, olderCopies: 1, refused: 0, skipped: 2, warnings: 0 },
  })
  const older = await importFiles(connection, { 'users.json': [old] }, newer)
  expect(countsOf(older, 'users')).toMatchObject({ read: 1, olderCopies: 1, refused: 0 })
  const kept = await importFiles(connection, { 'users.json': [{ ...user, name: 'New', updatedAt: later }] })
  expect(countsOf(kept, 'users')).toMatchObject({ read: 1, refused: 1 })
  expect((await listRefusals(kept.id)).refusals).toMatchObject([{ code: 'ROW_KEPT' }])
  const undated = await importFiles(connection, { 'users.json': [{ ...user, name: 'Undated' }] }, newer)
  expect((await listRefusals(undated.id)).refusals).toMatchObject([{ code: 'NOT_NEWER' }])
})

test('records of every kind with the same time as their rows are taken over, and reverted exactly', async () => {
  const user = legacyUser()
  const contract = legacyContract(user.id)
  const analysis = legacyAnalysis(user.id, { configId: contract.id })
  const session = legacySession(user.id)
  const files = (change: object, title: object) => ({
    'users.json': [{ ...user, ...change }],
    'contracts.json': [{ ...contract, ...change }],
    'analyses.json': [{ ...analysis, ...(title === undefined ? {} : { errorMessage: 'Other' }) }],
    'chat_sessions.json': [{ ...session, ...title }],
  })
  await importFiles(connection, {
    ...files({}, {}),
    'analyses.json': [analysis],
  })
  const before = await dumpTables(connection)
  const job = await importFiles(connection, files({ name: 'Other' }, { title: 'Other' }))

  const taken = await takeOver(job.id)

  expect(taken).toMatchObject({ phase: 'completed', errorCode: null })
  for (const kind of ['users', 'contracts', 'analyses', 'chat_sessions'] as const) {
    expect(countsOf(taken, kind), kind).toMatchObject({ read: 1, updated: 1, verified: 1 })
  }
  await runJob(connection, 'revert', taken.id)
  const after = await dumpTables(connection)
  for (const table of ['users', 'contracts', 'analyses', 'chat_sessions']) {
    expect(after[table], table).toEqual(before[table])
  }
})

test('an older message is an older copy, and one that differs otherwise is refused', async () => {
  const user = legacyUser()
  const session = legacySession(user.id)
  const message = legacyMessage(session.id, { content: 'Hello there' })
  const filesWith = (other: object) => ({
    ...{ 'users.json': [user], 'chat_sessions.json': [session], 'chat_messages.json': [other] },
  })
  await importFiles(connection, filesWith(message))
  const older = await importFiles(connection, filesWith({ ...message, content: 'Hello' }), newer)
  expect(countsOf(older, 'chat_messages')).toMatchObject({ olderCopies: 1, refused: 0 })
  const other = await importFiles(connection, filesWith({ ...message, content: 'Goodbye' }), newer)
  expect(countsOf(other, 'chat_messages')).toMatchObject({ olderCopies: 0, refused: 1 })
  expect((await listRefusals(other.id)).refusals).toMatchObject([{ code: 'MESSAGE_DIFFERS' }])
  expect(countsOf(await takeOver(other.id), 'chat_messages')).toMatchObject({ updated: 1, verified: 1 })
})

test('a record that is rejected in a file and in its backups counts once, and an older version is kept', async () => {
  const user = legacyUser()
  const orphan = legacyAnalysis(legacyUser().id)
  const nameless = { analysisType: 'single', userId: user.id }
  const old = { ...orphan, status: 'running', updatedAt: earlier }
  const job = await importFiles(connection, {
    'users.json': [user],
    'analyses.json': [orphan, nameless],
    'analyses.json.backup': [orphan, nameless],
    'analyses.json.backup3': [old],
  })
  expect(countsOf(job, 'analyses')).toMatchObject({
    read: 5,
    rejected: 3,
    copies: 2,
    skipped: 2,
  })
  expect((await listRefusals(job.id)).rejects).toEqual({ totalCount: 3 })
})

test('files that are rejected without bytes are not copies of one another', async () => {
  const job = await importFiles(connection, {
    ...{ 'users.json': [legacyUser()], 'analyses.json': '', 'analyses.json.backup': '' },
    'users/anonymous/analyses.json.backup': '',
  })
  expect(countsOf(job, 'analyses')).toMatchObject({ read: 3, rejected: 3, copies: 0 })
  const files = (await listRejects(connection, job.id)).map(({ file, code }) => [file, code])
  expect(files).toEqual([
    ['analyses.json', 'EMPTY_FILE'],
    ['analyses.json.backup', 'EMPTY_FILE'],
    ['users/anonymous/analyses.json.backup', 'EMPTY_FILE'],
  ])
})

test('two records with the same id in one file are rejected separately', async () => {
  const user = legacyUser()
  const others = ['Second', 'Third'].map((name) => ({ ...user, name, updatedAt: later }))
  const job = await importFiles(connection, {
    'users.json': [user, ...others],
    'users.json.backup': [user, ...others],
  })
  expect(countsOf(job, 'users')).toMatchObject({ read: 6, inserted: 1, rejected: 2, copies: 3 })
})

test('the command lists refused records and takes them over', async () => {
  const user = legacyUser()
  await importFiles(connection, { 'users.json': [user] })
  await pool.query(`update users set name = 'Chosen here'`)
  const directory = await writeTree({ 'users.json': [{ ...user, name: 'Renamed there', updatedAt: later }] })
  const environment = { DATABASE_URL: url, JWT_SECRET: 'only-the-server-signs-tokens-with-it' }
  const run = (...words: string[]) => runProgram('src/import/cli/import.cli.ts', words, environment)
  const report = join(directory, 'report.md')
  const first = run(directory, '--on-conflict', 'update-if-newer', '--report', report)
  expect(await first.exited, first.stderr()).toBe(0)
  expect(first.stdout()).toContain(
    'Refused, because their rows were kept (1):\n  users.json:2 /0\n    ROW_CHANGED: ',
  )
  expect(first.stdout()).toContain('Nothing was published: no record had to be written.')
  expect(await readFile(report, 'utf8')).toMatch(
    /## Refused, because their rows were kept: 1\n.*Renamed there/s,
  )
  const jobId = /--take-over ([-0-9a-f]{36})/.exec(first.stdout())?.[1] ?? ''
  const second = run('--take-over', jobId)
  expect(await second.exited, second.stderr()).toBe(0)
  expect(second.stdout()).toContain('Published and verified')
  expect(await namesOf('users')).toEqual(['Renamed there'])
})
