import { beforeEach, expect, test } from 'vitest'
import { readLimits } from '../../src/import/scan/read-limits.ts'
import type { SourceItem } from '../../src/import/scan/source-item.ts'
import { createFileReading } from '../../src/import/source/file-bytes.ts'
import { listRejectFiles, readRejects } from '../../src/import/source/read-rejects.ts'
import { createTestDatabase } from '../support/database.ts'
import { clearTables, countsOf, dumpTables, importFiles, runJob } from '../support/imports.ts'
import {
  legacyAnalysis,
  legacyContract,
  legacyMessage,
  legacySession,
  legacyUser,
} from '../support/legacy-records.ts'

const { connection } = await createTestDatabase()
const { db, pool } = connection
const retry = { source: 'rejects' } as const

const spoilContracts = `
create function spoil() returns trigger language plpgsql as $$ begin new.name := 'spoiled'; return new; end $$;
create trigger spoil before insert on contracts for each row execute function spoil()`

beforeEach(() => clearTables(connection))

async function readRaw(jobId: string) {
  const { rows } = await pool.query(
    `select file, line::int, byte_offset::int as "offset", pointer, code, convert_from(raw, 'UTF8') as raw,
      imported_by as "importedBy"
    from import_rejects where job_id = $1 order by number`,
    [jobId],
  )
  return rows
}

test('records whose owner now exists are imported, with all records that reference them', async () => {
  const user = legacyUser()
  const contract = legacyContract(user.id, { unknown: 1.35e20 })
  const session = legacySession(user.id)
  const files = {
    'contracts.json': [contract],
    [`users/${user.id}/analyses.json`]: [
      { ...legacyAnalysis(user.id, { configId: contract.id }), userId: undefined },
    ],
    'chat_sessions.json': { [session.id]: { ...session, id: undefined } },
    'chat_messages.json': [legacyMessage(session.id)],
  }
  const first = await importFiles(connection, files)
  expect(countsOf(first, 'contracts')).toMatchObject({ inserted: 0, rejected: 1 })
  await importFiles(connection, { 'users.json': [user] })
  const job = await runJob(connection, 'retry', first.id, retry)
  expect(job).toMatchObject({ phase: 'completed', operation: 'retry', ofJobId: first.id })
  for (const kind of ['contracts', 'analyses', 'chat_sessions', 'chat_messages'] as const) {
    expect(countsOf(job, kind)).toMatchObject({ read: 1, inserted: 1, rejected: 0, verified: 1 })
  }
  for (const { importedBy } of await readRaw(first.id)) expect(importedBy).toBe(job.id)
  const { rows } = await pool.query(
    'select file, line::int, pointer, user_id from legacy_records join analyses using (id)',
  )
  const file = `users/${user.id}/analyses.json`
  expect(rows).toEqual([{ file, line: 2, pointer: '/0', user_id: user.id }])
})

test('records that are still invalid are rejected again, with the same bytes and position', async () => {
  const user = legacyUser()
  const broken = '{"id": "x", "name": }'
  const text = `[\n  ${JSON.stringify(legacyContract(user.id))},\n  ${broken},\n  {"id": "nobody"}\n]`
  const first = await importFiles(connection, { 'contracts.json': text })
  const before = await readRaw(first.id)
  expect(before).toHaveLength(3)
  const job = await runJob(connection, 'retry', first.id, retry)
  expect(countsOf(job, 'contracts')).toMatchObject({ read: 3, inserted: 0, rejected: 3 })
  expect(await readRaw(job.id)).toEqual(before)
  await importFiles(connection, { 'users.json': [user] })
  const second = await runJob(connection, 'retry', first.id, retry)
  expect(countsOf(second, 'contracts')).toMatchObject({ read: 3, inserted: 1, rejected: 2 })
  const third = await runJob(connection, 'retry', first.id, retry)
  expect(countsOf(third, 'contracts')).toMatchObject({ read: 2, inserted: 0, rejected: 2 })
})

test('only the selected rejects are retried', async () => {
  const user = legacyUser()
  const files = {
    'contracts.json': [legacyContract(user.id), { name: 'nobody' }],
    'analyses.json': [legacyAnalysis(user.id)],
  }
  const first = await importFiles(connection, files)
  await importFiles(connection, { 'users.json': [user] })
  const rejects = { kinds: ['contracts' as const], codes: ['OWNER_UNKNOWN'] }
  const job = await runJob(connection, 'retry', first.id, { ...retry, input: { rejects } })
  expect(countsOf(job, 'contracts')).toMatchObject({ read: 1, inserted: 1 })
  expect(countsOf(job, 'analyses')).toMatchObject({ read: 0 })
})

test('a record that another import has already imported counts as imported', async () => {
  const user = legacyUser()
  const contract = legacyContract(user.id)
  const first = await importFiles(connection, { 'contracts.json': [contract] })
  await importFiles(connection, { 'users.json': [user], 'contracts.json': [contract] })
  const job = await runJob(connection, 'retry', first.id, retry)
  expect(countsOf(job, 'contracts')).toMatchObject({ read: 1, unchanged: 1 })
  expect(await readRaw(first.id)).toMatchObject([{ importedBy: job.id }])
})

test('a failed retry imports nothing and does not change the rejects', async () => {
  const user = legacyUser()
  const first = await importFiles(connection, { 'contracts.json': [legacyContract(user.id)] })
  await importFiles(connection, { 'users.json': [user] })
  await pool.query(spoilContracts)
  const failed = await runJob(connection, 'retry', first.id, retry)
  await pool.query('drop trigger spoil on contracts')
  expect(failed).toMatchObject({ phase: 'failed', errorCode: 'VERIFICATION_FAILED' })
  expect(await readRaw(first.id)).toMatchObject([{ importedBy: null }])
  const again = await runJob(connection, 'retry', first.id, retry)
  expect(countsOf(again, 'contracts')).toMatchObject({ inserted: 1 })
})

test('reverting a retry returns its records to the rejects', async () => {
  const user = legacyUser()
  const first = await importFiles(connection, { 'contracts.json': [legacyContract(user.id)] })
  await importFiles(connection, { 'users.json': [user] })
  const before = await dumpTables(connection)
  const job = await runJob(connection, 'retry', first.id, retry)
  const revert = await runJob(connection, 'revert', job.id)
  expect(countsOf(revert, 'contracts')).toMatchObject({ removed: 1 })
  expect(await dumpTables(connection)).toEqual(before)
  expect(await readRaw(first.id)).toMatchObject([{ importedBy: null }])
})

test('a retry can create placeholder owners', async () => {
  const first = await importFiles(connection, { 'contracts.json': [legacyContract(legacyUser().id)] })
  const job = await runJob(connection, 'retry', first.id, { ...retry, orphans: 'placeholder_owner' })
  expect(countsOf(job, 'contracts')).toMatchObject({ inserted: 1 })
  const revert = await runJob(connection, 'revert', job.id)
  expect(countsOf(revert, 'users')).toMatchObject({ removed: 1 })
  expect((await dumpTables(connection)).users).toEqual([])
})

test('rejects are read in batches of limited size, each once', async () => {
  const contracts = Array.from({ length: 7 }, (_, index) =>
    legacyContract(legacyUser().id, { description: 'x'.repeat(index * 100) }),
  )
  const { id: jobId } = await importFiles(connection, { 'contracts.json': contracts })
  const selection = { jobId, filter: {} }
  const [file] = await listRejectFiles(db, selection)
  if (file === undefined) throw new Error('There is no file.')
  const watched: Buffer[] = []
  const batches: SourceItem[][] = []
  const reading = createFileReading()
  const limits = { ...readLimits, maxBatchBytes: 2_500, maxBatchRows: 4 }
  const options = { selection, reading, limits, signal: new AbortController().signal }
  for await (const batch of readRejects(db, file, { ...options, watch: (raw) => watched.push(raw) })) {
    batches.push(batch)
  }
  expect(batches.map(({ length }) => length)).toEqual([4, 3])
  expect(reading.bytes).toBe(file.bytes)
  expect(watched.map((raw) => JSON.parse(raw.toString()).id)).toEqual(contracts.map(({ id }) => id))
})
