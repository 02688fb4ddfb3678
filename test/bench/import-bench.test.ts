import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { messageRecord } from '../../bench/datasets/legacy/chat-records.ts'
import { createDataset } from '../../bench/datasets/legacy/dataset.ts'
import { formatRecords, type LegacyTree, prepareTree } from '../../bench/datasets/legacy/legacy-tree.ts'
import { parseImportBenchArguments } from '../../bench/import/bench.ts'
import { requireRows } from '../../bench/import/load-rows.ts'
import { median, summarizeLatencies } from '../../bench/statistics.ts'
import { countRejected, listWarnings } from '../../src/import/import.rules.ts'
import { createTestDatabase } from '../support/database.ts'
import { importTree } from '../support/imports.ts'

const scale = 0.001

async function createCache(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'metagauge-bench-'))
  onTestFinished(() => rm(directory, { recursive: true, force: true }))
  return directory
}

async function readTree(cacheDirectory: string, { name }: LegacyTree): Promise<string[]> {
  const files = await readdir(join(cacheDirectory, name))
  return Promise.all(files.map((file) => readFile(join(cacheDirectory, name, file), 'utf8')))
}

test('the legacy files depend only on the seed and the scale', async () => {
  const [one, two, other] = [await createCache(), await createCache(), await createCache()]
  const texts = await readTree(one, await prepareTree({ cacheDirectory: one, seed: 1, scale }))
  const again = await readTree(two, await prepareTree({ cacheDirectory: two, seed: 1, scale }))
  const others = await readTree(other, await prepareTree({ cacheDirectory: other, seed: 2, scale }))
  expect(again).toEqual(texts)
  expect(others).not.toEqual(texts)
})

test('a file has the text of JSON.stringify with two spaces, for any number of records', () => {
  const dataset = createDataset(1, scale)
  for (const count of [1, 250, 251, 600]) {
    const records = Array.from({ length: count }, (_, index) => messageRecord(dataset, index))
    const text = [...formatRecords(count, (index) => messageRecord(dataset, index))].join('')
    expect(text).toBe(JSON.stringify(records, null, 2))
  }
})

test('messages have 300 to 700 characters, and the full size is a million messages', () => {
  const dataset = createDataset(1, 1)
  const lengths = Array.from({ length: 500 }, (_, index) => messageRecord(dataset, index).content.length)
  expect(dataset.counts.chat_messages).toBe(1_000_000)
  expect(Math.min(...lengths)).toBeGreaterThanOrEqual(300)
  expect(Math.max(...lengths)).toBeLessThanOrEqual(700)
})

test('every record is imported without rejects or warnings, and a missing row is detected', async () => {
  const cacheDirectory = await createCache()
  const tree = await prepareTree({ cacheDirectory, seed: 1, scale })
  const { connection, database } = await createTestDatabase()
  const job = await importTree(connection, join(cacheDirectory, tree.name))
  expect(job.phase).toBe('completed')
  expect(countRejected(job.counts)).toBe(0)
  expect(listWarnings(job.warnings)).toEqual([])
  await requireRows(database, tree.dataset.counts)
  await connection.pool.query('delete from chat_messages where id = (select id from chat_messages limit 1)')
  await expect(requireRows(database, tree.dataset.counts)).rejects.toThrow(
    'chat_messages has 999 rows instead of 1000',
  )
})

test('percentiles use the nearest rank, and the median of two values is their mean', () => {
  const took = Array.from({ length: 200 }, (_, index) => 200 - index)
  expect(summarizeLatencies(took)).toEqual({ requests: 200, p50: 100, p99: 198, max: 200 })
  expect(median([3, 1])).toBe(2)
  expect(median([])).toBeUndefined()
})

test.each([
  { words: ['--scale', 'big'] },
  { words: ['--rounds', '0'] },
  { words: ['--only', 'speed'] },
  { words: ['--only', 'inserts'] },
  { words: ['--help'] },
])('$words is refused with the usage', ({ words }) => {
  expect(() => parseImportBenchArguments(words)).toThrow('npm run bench:import -- [options]')
})
