import { expect, test } from 'vitest'
import { createTestDatabase } from '../support/database.ts'
import { insertAnalysis, insertUser } from '../support/factories.ts'
import { importFiles } from '../support/imports.ts'
import { legacyAnalysis, legacyUser } from '../support/legacy-records.ts'

const { connection } = await createTestDatabase()
const { db } = connection
const owner = await insertUser(db)

const statuses = ['pending', 'running', 'completed', 'failed', 'cancelled'] as const
type Status = (typeof statuses)[number]

const allowed: Readonly<Record<Status, readonly Status[]>> = {
  pending: ['running', 'failed', 'cancelled'],
  running: ['pending', 'completed', 'failed', 'cancelled'],
  // A refresh queues a completed analysis again. Releases before 1.0 allow its immediate start.
  completed: ['pending', 'running'],
  failed: [],
  cancelled: [],
}
const changes = statuses.flatMap((from) =>
  statuses.filter((to) => to !== from).map((to) => ({ from, to, isAllowed: allowed[from].includes(to) })),
)

test.each(changes.filter(({ isAllowed }) => isAllowed))(
  'the database allows the status change from $from to $to',
  async ({ from, to }) => {
    const { id } = await insertAnalysis(db, { user_id: owner.id, status: from })

    await setStatus(id, to)

    expect(await statusOf(id)).toBe(to)
  },
)

test.each(changes.filter(({ isAllowed }) => !isAllowed))(
  'the database rejects the status change from $from to $to',
  async ({ from, to }) => {
    const { id } = await insertAnalysis(db, { user_id: owner.id, status: from })

    await expect(setStatus(id, to)).rejects.toMatchObject({
      constraint: 'analyses_status_edge',
      table: 'analyses',
    })

    expect(await statusOf(id)).toBe(from)
  },
)

test.each(statuses)('the database allows an update that keeps the status %s', async (status) => {
  const { id } = await insertAnalysis(db, { user_id: owner.id, status })

  await db.updateTable('analyses').set({ status, progress: 7 }).where('id', '=', id).execute()

  const stored = await db
    .selectFrom('analyses')
    .select(['status', 'progress'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  expect(stored).toEqual({ status, progress: 7 })
})

test('an import may change a status in any way', async () => {
  const user = legacyUser()
  const record = legacyAnalysis(user.id, { status: 'cancelled', updatedAt: '2026-01-01T00:00:00.000Z' })
  await importFiles(connection, { 'users.json': [user], 'analyses.json': [record] })

  const later = { ...record, status: 'completed', updatedAt: '2099-01-01T00:00:00.000Z' }
  const options = { onConflict: 'update_if_newer' } as const
  const job = await importFiles(connection, { 'users.json': [user], 'analyses.json': [later] }, options)

  expect(job.errorMessage).toBeNull()
  expect(await statusOf(String(record.id))).toBe('completed')
})

async function setStatus(id: string, status: Status): Promise<void> {
  await db.updateTable('analyses').set({ status }).where('id', '=', id).execute()
}

async function statusOf(id: string): Promise<string> {
  const { status } = await db
    .selectFrom('analyses')
    .select('status')
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return status
}
