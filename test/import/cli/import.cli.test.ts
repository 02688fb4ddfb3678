import { readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { legacyDirectory } from '../../fixtures/make-legacy.ts'
import { createTestDatabase } from '../../support/database.ts'
import { clearTables, lockTable, untilBlocked, untilUnblocked, writeTree } from '../../support/imports.ts'
import { legacyUser } from '../../support/legacy-records.ts'
import { runProgram } from '../../support/programs.ts'

const { connection, url } = await createTestDatabase()

const environment = { DATABASE_URL: url, JWT_SECRET: 'only-the-server-signs-tokens-with-it' }

function runImport(...words: string[]) {
  return runProgram('src/import/cli/import.cli.ts', words, environment)
}

test('an import with rejects prints counts and rejects, and exits with code 1', async () => {
  const program = runImport(join(legacyDirectory, 'mixed'))
  expect(await program.exited, program.stderr()).toBe(1)
  expect(program.stdout()).toMatch(/\nusers +6 +4 +0 +0 +\d +\d +0 +0 +1 +4\n/)
  expect(program.stdout()).toContain(
    'contracts.json.backup:145 /3/userId\n    OWNER_UNKNOWN: There is no user',
  )
  expect(program.stdout()).toMatch(/Published and verified in \d+\.\d s\. Job [-0-9a-f]{36}\.\n$/)
})

test('a second import finds everything unchanged; --allow-rejects exits with code 0', async () => {
  const program = runImport(join(legacyDirectory, 'mixed'), '--allow-rejects')
  expect(await program.exited, program.stderr()).toBe(0)
  expect(program.stdout()).toMatch(/\ntotal +30 +0 +0 +20 +3 +3 +0 +4 +0 +0\n/)
})

test('an import without rejects exits with code 0', async () => {
  const program = runImport(await writeTree({ 'users.json': [legacyUser()] }), '--dry-run')
  expect(await program.exited, program.stderr()).toBe(0)
  expect(program.stdout()).toMatch(/Dry run completed in \d+\.\d s: nothing was written\./)
})

test('wrong usage prints the usage and exits with code 2', async () => {
  const program = runImport('--layout', 'era3', 'data')
  expect(await program.exited).toBe(2)
  expect(program.stderr()).toMatch(/^--layout must be one of: auto, era1, era2\.\n\nnpm run import -- SOURCE/)
})

test.each([
  ['nowhere', /^There is no directory or archive nowhere\. /m],
  ['package.json', /^There is no directory or archive package\.json\. /m],
])('%s is refused because it is neither a directory nor an archive', async (directory, message) => {
  const program = runImport(directory)
  expect(await program.exited).toBe(1)
  expect(program.stderr()).toMatch(message)
})

test('relative paths are relative to the directory in which npm was called', async () => {
  const source = await writeTree({ 'users.json': [legacyUser()] })
  const program = runProgram(
    'src/main.js',
    ['import', basename(source), '--report', `${basename(source)}/r.md`],
    {
      ...environment,
      INIT_CWD: dirname(source),
    },
  )
  expect(await program.exited, program.stderr()).toBe(0)
  expect(await readFile(join(source, 'r.md'), 'utf8')).toContain(`# Import of ${dirname(source)}`)
})

test('Ctrl-C cancels the import: nothing is published, and the exit code is 1', async () => {
  await clearTables(connection)
  const blocker = await lockTable(connection, 'legacy_records', 'access exclusive')
  const program = runImport(await writeTree({ 'users.json': [legacyUser()] }))
  await untilBlocked(connection, 'legacy_records')
  program.child.kill('SIGINT')
  expect(await program.exited, program.stderr()).toBe(1)
  expect(program.stdout()).toMatch(/Cancelled: nothing was published\. Job [-0-9a-f]{36}\.\n$/)
  blocker.release(true)
  const { rows } = await connection.pool.query('select phase from import_jobs')
  expect(rows).toEqual([{ phase: 'cancelled' }])
})

test('an import continues one that was killed', async () => {
  await clearTables(connection)
  const directory = await writeTree({ 'users.json': [legacyUser()] })
  const blocker = await lockTable(connection, 'legacy_records', 'access exclusive')
  const program = runImport(directory)
  await untilBlocked(connection, 'legacy_records')
  program.child.kill('SIGKILL')
  await program.exited
  await untilUnblocked(connection, 'legacy_records')
  blocker.release(true)
  expect(await untilUnlocked(directory)).toBe(0)
  const { rows } = await connection.pool.query(
    'select phase, error_code from import_jobs order by created_at',
  )
  expect(rows).toEqual([{ phase: 'completed', error_code: null }])
})

/** PostgreSQL checks every two seconds whether its client still exists; until then, another import is refused. */
async function untilUnlocked(directory: string): Promise<number | null> {
  for (;;) {
    const program = runImport(directory)
    const exitCode = await program.exited
    if (!program.stderr().includes('is running')) return exitCode
  }
}
