import { expect, test } from 'vitest'
import { createTestDatabase } from '../support/database.ts'
import { insertAnalysis, insertUser } from '../support/factories.ts'
import { importFiles } from '../support/imports.ts'
import { legacyAnalysis, legacyUser } from '../support/legacy-records.ts'

const { connection } = await createTestDatabase()
const { db } = connection
const owner = await insertUser(db)

const edges: Readonly<Record<Status, readonly Status[]>> = {
  pending: ['running', 'failed', 'cancelled'],
  running: ['pending', 'completed', 'failed', 'cancelled'],
  // A refresh may run a completed analysis again; no operation does so yet.
  completed: ['running'],
  failed: [],
  cancelled: [],
}
type Status = 'pending' | 'running' | 'completed' | 'failed' | 'cancelled'
const statuses = ['pending', 'running', 'completed', 'failed', 'cancelled'] as const
const pairs = statuses.flatMap((from) => statuses.map((to) => [from, to] as const))

test.each(pairs)('from %s to %s the database lets an analysis go, or not', async (from, to) => {
  const { id } = await insertAnalysis(db, { user_id: owner.id, status: from })
  const change = db.updateTable('analyses').set({ status: to }).where('id', '=', id).execute()

  if (from === to || edges[from].includes(to)) await change
  else await expect(change).rejects.toMatchObject({ constraint: 'analyses_status_edge', table: 'analyses' })
})

test('an import may change a status as the legacy application did', async () => {
  const user = legacyUser()
  const record = legacyAnalysis(user.id, { status: 'cancelled', updatedAt: '2026-01-01T00:00:00.000Z' })
  await importFiles(connection, { 'users.json': [user], 'analyses.json': [record] })

  const later = { ...record, status: 'completed', updatedAt: '2099-01-01T00:00:00.000Z' }
  const options = { onConflict: 'update_if_newer' } as const
  const job = await importFiles(connection, { 'users.json': [user], 'analyses.json': [later] }, options)

  expect(job.errorMessage).toBeNull()
  expect(await statusOf(String(record.id))).toBe('completed')
})

async function statusOf(id: string): Promise<string> {
  const { status } = await db
    .selectFrom('analyses')
    .select('status')
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return status
}
