import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { listCounts } from '../../../src/import/import.rules.ts'
import { legacyDirectory } from '../../fixtures/make-legacy.ts'
import { createTestDatabase } from '../../support/database.ts'
import { exportTree, type Layout, readExport, readImported, readTree } from '../../support/exports.ts'
import { clearTables, dumpTables, importTree, writeTree } from '../../support/imports.ts'
import { legacyTree, writeLegacyTree } from '../../support/random-legacy/random-legacy.ts'

const { connection } = await createTestDatabase()
const { connection: emptyConnection } = await createTestDatabase()
const randomTrees = 4
/** Fields that a record may get from its folder or key in one layout and has to contain in the other. */
const impliedFields = ['id', 'userId']
const layouts: readonly Layout[] = ['era1', 'era2']

/**
 * Every row of the ten tables, and the legacy_records rows without positions. The text of an ABI that was an array in the
 * record is compared as JSON, because jsonb does not keep the order of keys.
 */
async function dumpRecords(from: typeof connection) {
  const { legacy_records, ...tables } = await dumpTables(from)
  const { rows } = await from.pool.query(
    'select kind, id, sha256, extra, raw from legacy_records order by 1, 2',
  )
  return JSON.parse(JSON.stringify({ ...tables, rows }), (key, value) =>
    key === 'target_abi' || key === 'abi' ? parseArray(value) : value,
  )
}

function parseArray(abi: unknown): unknown {
  return typeof abi === 'string' && abi.startsWith('[{') ? JSON.parse(abi) : abi
}

const trees = ['era1', 'era2', 'mixed', 'hostile']

test.each(trees)('every record of the sample %s is exported unchanged in both layouts', async (tree) => {
  await clearTables(connection)
  const source = join(legacyDirectory, tree)
  await importTree(connection, source)
  for (const layout of layouts) {
    const directory = await exportTree(connection, layout)
    const ignored = tree === layout ? [] : impliedFields
    expect(await readExport(directory, ignored)).toEqual(await readImported(connection, source, ignored))
    await expectSameExport(directory, layout)
  }
})

/** Importing the export into an empty database rejects nothing, and exporting that gives the same files. */
async function expectSameExport(directory: string, layout: Layout): Promise<void> {
  await clearTables(emptyConnection)
  const job = await importTree(emptyConnection, directory)
  expect(job).toMatchObject({ phase: 'completed', errorMessage: null })
  expect(listCounts(job.counts).map(({ rejected }) => rejected)).toEqual([0, 0, 0, 0, 0])
  expect(await readTree(await exportTree(emptyConnection, layout))).toEqual(await readTree(directory))
}

test.each(layouts)(
  'importing the export of the sample %s gives the same tables and changes nothing',
  async (tree) => {
    await Promise.all([clearTables(connection), clearTables(emptyConnection)])
    await importTree(connection, join(legacyDirectory, tree))
    const directory = await exportTree(connection, tree)
    await importTree(emptyConnection, directory)
    expect(await dumpRecords(emptyConnection)).toEqual(await dumpRecords(connection))
    const again = await importTree(connection, directory)
    for (const { read, unchanged } of listCounts(again.counts)) expect(unchanged).toBe(read)
  },
)

/** For any tree: every record is exported unchanged, and importing the export changes nothing. */
const roundTrip = fc.asyncProperty(legacyTree(), fc.constantFrom(...layouts), async (tree, layout) => {
  await clearTables(connection)
  const source = await writeTree({})
  await writeLegacyTree(tree, source)
  await importTree(connection, source)
  const ignored = tree.layout === layout ? [] : impliedFields
  const directory = await exportTree(connection, layout)
  expect(await readExport(directory, ignored)).toEqual(await readImported(connection, source, ignored))
  const again = await importTree(connection, directory)
  for (const { inserted, updated, rejected } of listCounts(again.counts)) {
    expect(inserted + updated + rejected).toBe(0)
  }
})

test('every record of random trees is exported unchanged in both layouts', async () => {
  await fc.assert(roundTrip, { numRuns: randomTrees, endOnFailure: true })
}, 60_000)

test('a tree in which an ABI contains the text of an API key is exported unchanged', async () => {
  await fc.assert(roundTrip, { seed: -572466535, path: '2', numRuns: 1, endOnFailure: true })
}, 60_000)
