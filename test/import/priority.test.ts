import { readdirSync, readFileSync } from 'node:fs'
import { getPriority, platform } from 'node:os'
import { expect, onTestFinished, test } from 'vitest'
import { type Connection, openDedicatedConnection } from '../../src/database/connection.ts'
import { lowerSessionPriority, lowPriority } from '../../src/process/process-priority.ts'
import { createTestDatabase } from '../support/database.ts'
import { importAndPause, writeTree } from '../support/imports.ts'
import { legacyUser } from '../support/legacy-records.ts'

const { connection } = await createTestDatabase()
/** Another user's PostgreSQL keeps its priorities to itself. */
const isElsewhere = platform() !== 'linux' || process.env.TEST_DATABASE_URL !== undefined

test.skipIf(isElsewhere)('requests go before an import: before its thread and its sessions', async () => {
  const directory = await writeTree({ 'users.json': [legacyUser({ email: 'slow@example.org' })] })
  await importAndPause(connection, directory, {}, async () => {
    const sessions = await listImportSessions(connection)
    expect(sessions.map(getPriority)).toEqual([lowPriority, lowPriority])
    expect(listThreadPriorities().filter((priority) => priority === lowPriority)).toHaveLength(1)
    expect(getPriority(process.pid)).toBe(0)
  })
})

test.skipIf(isElsewhere)('a process that has the number of a session by chance is left alone', async () => {
  const session = await openDedicatedConnection(connection.pool)
  onTestFinished(() => session.close())
  await lowerSessionPriority({ db: session.db, processId: process.pid })
  expect(getPriority(process.pid)).toBe(0)
})

async function listImportSessions({ pool }: Connection): Promise<number[]> {
  const { rows } = await pool.query<{ pid: number }>(
    `select pid from pg_stat_activity
     where application_name like 'metagauge-import-%' and datname = current_database()`,
  )
  return rows.map(({ pid }) => pid)
}

function listThreadPriorities(): number[] {
  return readdirSync('/proc/self/task').map((thread) => {
    const [, fields = ''] = readFileSync(`/proc/self/task/${thread}/stat`, 'utf8').split(') ')
    return Number(fields.split(' ')[16])
  })
}
