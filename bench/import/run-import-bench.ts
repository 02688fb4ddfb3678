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
 * Measures everything that was asked for, each part from an empty database, and takes away what it made but the legacy
 * files, also when the signal interrupts it.
 * @throws Error when a result is wrong, however fast.
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
  // One name, and the server is ours alone: what a killed run left behind goes with ours.
  const csvDirectory = join(cacheDirectory, 'csv')
  await mkdir(csvDirectory, { recursive: true })
  cleanUp.defer(() => rm(csvDirectory, { recursive: true, force: true }))
  const interrupted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason))
    if (signal.aborted) reject(signal.reason)
  })
  // Awaited here: what it uses goes when this function ends.
  return await Promise.race([measure({ options, server, tree, csvDirectory, log }), interrupted])
}

async function measure(bench: ImportBench): Promise<ImportBenchFigures> {
  const { options, server } = bench
  const isAsked = (part: Part) => options.parts.includes(part)
  // First, for it also warms up PostgreSQL: a new server has to make its WAL files.
  const tenth = isAsked('memory') ? await importTenth(bench) : undefined
  const measured = isAsked('rounds') ? await measureRounds(bench) : undefined
  const upload = isAsked('upload') ? await uploadOnce(bench) : undefined
  const latency = isAsked('latency') ? await measureLatency(bench) : undefined
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
