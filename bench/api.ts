import { writeFile } from 'node:fs/promises'
import { type ApiBench, type ApiBenchOptions, parseApiBenchArguments } from './api/bench.ts'
import { formatApiFigures } from './api/figures.ts'
import { compareServers, withApiBench } from './api/run-api-bench.ts'
import { scaleOut } from './api/scale-out.ts'
import { scaleUp } from './api/scale-up.ts'
import { soak } from './api/soak.ts'
import { explainLists, formatExplainedLists, requireIndexes } from './explain/explain-lists.ts'
import { parseImportBenchArguments } from './import/bench.ts'
import { formatImportFigures, type ImportBenchFigures } from './import/figures.ts'
import { runImportBench } from './import/run-import-bench.ts'
import { type BenchRun, runBenchProgram } from './processes/bench-program.ts'

/** Compares the API with other GraphQL servers: dashboard queries on the same data. */
await runBenchProgram(async (run) => {
  const options = parseApiBenchArguments(process.argv.slice(2))
  const { soakMinutes, processes, isTenfold, isExplained, hasImport, jsonFile } = options
  if (isExplained) {
    const explained = await explainLists(options, run.log, run.signal)
    process.stdout.write(`${formatExplainedLists(explained)}\n`)
    return requireIndexes(explained)
  }
  const measure = <Result>(work: (bench: ApiBench) => Promise<Result>) =>
    withApiBench(options, run.log, run.signal, work)
  const print = (text: string) => void process.stdout.write(`${text}\n`)
  if (soakMinutes !== undefined) return print(await measure((bench) => soak(bench, soakMinutes)))
  if (processes !== undefined) return print(await measure((bench) => scaleOut(bench, processes)))
  if (isTenfold) return print(await measure(scaleUp))
  const figures = await measure(compareServers)
  const imported = hasImport ? await measureImport(options, run) : undefined
  if (jsonFile !== undefined) {
    await writeFile(jsonFile, JSON.stringify({ ...figures, import: imported }, null, 2))
  }
  print(formatApiFigures(figures))
  if (imported !== undefined) print(`\nThe importer\n\n${formatImportFigures(imported)}`)
})

/** The part of `npm run bench:import` that measures the import alone, on data of the same scale. */
function measureImport(
  { scale, cacheDirectory }: ApiBenchOptions,
  run: BenchRun,
): Promise<ImportBenchFigures> {
  const words = ['--scale', String(scale), '--only', 'memory,rounds', '--cache', cacheDirectory]
  return runImportBench(parseImportBenchArguments(words), run.log, run.signal)
}
