import { writeFile } from 'node:fs/promises'
import { parseBenchArguments } from './import/bench-arguments.ts'
import { formatFigures } from './import/result-table.ts'
import { runBench } from './import/run-bench.ts'
import { runBenchProgram } from './run-bench-program.ts'

/** Measures the import against COPY and single INSERTs, its memory, and what else the server can do meanwhile. */
await runBenchProgram(async ({ log, signal }) => {
  const options = parseBenchArguments(process.argv.slice(2))
  const figures = await runBench(options, log, signal)
  if (options.jsonFile !== undefined) await writeFile(options.jsonFile, JSON.stringify(figures, null, 2))
  process.stdout.write(`${formatFigures(figures)}\n`)
})
