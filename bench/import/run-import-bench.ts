import { mkdir, rm } from 'node:fs/promises'
import { availableParallelism, totalmem } from 'node:os'
import { join } from 'node:path'
import { prepareTree } from '../datasets/legacy/legacy-tree.ts'
import type { ImportBench, ImportBenchOptions, Part } from './bench.ts'
import { openBenchServer } from './database.ts'
import type { ImportBenchFigures } from './figures.ts'
import { measureLatency } from './measure-latency.ts'
import { importOnce, measureRounds, uploadOnce } from './measure-rounds.ts'
import type { ImportFigures } from './timed-import.ts'

/**
 * Measures the chosen parts, each on an empty database. Afterwards, and after an interruption, deletes everything it
 * created except the legacy files.
 * @throws Error if an import's result is wrong.
 */
export async function runImportBench(
  options: ImportBenchOptions,
  log: ImportBench['log'],
  signal: AbortSignal,
): Promise<ImportBenchFigures> {
  const { cacheDirectory } = options
  await mkdir(cacheDirectory, { recursive: true })
  await using cleanUp = new AsyncDisposableStack()
  log('legacy files')
  const tree = await prepareTree(options)
  const server = await openBenchServer(cacheDirectory)
  cleanUp.defer(() => server.close())
  // The server belongs to this run alone, so a fixed name also removes the files of a killed run.
  const csvDirectory = join(cacheDirectory, 'csv')
  await mkdir(csvDirectory, { recursive: true })
  cleanUp.defer(() => rm(csvDirectory, { recursive: true, force: true }))
  const interrupted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason))
    if (signal.aborted) reject(signal.reason)
  })
  // Awaited here: the server is stopped when this function returns.
  return await Promise.race([measure({ options, server, tree, csvDirectory, log }), interrupted])
}

async function measure(bench: ImportBench): Promise<ImportBenchFigures> {
  const { options, server } = bench
  const isChosen = (part: Part) => options.parts.includes(part)
  // First, because it also warms up PostgreSQL: a new server has to create its WAL files.
  const tenth = isChosen('memory') ? await importTenth(bench) : undefined
  const measured = isChosen('rounds') ? await measureRounds(bench) : undefined
  const upload = isChosen('upload') ? await uploadOnce(bench) : undefined
  const latency = isChosen('latency') ? await measureLatency(bench) : undefined
  return {
    scale: options.scale,
    machine: {
      cores: availableParallelism(),
      memoryGb: Math.round(totalmem() / 1e9),
      postgres: server.version,
      node: process.versions.node,
    },
    tenth,
    rounds: measured?.rounds ?? [],
    inserts: measured?.inserts,
    upload,
    latency,
  }
}

async function importTenth(bench: ImportBench): Promise<ImportFigures> {
  const { options } = bench
  bench.log('import of a tenth')
  const tree = await prepareTree({ ...options, scale: options.scale / 10 })
  return importOnce(bench, { tree, verify: true })
}
