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
/** Members that a record may get from its place in the source, but contains itself in an export. */
const placeMembers = ['id', 'userId']

interface DamagedFile {
  /** Which of the tree's files, from 0, modulo their number. */
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

/** The bytes of each reject are those at its place in its file. */
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

test(`every record of ${runs} damaged random trees is exported again, or is a reject with its bytes`, async () => {
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
      const imported = await readImported(connection, source, placeMembers)
      expect(await readExport(directory, placeMembers)).toEqual(imported)
    }),
    { numRuns: runs, endOnFailure: true },
  )
}, 600_000)
