import { beforeEach, expect, test } from 'vitest'
import { recordKinds } from '../../../src/import/records/record-type.ts'
import { findDependentColumns } from '../../../src/import/revert/revert.store.ts'
import { createTestDatabase } from '../../support/database.ts'
import { insertContract } from '../../support/factories.ts'
import { clearTables, countsOf, dumpTables, importFiles, listRejects, runJob } from '../../support/imports.ts'
import { createLegacyTree, legacyAnalysis, legacyContract, legacyUser } from '../../support/legacy-records.ts'

const { connection } = await createTestDatabase()
const { db, pool } = connection
/** Later than every change that a test makes. */
const farLater = '2099-01-01T00:00:00.000Z'
const user = legacyUser()

beforeEach(() => clearTables(connection))

test('changed records and everything they depend on are not reverted, and are listed as rejects', async () => {
  const { user, contract, session, files } = createLegacyTree()
  const job = await importFiles(connection, files)
  await pool.query(`update chat_sessions set title = 'Chosen here'`)
  await pool.query(`update contract_rpc_config set rpc_urls = '{}'`)
  const revert = await runJob(connection, 'revert', job.id)
  expect(countsOf(revert, 'users')).toMatchObject({ read: 1, removed: 0, rejected: 1 })
  expect(await listRejects(connection, revert.id)).toEqual([
    {
      ...{ kind: 'chat_sessions', file: 'chat_sessions.json', line: 2, pointer: '/0', code: 'CHANGED_SINCE' },
      message: 'It has changed since the import, so it was not reverted.',
    },
    {
      ...{ kind: 'contracts', file: 'contracts.json', line: 2, pointer: '/0', code: 'CHANGED_SINCE' },
      message: 'It has changed since the import, so it was not reverted.',
    },
    {
      ...{ kind: 'users', file: 'users.json', line: 2, pointer: '/0', code: 'HAS_DEPENDENTS' },
      message: 'Rows that were created or changed since then depend on it: chat_sessions (1), contracts (1).',
    },
  ])
  const dump = await dumpTables(connection)
  expect(dump.chat_messages).toEqual([])
  expect(dump.analyses).toEqual([])
  expect(dump.legacy_records?.length).toBe(3)
  expect(dump.contract_competitors?.length).toBe(1)
  expect([user, contract, session].length).toBe(3)
})

test('records that newer rows depend on are not reverted', async () => {
  const { user, contract, files } = createLegacyTree()
  const job = await importFiles(connection, files)
  await insertContract(db, { user_id: user.id })
  await pool.query(`insert into analyses (user_id, config_id, analysis_type) values ($1, $2, 'single')`, [
    user.id,
    contract.id,
  ])
  const revert = await runJob(connection, 'revert', job.id)
  expect(await listRejects(connection, revert.id)).toMatchObject([
    { kind: 'contracts', code: 'HAS_DEPENDENTS', message: expect.stringContaining('analyses (1)') },
    {
      ...{ kind: 'users', code: 'HAS_DEPENDENTS' },
      message: expect.stringContaining('analyses (1), contracts (2)'),
    },
  ])
  const { rows } = await pool.query('select config_id from analyses')
  expect(rows).toEqual([{ config_id: contract.id }])
})

test.each([
  [
    'account_codes',
    `(user_id, purpose, digest, expires_at)
    values ($1, 'password_reset', 'sha256:' || repeat('0', 64), now())`,
  ],
  ['account_security', '(user_id) values ($1)'],
  [
    'idempotency_keys',
    `(user_id, key, operation, request_sha256, result_ids)
    values ($1, 'k', 'o', sha256(''), '{}')`,
  ],
  ['import_jobs', '(started_by) values ($1)'],
])('a user that a row of %s references is not reverted', async (table, values) => {
  const user = legacyUser()
  const job = await importFiles(connection, { 'users.json': [user] })
  await pool.query(`insert into ${table} ${values}`, [user.id])
  const revert = await runJob(connection, 'revert', job.id)
  expect(await listRejects(connection, revert.id)).toMatchObject([
    { code: 'HAS_DEPENDENTS', message: expect.stringContaining(`${table} (1)`) },
  ])
})

test('a user who has become an administrator is not reverted', async () => {
  const job = await importFiles(connection, { 'users.json': [legacyUser()] })
  await pool.query(`alter table users disable trigger users_touch; update users set role = 'admin';
    alter table users enable trigger users_touch`)
  const revert = await runJob(connection, 'revert', job.id)
  expect(await listRejects(connection, revert.id)).toMatchObject([
    {
      code: 'CHANGED_SINCE',
      message: "The user's role has changed since the import, so the user was not reverted.",
    },
  ])
})

test('a user whose former e-mail address another user has is not reverted', async () => {
  const old = await importFiles(connection, { 'users.json': [user] })
  const renamed = { ...user, email: 'new@example.org', updatedAt: farLater }
  const { id } = await importFiles(connection, { 'users.json': [renamed] }, { onConflict: 'update_if_newer' })
  await importFiles(connection, { 'users.json': [legacyUser({ email: user.email })] })
  const job = await runJob(connection, 'revert', id)
  expect(countsOf(job, 'users')).toMatchObject({ restored: 0, rejected: 1 })
  expect(await listRejects(connection, job.id)).toMatchObject([
    { code: 'CHANGED_SINCE', message: 'Another user now has the former e-mail address.' },
  ])
  expect(old.phase).toBe('completed')
})

test('a former default contract is not reverted if another contract is the default', async () => {
  const contract = legacyContract(user.id, { isDefault: true })
  const files = { 'users.json': [user], 'contracts.json': [contract] }
  await importFiles(connection, files)
  const changed = { ...contract, isDefault: false, updatedAt: farLater }
  const { id } = await importFiles(
    connection,
    { ...files, 'contracts.json': [changed] },
    { onConflict: 'update_if_newer' },
  )
  const chosen = await insertContract(db, { user_id: user.id, is_default: true })
  const job = await runJob(connection, 'revert', id)
  expect(await listRejects(connection, job.id)).toMatchObject([
    {
      ...{ kind: 'contracts', code: 'CHANGED_SINCE' },
      message: 'It was the default contract, but another contract is the default now.',
    },
  ])
  const { rows } = await pool.query('select id from contracts where is_default')
  expect(rows).toEqual([{ id: chosen.id }])
})

test('an analysis whose former contract no longer exists is not reverted', async () => {
  const contract = legacyContract(user.id)
  const analysis = legacyAnalysis(user.id, { configId: contract.id })
  await importFiles(connection, {
    'users.json': [user],
    'contracts.json': [contract],
    'analyses.json': [analysis],
  })
  const changed = { ...analysis, configId: undefined, updatedAt: farLater }
  const { id } = await importFiles(
    connection,
    { 'users.json': [user], 'analyses.json': [changed] },
    { onConflict: 'update_if_newer' },
  )
  await pool.query('delete from contracts')
  const job = await runJob(connection, 'revert', id)
  expect(await listRejects(connection, job.id)).toMatchObject([
    { kind: 'analyses', message: 'The contract that it belonged to no longer exists.' },
  ])
})

test('a deleted record is ignored if the import inserted it, and listed if the import updated it', async () => {
  const made = await importFiles(connection, { 'users.json': [user] })
  const newer = { ...user, name: 'Renamed', updatedAt: farLater }
  const replaced = await importFiles(
    connection,
    { 'users.json': [newer, legacyUser()] },
    { onConflict: 'update_if_newer' },
  )
  await pool.query('delete from users')
  const second = await runJob(connection, 'revert', replaced.id)
  expect(countsOf(second, 'users')).toMatchObject({ read: 2, removed: 1, rejected: 1 })
  expect(await listRejects(connection, second.id)).toMatchObject([
    { code: 'CHANGED_SINCE', message: 'It was deleted after the import, so it was not restored.' },
  ])
  expect(made.phase).toBe('completed')
})

test('dependent columns are found in the catalog', async () => {
  const found = await Promise.all(recordKinds.map((kind) => findDependentColumns(db, kind)))
  const names = found.flat().map(({ kind, table, column }) => `${kind} <- ${table}.${column}`)
  expect(names).toEqual([
    'users <- account_codes.user_id',
    'users <- account_security.user_id',
    'users <- analyses.user_id',
    'users <- analysis_leases.worker_id',
    'users <- chat_sessions.user_id',
    'users <- contracts.user_id',
    'users <- idempotency_keys.user_id',
    'users <- import_jobs.started_by',
    'contracts <- analyses.config_id',
    'contracts <- contract_share_links.contract_id',
    'analyses <- analysis_interpretations.analysis_id',
    'analyses <- analysis_leases.analysis_id',
    'chat_sessions <- chat_message_revisions.session_id',
    'chat_sessions <- chat_messages.session_id',
  ])
})
