import { beforeEach, expect, test } from 'vitest'
import { createTestDatabase } from '../support/database.ts'
import { insertContract, insertUser } from '../support/factories.ts'
import {
  clearTables,
  countsOf,
  dumpTables,
  importAndPause,
  importFiles,
  writeTree,
} from '../support/imports.ts'
import {
  legacyAnalysis,
  legacyContract,
  legacyMessage,
  legacySession,
  legacyUser,
} from '../support/legacy-records.ts'

const { connection } = await createTestDatabase()
const { db, pool } = connection
const later = '2025-06-01T00:00:00.000Z'
/** Later than any change made by a test. */
const farLater = '2099-01-01T00:00:00.000Z'
const newer = { onConflict: 'update_if_newer' } as const

beforeEach(() => clearTables(connection))

async function rowsOf(statement: string, values: unknown[] = []) {
  return (await pool.query(statement, values)).rows
}

test('importing the same tree again changes nothing and reports every record as unchanged', async () => {
  const user = legacyUser({ onboarding: { completed: true } })
  const contract = legacyContract(user.id, { competitors: [{ id: 'comp-1', address: '0x2', chain: 'lisk' }] })
  const session = legacySession(user.id)
  const files = {
    'users.json': [user],
    'contracts.json': [contract],
    'analyses.json': [legacyAnalysis(user.id, { configId: contract.id })],
    'chat_sessions.json': [session],
    'chat_messages.json': [legacyMessage(session.id), legacyMessage(session.id)],
  }
  const first = await importFiles(connection, files)
  const before = await dumpTables(connection)
  const second = await importFiles(connection, files, newer)
  expect(await dumpTables(connection)).toEqual(before)
  expect(countsOf(first, 'chat_messages')).toMatchObject({ read: 2, inserted: 2, verified: 2 })
  for (const kind of ['users', 'contracts', 'analyses', 'chat_sessions', 'chat_messages'] as const) {
    const { read } = countsOf(first, kind)
    expect(countsOf(second, kind)).toMatchObject({
      read,
      inserted: 0,
      updated: 0,
      unchanged: read,
      skipped: 0,
    })
  }
})

test('a dry run reports what would happen and writes nothing', async () => {
  const user = legacyUser()
  const job = await importFiles(connection, { 'users.json': [user] }, { dryRun: true })
  expect(job.phase).toBe('completed')
  expect(countsOf(job, 'users')).toMatchObject({ read: 1, inserted: 1, verified: 0 })
  expect(
    await rowsOf(
      'select 1 from users union all select 1 from legacy_records union all select 1 from staging.users',
    ),
  ).toEqual([])
})

test('a newer record replaces its row and all parts, but never the role', async () => {
  const user = legacyUser({ onboarding: { completed: false } })
  await importFiles(connection, { 'users.json': [user] })
  await pool.query(`update users set role = 'admin'`)
  const renamed = { ...user, name: 'Renamed', role: 'user', onboarding: undefined, updatedAt: farLater }
  const job = await importFiles(connection, { 'users.json': [renamed] }, newer)
  expect(countsOf(job, 'users')).toMatchObject({ updated: 1, verified: 1 })
  expect(await rowsOf('select name, role, updated_at from users')).toEqual([
    { name: 'Renamed', role: 'admin', updated_at: new Date(farLater) },
  ])
  expect(await rowsOf('select 1 from user_onboarding')).toEqual([])
})

test('a newer contract replaces its competitors, endpoints, and parameters', async () => {
  const user = legacyUser()
  const contract = legacyContract(user.id, {
    competitors: [{ id: 'comp-1', address: '0x2', chain: 'lisk' }],
    rpcConfig: { ethereum: ['https://old.example.org'] },
  })
  await importFiles(connection, { 'users.json': [user], 'contracts.json': [contract] })
  const changed = {
    ...contract,
    competitors: [{ id: 'comp-2', address: '0x3', chain: 'lisk' }],
    rpcConfig: { lisk: ['https://new.example.org'] },
    updatedAt: later,
  }
  const job = await importFiles(connection, { 'users.json': [user], 'contracts.json': [changed] }, newer)
  expect(countsOf(job, 'contracts')).toMatchObject({ updated: 1, verified: 1 })
  expect(await rowsOf('select address from contract_competitors')).toEqual([{ address: '0x3' }])
  expect(await rowsOf('select chain, rpc_urls from contract_rpc_config')).toEqual([
    { chain: 'lisk', rpc_urls: ['https://new.example.org'] },
  ])
})

test.each([
  ['skip', later],
  ['update_if_newer', '2024-01-01T00:00:00.000Z'],
] as const)('with %s, a record of %s does not change its row', async (onConflict, updatedAt) => {
  const user = legacyUser()
  await importFiles(connection, { 'users.json': [user] })
  const before = await dumpTables(connection)
  const files = { 'users.json': [{ ...user, name: 'Renamed', updatedAt }] }
  for (const dryRun of [true, false]) {
    const job = await importFiles(connection, files, { onConflict, dryRun })
    expect(countsOf(job, 'users')).toMatchObject({ read: 1, skipped: 1, updated: 0 })
  }
  expect(await dumpTables(connection)).toEqual(before)
})

test('a user with any later change is kept, including the preferences', async () => {
  const user = legacyUser()
  await importFiles(connection, { 'users.json': [user] })
  await pool.query(`update user_preferences set default_chain = 'lisk'`)
  const before = await dumpTables(connection)
  const job = await importFiles(
    connection,
    { 'users.json': [{ ...user, name: 'Renamed', updatedAt: later }] },
    newer,
  )
  expect(countsOf(job, 'users')).toMatchObject({ skipped: 1, updated: 0 })
  expect(await dumpTables(connection)).toEqual(before)
})

test("a record whose id belongs to another owner's row is rejected", async () => {
  const stranger = await insertUser(db)
  const taken = await insertContract(db, { user_id: stranger.id })
  const user = legacyUser()
  const contract = legacyContract(user.id, { id: taken.id, updatedAt: farLater })
  await importFiles(connection, { 'users.json': [user], 'contracts.json': [contract] }, newer)
  expect(await rowsOf('select kind, code, line::int from import_rejects')).toEqual([
    { kind: 'contracts', code: 'ID_TAKEN', line: 2 },
  ])
  expect(await rowsOf('select user_id from contracts')).toEqual([{ user_id: stranger.id }])
})

test('one import can move the default from one contract to another', async () => {
  const user = legacyUser()
  const one = legacyContract(user.id, { isDefault: true })
  const other = legacyContract(user.id)
  await importFiles(connection, { 'users.json': [user], 'contracts.json': [one, other] })
  const swapped = [
    { ...other, isDefault: true, updatedAt: later },
    { ...one, isDefault: false, updatedAt: later },
  ]
  const job = await importFiles(connection, { 'users.json': [user], 'contracts.json': swapped }, newer)
  expect(countsOf(job, 'contracts')).toMatchObject({ updated: 2, warnings: 0 })
  expect(await rowsOf('select id from contracts where is_default')).toEqual([{ id: other.id }])
})

test('a streaming message is replaced by the finished one', async () => {
  const user = legacyUser()
  const session = legacySession(user.id)
  const message = legacyMessage(session.id, { content: 'Hel', isStreaming: true })
  const files = { 'users.json': [user], 'chat_sessions.json': [session] }
  await importFiles(connection, { ...files, 'chat_messages.json': [message] })
  const finished = { ...message, content: 'Hello', isStreaming: false }
  const job = await importFiles(connection, { ...files, 'chat_messages.json': [finished] }, newer)
  expect(countsOf(job, 'chat_messages')).toMatchObject({ updated: 1, verified: 1 })
  expect(await rowsOf('select content from chat_messages')).toEqual([{ content: 'Hello' }])
})

test('a row that was changed before publishing is kept, and its record counts as skipped', async () => {
  const user = legacyUser()
  await importFiles(connection, { 'users.json': [user] })
  const files = { 'users.json': [{ ...user, name: 'Renamed', updatedAt: later }] }
  const directory = await writeTree(files)
  const job = await importAndPause(connection, directory, newer, async ({ blocker }) => {
    await blocker.query(`update users set name = 'Chosen here'`)
  })
  expect(countsOf(job, 'users')).toMatchObject({ read: 1, skipped: 1, updated: 0, verified: 0 })
  expect(await rowsOf('select name from users')).toEqual([{ name: 'Chosen here' }])
})
