import { beforeEach, expect, test } from 'vitest'
import { createRequest } from '../../../src/import/job.store.ts'
import { createTestDatabase } from '../../support/database.ts'
import {
  clearTables,
  countsOf,
  createTestRunner,
  cutConnection,
  dumpTables,
  getJob,
  importFiles,
  listRejects,
  lockTable,
  runJob,
  untilBlocked,
} from '../../support/imports.ts'
import {
  legacyAnalysis,
  legacyContract,
  legacyMessage,
  legacySession,
  legacyUser,
} from '../../support/legacy-records.ts'

const { connection } = await createTestDatabase()
const { pool } = connection

beforeEach(() => clearTables(connection))

const user = legacyUser()
const session = legacySession(user.id)
const contract = legacyContract(user.id, { competitors: [{ id: 'comp-1', address: '0x2', chain: 'lisk' }] })
const messages = [legacyMessage(session.id), legacyMessage(session.id)]
const files = {
  'users.json': [user],
  [`users/${user.id}/contracts.json`]: [contract],
  'contracts.json': [legacyContract(user.id)],
  'analyses.json': [legacyAnalysis(user.id, { unknown: 1 })],
  'chat_sessions.json': [session],
  'chat_messages.json': messages,
}

async function listFiles(jobId: string) {
  const { rows } = await pool.query(
    `select kind, path, records::int, verified::int, differing::int,
      encode(source_digest, 'hex') as source, encode(published_digest, 'hex') as published
    from import_files where job_id = $1 order by kind, path`,
    [jobId],
  )
  return rows
}

test('an unchanged import is verified, with the same files and digests as when it was published', async () => {
  const { id } = await importFiles(connection, files)
  const before = await dumpTables(connection)
  const job = await runJob(connection, 'verify', id)
  expect(job).toMatchObject({ phase: 'completed', errorCode: null })
  expect(countsOf(job, 'contracts')).toMatchObject({ read: 2, verified: 2, rejected: 0 })
  expect(countsOf(job, 'chat_messages')).toMatchObject({ read: 2, verified: 2, rejected: 0 })
  const proof = await listFiles(job.id)
  expect(proof).toEqual(await listFiles(id))
  expect(proof).toHaveLength(6)
  for (const { source, published } of proof) expect(published).toBe(source)
  expect(await dumpTables(connection)).toEqual(before)
})

test('records that differ from their source are listed with the reason', async () => {
  const { id } = await importFiles(connection, files)
  await pool.query(`update contract_competitors set created_at = now()`)
  await pool.query(`update chat_messages set content = 'Other' where id = $1`, [messages[1]?.id])
  await pool.query('delete from chat_messages where id = $1', [messages[0]?.id])
  await pool.query(`alter table users disable trigger users_touch; update users set name = 'Other';
    alter table users enable trigger users_touch`)
  const job = await runJob(connection, 'verify', id)
  expect(job.phase).toBe('completed')
  expect(countsOf(job, 'chat_messages')).toMatchObject({ read: 2, verified: 0, rejected: 2 })
  expect(await listRejects(connection, job.id)).toMatchObject([
    { kind: 'users', file: 'users.json', line: 2, pointer: '/0', code: 'DIFFERENT' },
    { kind: 'contracts', file: `users/${user.id}/contracts.json`, code: 'CHANGED_SINCE' },
    { kind: 'chat_messages', code: 'MISSING' },
    { kind: 'chat_messages', code: 'DIFFERENT' },
  ])
  const ofMessages = (await listFiles(job.id)).find(({ kind }) => kind === 'chat_messages')
  expect(ofMessages).toMatchObject({ records: 2, verified: 0, differing: 2 })
  expect(ofMessages?.published).not.toBe(ofMessages?.source)
})

test('records that a later import updated are verified with that import', async () => {
  const first = await importFiles(connection, files)
  const farLater = '2099-01-01T00:00:00.000Z'
  const second = await importFiles(
    connection,
    { 'users.json': [{ ...user, name: 'Renamed', updatedAt: farLater }] },
    { onConflict: 'update_if_newer' },
  )
  const ofFirst = await runJob(connection, 'verify', first.id)
  const ofSecond = await runJob(connection, 'verify', second.id)
  expect(countsOf(ofFirst, 'users')).toMatchObject({ read: 0 })
  expect(countsOf(ofSecond, 'users')).toMatchObject({ read: 1, verified: 1 })
})

test('more records than a batch are all verified', async () => {
  const users = Array.from({ length: 2_100 }, () => legacyUser())
  const { id } = await importFiles(connection, { 'users.json': users })
  const job = await runJob(connection, 'verify', id)
  expect(countsOf(job, 'users')).toMatchObject({ read: 2_100, verified: 2_100 })
  expect(await listFiles(job.id)).toEqual(await listFiles(id))
})

test.each([
  ['cancelled', 'cancelled', null],
  ['cut', 'failed', 'DATABASE_LOST'],
])(
  'a verification whose run is %s in the middle ends with its phase and error',
  async (how, phase, errorCode) => {
    const { id } = await importFiles(connection, files)
    const blocker = await lockTable(connection, 'chat_messages', 'access exclusive')
    const runner = createTestRunner(connection)
    const jobId = await runner.start(createRequest({ operation: 'verify', ofJobId: id, startedById: null }))
    await untilBlocked(connection, 'chat_messages')
    await (how === 'cut' ? cutConnection(connection) : runner.cancel(jobId))
    await runner.untilEnded(jobId)
    await blocker.query('rollback')
    blocker.release()
    expect(await getJob(connection, jobId)).toMatchObject({ phase, errorCode })
  },
)

test('a dry run can not be verified', async () => {
  const { id } = await importFiles(connection, files, { dryRun: true })
  const job = await runJob(connection, 'verify', id)
  expect(job).toMatchObject({ phase: 'failed', errorCode: 'NOT_POSSIBLE' })
  expect(job.errorMessage).toContain('was a dry run')
})
