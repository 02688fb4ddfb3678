import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { createTestDatabase } from '../../support/database.ts'
import { createTestDirectory, readTree } from '../../support/exports.ts'
import { insertContract, insertSession, insertUser } from '../../support/factories.ts'
import { lockTable, untilBlocked, untilUnblocked } from '../../support/imports.ts'
import { runProgram } from '../../support/programs.ts'

const { connection, url } = await createTestDatabase()
const { db, pool } = connection
const environment = { DATABASE_URL: url, JWT_SECRET: 'only-the-server-signs-tokens-with-it' }

beforeAll(async () => {
  const { id } = await insertUser(db)
  await insertContract(db, { user_id: id })
  await insertSession(db, { user_id: id })
})

function runExport(...words: string[]) {
  return runProgram('src/import/cli/export.cli.ts', words, environment)
}

test('an export prints what it wrote, where, and what to know before using it', async () => {
  const directory = await createTestDirectory()
  const program = runExport(join(directory, 'data'), '--layout', 'era1')
  expect(await program.exited, program.stderr()).toBe(0)
  expect(program.stdout()).toMatch(/^ +exported\nusers +1\ncontracts +1\nanalyses +0\nchat_sessions +1\n/)
  expect(program.stdout()).toMatch(/\n {2}users +1 {2}API_KEY_IS_DIGEST: The database stores only digests/)
  expect(program.stdout()).toMatch(/Written to \S+data in \d+\.\d s\. Job [-0-9a-f]{36}\.\n$/)
  expect(Object.keys(await readTree(directory))).toHaveLength(5)
})

test('an export to the same directory is refused', async () => {
  const directory = await createTestDirectory()
  expect(await runExport(join(directory, 'data')).exited).toBe(0)
  const program = runExport(join(directory, 'data'))
  expect(await program.exited).toBe(1)
  expect(program.stderr()).toMatch(
    /data is not empty: it contains users(\.json)?\. Specify a new or empty directory\./,
  )
})

test('a relative directory is relative to the directory in which npm was called', async () => {
  const directory = await createTestDirectory()
  const program = runProgram('src/main.js', ['export', 'data'], { ...environment, INIT_CWD: directory })
  expect(await program.exited, program.stderr()).toBe(0)
  expect(await readdir(directory)).toEqual(['data'])
})

test('wrong usage prints the usage and exits with code 2', async () => {
  const program = runExport('data', '--layout', 'auto')
  expect(await program.exited).toBe(2)
  expect(program.stderr()).toMatch(/^--layout must be one of: era1, era2\.\n\nnpm run export -- DIRECTORY/)
})

test.each(['SIGINT', 'SIGTERM'] as const)('%s cancels the export and leaves no files', async (signal) => {
  const directory = await createTestDirectory()
  const blocker = await lockTable(connection, 'chat_sessions', 'access exclusive')
  const program = runExport(join(directory, 'data'))
  await untilBlocked(connection, 'chat_sessions')
  expect(await readdir(directory)).toEqual([expect.stringMatching(/^\.data\.partial-[0-9a-f]{12}$/)])
  program.child.kill(signal)
  expect(await program.exited, program.stderr()).toBe(1)
  blocker.release(true)
  expect(program.stdout()).toMatch(/Cancelled: no files were written\. Job [-0-9a-f]{36}\.\n$/)
  expect(await readdir(directory)).toEqual([])
})

test('a killed export leaves only its temporary directory, and the next export succeeds', async () => {
  const directory = await createTestDirectory()
  const blocker = await lockTable(connection, 'chat_sessions', 'access exclusive')
  const program = runExport(join(directory, 'data'))
  await untilBlocked(connection, 'chat_sessions')
  program.child.kill('SIGKILL')
  await program.exited
  await untilUnblocked(connection, 'chat_sessions')
  blocker.release(true)
  expect(await readdir(directory)).toEqual([expect.stringMatching(/^\.data\.partial-/)])
  while ((await runExport(join(directory, 'data')).exited) !== 0);
  expect(await readdir(directory)).toEqual([expect.stringMatching(/^\.data\.partial-/), 'data'])
  const { rows } = await pool.query(
    `select phase, error_code from import_jobs where operation = 'export' order by created_at desc limit 2`,
  )
  expect(rows).toEqual([
    { phase: 'completed', error_code: null },
    { phase: 'failed', error_code: 'INTERRUPTED' },
  ])
})

test('an export that fails to write a file names the file and the reason, and leaves no files', async () => {
  const { id } = await insertUser(db, { name: 'x'.repeat(200) })
  await insertContract(db, { user_id: id, description: 'y'.repeat(100_000) })
  const directory = await createTestDirectory()
  const cli = join(import.meta.dirname, '../../../src/import/cli/export.cli.ts')
  // A test can't fill the disk, so the file size limit of the process is set to 32 KiB.
  const limited = ['-c', 'ulimit -f 64 && exec "$0" "$@"', process.execPath, cli, join(directory, 'data')]
  const child = spawn('sh', limited, { env: { PATH: process.env.PATH, ...environment }, cwd: directory })
  const output = child.stdout.setEncoding('utf8').toArray()
  const [exitCode] = await once(child, 'exit')
  expect(exitCode).toBe(1)
  expect((await output).join('')).toMatch(
    /TARGET_UNWRITABLE: Nothing was exported\. \S+contracts\.json can't be written: .*\(EFBIG\)\./,
  )
  expect(await readdir(directory)).toEqual([])
})
