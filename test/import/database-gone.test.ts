import { expect, onTestFinished, test } from 'vitest'
import { createConnection } from '../../src/database/connection.ts'
import { createImportRequest } from '../../src/import/import.rules.ts'
import { createTestDatabase } from '../support/database.ts'
import { createDatabaseProxy } from '../support/database-proxy.ts'
import { toUrl } from '../support/dedicated-postgres.ts'
import { createDirectory } from '../support/embedded-postgres.ts'
import { createTestRunner, getJob, lockTable, untilBlocked, writeTree } from '../support/imports.ts'
import { legacyUser } from '../support/legacy-records.ts'
import { connectionTo } from '../support/postgres.ts'
import { runProgram } from '../support/programs.ts'

const { connection, database } = await createTestDatabase()
const proxy = await createDatabaseProxy(database)

test.each([
  ['import', 'src/import/cli/import.cli.ts', () => writeTree({ 'users.json': [legacyUser()] })],
  ['export', 'src/import/cli/export.cli.ts', async () => createDirectory()],
])(
  'an %s whose database becomes unreachable at the end says so in one sentence',
  async (_name, path, makeDirectory) => {
    const blocker = await lockTable(connection, 'legacy_records', 'access exclusive')
    const program = runProgram(path, [await makeDirectory()], {
      DATABASE_URL: toUrl(proxy.database),
      JWT_SECRET: 'only-the-server-signs-tokens-with-it',
    })
    await untilBlocked(connection, 'legacy_records')
    await proxy.close()
    expect(await program.exited).toBe(1)
    expect(program.stderr()).toMatch(
      /The database is unreachable, so the outcome of job [-0-9a-f]{36} is unknown\. Run the same command .*\.\n$/,
    )
    await proxy.open()
    blocker.release(true)
  },
)

test('an import that loses its connections fails within seconds and leaves no lock', async () => {
  const served = createConnection(connectionTo(proxy.database))
  onTestFinished(() => served.close())
  const runner = createTestRunner(served)
  const blocker = await lockTable(connection, 'legacy_records', 'access exclusive')
  const directory = await writeTree({ 'users.json': [legacyUser()] })
  const jobId = await runner.start(createImportRequest({ directory }, null))
  await untilBlocked(connection, 'legacy_records')
  const started = performance.now()

  proxy.dropOpenConnections()
  await blocker.query('commit')
  blocker.release()
  await runner.untilEnded(jobId)

  await expect
    .poll(() => getJob(connection, jobId), { timeout: 10_000 })
    .toMatchObject({ phase: 'failed', errorCode: 'DATABASE_LOST' })
  expect(performance.now() - started).toBeLessThan(15_000)
  const again = await runner.start(createImportRequest({ directory }, null))
  await runner.untilEnded(again)
  expect(await getJob(connection, again)).toMatchObject({ phase: 'completed' })
})
