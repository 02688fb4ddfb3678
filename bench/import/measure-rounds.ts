import type { ExternalDatabase } from '../../src/config.ts'
import { type Bench, withApiServer, withDatabase } from './bench.ts'
import type { Round } from './figures.ts'
import type { LegacyTree } from './legacy-tree.ts'
import { postgresCpuSeconds } from './process-usage.ts'
import { type InsertFigures, timeInserts } from './single-inserts.ts'
import { copyRows, exportRows, type RowFiles, requireRows } from './table-rows.ts'
import { canSkipVerification, type ImportFigures, timeImport } from './timed-import.ts'

/** The rounds, and what single INSERTs take when that is asked for. */
export interface RoundFigures {
  readonly rounds: readonly Round[]
  readonly inserts: InsertFigures | undefined
}

/** Imports a tree into a database of its own, which `then` may look at. */
export async function importOnce(
  bench: Bench,
  tree: LegacyTree,
  then: (database: ExternalDatabase, figures: ImportFigures) => Promise<void> = async () => undefined,
): Promise<ImportFigures> {
  return withDatabase(bench, 'import', async (database) => {
    const figures = await withApiServer(bench, database, (api) =>
      timeImport({ api, postmasterPid: bench.server.postmasterPid, tree }),
    )
    await requireRows(database, tree.world.counts)
    await then(database, figures)
    return figures
  })
}

/** Import and COPY by turns. What is copied, each time, are the rows of the first import. */
export async function measureRounds(bench: Bench): Promise<RoundFigures> {
  const { rounds: count, parts } = bench.options
  const rounds: Round[] = []
  let files: RowFiles | undefined
  let inserts: InsertFigures | undefined
  for (let number = 1; number <= count; number++) {
    bench.log(`round ${number} of ${count}: import, verified`)
    const verified = await importOnce(bench, bench.tree, async (database, { jobId }) => {
      files ??= await exportRows(database, bench.csvDirectory, jobId)
    })
    if (files === undefined) throw new Error('The first import has left no rows to copy.')
    bench.log(`round ${number} of ${count}: import, not verified`)
    const unverified = await importUnverified(bench)
    bench.log(`round ${number} of ${count}: COPY`)
    const isLast = number === count && parts.includes('inserts')
    const copied = await copyOnce(bench, files, isLast)
    inserts = copied.inserts
    rounds.push({ verified, unverified, ...copied.figures })
  }
  return { rounds, inserts }
}

/** Undefined while the server always verifies. */
async function importUnverified(bench: Bench): Promise<ImportFigures | undefined> {
  const { server, tree } = bench
  return withDatabase(bench, 'unverified', async (database) => {
    const figures = await withApiServer(bench, database, async (api) => {
      if (!(await canSkipVerification(api))) return undefined
      return timeImport({ api, postmasterPid: server.postmasterPid, tree, verify: false })
    })
    if (figures !== undefined) await requireRows(database, tree.world.counts)
    return figures
  })
}

type CopyFigures = Pick<Round, 'copySeconds' | 'copyCpuSeconds'>

async function copyOnce(
  bench: Bench,
  files: RowFiles,
  withInserts: boolean,
): Promise<{ figures: CopyFigures; inserts: InsertFigures | undefined }> {
  const { postmasterPid } = bench.server
  return withDatabase(bench, 'copy', async (source) => {
    const cpuBefore = postgresCpuSeconds(postmasterPid)
    const copySeconds = await copyRows(source, files)
    const figures = { copySeconds, copyCpuSeconds: postgresCpuSeconds(postmasterPid) - cpuBefore }
    await requireRows(source, bench.tree.world.counts)
    if (!withInserts) return { figures, inserts: undefined }
    bench.log('one INSERT per row')
    const inserts = await withDatabase(bench, 'inserts', (target) => timeInserts(source, target))
    return { figures, inserts }
  })
}
