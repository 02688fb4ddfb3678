import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { listCounts } from '../../src/import/import.rules.ts'
import type { ImportJobRow } from '../../src/import/job.store.ts'
import { legacyDirectory } from '../fixtures/make-legacy.ts'
import { createTestDatabase } from '../support/database.ts'
import { clearTables, importTree, writeTree } from '../support/imports.ts'
import { legacyTree, writeLegacyTree } from '../support/random-legacy/random-legacy.ts'
import { checkRoundtrip } from '../support/roundtrip-checker/roundtrip-checker.ts'

const { connection } = await createTestDatabase()
const randomTrees = 12

function expectEveryRecordCounted(job: ImportJobRow): void {
  for (const { kind, read, inserted, updated, unchanged, skipped, rejected } of listCounts(job.counts)) {
    expect(inserted + updated + unchanged + skipped + rejected, kind).toBe(read)
  }
}

test.each([
  ...(['era1', 'era2', 'mixed', 'hostile'] as const).map((tree) => [tree, 'reject'] as const),
  ['hostile', 'rename'] as const,
])('no value of the sample %s is lost, with taken e-mails: %s', async (tree, onEmailTaken) => {
  await clearTables(connection)
  const directory = join(legacyDirectory, tree)
  const job = await importTree(connection, directory, { onEmailTaken })
  expect(job).toMatchObject({ phase: 'completed', errorMessage: null })
  expectEveryRecordCounted(job)
  expect((await checkRoundtrip(connection.pool, directory)).lost).toEqual([])
})

test('no value of random trees is lost, and a second import finds everything unchanged', async () => {
  await fc.assert(
    fc.asyncProperty(legacyTree(), fc.constantFrom('reject', 'rename'), async (tree, onEmailTaken) => {
      await clearTables(connection)
      const directory = await writeTree({})
      await writeLegacyTree(tree, directory)
      const job = await importTree(connection, directory, { onEmailTaken })
      expect(job).toMatchObject({ phase: 'completed', errorMessage: null })
      expectEveryRecordCounted(job)
      expect((await checkRoundtrip(connection.pool, directory)).lost).toEqual([])
      const again = await importTree(connection, directory)
      expectEveryRecordCounted(again)
      expect(listCounts(again.counts).map(({ inserted, updated }) => inserted + updated)).toEqual([
        0, 0, 0, 0, 0,
      ])
      await rm(directory, { recursive: true })
    }),
    { numRuns: randomTrees, endOnFailure: true },
  )
}, 120_000)
