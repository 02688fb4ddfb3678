import { beforeEach, expect, test } from 'vitest'
import { createTestDatabase } from '../../support/database.ts'
import { insertUser } from '../../support/factories.ts'
import { clearTables, countsOf, dumpTables, importFiles, listRejects, runJob } from '../../support/imports.ts'
import { createLegacyTree, legacyContract, legacyUser } from '../../support/legacy-records.ts'

const { connection } = await createTestDatabase()
const { db, pool } = connection
/** Later than every change that a test makes. */
const farLater = '2099-01-01T00:00:00.000Z'
const newer = { onConflict: 'update_if_newer' } as const

beforeEach(() => clearTables(connection))

test('a reverted import leaves no rows and can be repeated', async () => {
  const { files } = createLegacyTree()
  await insertUser(db)
  const before = await dumpTables(connection)
  const first = await importFiles(connection, files)
  const imported = await dumpTables(connection)
  const revert = await runJob(connection, 'revert', first.id)
  expect(revert).toMatchObject({ phase: 'completed', errorCode: null })
  expect(countsOf(revert, 'chat_messages')).toMatchObject({ read: 2, removed: 2, restored: 0, rejected: 0 })
  expect(await dumpTables(connection)).toEqual(before)
  const again = await importFiles(connection, files)
  expect(countsOf(again, 'chat_messages')).toMatchObject({ inserted: 2 })
  expect(withoutJobs(await dumpTables(connection))).toEqual(withoutJobs(imported))
})

/** Removes the job and time of legacy records, which differ between imports. */
function withoutJobs(dump: Record<string, unknown[]>): unknown {
  return JSON.parse(JSON.stringify(dump), (key, value) =>
    key === 'job_id' || key === 'imported_at' ? null : value,
  )
}

test('every column of the rows that an import replaced is restored', async () => {
  const { user, contract, session, analysis, messages, files } = createLegacyTree()
  await importFiles(connection, files)
  const own = await insertUser(db, { role: 'admin' })
  const { rows } = await pool.query('select id, email from users where id = $1', [own.id])
  const before = await dumpTables(connection)
  const second = await importFiles(
    connection,
    {
      'users.json': [
        { ...user, name: 'Renamed', onboarding: undefined, updatedAt: farLater },
        legacyUser({ id: own.id, email: rows[0].email, updatedAt: farLater }),
        legacyUser(),
      ],
      'contracts.json': [
        { ...contract, competitors: [], rpcConfig: { ethereum: [] }, isDefault: true, updatedAt: farLater },
      ],
      'analyses.json': [{ ...analysis, configId: undefined, status: 'failed', updatedAt: farLater }],
      'chat_sessions.json': [{ ...session, title: 'Other', updatedAt: farLater }],
      'chat_messages.json': messages.map((message) => ({ ...message, content: 'Other' })),
    },
    newer,
  )
  expect(countsOf(second, 'users')).toMatchObject({ updated: 2, inserted: 1 })
  const revert = await runJob(connection, 'revert', second.id)
  expect(countsOf(revert, 'users')).toMatchObject({ read: 3, removed: 1, restored: 2, rejected: 0 })
  for (const kind of ['contracts', 'analyses', 'chat_sessions'] as const) {
    expect(countsOf(revert, kind)).toMatchObject({ read: 1, removed: 0, restored: 1 })
  }
  expect(await dumpTables(connection)).toEqual(before)
})

test('the former default contract is the default again', async () => {
  const user = legacyUser()
  const one = legacyContract(user.id, { isDefault: true })
  const other = legacyContract(user.id)
  await importFiles(connection, { 'users.json': [user], 'contracts.json': [one, other] })
  const before = await dumpTables(connection)
  const swapped = [
    { ...other, isDefault: true, updatedAt: farLater },
    { ...one, isDefault: false, updatedAt: farLater },
  ]
  const second = await importFiles(connection, { 'users.json': [user], 'contracts.json': swapped }, newer)
  const revert = await runJob(connection, 'revert', second.id)
  expect(countsOf(revert, 'contracts')).toMatchObject({ restored: 2, rejected: 0 })
  expect(await dumpTables(connection)).toEqual(before)
})

test('a record that a later import updated is not reverted before that import', async () => {
  const user = legacyUser()
  const first = await importFiles(connection, { 'users.json': [user] })
  const second = await importFiles(
    connection,
    { 'users.json': [{ ...user, name: 'Renamed', updatedAt: farLater }] },
    newer,
  )
  const early = await runJob(connection, 'revert', first.id, { isDryRun: true })
  expect(countsOf(early, 'users')).toMatchObject({ read: 1, removed: 0, rejected: 1 })
  expect(await listRejects(connection, early.id)).toMatchObject([
    {
      ...{ code: 'CHANGED_SINCE', file: 'users.json', line: 2, pointer: '/0' },
      message: `Import ${second.id} has updated it since then. Revert that import first.`,
    },
  ])
  await runJob(connection, 'revert', second.id)
  const late = await runJob(connection, 'revert', first.id)
  expect(countsOf(late, 'users')).toMatchObject({ read: 1, removed: 1, rejected: 0 })
  expect((await dumpTables(connection)).users).toEqual([])
})

test('a dry run reports what would happen and changes nothing', async () => {
  const { files } = createLegacyTree()
  const job = await importFiles(connection, files)
  await pool.query('update analyses set progress = 99')
  const before = await dumpTables(connection)
  const tried = await runJob(connection, 'revert', job.id, { isDryRun: true })
  expect(tried).toMatchObject({ phase: 'completed', isDryRun: true })
  expect(await dumpTables(connection)).toEqual(before)
  const done = await runJob(connection, 'revert', job.id)
  expect(tried.counts).toEqual(done.counts)
  expect(await listRejects(connection, tried.id)).toEqual(await listRejects(connection, done.id))
})

test('more records than a page are all reverted', async () => {
  const users = Array.from({ length: 2_100 }, () => legacyUser())
  const { id } = await importFiles(connection, { 'users.json': users })
  const job = await runJob(connection, 'revert', id)
  expect(countsOf(job, 'users')).toMatchObject({ read: 2_100, removed: 2_100 })
  expect((await dumpTables(connection)).users).toEqual([])
})
