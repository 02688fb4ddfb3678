import { existsSync } from 'node:fs'
import { mkdtemp, rm, symlink, truncate, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { listDocumentCounts, listSkippedPaths } from '../../src/import/import.rules.ts'
import { publishDocuments } from '../../src/import/publish/publish-documents.ts'
import { maxDocumentBytes } from '../../src/import/source/find-documents.ts'
import { createTestDatabase } from '../support/database.ts'
import { insertImportJob } from '../support/factories.ts'
import { clearTables, importAndPause, importTree, writeTree } from '../support/imports.ts'
import { legacyUser } from '../support/legacy-records.ts'
import { createRandom } from '../support/random.ts'

const { connection } = await createTestDatabase()

beforeEach(() => clearTables(connection))

const user = legacyUser()
const files = { 'users.json': [user], 'alerts.json': '{"rules": []}', 'share-tokens.json': 'not { json' }
const documentCount = Object.keys(files).length - 1

test('files that change after the search are stored as they are read, up to the limit of bytes', async () => {
  const source = await writeTree({ ...files, 'grown.json': '', 'later.json': '' })
  const modifiedAt = new Date('2031-05-06T07:08:09.123Z')

  const job = await importAndPause(connection, source, {}, async () => {
    await truncate(join(source, 'grown.json'), maxDocumentBytes + 1)
    await writeFile(join(source, 'later.json'), 'later')
    await utimes(join(source, 'later.json'), modifiedAt, modifiedAt)
  })

  expect(listDocumentCounts(job.counts)).toMatchObject({ inserted: documentCount + 1, rejected: 1 })
  expect(listSkippedPaths(job.skippedPaths)).toEqual([
    { path: 'grown.json', reason: 'It has more than 33554432 bytes, so it is not kept. Keep it yourself.' },
  ])
  const { rows } = await connection.pool.query(
    `select convert_from(content, 'UTF8') as content, modified_at from legacy_documents where path = 'later.json'`,
  )
  expect(rows).toEqual([{ content: 'later', modified_at: modifiedAt }])
})

test('at most 1,000 of the files that can not be read are named', async () => {
  const names = Array.from({ length: 1_010 }, (_, number) => `${number}.txt`)
  const source = await writeTree({ ...files, ...Object.fromEntries(names.map((name) => [name, ''])) })

  const job = await importAndPause(connection, source, {}, async () => {
    for (const name of names) await rm(join(source, name))
  })

  expect(listDocumentCounts(job.counts)).toMatchObject({ found: documentCount + 1_010, rejected: 1_010 })
  expect(job.skippedPaths).toHaveLength(1_000)
})

test('a large document is not read to its end after the import is cancelled', async () => {
  const source = await writeTree({ 'large.bin': '' })
  const location = join(source, 'large.bin')
  await truncate(location, maxDocumentBytes)
  const controller = new AbortController()
  const jobId = await insertImportJob(connection.db)

  setImmediate(() => controller.abort(new Error('enough')))
  const publishing = publishDocuments({
    ...{ trx: connection.db, jobId, isVerified: true, signal: controller.signal },
    documents: [{ path: 'large.bin', location, ownerId: null, bytes: maxDocumentBytes }],
  })

  await expect(publishing).rejects.toThrow('enough')
  expect((await connection.pool.query('select from legacy_documents')).rows).toEqual([])
})

test('the longest path that is kept fits into the indexes', async () => {
  const random = createRandom(1)
  const name = (length: number) => Array.from({ length }, () => random.below(36).toString(36)).join('')
  const folder = [`users/${user.id}`, ...Array.from({ length: 7 }, () => name(250))].join('/')
  const path = `${folder}/${name(1_999 - folder.length)}`

  const job = await importTree(connection, await writeTree({ ...files, [path]: '{}' }))

  expect(job).toMatchObject({ phase: 'completed', skippedPaths: [] })
  const { rows } = await connection.pool.query('select path from legacy_documents where path = $1', [path])
  expect(rows).toEqual([{ path }])
})

const memoryDirectory = '/dev/shm'

// Other file systems have no such times.
test.skipIf(!existsSync(memoryDirectory))(
  'a time of modification that is no date, or after the year 9999, is stored as null',
  async () => {
    const source = await mkdtemp(join(memoryDirectory, 'metagauge-'))
    onTestFinished(() => rm(source, { recursive: true }))
    const seconds = { 'users.json': 0, 'none.txt': 9e12, 'far.txt': 3e11 }
    for (const [name, time] of Object.entries(seconds)) {
      await writeFile(join(source, name), name === 'users.json' ? '[]' : '')
      await utimes(join(source, name), time, time)
    }

    const job = await importTree(connection, source)

    expect(listDocumentCounts(job.counts)).toMatchObject({ inserted: 2, rejected: 0 })
    const { rows } = await connection.pool.query(
      'select path, modified_at from legacy_documents order by path',
    )
    expect(rows).toEqual([
      { path: 'far.txt', modified_at: null },
      { path: 'none.txt', modified_at: null },
    ])
  },
)

test('files that are too large or links are named, and a dry run counts without writing', async () => {
  const source = await writeTree(files)
  await writeFile(join(source, 'huge.json'), '')
  await truncate(join(source, 'huge.json'), maxDocumentBytes + 1)
  await symlink('alerts.json', join(source, 'linked.json'))

  const job = await importTree(connection, source, { dryRun: true })

  const refused = { found: documentCount + 2, inserted: 0, rejected: 2 }
  expect(listDocumentCounts(job.counts)).toMatchObject(refused)
  expect(listSkippedPaths(job.skippedPaths).map(({ path }) => path)).toEqual(['huge.json', 'linked.json'])
})
