import { expect, test } from 'vitest'
import { createTestDatabase } from '../support/database.ts'
import { createDirectory } from '../support/embedded.ts'
import { toUrl } from '../support/faults/own-postgres.ts'
import { createGate } from '../support/gate.ts'
import { lockTable, untilBlocked, writeTree } from '../support/imports.ts'
import { legacyUser } from '../support/legacy-records.ts'
import { runProgram } from '../support/program.ts'

const { connection, database } = await createTestDatabase()
const gate = await createGate(database)

test.each([
  ['import', 'src/import/import.cli.ts', () => writeTree({ 'users.json': [legacyUser()] })],
  ['export', 'src/import/export.cli.ts', async () => createDirectory()],
])('an %s whose database is gone in the end says so in a sentence', async (_name, path, makeDirectory) => {
  const blocker = await lockTable(connection, 'legacy_records', 'access exclusive')
  const program = runProgram(path, [await makeDirectory()], {
    DATABASE_URL: toUrl(gate.database),
    JWT_SECRET: 'only-the-server-signs-tokens-with-it',
  })
  await untilBlocked(connection, 'legacy_records')
  await gate.close()
  expect(await program.exited).toBe(1)
  expect(program.stderr()).toMatch(
    /^The database is out of reach: what became of job [-0-9a-f]{36} can't be told now\. Give the same .*\.\n$/,
  )
  await gate.open()
  blocker.release(true)
})
