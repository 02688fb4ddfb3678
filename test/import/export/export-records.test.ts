import { beforeEach, expect, test } from 'vitest'
import { createTestDatabase } from '../../support/database.ts'
import { exportTree, listRecords, readTree } from '../../support/exports.ts'
import { insertAnalysis, insertContract, insertRpcConfig, insertUser } from '../../support/factories.ts'
import { clearTables, importFiles } from '../../support/imports.ts'
import { legacyAnalysis, legacyContract, legacyUser } from '../../support/legacy-records.ts'

const { connection } = await createTestDatabase()
const { db, pool } = connection

beforeEach(() => clearTables(connection))

/** A user whose key is stored unchanged by an import. */
const user = legacyUser({ apiKey: `sha256:${'0'.repeat(64)}` })
const contract = legacyContract(user.id)

test('changed values are the new ones, and all others the original ones', async () => {
  const odd = legacyContract(user.id, { tags: ['a', null], mood: 'odd', analysisCount: 1.5 })
  await importFiles(connection, { 'users.json': [user], 'contracts.json': [odd] })
  await pool.query(`update contracts set name = 'Renamed', tags = '{b}'`)
  const { 'contracts.json': content = '' } = await readTree(await exportTree(connection, 'era1'))
  const { rows } = await pool.query('select updated_at from contracts')
  const updatedAt = rows[0].updated_at.toISOString()
  expect(listRecords(content)).toEqual([{ ...odd, name: 'Renamed', tags: ['b'], updatedAt }])
})

test('records that were created through the API have the legacy shape', async () => {
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

test('numbers that no double represents keep every digit', async () => {
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

test('a record with a repeated key is exported as it was written, until it is changed', async () => {
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

test('a record whose owner was its folder names the owner if there are no folders', async () => {
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

test('a record without an id gets one when the fields that its id is derived from have changed', async () => {
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

test('a deep and wide record is written on one line instead of with excessive indentation', async () => {
  const wide = JSON.stringify(Array.from({ length: 100_000 }, () => 0))
  const deep = `${'['.repeat(150)}${wide}${']'.repeat(150)}`
  const text = JSON.stringify([legacyAnalysis(user.id)]).replace('"results":null', `"results":${deep}`)
  await importFiles(connection, { 'users.json': [user], 'analyses.json': text })
  const { 'analyses.json': content = '' } = await readTree(await exportTree(connection, 'era1'))
  expect(content.length).toBeLessThan(text.length + 100)
  expect(content.split('\n')).toHaveLength(3)
  expect(listRecords(content)).toHaveLength(1)
})
