import { beforeEach, expect, test } from 'vitest'
import { migrateTo, migrateToLatest } from '../../src/database/migrate.ts'
import type { JsonValue } from '../../src/json/json-value.ts'
import { createTestDatabase } from '../support/database.ts'
import { exportTree, listRecords, readTree } from '../support/exports.ts'
import { clearTables, countsOf, importFiles, runJob } from '../support/imports.ts'
import { legacyContract, legacyUser } from '../support/legacy-records.ts'

const { connection } = await createTestDatabase()
const { db, pool } = connection

beforeEach(() => clearTables(connection))

/** A user whose key is stored unchanged by an import. */
const user = legacyUser({ apiKey: `sha256:${'0'.repeat(64)}` })

function rival(place: number, change: object = {}) {
  const addedAt = `2025-01-0${place}T00:00:00.000Z`
  return {
    id: `comp-${place}`,
    address: `0x${place}`,
    chain: 'lisk',
    name: `Rival ${place}`,
    abi: null,
    addedAt,
    ...change,
  }
}

async function importCompetitors(competitors: readonly object[]) {
  const contract = legacyContract(user.id, { competitors })
  const job = await importFiles(connection, { 'users.json': [user], 'contracts.json': [contract] })
  return { contract, job }
}

async function listGroups() {
  const { rows } = await pool.query('select name, group_name from contract_competitors order by name')
  return rows.map(({ name, group_name }) => [name, group_name])
}

async function exportContracts() {
  const { 'contracts.json': content = '' } = await readTree(await exportTree(connection, 'era1'))
  return listRecords(content)
}

test('groups are imported, and exported as they were or as they were changed', async () => {
  const long = 'g'.repeat(300)
  const competitors = [
    rival(1, { group: 'direct' }),
    rival(2),
    rival(3, { group: null }),
    rival(4, { group: long }),
  ]
  const { contract, job } = await importCompetitors([...competitors, rival(5, { group: 5 })])

  expect(await listGroups()).toEqual([
    ['Rival 1', 'direct'],
    ['Rival 2', null],
    ['Rival 3', null],
    ['Rival 4', 'g'.repeat(255)],
    ['Rival 5', '5'],
  ])
  expect(await exportContracts()).toEqual([contract])
  expect(countsOf(await runJob(connection, 'verify', job.id), 'contracts').rejected).toBe(0)

  await pool.query(`update contract_competitors set group_name = 'indirect' where name <> 'Rival 3'`)
  const [exported] = await exportContracts()
  expect(exported?.competitors).toMatchObject(
    ['indirect', 'indirect', null, 'indirect', 'indirect'].map((group) => ({ group })),
  )
})

test('the migration reads the groups that earlier imports kept beside the rows', async () => {
  const long = 'g'.repeat(256)
  const competitors = [
    rival(2, { group: 'direct' }),
    rival(3, { group: long }),
    rival(4, { group: 4 }),
    rival(5),
  ]
  const first = await importCompetitors([...competitors, rival(6, { group: 'indirect' })])
  await pool.query('update contract_competitors set group_name = null')
  await keepBeside(first.contract.id, { 0: 'direct', 1: long, 2: 4, 4: 'indirect' })
  expect(await exportContracts()).toEqual([first.contract])

  await migrateTo(db, '0034-list-orders')
  await migrateToLatest(db)

  expect(await listGroups()).toEqual([
    ['Rival 2', 'direct'],
    ['Rival 3', null],
    ['Rival 4', null],
    ['Rival 5', null],
    ['Rival 6', 'indirect'],
  ])
  expect(await exportContracts()).toEqual([first.contract])
  expect(countsOf(await runJob(connection, 'verify', first.job.id), 'contracts').rejected).toBe(0)
})

test('the migration assigns no group to the wrong competitor of a list in another order', async () => {
  const { contract, job } = await importCompetitors([
    rival(2, { group: 'direct' }),
    rival(1, { group: 'indirect' }),
  ])
  await pool.query('update contract_competitors set group_name = null')
  await keepBeside(contract.id, { 0: 'direct', 1: 'indirect' })

  await migrateTo(db, '0034-list-orders')
  await migrateToLatest(db)

  expect(await listGroups()).toEqual([
    ['Rival 1', null],
    ['Rival 2', null],
  ])
  expect(await exportContracts()).toEqual([contract])
  expect(countsOf(await runJob(connection, 'verify', job.id), 'contracts').rejected).toBe(0)
})

test('a copied group that is cleared is not exported again, and an earlier release finds every group', async () => {
  const long = 'g'.repeat(300)
  const competitors = [
    rival(1, { group: 'direct' }),
    rival(2, { group: 'other' }),
    rival(3, { group: long }),
    rival(4),
  ]
  const { contract } = await importCompetitors(competitors)
  await pool.query(`update contract_competitors set group_name = null where name in ('Rival 1', 'Rival 2')`)
  await keepBeside(contract.id, { 0: 'direct', 1: 'other' })
  await migrateTo(db, '0034-list-orders')
  await migrateToLatest(db)
  expect(await exportContracts()).toEqual([contract])

  await pool.query(`update contract_competitors set group_name = null where name = 'Rival 1'`)
  await pool.query(`update contract_competitors set group_name = 'new' where name = 'Rival 4'`)
  const [exported] = await exportContracts()
  await migrateTo(db, '0034-list-orders')
  const groups = await listGroupsBeside()
  await migrateToLatest(db)

  const withGroups = [
    rival(1),
    rival(2, { group: 'other' }),
    rival(3, { group: long }),
    rival(4, { group: 'new' }),
  ]
  expect(exported?.competitors).toEqual(withGroups)
  expect(groups).toEqual([
    ['/competitors/1/group', { is: 'other' }],
    ['/competitors/2/group', { is: long }],
    ['/competitors/3/group', { is: 'new' }],
  ])
  expect((await exportContracts())[0]?.competitors).toEqual(withGroups)
})

/** The groups of competitors in `legacy_records.extra`, by pointer. */
async function listGroupsBeside() {
  const { rows } = await pool.query(
    `select key, value from legacy_records, jsonb_each(extra) where key like '/competitors/%/group' order by key`,
  )
  return rows.map(({ key, value }) => [key, value])
}

/** What a release without the column kept of the groups, by the place of the competitor. */
async function keepBeside(contractId: JsonValue | undefined, groups: Readonly<Record<number, unknown>>) {
  const changes = Object.entries(groups).map(([place, is]) => [`/competitors/${place}/group`, { is }])
  await pool.query(
    `update legacy_records set extra = $1 || (
       select jsonb_object_agg(key, value) from jsonb_each(extra) where not $1::jsonb ? key)
     where kind = 'contracts' and id = $2`,
    [JSON.stringify(Object.fromEntries(changes)), contractId],
  )
}
