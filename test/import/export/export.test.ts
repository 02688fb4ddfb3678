import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { createTestDatabase } from '../../support/database.ts'
import { createTestDirectory, exportTree, listRecords, readTree } from '../../support/exports.ts'
import {
  clearTables,
  importFiles,
  importTree,
  lockTable,
  untilBlocked,
  writeTree,
} from '../../support/imports.ts'
import { legacyContract, legacyMessage, legacySession, legacyUser } from '../../support/legacy-records.ts'

const { connection } = await createTestDatabase()

beforeEach(() => clearTables(connection))

/** A user whose key is stored unchanged by an import. */
const user = legacyUser({ apiKey: `sha256:${'0'.repeat(64)}` })
const contract = legacyContract(user.id)
const session = legacySession(user.id)
const message = legacyMessage(session.id)

test('unchanged imported records are exported byte for byte', async () => {
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

test('era2 has a folder for each user with records', async () => {
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

test('the global files of an empty database are empty arrays', async () => {
  expect(await readTree(await exportTree(connection, 'era1'))).toEqual({
    'users.json': '[]',
    'contracts.json': '[]',
    'analyses.json': '[]',
    'chat_sessions.json': '[]',
    'chat_messages.json': '[]',
  })
  expect(await readTree(await exportTree(connection, 'era2'))).toEqual({ 'users.json': '[]' })
})

test('records are ordered by creation date across owners and batches', async () => {
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

test('placeholder owners are not exported', async () => {
  const files = { 'users.json': [user], 'contracts.json': [legacyContract(legacyUser().id)] }
  await importFiles(connection, files, { orphans: 'placeholder_owner' })
  const exported = await readTree(await exportTree(connection, 'era1'))
  expect(listRecords(exported['users.json'] ?? '')).toEqual([user])
  expect(listRecords(exported['contracts.json'] ?? '')).toEqual(files['contracts.json'])
})

test('an export is a consistent snapshot: later changes are not in it', async () => {
  await importFiles(connection, { 'users.json': [user], 'contracts.json': [contract] })
  const blocker = await lockTable(connection, 'contracts', 'access exclusive')
  const exporting = exportTree(connection, 'era1')
  await untilBlocked(connection, 'contracts')
  await blocker.query(`update contracts set name = 'Later'; commit`)
  blocker.release()
  const { 'contracts.json': content = '' } = await readTree(await exporting)
  expect(listRecords(content)).toEqual([contract])
})

test('only the owner of the process can read the files', async () => {
  await importFiles(connection, { 'users.json': [user], 'contracts.json': [contract] })
  const directory = await exportTree(connection, 'era2')
  const modes = [
    directory,
    ...['users.json', 'users', `users/${user.id}/contracts.json`].map((path) => join(directory, path)),
  ]
  const found = await Promise.all(modes.map(async (path) => ((await stat(path)).mode & 0o777).toString(8)))
  expect(found).toEqual(['700', '600', '700', '600'])
})

test('an empty directory can be the target', async () => {
  const directory = await createTestDirectory()
  await exportTree(connection, 'era2', { directory })
  expect(await readTree(directory)).toEqual({ 'users.json': '[]' })
  await expect(exportTree(connection, 'era2', { directory })).rejects.toThrow(
    /is not empty: it contains users\.json/,
  )
})
