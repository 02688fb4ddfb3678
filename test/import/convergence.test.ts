import { beforeEach, expect, test } from 'vitest'
import { importedTables } from '../../src/import/records/record-type.ts'
import { claim, complete } from '../analyses/analysis-calls.ts'
import { startApi } from '../support/api.ts'
import { type Account, insertUser } from '../support/factories.ts'
import { clearTables, countsOf, dumpTables, importFiles } from '../support/imports.ts'
import {
  legacyAnalysis,
  legacyContract,
  legacyMessage,
  legacySession,
  legacyUser,
} from '../support/legacy-records.ts'

const api = await startApi()
const connection = api.jobs
const newer = { onConflict: 'update_if_newer' } as const
const june = '2025-06-01T00:00:00.000Z'
const july = '2025-07-01T00:00:00.000Z'

beforeEach(() => clearTables(connection))

const user = legacyUser({ onboarding: { completed: false } })
const contract = legacyContract(user.id)
const session = legacySession(user.id)
const analysis = legacyAnalysis(user.id, { status: 'pending', progress: 0, configId: contract.id })
const message = legacyMessage(session.id, { content: 'Imported' })
const viewer: Account = { id: user.id, email: String(user.email), apiKey: String(user.apiKey) }

/** A tree in which every record has this change. */
function treeOf(change: object) {
  return {
    'users.json': [{ ...user, ...change }],
    'contracts.json': [{ ...contract, ...change }],
    'analyses.json': [{ ...analysis, ...change }],
    'chat_sessions.json': [{ ...session, ...change }],
    'chat_messages.json': [message],
  }
}

async function mutate(name: string, type: string, input: object): Promise<void> {
  const answer = await api.ask(
    `mutation ($input: ${type}!) { ${name}(input: $input) { __typename } }`,
    { input },
    viewer,
  )
  expect(answer.errors).toEqual([])
}

/** Each row's version, which changes with every write, even of the same values. */
async function listVersions(): Promise<unknown[]> {
  const tables = [...importedTables, 'legacy_records']
  const selects = tables.map(
    (table) => `select '${table}' as name, id::text, xmin::text, ctid::text from ${table}`,
  )
  return (await connection.pool.query(`${selects.join(' union all ')} order by 1, 2`)).rows
}

test.each([{}, newer])('older records do not overwrite changes made through the API (%o)', async (how) => {
  await importFiles(connection, treeOf({}))
  const worker = await insertUser(api.db, { role: 'worker' })
  await mutate('updateProfile', 'UpdateProfileInput', { name: 'Chosen here' })
  await mutate('updateContract', 'UpdateContractInput', { id: contract.id, name: 'Chosen here' })
  await mutate('updateChatSession', 'UpdateChatSessionInput', { id: session.id, title: 'Chosen here' })
  const messages = [{ role: 'USER', content: 'Said here' }]
  await mutate('appendMessages', 'AppendMessagesInput', { sessionId: session.id, messages })
  const { data } = await claim(api, worker)
  await complete(api, worker, data.claimAnalysis.lease.token)
  const [before, versions] = [await dumpTables(connection), await listVersions()]

  // Newer than the first import, and older than the changes made here.
  const job = await importFiles(connection, treeOf({ name: 'Legacy', title: 'Legacy', updatedAt: june }), how)

  expect(job).toMatchObject({ phase: 'completed', errorCode: null })
  for (const kind of ['users', 'contracts', 'analyses', 'chat_sessions'] as const) {
    expect(countsOf(job, kind), kind).toMatchObject({ read: 1, skipped: 1, updated: 0, inserted: 0 })
  }
  expect(countsOf(job, 'chat_messages')).toMatchObject({ read: 1, unchanged: 1 })
  expect(await dumpTables(connection)).toEqual(before)
  expect(await listVersions()).toEqual(versions)
})

test.each([
  ['updatePreferences', 'UpdatePreferencesInput', { defaultChain: 'lisk' }],
  ['completeOnboarding', 'CompleteOnboardingInput', undefined],
] as const)('a user with a part changed by %s is kept', async (name, type, input) => {
  await importFiles(connection, treeOf({}))
  if (input === undefined) await connection.pool.query(`update user_onboarding set completed = true`)
  else await mutate(name, type, input)
  const before = await dumpTables(connection)
  const job = await importFiles(connection, treeOf({ name: 'Legacy', updatedAt: june }), newer)
  expect(countsOf(job, 'users')).toMatchObject({ skipped: 1, updated: 0 })
  const { users, user_onboarding, user_preferences } = await dumpTables(connection)
  expect({ users, user_onboarding, user_preferences }).toEqual({
    users: before.users,
    user_onboarding: before.user_onboarding,
    user_preferences: before.user_preferences,
  })
})

test('unchanged records are not written', async () => {
  await importFiles(connection, treeOf({}))
  const versions = await listVersions()
  await importFiles(connection, treeOf({}), newer)
  expect(await listVersions()).toEqual(versions)
})

test('importing two trees and the first one again results in the newest version of each record', async () => {
  const other = legacyUser({ updatedAt: july, name: 'July' })
  const one = {
    'users.json': [{ ...user, name: 'January' }, other],
    'contracts.json': [{ ...contract, updatedAt: july }],
  }
  const two = {
    'users.json': [
      { ...user, name: 'June', updatedAt: june },
      { ...other, name: 'June', updatedAt: june },
    ],
    'contracts.json': [{ ...contract, name: 'June', updatedAt: june }],
  }
  for (const tree of [one, two]) await importFiles(connection, tree, newer)
  const versions = await listVersions()
  const job = await importFiles(connection, one, newer)
  expect(await listVersions()).toEqual(versions)
  expect(countsOf(job, 'users')).toMatchObject({ skipped: 1, unchanged: 1 })
  const { rows } = await connection.pool.query(
    'select name from users union all select name from contracts order by 1',
  )
  expect(rows.map(({ name }) => name)).toEqual(['July', 'June', 'Token'])
})

const unfinished = { content: 'Hel', isStreaming: true }
const finished = { content: 'Hello', isStreaming: false }
const components = [{ type: 'chart' }]

test.each([
  ['a streaming message by the finished one', unfinished, finished, 'Hello'],
  [
    'a streaming message by a different answer',
    { ...unfinished, content: 'Hello w' },
    { ...finished, content: 'Hi' },
    'Hi',
  ],
  ['a streaming message by a longer part of it', unfinished, { content: 'Hell', isStreaming: true }, 'Hell'],
  [
    'a finished message by one that continues it',
    finished,
    { ...finished, content: 'Hello, you' },
    'Hello, you',
  ],
  ['a finished message by one that also has components', finished, { ...finished, components }, 'Hello'],
])('an import replaces %s, never the reverse', async (_name, earlier, later, content) => {
  const files = { 'users.json': [user], 'chat_sessions.json': [session] }
  const tree = (change: object) => ({ ...files, 'chat_messages.json': [{ ...message, ...change }] })
  await importFiles(connection, tree(earlier), newer)
  const job = await importFiles(connection, tree(later), newer)
  expect(countsOf(job, 'chat_messages')).toMatchObject({ updated: 1, verified: 1 })
  const versions = await listVersions()
  const again = await importFiles(connection, tree(earlier), newer)
  expect(countsOf(again, 'chat_messages')).toMatchObject({ skipped: 1, updated: 0 })
  expect(await listVersions()).toEqual(versions)
  const { rows } = await connection.pool.query('select content from chat_messages')
  expect(rows).toEqual([{ content }])
})

test('a finished message that differs in any other way is not replaced', async () => {
  const files = { 'users.json': [user], 'chat_sessions.json': [session] }
  await importFiles(connection, { ...files, 'chat_messages.json': [{ ...message, components }] })
  const versions = await listVersions()
  for (const change of [
    { content: 'Something else' },
    { content: 'Imported, and more' },
    { role: 'assistant' },
  ]) {
    const job = await importFiles(
      connection,
      { ...files, 'chat_messages.json': [{ ...message, ...change }] },
      newer,
    )
    expect(countsOf(job, 'chat_messages'), JSON.stringify(change)).toMatchObject({ skipped: 1, updated: 0 })
  }
  expect(await listVersions()).toEqual(versions)
})
