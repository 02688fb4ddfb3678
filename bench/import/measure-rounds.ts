import type { ExternalDatabase } from '../../src/config.ts'
import { postgresCpuSeconds } from '../processes/process-usage.ts'
import { type ImportBench, withApiServer, withDatabase } from './bench.ts'
import type { Round } from './figures.ts'
import {
  copyRows,
  exportRows,
  type InsertFigures,
  type RowFiles,
  requireRows,
  timeInserts,
} from './load-rows.ts'
import { type ImportFigures, type TimedImport, timeImport, uploadTree } from './timed-import.ts'

/** The rounds, and single INSERTs if they are measured. */
export interface RoundFigures {
  readonly rounds: readonly Round[]
  readonly inserts: InsertFigures | undefined
}

/** Imports a tree into a new database and passes it to `inspect`. */
export async function importOnce(
  bench: ImportBench,
  { tree, verify }: Pick<TimedImport, 'tree' | 'verify'>,
  inspect: (database: ExternalDatabase, figures: ImportFigures) => Promise<void> = async () => undefined,
): Promise<ImportFigures> {
  const { postmasterPid } = bench.server
  return withDatabase(bench, 'import', async (database) => {
    const figures = await withApiServer(bench, database, (api) =>
      timeImport({ api, postmasterPid, tree, verify }),
    )
    await requireRows(database, tree.dataset.counts)
    await inspect(database, figures)
    return figures
  })
}

/** Uploads the tree's files to a server on a new database. */
export async function uploadOnce(bench: ImportBench): Promise<ImportFigures> {
  const { server, tree, log } = bench
  log('upload')
  return withDatabase(bench, 'upload', async (database) => {
    const figures = await withApiServer(bench, database, (api) => {
      const upload = { api, tree, verify: true }
      const start = (mutation: string) => uploadTree(bench, mutation, upload)
      return timeImport({ ...upload, postmasterPid: server.postmasterPid, start })
    })
    await requireRows(database, tree.dataset.counts)
    return figures
  })
}

/** Alternates imports and COPY. Every COPY loads the rows of the first import. */
export async function measureRounds(bench: ImportBench): Promise<RoundFigures> {
  const { tree, log, csvDirectory } = bench
  const { rounds: count, parts } = bench.options
  const rounds: Round[] = []
  let files: RowFiles | undefined
  let inserts: InsertFigures | undefined
  for (let number = 1; number <= count; number++) {
    log(`round ${number} of ${count}: import, verified`)
    const verified = await importOnce(bench, { tree, verify: true }, async (database, { jobId }) => {
      files ??= await exportRows(database, csvDirectory, jobId)
    })
    if (files === undefined) throw new Error('The first import left no rows to copy.')
    log(`round ${number} of ${count}: import, not verified`)
    const unverified = await importOnce(bench, { tree, verify: false })
    log(`round ${number} of ${count}: COPY`)
    const copied = await copyOnce(bench, files, number === count && parts.includes('inserts'))
    inserts = copied.inserts
    rounds.push({ verified, unverified, ...copied.figures })
  }
  return { rounds, inserts }
}

type CopyFigures = Pick<Round, 'copySeconds' | 'copyCpuSeconds'>

async function copyOnce(
  bench: ImportBench,
  files: RowFiles,
  withInserts: boolean,
): Promise<{ figures: CopyFigures; inserts: InsertFigures | undefined }> {
  const { postmasterPid } = bench.server
  return withDatabase(bench, 'copy', async (source) => {
    const cpuBefore = postgresCpuSeconds(postmasterPid)
    const copySeconds = await copyRows(source, files)
    const figures = { copySeconds, copyCpuSeconds: postgresCpuSeconds(postmasterPid) - cpuBefore }
    await requireRows(source, bench.tree.dataset.counts)
    if (!withInserts) return { figures, inserts: undefined }
    bench.log('one INSERT per row')
    const inserts = await withDatabase(bench, 'inserts', (target) => timeInserts(source, target))
    return { figures, inserts }
  })
}
