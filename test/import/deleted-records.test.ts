import { beforeEach, expect, test } from 'vitest'
import { startApi } from '../support/api.ts'
import { clearTables, countsOf, dumpTables, importFiles, listRejects, runJob } from '../support/imports.ts'
import { legacyContract, legacyUser } from '../support/legacy-records.ts'

const api = await startApi()
const connection = api.jobs
const newer = { onConflict: 'update_if_newer' } as const
/** Later than any change made by a test. */
const farLater = '2099-01-01T00:00:00.000Z'

beforeEach(() => clearTables(connection))

/** Imports a user with a contract that the user then deletes through the API. */
async function importAndDelete() {
  const apiKey = `mg_legacy_${'k'.repeat(40)}`
  const user = legacyUser({ apiKey })
  const contract = legacyContract(user.id, {
    isActive: false,
    competitors: [{ id: 'comp-1', address: '0x2', chain: 'lisk' }],
  })
  const files = { 'users.json': [user], 'contracts.json': [contract] }
  const { id } = await importFiles(connection, files)
  const answer = await api.ask(
    'mutation ($ids: [ID!]!) { deleteContracts(input: { ids: $ids }) { deletedIds } }',
    { ids: [contract.id] },
    { apiKey },
  )
  expect(answer.data.deleteContracts.deletedIds).toEqual([contract.id])
  return { jobId: id, user, contract, files }
}

test.each([{}, newer])('a contract deleted through the API is not imported again (%o)', async (options) => {
  const { user, contract, files } = await importAndDelete()
  const before = await dumpTables(connection)
  const changed = legacyContract(user.id, {
    ...contract,
    name: 'Other',
    updatedAt: '2025-06-01T00:00:00.000Z',
  })
  for (const contracts of [[contract], [changed]]) {
    const job = await importFiles(connection, { ...files, 'contracts.json': contracts }, options)
    expect(countsOf(job, 'contracts')).toMatchObject({ read: 1, skipped: 1, inserted: 0, rejected: 0 })
  }
  expect(await dumpTables(connection)).toEqual(before)
})

test('with update_if_newer, a deleted contract is imported again if it was changed in the files later', async () => {
  const { user, contract, files } = await importAndDelete()
  const changed = { ...contract, name: 'Wanted', updatedAt: farLater }
  const newerFiles = { ...files, 'contracts.json': [changed] }
  const skipping = await importFiles(connection, newerFiles)
  expect(countsOf(skipping, 'contracts')).toMatchObject({ skipped: 1, inserted: 0 })
  const job = await importFiles(connection, newerFiles, newer)
  expect(countsOf(job, 'contracts')).toMatchObject({ inserted: 1, verified: 1 })
  const { contracts, contract_competitors, legacy_records } = await dumpTables(connection)
  expect(contracts).toMatchObject([{ row: { name: 'Wanted', user_id: user.id } }])
  expect(contract_competitors).toHaveLength(1)
  expect(legacy_records).toMatchObject([{ row: { deleted_at: null } }, { row: { deleted_at: null } }])
  const again = await importFiles(connection, newerFiles, newer)
  expect(countsOf(again, 'contracts')).toMatchObject({ unchanged: 1 })
})

test('verification reports a deleted contract as missing, and a revert forgets the deletion', async () => {
  const { jobId, files } = await importAndDelete()
  const verification = await runJob(connection, 'verify', jobId)
  expect(countsOf(verification, 'contracts')).toMatchObject({ read: 1, rejected: 1 })
  await runJob(connection, 'revert', jobId)
  expect((await dumpTables(connection)).legacy_records).toEqual([])
  const job = await importFiles(connection, files)
  expect(countsOf(job, 'contracts')).toMatchObject({ inserted: 1, verified: 1 })
})

test('reverting an import that inserted a deleted contract again restores the deletion', async () => {
  const { jobId, user, contract, files } = await importAndDelete()
  const before = await dumpTables(connection)
  const changed = { ...contract, name: 'Wanted', updatedAt: '2025-06-01T00:00:00.000Z' }
  const changedFiles = { 'users.json': [user], 'contracts.json': [changed] }
  const refusing = await importFiles(connection, changedFiles, newer)
  const takeOver = await runJob(connection, 'take_over', refusing.id, { source: 'rejects' })
  expect(countsOf(takeOver, 'contracts')).toMatchObject({ inserted: 1, verified: 1 })

  const tooEarly = await runJob(connection, 'revert', jobId, { isDryRun: true })
  expect(await listRejects(connection, tooEarly.id)).toMatchObject([
    { kind: 'contracts', message: expect.stringContaining(`Import ${takeOver.id} has updated it`) },
    { kind: 'users' },
  ])
  const revert = await runJob(connection, 'revert', takeOver.id)
  expect(countsOf(revert, 'contracts')).toMatchObject({ read: 1, removed: 1, restored: 0, rejected: 0 })
  expect(await dumpTables(connection)).toEqual(before)
  const verification = await runJob(connection, 'verify', jobId)
  expect(await listRejects(connection, verification.id)).toMatchObject([
    { kind: 'contracts', code: 'MISSING', message: 'It was deleted after the import.' },
  ])
  const again = await importFiles(connection, files)
  expect(countsOf(again, 'contracts')).toMatchObject({ inserted: 0, olderCopies: 1 })
})

test('records removed by a revert are imported again', async () => {
  const user = legacyUser()
  const files = { 'users.json': [user], 'contracts.json': [legacyContract(user.id)] }
  const { id } = await importFiles(connection, files)
  await runJob(connection, 'revert', id)
  const job = await importFiles(connection, files)
  expect(countsOf(job, 'contracts')).toMatchObject({ inserted: 1, verified: 1 })
})
