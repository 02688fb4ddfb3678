import { afterEach, expect, test } from 'vitest'
import { createConnection, requireWritable } from '../../../src/database/connection.ts'
import { requireUsableDatabase } from '../../../src/database/open-database.ts'
import { withClient } from '../../../src/database/session/client.ts'
import type { SessionLimits } from '../../../src/database/session/settings.ts'
import { createTestDatabase } from '../../support/database.ts'
import { refuseStartupOptions } from '../../support/database-proxy.ts'
import { connectionTo, runAsAdmin } from '../../support/postgres.ts'

const limits: SessionLimits = {
  statementTimeoutMs: 20_000,
  lockTimeoutMs: 2_000,
  idleInTransactionTimeoutMs: 15_000,
}
const { database, url } = await createTestDatabase()
const pooled = await refuseStartupOptions(database)
const role = `alter role ${database.user} in database ${database.database}`

afterEach(() => runAsAdmin(database, `${role} reset all`))

/** The statements of an error's message. */
function linesOf(error: unknown): readonly string[] {
  return error instanceof Error ? (error.message.match(/alter role [^;]+;/g) ?? []) : []
}

test('a direct connection sets its parameters in the startup packet, overriding those of the role', async () => {
  await runAsAdmin(database, `${role} set DateStyle = 'German'`)
  expect(await requireUsableDatabase(database, limits)).toEqual(database)
})

test('behind a pooler that rejects settings, the server reports what to set for the role, and then works', async () => {
  await runAsAdmin(database, `${role} set DateStyle = 'German'`)
  await runAsAdmin(database, `${role} set TimeZone = 'Europe/Oslo'`)
  await runAsAdmin(database, `${role} set lock_timeout = '1min'`)

  const refusal: unknown = await requireUsableDatabase(pooled, limits).catch((error: unknown) => error)

  const lines = linesOf(refusal)
  expect(lines.map((line) => /set (\w+)/.exec(line)?.[1])).toEqual([
    ...['DateStyle', 'TimeZone'],
    ...['statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout'],
  ])
  for (const line of lines) await runAsAdmin(database, line)
  const usable = await requireUsableDatabase(pooled, limits)
  expect(usable).toEqual({ ...pooled, sessionSetup: 'role' })
  const connection = createConnection(connectionTo(usable))
  await requireWritable(connection)
  await connection.close()
})

test('a setting changed while the server runs fails new connections, not statements', async () => {
  const asFound = { ...pooled, sessionSetup: 'role' } as const
  await runAsAdmin(database, `${role} set DateStyle = 'German'`)
  const refusal = await withClient(asFound, async () => 'used').catch((error: unknown) => error)
  expect(linesOf(refusal).join()).toContain("set DateStyle = 'ISO, MDY'")
})

test("the user's options in the URL are kept, and ours take precedence", async () => {
  const options = encodeURIComponent('-c enable_seqscan=off -c DateStyle=German -c work_mem=7MB')
  const connectionString = `${url}?options=${options}&lock_timeout=1`
  const state = await withClient(
    { connectionString, tls: 'from-url' },
    (client) =>
      client.query(`select current_setting('work_mem') as work_mem, current_setting('enable_seqscan') as seqscan,
        current_setting('DateStyle') as style, current_setting('lock_timeout') as lock_timeout`),
    { limits },
  )
  expect(state.rows).toEqual([{ work_mem: '7MB', seqscan: 'off', style: 'ISO, MDY', lock_timeout: '2s' }])
})
