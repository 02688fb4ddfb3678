import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { listCounts } from '../../../src/import/import.rules.ts'
import { createTestDatabase } from '../../support/database.ts'
import { exportTree, readExport, readImported } from '../../support/exports.ts'
import { clearTables, importTree, writeTree } from '../../support/imports.ts'
import { type LegacyTree, legacyTree, writeLegacyTree } from '../../support/random-legacy/random-legacy.ts'
import { type Accident, accidents, damage } from '../../support/scanner.ts'

const { connection } = await createTestDatabase()
const runs = Number(process.env.DAMAGED_TREES ?? 6)
/** What a record may have from its place, and must name itself where it is written. */
const fromItsPlace = ['id', 'userId']

interface DamagedFile {
  /** Which of the tree's files, from 0; beyond the last one it starts anew. */
  readonly number: number
  readonly accident: Accident
}

const damagedFiles = fc.array(fc.record<DamagedFile>({ number: fc.nat(20), accident: accidents }), {
  minLength: 1,
  maxLength: 4,
})

function damageTree(tree: LegacyTree, damaged: readonly DamagedFile[]) {
  const files = new Map<string, string | Buffer>(tree.files)
  const paths = [...files.keys()]
  for (const { number, accident } of damaged) {
    const path = paths[number % paths.length] ?? ''
    files.set(path, damage(Buffer.from(files.get(path) ?? ''), accident))
  }
  return { files }
}

/** Each reject has the bytes that stand in its file, at its place. */
async function expectRejectsInTheirFiles(directory: string, jobId: string): Promise<void> {
  const { rows } = await connection.pool.query(
    'select file, byte_offset, raw, raw_bytes from import_rejects where job_id = $1',
    [jobId],
  )
  for (const { file, byte_offset: offset, raw, raw_bytes: bytes } of rows) {
    expect(raw).toHaveLength(Number(bytes))
    const content = await readFile(join(directory, file))
    expect(content.subarray(Number(offset), Number(offset) + raw.length)).toEqual(raw)
  }
}

test(`of ${runs} damaged random trees every record comes back, or is a reject with its bytes`, async () => {
  await fc.assert(
    fc.asyncProperty(legacyTree(), damagedFiles, async (tree, damaged) => {
      await clearTables(connection)
      const source = await writeTree({})
      await writeLegacyTree(damageTree(tree, damaged), source)
      const job = await importTree(connection, source)
      expect(job).toMatchObject({ phase: 'completed', errorCode: null })
      const counts = listCounts(job.counts)
      for (const { read, inserted, skipped, rejected } of counts) {
        expect(inserted + skipped + rejected).toBe(read)
      }
      await expectRejectsInTheirFiles(source, job.id)
      const directory = await exportTree(connection, tree.layout === 'era1' ? 'era1' : 'era2')
      const imported = await readImported(connection, source, fromItsPlace)
      expect(await readExport(directory, fromItsPlace)).toEqual(imported)
    }),
    { numRuns: runs, endOnFailure: true },
  )
}, 600_000)
