import { truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { beforeEach, expect, test } from 'vitest'
import { AppError } from '../../src/errors.ts'
import { createImportRequest } from '../../src/import/import.rules.ts'
import { createTestDatabase } from '../support/database.ts'
import { insertImportJob } from '../support/factories.ts'
import {
  clearTables,
  countsOf,
  createTestRunner,
  cutConnection,
  getJob,
  importAndPause,
  importTree,
  lockTable,
  untilBlocked,
  writeTree,
} from '../support/imports.ts'
import { legacyContract, legacyUser } from '../support/legacy-records.ts'

const { connection } = await createTestDatabase()
const { pool } = connection

beforeEach(() => clearTables(connection))

const user = legacyUser({ email: 'new@example.org' })
const tree = () => writeTree({ 'users.json': [user], 'contracts.json': [legacyContract(user.id)] })

/** Expects that nothing was published, and that the next import completes. */
async function expectNothingAndAgain(directory: string): Promise<void> {
  const { rows } = await pool.query(
    `select 1 from users where id = $1 union all select 1 from legacy_records`,
    [user.id],
  )
  expect(rows).toEqual([])
  await pool.query('delete from users')
  const again = await importTree(connection, directory)
  expect(again).toMatchObject({ phase: 'completed', errorCode: null })
  expect(countsOf(again, 'contracts')).toMatchObject({ inserted: 1, verified: 1 })
}

test('an import cancelled before publishing leaves nothing', async () => {
  const directory = await tree()
  const job = await importAndPause(connection, directory, {}, async ({ runner, jobId }) => {
    await runner.cancel(jobId)
    await runner.untilEnded(jobId)
  })
  expect(job).toMatchObject({ phase: 'cancelled', errorCode: null })
  expect(countsOf(job, 'users')).toMatchObject({ read: 1, inserted: 0 })
  const { rows } = await pool.query('select 1 from staging.users')
  expect(rows).toEqual([])
  await expectNothingAndAgain(directory)
})

test('an import cancelled immediately ends immediately', async () => {
  const directory = await tree()
  const runner = createTestRunner(connection)
  const jobId = await runner.start(createImportRequest({ directory }, null))
  await runner.cancel(jobId)
  await runner.untilEnded(jobId)
  expect((await getJob(connection, jobId)).phase).toBe('cancelled')
  await expectNothingAndAgain(directory)
})

test('an import can be cancelled from another server', async () => {
  const directory = await tree()
  const job = await importAndPause(connection, directory, {}, async ({ runner, jobId }) => {
    await createTestRunner(connection).cancel(jobId)
    await runner.untilEnded(jobId)
  })
  expect(job.phase).toBe('cancelled')
})

test('an import ends as INTERRUPTED when its server stops', async () => {
  const directory = await tree()
  const job = await importAndPause(connection, directory, {}, ({ runner }) => runner.close())
  expect(job).toMatchObject({ phase: 'failed', errorCode: 'INTERRUPTED' })
  await expectNothingAndAgain(directory)
})

test('an import that loses its connection while publishing fails and leaves nothing', async () => {
  const directory = await tree()
  const job = await importAndPause(connection, directory, {}, async ({ runner, jobId }) => {
    await cutConnection(connection)
    await runner.untilEnded(jobId)
  })
  expect(job).toMatchObject({ phase: 'failed', errorCode: 'DATABASE_LOST' })
  await expectNothingAndAgain(directory)
})

test('an import fails as a whole if an e-mail is taken concurrently, and gives the reason', async () => {
  const directory = await tree()
  const job = await importAndPause(connection, directory, {}, async ({ blocker }) => {
    await blocker.query(
      `insert into users (email, password, name, api_key) values ($1, '!', '', 'sha256:' || repeat('0', 64))`,
      [user.email],
    )
  })
  expect(job).toMatchObject({ phase: 'failed', errorCode: 'CONFLICT' })
  expect(job.errorMessage).toContain('an e-mail that is also in the files')
  await expectNothingAndAgain(directory)
})

test('the rejects of a failed import are kept', async () => {
  const directory = await writeTree({ 'users.json': [{ id: 'nobody' }] })
  const job = await importAndPause(connection, directory, {}, ({ runner }) => runner.close())
  const { rows } = await pool.query('select code from import_rejects where job_id = $1', [job.id])
  expect(rows).toEqual([{ code: 'INVALID_ID' }])
})

test('a second import is refused with the id of the running one', async () => {
  const directory = await tree()
  let refusal: unknown
  const job = await importAndPause(connection, directory, {}, async () => {
    const other = createTestRunner(connection)
    refusal = await other.start(createImportRequest({ directory }, null)).catch((error) => error)
  })
  expect(refusal).toBeInstanceOf(AppError)
  expect(refusal).toMatchObject({ code: 'IMPORT_RUNNING', details: { jobId: job.id } })
  expect(job.phase).toBe('completed')
})

test('the job of a killed server is marked as failed on the next start', async () => {
  const id = await insertImportJob(connection.db, { phase: 'publishing' })
  await createTestRunner(connection).sweep()
  expect(await getJob(connection, id)).toMatchObject({ phase: 'failed', errorCode: 'INTERRUPTED' })
})

test('starting another server does not affect a running import', async () => {
  const directory = await tree()
  await importAndPause(connection, directory, {}, async ({ jobId }) => {
    await createTestRunner(connection).sweep()
    expect(await getJob(connection, jobId)).toMatchObject({ errorCode: null, finishedAt: null })
  })
})

test('a file truncated while it is read yields its complete records and a reject', async () => {
  const users = Array.from({ length: 5_000 }, () => legacyUser())
  const directory = await writeTree({ 'users.json': users })
  const blocker = await lockTable(connection, 'legacy_records', 'access exclusive')
  const runner = createTestRunner(connection)
  const jobId = await runner.start(createImportRequest({ directory }, null))
  await untilBlocked(connection, 'legacy_records')
  await truncate(join(directory, 'users.json'), 2_000_000)
  await blocker.query('commit')
  blocker.release()
  await runner.untilEnded(jobId)
  const counts = countsOf(await getJob(connection, jobId), 'users')
  expect(counts.inserted).toBeGreaterThan(1_000)
  expect(counts.inserted).toBeLessThan(5_000)
  expect(counts.rejected).toBeGreaterThan(0)
  expect(counts.inserted + counts.rejected).toBe(counts.read)
})

test('a row that differs from its record fails the import before it is visible', async () => {
  await pool.query(`
    create function spoil() returns trigger language plpgsql as $$ begin new.name := 'spoiled'; return new; end $$;
    create trigger spoil before insert on contracts for each row execute function spoil()`)
  const directory = await tree()
  const job = await importTree(connection, directory)
  await pool.query('drop function spoil() cascade')
  expect(job).toMatchObject({ phase: 'failed', errorCode: 'VERIFICATION_FAILED' })
  expect(job.errorMessage).toMatch(/First records of contracts: [-0-9a-f]{36} \(contracts\.json:2\)/)
  await expectNothingAndAgain(directory)
})

test('the progress of a job is saved while it runs', async () => {
  const directory = await tree()
  await importAndPause(connection, directory, {}, async ({ jobId }) => {
    await sleep(1_200)
    const job = await getJob(connection, jobId)
    expect(job).toMatchObject({ phase: 'publishing', bytesRead: job.bytesTotal })
    expect(countsOf(job, 'users')).toMatchObject({ read: 1, inserted: 0 })
  })
})
