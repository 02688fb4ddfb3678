import { randomUUID } from 'node:crypto'
import { beforeEach, expect, test } from 'vitest'
import { createTestDatabase } from '../support/database.ts'
import { insertUser } from '../support/factories.ts'
import { clearTables, countsOf, importFiles } from '../support/imports.ts'
import {
  legacyAnalysis,
  legacyContract,
  legacyMessage,
  legacySession,
  legacyUser,
} from '../support/legacy-records.ts'

const { connection } = await createTestDatabase()

beforeEach(() => clearTables(connection))

async function rowsOf(statement: string) {
  return (await connection.pool.query(statement)).rows
}

const codes = 'select kind, code from import_rejects order by number'

test('records of an unknown owner are rejected with their exact bytes', async () => {
  const contract = legacyContract(randomUUID())
  const job = await importFiles(connection, { 'contracts.json': JSON.stringify([contract]) })
  expect(countsOf(job, 'contracts')).toMatchObject({ read: 1, rejected: 1, inserted: 0 })
  expect(
    await rowsOf(
      `select code, pointer, byte_offset::int, convert_from(raw, 'UTF8') as raw from import_rejects`,
    ),
  ).toEqual([{ code: 'OWNER_UNKNOWN', pointer: '/0/userId', byte_offset: 1, raw: JSON.stringify(contract) }])
})

test("one placeholder is created for all records of a missing owner, and it can't log in", async () => {
  const owner = randomUUID()
  const session = legacySession(owner)
  const job = await importFiles(
    connection,
    {
      'contracts.json': [legacyContract(owner), legacyContract(owner)],
      'chat_sessions.json': [session],
      'chat_messages.json': [legacyMessage(session.id)],
    },
    { orphans: 'placeholder_owner' },
  )
  expect(job.warnings).toMatchObject({ contracts: { PLACEHOLDER_OWNER: 1 }, chat_sessions: {} })
  expect(countsOf(job, 'users')).toMatchObject({ read: 0, inserted: 0 })
  expect(await rowsOf('select id, email, password, is_active, role from users')).toEqual([
    { id: owner, email: `placeholder+${owner}@invalid`, password: '!', is_active: false, role: 'user' },
  ])
  expect(await rowsOf('select user_id from chat_messages')).toEqual([{ user_id: owner }])
})

test('the real owner replaces the placeholder', async () => {
  const user = legacyUser({ name: 'At last', createdAt: null, updatedAt: null })
  await importFiles(
    connection,
    { 'contracts.json': [legacyContract(user.id)] },
    { orphans: 'placeholder_owner' },
  )
  const job = await importFiles(connection, { 'users.json': [user] })
  expect(countsOf(job, 'users')).toMatchObject({ read: 1, updated: 1, verified: 1 })
  expect(await rowsOf('select name, is_active from users')).toEqual([{ name: 'At last', is_active: true }])
  expect(await rowsOf('select count(*)::int from contracts')).toEqual([{ count: 1 }])
})

test('a user with a taken e-mail is rejected, whether it is taken in the files or by an existing account', async () => {
  await insertUser(connection.db, { email: 'here@example.org' })
  const users = [
    legacyUser({ email: 'one@example.org' }),
    legacyUser({ email: 'ONE@example.org' }),
    legacyUser({ email: 'Here@Example.org' }),
  ]
  const job = await importFiles(connection, { 'users.json': users })
  expect(countsOf(job, 'users')).toMatchObject({ read: 3, inserted: 1, rejected: 2 })
  expect(await rowsOf(codes)).toEqual([
    { kind: 'users', code: 'EMAIL_TAKEN' },
    { kind: 'users', code: 'EMAIL_TAKEN' },
  ])
})

test('the second of two users with the same API key has no working key', async () => {
  const apiKey = 'ab'.repeat(32)
  const users = [legacyUser({ apiKey }), legacyUser({ apiKey })]
  const job = await importFiles(connection, { 'users.json': users })
  expect(job.warnings).toMatchObject({ users: { API_KEY_TAKEN: 1 } })
  expect(await rowsOf('select count(distinct api_key)::int from users')).toEqual([{ count: 2 }])
})

test('no API key is stored in the database, even if a key is repeated', async () => {
  const [apiKey, replaced] = ['cd'.repeat(32), 'ef'.repeat(32)]
  const text = JSON.stringify([legacyUser({ apiKey })])
    .replace('"name"', '"name": "Twice", "name"')
    .replace('"apiKey"', `"apiKey": "${replaced}", "apiKey"`)
  await importFiles(connection, { 'users.json': text })
  const everything = await readEverything()
  expect(everything).toContain('Twice')
  expect(everything).not.toContain(apiKey)
  expect(everything).not.toContain(replaced)
})

test('a member with the same text as the API key is kept if a key is repeated', async () => {
  const text = JSON.stringify([legacyUser({ apiKey: 'ref', note: 'ref' })])
  await importFiles(connection, { 'users.json': text.replace('"name"', '"name": "Twice", "name"') })
  const [{ raw }] = await rowsOf(`select convert_from(raw, 'UTF8') as raw from legacy_records`)
  expect(JSON.parse(raw)).toMatchObject({ apiKey: expect.stringMatching(/^sha256:/), note: 'ref' })
})

/** The text of all users and their legacy records. */
async function readEverything(): Promise<string> {
  const [{ everything }] = await rowsOf(`
    select string_agg(row::text, '') as everything from (
      select to_jsonb(users) as row from users
      union all select to_jsonb(legacy_records) || jsonb_build_object('raw', convert_from(raw, 'UTF8'))
      from legacy_records
    ) as rows`)
  return everything
}

test('an analysis keeps its contract only if both have the same owner', async () => {
  const [user, other] = [legacyUser(), legacyUser()]
  const [mine, theirs] = [legacyContract(user.id), legacyContract(other.id)]
  const analyses = [mine.id, theirs.id, randomUUID()].map((configId) => legacyAnalysis(user.id, { configId }))
  const job = await importFiles(connection, {
    'users.json': [user, other],
    'contracts.json': [mine, theirs],
    'analyses.json': analyses,
  })
  expect(job.warnings).toMatchObject({ analyses: { CONFIG_UNKNOWN: 2 } })
  expect(await rowsOf('select config_id from analyses where config_id is not null')).toEqual([
    { config_id: mine.id },
  ])
})

test('the first of several active default contracts stays the default', async () => {
  const user = legacyUser()
  const contracts = [
    legacyContract(user.id, { isDefault: true, isActive: false }),
    legacyContract(user.id, { isDefault: true }),
    legacyContract(user.id, { isDefault: true }),
  ]
  const job = await importFiles(connection, { 'users.json': [user], 'contracts.json': contracts })
  expect(job.warnings).toMatchObject({ contracts: { SECOND_DEFAULT: 1 } })
  expect(await rowsOf('select id from contracts where is_default and is_active')).toEqual([
    { id: contracts[1]?.id },
  ])
})

test('a backup adds records missing from the live file, and a newer record in it is rejected', async () => {
  const [old, current, wiped] = [legacyUser(), legacyUser(), legacyUser()]
  const later = '2025-09-01T00:00:00.000Z'
  const job = await importFiles(connection, {
    'users.json': [{ ...old, name: 'Live' }, current],
    'users.json.backup': [old, { ...current, name: 'Newer in the backup', updatedAt: later }, wiped],
  })
  expect(countsOf(job, 'users')).toMatchObject({ read: 5, inserted: 3, skipped: 1, rejected: 1 })
  expect(await rowsOf('select code, file from import_rejects')).toEqual([
    { code: 'DUPLICATE_ID', file: 'users.json.backup' },
  ])
  expect(await rowsOf(`select name from users where name <> 'Somebody'`)).toEqual([{ name: 'Live' }])
})

test('without backups, only the live files are read', async () => {
  const files = { 'users.json': [legacyUser()], 'users.json.backup': [legacyUser()] }
  const job = await importFiles(connection, files, { includeBackups: false })
  expect(countsOf(job, 'users')).toMatchObject({ read: 1, inserted: 1 })
})
