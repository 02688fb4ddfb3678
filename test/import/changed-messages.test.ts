import { beforeEach, expect, test } from 'vitest'
import { startApi } from '../support/api.ts'
import { clearTables, countsOf, dumpTables, importFiles, runJob } from '../support/imports.ts'
import { legacyMessage, legacySession, legacyUser } from '../support/legacy-records.ts'

const api = await startApi()
const connection = api.jobs
const newer = { onConflict: 'update_if_newer' } as const

beforeEach(() => clearTables(connection))

const apiKey = `mg_legacy_${'m'.repeat(40)}`
const user = legacyUser({ apiKey })
const session = legacySession(user.id)
const message = legacyMessage(session.id, { content: 'Hello' })
const files = { 'users.json': [user], 'chat_sessions.json': [session], 'chat_messages.json': [message] }

/** Imports a message that its owner then changes. */
async function importAndChange(call: string): Promise<string> {
  const { id } = await importFiles(connection, files)
  const { errors } = await api.ask(`mutation { ${call} }`, {}, { apiKey })
  expect(errors).toEqual([])
  return id
}

const edits = `editMessage(input: { id: "${message.id}", content: "Hell" }) { message { id } }`
const deletes = `deleteMessage(input: { id: "${message.id}" }) { deletedId }`

test.each([
  ['an edited message', edits, {}],
  ['an edited message', edits, newer],
  ['a deleted message', deletes, {}],
  ['a deleted message', deletes, newer],
])('%s is kept as it is, also by a longer record (%s, %o)', async (_what, call, options) => {
  await importAndChange(call)
  const { chat_messages, legacy_records } = await dumpTables(connection)

  const longer = { ...message, content: 'Hello again' }
  const job = await importFiles(connection, { ...files, 'chat_messages.json': [longer] }, options)

  expect(countsOf(job, 'chat_messages')).toMatchObject({ read: 1, skipped: 1, inserted: 0, updated: 0 })
  expect(await dumpTables(connection)).toMatchObject({ chat_messages, legacy_records })
})

test.each([
  ['an edited', edits, ['CHANGED_SINCE']],
  ['a deleted', deletes, ['MISSING']],
])('verification reports %s message', async (_what, call, codes) => {
  const jobId = await importAndChange(call)

  const job = await runJob(connection, 'verify', jobId)

  expect(countsOf(job, 'chat_messages')).toMatchObject({ read: 1, rejected: 1 })
  const { rows } = await connection.pool.query(
    `select code from import_rejects where job_id = $1 and kind = 'chat_messages'`,
    [job.id],
  )
  expect(rows.map(({ code }) => code)).toEqual(codes)
})

test('a revert keeps an edited message and forgets a deletion', async () => {
  const edited = await importAndChange(edits)
  await runJob(connection, 'revert', edited)
  expect((await dumpTables(connection)).chat_messages).toMatchObject([{ row: { content: 'Hell' } }])

  await clearTables(connection)
  const deleted = await importAndChange(deletes)
  await runJob(connection, 'revert', deleted)
  const { legacy_records = [] } = await dumpTables(connection)
  expect(legacy_records).not.toContainEqual(
    expect.objectContaining({ row: expect.objectContaining({ kind: 'chat_messages' }) }),
  )
})
