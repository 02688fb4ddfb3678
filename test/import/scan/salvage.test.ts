import { execFileSync } from 'node:child_process'
import { symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { beforeEach, expect, test } from 'vitest'
import type { ImportLegacyDataInput } from '../../../src/generated/graphql.ts'
import { createTestDatabase } from '../../support/database.ts'
import { clearTables, importTree, writeTree } from '../../support/imports.ts'
import { legacyUser } from '../../support/legacy-records.ts'

const { connection } = await createTestDatabase()
const users = ['one', 'two', 'three'].map((name) => legacyUser({ name }))
const whole = JSON.stringify(users, null, 2)
/** Ends within the third user. */
const cut = whole.slice(0, -100)
const garbage = '\n    "id": 4\n  }\n]'

beforeEach(() => clearTables(connection))

test.each<[string, Record<string, string | Buffer>, string[]]>([
  [
    'a truncated file is completed by its backup',
    { 'users.json': cut, 'users.json.backup': whole },
    ['TRUNCATED'],
  ],
  ['a file is read up to unexpected bytes after it', { 'users.json': whole + garbage }, ['TRAILING_BYTES']],
  [
    'a truncated file is completed by a backup with unexpected bytes',
    { 'users.json': cut, 'users.json.backup': whole + garbage },
    ['TRUNCATED', 'TRAILING_BYTES'],
  ],
  [
    'a truncated compressed file is completed by its compressed backup',
    { 'users.json.gz': gzipSync(whole).subarray(0, -12), 'users.json.backup.zst': zstdCompressSync(whole) },
    ['TRUNCATED', 'DAMAGED_COMPRESSION'],
  ],
  [
    'a decompression bomb affects no record of its backup',
    { 'users.json': gzipSync(Buffer.alloc(65 * 2 ** 20)), 'users.json.backup': whole },
    ['NOT_JSON', 'EXPANDS_TOO_MUCH'],
  ],
  [
    'a file with the name of a compressed one is read according to its content',
    { 'users.json.gz': whole },
    [],
  ],
  ['a compressed file without a matching name is read', { 'users.json': gzipSync(whole) }, []],
])('%s', async (_name, files, codes) => {
  const job = await importBytes(files)

  expect([job.phase, job.errorMessage]).toEqual(['completed', null])
  expect(await listNames()).toEqual(['one', 'three', 'two'])
  expect(await listRejectCodes()).toEqual(codes)
})

test.each<[string, Record<string, string | Buffer>, RegExp]>([
  [
    'a truncated file',
    { 'users.json': whole, 'contracts.json': '[{"id":' },
    /contracts\.json:1 \/0 TRUNCATED: /,
  ],
  ['a file with trailing bytes', { 'users.json': whole + garbage }, /users\.json:\d+ TRAILING_BYTES: /],
  [
    'a truncated compressed file',
    { 'users.json.gz': gzipSync(whole).subarray(0, -4) },
    /users\.json\.gz:1 DAMAGED_COMPRESSION: /,
  ],
])('%s fails an import with onDamage FAIL, and nothing is published', async (_name, files, message) => {
  const job = await importBytes(files, { onDamage: 'fail' })

  expect(job).toMatchObject({
    phase: 'failed',
    errorCode: 'SOURCE_UNREADABLE',
    errorMessage: expect.stringMatching(message),
  })
  expect(await listNames()).toEqual([])
})

test('a rejected record that is not damaged does not fail an import with onDamage FAIL', async () => {
  const job = await importBytes(
    { 'users.json': whole, 'contracts.json': '[{"id":"nobody\'s"}]' },
    { onDamage: 'fail' },
  )

  expect(job.phase).toBe('completed')
  expect(await listNames()).toEqual(['one', 'three', 'two'])
})

test('a link out of the directory and a FIFO are skipped, and the rest is imported', async () => {
  const directory = await writeTree({ 'users.json': whole })
  await symlink('/etc/passwd', join(directory, 'contracts.json'))
  execFileSync('mkfifo', [join(directory, 'analyses.json')])

  const job = await importTree(connection, directory)

  expect(job.phase).toBe('completed')
  expect(job.skippedPaths).toMatchObject([{ path: 'analyses.json' }, { path: 'contracts.json' }])
})

async function importBytes(
  files: Readonly<Record<string, string | Buffer>>,
  input: Omit<ImportLegacyDataInput, 'directory'> = {},
) {
  const directory = await writeTree({})
  for (const [path, content] of Object.entries(files)) await writeFile(join(directory, path), content)
  return importTree(connection, directory, input)
}

async function listNames(): Promise<string[]> {
  const { rows } = await connection.pool.query<{ name: string }>('select name from users order by name')
  return rows.map(({ name }) => name)
}

async function listRejectCodes(): Promise<string[]> {
  const { rows } = await connection.pool.query<{ code: string }>(
    'select code from import_rejects order by number',
  )
  return rows.map(({ code }) => code)
}
