import { setTimeout as sleep } from 'node:timers/promises'
import { beforeEach, expect, test } from 'vitest'
import { clearStaging } from '../../../src/import/staging/staging.store.ts'
import { createTestDatabase } from '../../support/database.ts'
import { type Account, insertUser } from '../../support/factories.ts'
import { clearTables, countsOf, getJob, lockTable } from '../../support/imports.ts'
import { legacyMessage, legacySession, legacyUser } from '../../support/legacy-records.ts'
import { openRequest, sendParts } from '../../support/multipart.ts'
import { holdBatch, listStagedVersions, untilAllRead } from '../../support/paused-imports.ts'
import { type Program, startServerProgram } from '../../support/programs.ts'
import {
  countStagedBytes,
  findNewestJob,
  halfBody,
  toParts,
  type UploadRequest,
} from '../../support/uploads.ts'

const { connection, serving, owner } = await createTestDatabase()
const { db, pool } = connection
const pollMs = 10
/** A test starts up to four servers, three of them at once, which takes long on a busy machine. */
const testMs = 180_000
/** In the middle of the messages. */
const heldBatch = 5
let admin: Account

beforeEach(async () => {
  await clearTables(connection)
  await clearStaging(db)
  admin = await insertUser(db, { role: 'admin' })
})

const startServer = () => startServerProgram({ serving, owner })

async function end({ child, exited }: Program, signal: NodeJS.Signals): Promise<void> {
  child.kill(signal)
  await exited
}

const user = legacyUser()
const session = legacySession(user.id)
const messages = Array.from({ length: 4_000 }, () => legacyMessage(session.id))
const request: UploadRequest = {
  files: [{ kind: 'USERS' }, { kind: 'CHAT_SESSIONS' }, { kind: 'CHAT_MESSAGES' }],
  parts: [[user], [session, 2], messages].map((records, index) => ({
    ...{ name: String(index), fileName: 'file.json', content: JSON.stringify(records, null, 2) },
  })),
}

/** Uploads to a server, and stops it in the middle of the messages; returns the job's id. */
async function uploadInterrupted(signal: NodeJS.Signals): Promise<string> {
  const held = await holdBatch(connection, heldBatch)
  const server = await startServer()
  const { data } = await sendParts(server.url, toParts(request), admin)
  await held.untilHeld()
  await end(server, signal)
  await held.letGo()
  return data.importLegacyData.job.id
}

async function untilEnded(jobId: string) {
  for (;;) {
    const job = await getJob(connection, jobId)
    if (job.finishedAt !== null) return job
    await sleep(pollMs)
  }
}

test.each(['SIGKILL', 'SIGTERM'] as const)(
  'after %s, a completely received upload is resumed after its last batch by one of the servers that start',
  async (signal) => {
    const jobId = await uploadInterrupted(signal)
    const staged = await listStagedVersions(connection, heldBatch)
    expect(staged.length).toBeGreaterThan(1_000)

    const publishing = await lockTable(connection, 'legacy_records', 'exclusive')
    await Promise.all([startServer(), startServer(), startServer()])
    await untilAllRead(connection, 3)
    expect(await listStagedVersions(connection, heldBatch)).toEqual(staged)
    await publishing.query('commit')
    publishing.release()

    const job = await untilEnded(jobId)
    expect(job).toMatchObject({ phase: 'completed', errorCode: null, resumedAt: expect.any(Date) })
    expect(countsOf(job, 'chat_sessions')).toMatchObject({ read: 2, inserted: 1, rejected: 1, verified: 1 })
    expect(countsOf(job, 'chat_messages')).toMatchObject({ read: 4_000, inserted: 4_000, verified: 4_000 })
    expect((await pool.query('select 1 from import_jobs')).rows).toHaveLength(1)
    expect(await countStagedBytes({ db })).toBe(0)
  },
  testMs,
)

test(
  'an upload that was not completely received when its server was killed fails at the next start and leaves nothing behind',
  async () => {
    const server = await startServer()
    const { half, bytes } = halfBody(request)
    openRequest(server.url, { bytes, headers: { 'x-api-key': admin.apiKey } }).socket.write(half)
    while ((await countStagedBytes({ db })) < 256 * 1024) await sleep(pollMs)
    await end(server, 'SIGKILL')
    await startServer()
    expect(await findNewestJob({ db })).toMatchObject({ phase: 'failed', error_code: 'INTERRUPTED' })
    expect(await countStagedBytes({ db })).toBe(0)
  },
  testMs,
)

test(
  'an upload whose cancellation was requested before its server was killed is not resumed',
  async () => {
    const jobId = await uploadInterrupted('SIGKILL')
    await pool.query('update import_jobs set is_cancel_requested = true')
    await startServer()
    expect(await getJob(connection, jobId)).toMatchObject({ phase: 'cancelled', errorCode: null })
    expect(await countStagedBytes({ db })).toBe(0)
  },
  testMs,
)
