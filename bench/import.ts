import { writeFile } from 'node:fs/promises'
import { parseImportBenchArguments } from './import/bench.ts'
import { formatImportFigures } from './import/figures.ts'
import { runImportBench } from './import/run-import-bench.ts'
import { runBenchProgram } from './processes/bench-program.ts'

/** Compares an import with COPY and single INSERTs, and measures its memory and the latency of concurrent requests. */
await runBenchProgram(async ({ log, signal }) => {
  const options = parseImportBenchArguments(process.argv.slice(2))
  const figures = await runImportBench(options, log, signal)
  if (options.jsonFile !== undefined) await writeFile(options.jsonFile, JSON.stringify(figures, null, 2))
  process.stdout.write(`${formatImportFigures(figures)}\n`)
})
