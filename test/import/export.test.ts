import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { createTestDatabase } from '../support/database.ts'
import { createTestDirectory, exportTree, listRecords, readTree } from '../support/exports.ts'
import { insertAnalysis, insertContract, insertRpcConfig, insertUser } from '../support/factories.ts'
import {
  clearTables,
  importFiles,
  importTree,
  lockTable,
  untilBlocked,
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

beforeEach(() => clearTables(connection))

/** A user whose key is stored as it stands in an export. */
const user = legacyUser({ apiKey: `sha256:${'0'.repeat(64)}` })
const contract = legacyContract(user.id)
const session = legacySession(user.id)
const message = legacyMessage(session.id)

test('what was imported and is unchanged comes out byte for byte', async () => {
  const files = {
    'users.json': [user],
    'contracts.json': [{ ...contract, mood: 'a field without a column' }],
    'analyses.json': [],
    'chat_sessions.json': [session],
    'chat_messages.json': [message],
  }
  const source = await writeTree(files)
  await importTree(connection, source)
  expect(await readTree(await exportTree(connection, 'era1'))).toEqual(await readTree(source))
})

test('the same in a folder for each user; one without records has none', async () => {
  const idle = legacyUser({ apiKey: `sha256:${'1'.repeat(64)}`, createdAt: '2025-02-01T00:00:00.000Z' })
  const source = await writeTree({
    'users.json': [user, idle],
    [`users/${user.id}/contracts.json`]: [contract],
    [`users/${user.id}/chat_sessions.json`]: [session],
    [`users/${user.id}/chat_messages.json`]: [message],
  })
  await importTree(connection, source)
  expect(await readTree(await exportTree(connection, 'era2'))).toEqual(await readTree(source))
})

test('of an empty database the global files are empty lists', async () => {
  expect(await readTree(await exportTree(connection, 'era1'))).toEqual({
    'users.json': '[]',
    'contracts.json': '[]',
    'analyses.json': '[]',
    'chat_sessions.json': '[]',
    'chat_messages.json': '[]',
  })
  expect(await readTree(await exportTree(connection, 'era2'))).toEqual({ 'users.json': '[]' })
})

test('records come in the order of their creation, whoever owns them, past every page', async () => {
  const others = [user, legacyUser()]
  const contracts = Array.from({ length: 2_500 }, (_, number) =>
    legacyContract(others[number % 2]?.id ?? '', {
      name: `${number}`,
      createdAt: new Date(Date.UTC(2025, 0, 1) + Math.floor(number / 2) * 1000).toISOString(),
    }),
  )
  await importFiles(connection, { 'users.json': others, 'contracts.json': contracts.toReversed() })
  const inOrder = contracts.toSorted((one, other) => keyOf(one).localeCompare(keyOf(other)))
  const { 'contracts.json': content = '' } = await readTree(await exportTree(connection, 'era1'))
  expect(listRecords(content).map(({ id }) => id)).toEqual(inOrder.map(({ id }) => id))
  const { [`users/${user.id}/contracts.json`]: own = '' } = await readTree(
    await exportTree(connection, 'era2'),
  )
  const ownInOrder = inOrder.filter(({ userId }) => userId === user.id)
  expect(listRecords(own).map(({ id }) => id)).toEqual(ownInOrder.map(({ id }) => id))
})

function keyOf(record: Readonly<Record<string, unknown>>): string {
  return `${record.createdAt} ${record.id}`
}

test('a value that was changed since is the newer one, and everything else the original', async () => {
  const odd = legacyContract(user.id, { tags: ['a', null], mood: 'odd', analysisCount: 1.5 })
  await importFiles(connection, { 'users.json': [user], 'contracts.json': [odd] })
  await pool.query(`update contracts set name = 'Renamed', tags = '{b}'`)
  const { 'contracts.json': content = '' } = await readTree(await exportTree(connection, 'era1'))
  const { rows } = await pool.query('select updated_at from contracts')
  const updatedAt = rows[0].updated_at.toISOString()
  expect(listRecords(content)).toEqual([{ ...odd, name: 'Renamed', tags: ['b'], updatedAt }])
})

test('what was made through the API has the shape of the application', async () => {
  const { id, email } = await insertUser(db)
  const made = await insertContract(db, { user_id: id, name: 'Made here' })
  for (const chain of ['lisk', 'ethereum']) await insertRpcConfig(db, made, { chain })
  await insertAnalysis(db, { user_id: id, config_id: made.id, analysis_type: 'single' })
  const files = await readTree(await exportTree(connection, 'era2'))
  expect(JSON.parse(files['users.json'] ?? '')).toMatchObject([
    {
      id,
      email,
      tier: 'free',
      apiKey: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
      usage: { analysisCount: 0 },
    },
  ])
  expect(JSON.parse(files[`users/${id}/contracts.json`] ?? '')).toMatchObject([
    { id: made.id, userId: id, name: 'Made here', targetContract: { address: '0x1111', chain: 'ethereum' } },
  ])
  expect(files[`users/${id}/contracts.json`]).toMatch(/"ethereum": .*"lisk": /s)
  expect(JSON.parse(files[`users/${id}/analyses.json`] ?? '')).toMatchObject([
    { userId: id, configId: made.id, analysisType: 'single', status: 'pending', logs: [] },
  ])
})

test('numbers that no double holds keep every digit', async () => {
  const text = JSON.stringify([legacyAnalysis(user.id, { results: { big: 0, odd: 1 }, progress: 2 })])
  const precise = text
    .replace('"big":0', '"big":9007199254740993')
    .replace('"odd":1', '"odd":0.1234567890123456789')
    .replace('"progress":2', '"progress":2.00000000000000000001')
  await importFiles(connection, { 'users.json': [user], 'analyses.json': precise })
  const { 'analyses.json': content } = await readTree(await exportTree(connection, 'era1'))
  expect(content).toContain('"big": 9007199254740993')
  expect(content).toContain('"odd": 0.1234567890123456789')
  expect(content).toContain('"progress": 2.00000000000000000001')
})

test('a record with a name that stands twice comes out as it was written, until it is changed', async () => {
  const text = JSON.stringify([contract], null, 2).replace(
    '"name": "Token"',
    '"name": "First", "name": "Token"',
  )
  await importFiles(connection, { 'users.json': [user], 'contracts.json': text })
  expect((await readTree(await exportTree(connection, 'era1')))['contracts.json']).toBe(text)
  await pool.query(`update contracts set name = 'Third'`)
  const { 'contracts.json': content = '' } = await readTree(await exportTree(connection, 'era1'))
  expect(content).not.toContain('First')
  expect(listRecords(content)).toMatchObject([{ name: 'Third' }])
})

test('a record that had its owner from its folder names it where there are no folders', async () => {
  const { userId: _, ...nameless } = contract
  await importFiles(connection, {
    'users.json': [user],
    [`users/${user.id}/contracts.json`]: [nameless],
  })
  const folders = await readTree(await exportTree(connection, 'era2'))
  expect(listRecords(folders[`users/${user.id}/contracts.json`] ?? '')).toEqual([nameless])
  const { 'contracts.json': content = '' } = await readTree(await exportTree(connection, 'era1'))
  expect(listRecords(content)).toEqual([contract])
})

test('a record without an id gets one when it no longer says what the id was made of', async () => {
  const flat = {
    name: 'Flat',
    address: '0x2222',
    chain: 'lisk',
    userId: user.id,
    createdAt: contract.createdAt,
  }
  await importFiles(connection, { 'users.json': [user], 'contracts.json': [flat] })
  const { 'contracts.json': before = '' } = await readTree(await exportTree(connection, 'era1'))
  expect(listRecords(before)).toEqual([flat])
  const { rows } = await pool.query(`update contracts set name = 'Round' returning id`)
  const { 'contracts.json': after = '' } = await readTree(await exportTree(connection, 'era1'))
  expect(listRecords(after)).toMatchObject([{ id: rows[0].id, name: 'Round', address: '0x2222' }])
})

test('an owner that an import made up is left out, as the application never had one', async () => {
  const files = { 'users.json': [user], 'contracts.json': [legacyContract(legacyUser().id)] }
  await importFiles(connection, files, { orphans: 'placeholder_owner' })
  const exported = await readTree(await exportTree(connection, 'era1'))
  expect(listRecords(exported['users.json'] ?? '')).toEqual([user])
  expect(listRecords(exported['contracts.json'] ?? '')).toEqual(files['contracts.json'])
})

test('what changes while the export runs is not in it: all of it is of one moment', async () => {
  await importFiles(connection, { 'users.json': [user], 'contracts.json': [contract] })
  const blocker = await lockTable(connection, 'contracts', 'access exclusive')
  const exporting = exportTree(connection, 'era1')
  await untilBlocked(connection, 'contracts')
  await blocker.query(`update contracts set name = 'Later'; commit`)
  blocker.release()
  const { 'contracts.json': content = '' } = await readTree(await exporting)
  expect(listRecords(content)).toEqual([contract])
})

test('a deep and wide record, whose white space would be many times itself, stands on one line', async () => {
  const wide = JSON.stringify(Array.from({ length: 100_000 }, () => 0))
  const deep = `${'['.repeat(150)}${wide}${']'.repeat(150)}`
  const text = JSON.stringify([legacyAnalysis(user.id)]).replace('"results":null', `"results":${deep}`)
  await importFiles(connection, { 'users.json': [user], 'analyses.json': text })
  const { 'analyses.json': content = '' } = await readTree(await exportTree(connection, 'era1'))
  expect(content.length).toBeLessThan(text.length + 100)
  expect(content.split('\n')).toHaveLength(3)
  expect(listRecords(content)).toHaveLength(1)
})

test('only the owner of the process can read what is written', async () => {
  await importFiles(connection, { 'users.json': [user], 'contracts.json': [contract] })
  const directory = await exportTree(connection, 'era2')
  const modes = [
    directory,
    ...['users.json', 'users', `users/${user.id}/contracts.json`].map((path) => join(directory, path)),
  ]
  const found = await Promise.all(modes.map(async (path) => ((await stat(path)).mode & 0o777).toString(8)))
  expect(found).toEqual(['700', '600', '700', '600'])
})

test('an empty directory is taken', async () => {
  const directory = await createTestDirectory()
  await exportTree(connection, 'era2', { directory })
  expect(await readTree(directory)).toEqual({ 'users.json': '[]' })
  await expect(exportTree(connection, 'era2', { directory })).rejects.toThrow(
    /is not empty: users\.json is in it/,
  )
})
