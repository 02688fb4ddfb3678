import { randomUUID } from 'node:crypto'
import { rm, writeFile } from 'node:fs/promises'
import { Writable } from 'node:stream'
import { beforeEach, expect, test, vi } from 'vitest'
import { parseJobCommand } from '../../../src/import/cli/arguments.ts'
import { createJobRequest, writeRejects } from '../../../src/import/cli/job-command.ts'
import { createTestDatabase } from '../../support/database.ts'
import { clearTables, importFiles, writeTree } from '../../support/imports.ts'
import { legacyContract, legacyUser } from '../../support/legacy-records.ts'
import { runProgram } from '../../support/programs.ts'

// A test starts up to three programs in sequence, which is slow on a busy machine.
vi.setConfig({ testTimeout: 120_000 })

const { connection, url } = await createTestDatabase()

beforeEach(() => clearTables(connection))

function runImport(...words: string[]) {
  const environment = { DATABASE_URL: url, JWT_SECRET: 'only-the-server-signs-tokens-with-it' }
  return runProgram('src/import/cli/import.cli.ts', words, environment)
}

/** A slow reader: takes one piece per turn of the event loop. */
function createTarget(onWrite: (text: string) => Error | null): Writable {
  return new Writable({
    highWaterMark: 1,
    write: (chunk, _encoding, done) => setImmediate(done, onWrite(chunk.toString())),
  })
}

async function exportedLines(jobId: string): Promise<Record<string, unknown>[]> {
  let text = ''
  const target = createTarget((piece) => {
    text += piece
    return null
  })
  const { signal } = new AbortController()
  await writeRejects(connection.db, { jobId, target, signal })
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
}

test('the command line retries, verifies and reverts an import', async () => {
  const user = legacyUser()
  const first = await importFiles(connection, { 'contracts.json': [legacyContract(user.id)] })
  const owner = await importFiles(connection, { 'users.json': [user] })
  const retry = runImport('--retry-rejects', first.id)
  expect(await retry.exited, retry.stderr()).toBe(0)
  expect(retry.stdout()).toMatch(/\ncontracts +1 +1 +0 /)
  const tried = runImport('--revert', owner.id, '--dry-run')
  expect(await tried.exited, tried.stderr()).toBe(1)
  expect(tried.stdout()).toContain(
    'HAS_DEPENDENTS: Rows that were created or changed since then depend on it: contracts (1).',
  )
  await connection.pool.query(`update users set name = 'Other'`)
  const changed = runImport('--verify', owner.id)
  expect(await changed.exited).toBe(1)
  expect(changed.stdout()).toContain('CHANGED_SINCE: It has changed since the import.')
})

test('an impossible operation is explained, with exit code 1', async () => {
  const dryRun = await importFiles(connection, { 'users.json': [legacyUser()] }, { dryRun: true })
  const revert = runImport('--revert', dryRun.id)
  expect(await revert.exited).toBe(1)
  expect(revert.stderr()).toMatch(/^Database: .*\nThe import was a dry run: it wrote nothing\.\n$/)
})

test('the error for a missing import names its id', async () => {
  const jobId = randomUUID()
  const target = createTarget(() => null)
  const message = `There is no import ${jobId}.`
  const { signal } = new AbortController()
  await expect(writeRejects(connection.db, { jobId, target, signal })).rejects.toThrow(message)
  const command = parseJobCommand(['--verify', jobId])
  if (command === null || typeof command === 'string')
    throw new Error('The arguments were not parsed as a command.')
  await expect(createJobRequest(connection.db, command)).rejects.toThrow(message)
})

test('rejects are printed with their exact bytes, and nothing else is printed', async () => {
  const secret = { id: randomUUID(), apiKey: 'hunter2', text: '\u2028 ü 😀' }
  const broken = Buffer.from('{"id":"\xff"}', 'latin1')
  const directory = await writeTree({ 'users.json': JSON.stringify([secret]) })
  await writeFile(`${directory}/contracts.json`, Buffer.concat([Buffer.from('['), broken, Buffer.from(']')]))
  const imported = runImport(directory)
  expect(await imported.exited).toBe(1)
  await rm(directory, { recursive: true })
  const { rows } = await connection.pool.query('select id from import_jobs')
  const program = runImport('--export-rejects', rows[0].id)
  expect(await program.exited, program.stderr()).toBe(0)
  const lines = program.stdout().split('\n')
  expect(lines.at(-1)).toBe('')
  expect(lines.slice(0, -1).map((line) => JSON.parse(line))).toEqual([
    expect.objectContaining({ number: 1, kind: 'users', file: 'users.json', raw: JSON.stringify(secret) }),
    expect.objectContaining({ number: 2, rawBase64: broken.toString('base64'), rawBytes: broken.length }),
  ])
})

test('many rejects are written in batches', async () => {
  const owner = randomUUID()
  const contracts = Array.from({ length: 1_500 }, () =>
    legacyContract(owner, { description: 'x'.repeat(2_000) }),
  )
  const { id } = await importFiles(connection, { 'contracts.json': contracts })
  const lines = await exportedLines(id)
  expect(lines.map(({ number }) => number)).toEqual(contracts.map((_, index) => index + 1))
  expect(lines.map(({ raw }) => JSON.parse(String(raw)).id)).toEqual(contracts.map((one) => one.id))
})

test('a closed pipe ends the output without an error, and an abort throws its reason', async () => {
  const owner = randomUUID()
  const contracts = Array.from({ length: 50 }, () => legacyContract(owner))
  const { id } = await importFiles(connection, { 'contracts.json': contracts })
  const closed = createTarget(() => Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }))
  await writeRejects(connection.db, { jobId: id, target: closed, signal: new AbortController().signal })
  const stop = new AbortController()
  const stopped = createTarget(() => {
    stop.abort(new Error('Stopped.'))
    return null
  })
  const stopping = writeRejects(connection.db, { jobId: id, target: stopped, signal: stop.signal })
  await expect(stopping).rejects.toThrow('Stopped.')
})
