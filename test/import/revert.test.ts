import { beforeEach, expect, test } from 'vitest'
import { createTestDatabase } from '../support/database.ts'
import { insertContract, insertUser } from '../support/factories.ts'
import { clearTables, countsOf, dumpTables, importFiles } from '../support/imports.ts'
import { listRejects, runJob } from '../support/jobs.ts'
import {
  legacyAnalysis,
  legacyContract,
  legacyMessage,
  legacySession,
  legacyUser,
} from '../support/legacy-records.ts'

const { connection } = await createTestDatabase()
const { db, pool } = connection
/** Later than anything that a test changes. */
const farLater = '2099-01-01T00:00:00.000Z'
const newer = { onConflict: 'update_if_newer' } as const

beforeEach(() => clearTables(connection))

/** Every kind of record, with parts. */
function createTree() {
  const user = legacyUser({ onboarding: { completed: true }, unknown: 9007199254740993n.toString() })
  const contract = legacyContract(user.id, {
    competitors: [{ id: 'comp-1', address: '0x2', chain: 'lisk' }],
    rpcConfig: { lisk: ['https://one.example.org'] },
  })
  const session = legacySession(user.id)
  const analysis = legacyAnalysis(user.id, { configId: contract.id })
  const messages = [legacyMessage(session.id), legacyMessage(session.id)]
  return {
    ...{ user, contract, session, analysis, messages },
    files: {
      'users.json': [user],
      'contracts.json': [contract],
      'analyses.json': [analysis],
      'chat_sessions.json': [session],
      'chat_messages.json': messages,
    },
  }
}

test('an import that is reverted leaves nothing, and can be done again', async () => {
  const { files } = createTree()
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

/** The legacy records' job and time are those of the last import. */
function withoutJobs(dump: Record<string, unknown[]>): unknown {
  return JSON.parse(JSON.stringify(dump), (key, value) =>
    key === 'job_id' || key === 'imported_at' ? null : value,
  )
}

test('rows that an import replaced are again as they were, every column of them', async () => {
  const { user, contract, session, analysis, messages, files } = createTree()
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

test('the default goes back to the contract that had it', async () => {
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

test('what was changed since stays, with all that it needs, and is listed', async () => {
  const { user, contract, session, files } = createTree()
  const job = await importFiles(connection, files)
  await pool.query(`update chat_sessions set title = 'Chosen here'`)
  await pool.query(`update contract_rpc_config set rpc_urls = '{}'`)
  const revert = await runJob(connection, 'revert', job.id)
  expect(countsOf(revert, 'users')).toMatchObject({ read: 1, removed: 0, rejected: 1 })
  expect(await listRejects(connection, revert.id)).toEqual([
    {
      ...{ kind: 'chat_sessions', file: 'chat_sessions.json', line: 2, pointer: '/0', code: 'CHANGED_SINCE' },
      message: 'It was changed since the import, and stays as it is.',
    },
    {
      ...{ kind: 'contracts', file: 'contracts.json', line: 2, pointer: '/0', code: 'CHANGED_SINCE' },
      message: 'It was changed since the import, and stays as it is.',
    },
    {
      ...{ kind: 'users', file: 'users.json', line: 2, pointer: '/0', code: 'HAS_DEPENDENTS' },
      message: 'Rows that stay need it: 1 of chat_sessions, 1 of contracts. They were made or changed since.',
    },
  ])
  const dump = await dumpTables(connection)
  expect(dump.chat_messages).toEqual([])
  expect(dump.analyses).toEqual([])
  expect(dump.legacy_records?.length).toBe(3)
  expect(dump.contract_competitors?.length).toBe(1)
  expect([user, contract, session].length).toBe(3)
})

test('what was made since keeps what it hangs on', async () => {
  const { user, contract, files } = createTree()
  const job = await importFiles(connection, files)
  await insertContract(db, { user_id: user.id })
  await pool.query(`insert into analyses (user_id, config_id, analysis_type) values ($1, $2, 'single')`, [
    user.id,
    contract.id,
  ])
  const revert = await runJob(connection, 'revert', job.id)
  expect(await listRejects(connection, revert.id)).toMatchObject([
    { kind: 'contracts', code: 'HAS_DEPENDENTS', message: expect.stringContaining('1 of analyses') },
    {
      ...{ kind: 'users', code: 'HAS_DEPENDENTS' },
      message: expect.stringContaining('1 of analyses, 2 of contracts'),
    },
  ])
  const { rows } = await pool.query('select config_id from analyses')
  expect(rows).toEqual([{ config_id: contract.id }])
})

test.each([
  [
    'account_codes',
    `(user_id, purpose, digest, attempts_left, expires_at)
    values ($1, 'password_reset', 'sha256:' || repeat('0', 64), 1, now())`,
  ],
  ['account_security', '(user_id) values ($1)'],
  [
    'idempotency_keys',
    `(user_id, key, operation, request_sha256, result_ids)
    values ($1, 'k', 'o', sha256(''), '{}')`,
  ],
  ['import_jobs', '(started_by) values ($1)'],
])('a user whom a row of %s names stays', async (table, values) => {
  const user = legacyUser()
  const job = await importFiles(connection, { 'users.json': [user] })
  await pool.query(`insert into ${table} ${values}`, [user.id])
  const revert = await runJob(connection, 'revert', job.id)
  expect(await listRejects(connection, revert.id)).toMatchObject([
    { code: 'HAS_DEPENDENTS', message: expect.stringContaining(`1 of ${table}`) },
  ])
})

test('a user who became an administrator since stays', async () => {
  const job = await importFiles(connection, { 'users.json': [legacyUser()] })
  await pool.query(`alter table users disable trigger users_touch; update users set role = 'admin';
    alter table users enable trigger users_touch`)
  const revert = await runJob(connection, 'revert', job.id)
  expect(await listRejects(connection, revert.id)).toMatchObject([
    { code: 'CHANGED_SINCE', message: 'The user was given another role since the import, and stays.' },
  ])
})

test('what a later import updated stays, until that one is reverted', async () => {
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
      message: `Import ${second.id} updated it since; revert that one first.`,
    },
  ])
  await runJob(connection, 'revert', second.id)
  const late = await runJob(connection, 'revert', first.id)
  expect(countsOf(late, 'users')).toMatchObject({ read: 1, removed: 1, rejected: 0 })
  expect((await dumpTables(connection)).users).toEqual([])
})

test('a dry run tells what would happen, and changes nothing', async () => {
  const { files } = createTree()
  const job = await importFiles(connection, files)
  await pool.query('update analyses set progress = 99')
  const before = await dumpTables(connection)
  const tried = await runJob(connection, 'revert', job.id, { isDryRun: true })
  expect(tried).toMatchObject({ phase: 'completed', dryRun: true })
  expect(await dumpTables(connection)).toEqual(before)
  const done = await runJob(connection, 'revert', job.id)
  expect(tried.counts).toEqual(done.counts)
  expect(await listRejects(connection, tried.id)).toEqual(await listRejects(connection, done.id))
})
