import { execFileSync } from 'node:child_process'
import { appendFile, mkdtemp, rm, symlink, truncate, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SourceFile } from '../../../src/import/records/source-file.ts'
import { readLimits } from '../../../src/import/scan/read-limits.ts'
import { scanChunks } from '../../../src/import/scan/scanner.ts'
import type { SourceItem } from '../../../src/import/scan/source-item.ts'
import { readRecords } from '../../../src/import/source/read-records.ts'
import { damageOf, listAll, recordsOf } from '../../support/scanner.ts'

let directory: string
const { signal } = new AbortController()
const hundred = createList(100)
// Longer than the part of a file that is read before the first record is scanned.
const tenThousand = createList(10_000)
const smallChunks = { ...readLimits, chunkBytes: 64, maxBatchRows: 10 }

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'read-records-'))
})

afterAll(() => rm(directory, { recursive: true }))

test('a batch has a limited number of rows', async () => {
  const file = await sourceOf('rows.json', hundred)

  const batches = await listAll(readRecords(file, signal, { limits: smallChunks }))

  expect(batches.map(({ length }) => length)).toEqual(Array(10).fill(10))
})

test('a batch covers a limited number of bytes, including those between its records', async () => {
  const file = await sourceOf(
    'wide.json',
    `[{}${' '.repeat(5000)},{}${' '.repeat(5000)},{}${' '.repeat(5000)},{}]`,
  )

  const batches = await listAll(
    readRecords(file, signal, { limits: { ...smallChunks, maxBatchBytes: 4000 } }),
  )

  expect(batches.map(({ length }) => length)).toEqual([2, 1, 1])
})

test('a batch does not change while reading continues', async () => {
  const file = await sourceOf('kept.json', hundred)

  const items = (await listAll(readRecords(file, signal, { limits: smallChunks }))).flat()

  expect(recordsOf(items).map(({ bytes }) => JSON.parse(bytes.toString()).id)).toEqual([...Array(100).keys()])
})

test('a file that grows while it is read is read to its original end, and reported as changed', async () => {
  const file = await sourceOf('grows.json', tenThousand)

  const items = await readWhile(file, () => appendFile(file.location, 'x'))

  expect(recordsOf(items)).toHaveLength(10_000)
  expect(damageOf(items)).toMatchObject([{ code: 'FILE_CHANGED', rawBytes: 0 }])
})

test('a file that is truncated while it is read is reported as truncated and changed', async () => {
  const file = await sourceOf('shrinks.json', tenThousand)

  const items = await readWhile(file, () => truncate(file.location, 100_000))

  expect(damageOf(items)).toMatchObject([{ code: 'TRUNCATED' }, { code: 'FILE_CHANGED' }])
})

test('a file that was rewritten with the same size is reported as changed', async () => {
  const file = await sourceOf('touched.json', tenThousand)

  const items = await readWhile(file, () => utimes(file.location, 1, 1))

  expect(damageOf(items)).toMatchObject([{ code: 'FILE_CHANGED' }])
})

test('reading does not block on a path that is not a regular file', async () => {
  const fifo = { ...(await sourceOf('unused.json', '')), location: join(directory, 'fifo.json') }
  execFileSync('mkfifo', [fifo.location])

  expect(await problemsOf(fifo)).toMatchObject([
    { code: 'READ_FAILED', message: expect.stringMatching(/regular file/) },
  ])
  for (const location of [directory, '/dev/zero']) {
    expect(await problemsOf({ ...fifo, location })).toMatchObject([{ code: 'READ_FAILED' }])
  }
})

test('a link that replaced a file is not followed', async () => {
  const target = await sourceOf('target.json', '[{}]')
  const link = { ...target, location: join(directory, 'link.json') }
  await symlink(target.location, link.location)

  expect(await problemsOf(link)).toMatchObject([
    { code: 'READ_FAILED', message: expect.stringMatching(/ELOOP/) },
  ])
})

test('a missing file is reported as damage, not thrown', async () => {
  const gone = { ...(await sourceOf('unused.json', '')), location: join(directory, 'gone.json') }

  expect(await problemsOf(gone)).toMatchObject([
    { code: 'READ_FAILED', message: expect.stringMatching(/ENOENT/) },
  ])
})

test('an aborted signal ends the reading', async () => {
  const file = await sourceOf('aborted.json', tenThousand)
  const controller = new AbortController()
  const batches = readRecords(file, controller.signal, { limits: smallChunks })
  await batches.next()

  controller.abort(new Error('enough'))

  await expect(listAll(batches)).rejects.toThrow('enough')
})

test('a record of 200 MB is scanned without being kept in memory', async () => {
  const mebibyte = Buffer.alloc(2 ** 20, 'x')
  async function* chunks(): AsyncGenerator<Buffer, void> {
    yield Buffer.from('[{"id":1},{"x":"')
    for (let count = 0; count < 200; count++) yield mebibyte
    yield Buffer.from('"},{"id":3}]')
  }

  const items = (await listAll(scanChunks(chunks(), signal))).flat()

  expect(recordsOf(items)).toHaveLength(2)
  expect(damageOf(items)).toMatchObject([{ code: 'RECORD_TOO_LARGE', rawBytes: 200 * 2 ** 20 + 8 }])
  expect(damageOf(items)[0]?.raw).toHaveLength(readLimits.maxSampleBytes)
})

function createList(length: number): string {
  const records = Array.from({ length }, (_, id) => ({ id }))
  return JSON.stringify(records, null, 2)
}

async function sourceOf(name: string, content: string): Promise<SourceFile> {
  const location = join(directory, name)
  await writeFile(location, content)
  const bytes = Buffer.byteLength(content)
  return {
    kind: 'users',
    path: name,
    location,
    ownerId: null,
    isBackup: false,
    bytes,
    number: 1,
    modifiedAt: null,
    layout: 'ERA1',
  }
}

/** Changes the file after its first batch has been read. */
async function readWhile(file: SourceFile, change: () => Promise<void>): Promise<SourceItem[]> {
  const items: SourceItem[] = []
  const batches = readRecords(file, signal, { limits: { ...smallChunks, maxBatchRows: 1 } })
  for await (const batch of batches) {
    if (items.length === 0) await change()
    items.push(...batch)
  }
  return items
}

async function problemsOf(file: SourceFile) {
  return damageOf((await listAll(readRecords(file, signal))).flat())
}
