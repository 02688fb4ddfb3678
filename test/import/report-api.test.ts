import type { Insertable } from 'kysely'
import { expect, test } from 'vitest'
import type { DB } from '../../src/generated/database.ts'
import { startApi } from '../support/api.ts'
import { insertImportJob, insertUser } from '../support/factories.ts'

const api = await startApi()
const admin = await insertUser(api.db, { role: 'admin' })

type Job = Insertable<DB['import_jobs']>
type Progress = Omit<Insertable<DB['import_progress']>, 'job_id'>

async function insertJobWithRejects(rejects: readonly [kind: 'users' | 'analyses', code: string][]) {
  const id = await insertImportJob(api.db)
  const place = { job_id: id, file: 'f.json', line: '1', byte_offset: '0', pointer: '/0', message: 'No.' }
  const rows = rejects.map(([kind, code], index) => ({
    ...{ ...place, number: index + 1, kind, code, raw: Buffer.from('{}'), raw_bytes: '2' },
  }))
  if (rows.length > 0) await api.db.insertInto('import_rejects').values(rows).execute()
  return id
}

async function readJob(id: string, fields: string) {
  const query = `query ($id: ID!) { importJob(id: $id) { ${fields} } }`
  return (await api.ask(query, { id }, admin)).data.importJob
}

test('rejects are counted by kind and code, the most frequent first', async () => {
  const id = await insertJobWithRejects([
    ['users', 'EMAIL_TAKEN'],
    ['analyses', 'MISSING_ID'],
    ['users', 'MISSING_ID'],
    ['analyses', 'MISSING_ID'],
  ])
  expect((await readJob(id, 'rejectsByCode { kind code count }')).rejectsByCode).toEqual([
    { kind: 'ANALYSES', code: 'MISSING_ID', count: 2 },
    { kind: 'USERS', code: 'EMAIL_TAKEN', count: 1 },
    { kind: 'USERS', code: 'MISSING_ID', count: 1 },
  ])
})

test('the counts of all jobs on a page need one statement', async () => {
  await insertJobWithRejects([['users', 'MISSING_ID']])
  await insertImportJob(api.db)
  const query = '{ importJobs(first: 5) { edges { node { rejectsByCode { count } } } } }'
  const statements = await api.statementsOf(() => api.ask(query, {}, admin))
  expect(statements.filter((text) => text.includes('import_rejects'))).toHaveLength(1)
})

const begin = '2026-01-01T00:00:00Z'
const tenSecondsLater = '2026-01-01T00:00:10Z'
const users = (counts: object) => JSON.stringify({ users: counts })

test.each<[string, Job, Progress, number | null, number | null]>([
  ['has not started', {}, {}, null, null],
  [
    'has read one half and published half of that',
    { phase: 'reading' },
    {
      ...{ bytes_total: 100, bytes_read: 50, records_published: 20 },
      ...{ counts: users({ read: 40 }), started_at: begin, heartbeat_at: tenSecondsLater },
    },
    37.5,
    4,
  ],
  [
    'is completed',
    { phase: 'completed', finished_at: tenSecondsLater },
    {
      ...{ bytes_total: 100, bytes_read: 100, counts: users({ read: 100 }) },
      ...{ started_at: begin, heartbeat_at: begin },
    },
    100,
    10,
  ],
  [
    'was resumed after an interruption',
    { phase: 'completed', resumed_at: begin, finished_at: tenSecondsLater },
    { bytes_total: 1, bytes_read: 1, counts: users({ read: 100 }), started_at: begin },
    100,
    null,
  ],
  [
    'is a finished export',
    { operation: 'export', phase: 'completed', finished_at: tenSecondsLater },
    { counts: users({ exported: 50 }), started_at: begin },
    100,
    5,
  ],
  [
    'reverts an import',
    { operation: 'revert', phase: 'publishing' },
    {
      ...{ started_at: begin, heartbeat_at: tenSecondsLater },
      counts: users({ removed: 10, restored: 20, rejected: 10 }),
    },
    null,
    4,
  ],
])('the progress and the rate of a job that %s', async (_case, values, got, progress, recordsPerSecond) => {
  const id = await insertImportJob(api.db, values, got)
  expect(await readJob(id, 'progress recordsPerSecond')).toEqual({ progress, recordsPerSecond })
})
