import { writeFile } from 'node:fs/promises'
import { OperatorError } from '../src/errors.ts'
import { runProgram } from '../src/program.ts'
import { parseBenchArguments } from './import/bench-arguments.ts'
import { formatFigures } from './import/result-table.ts'
import { runBench } from './import/run-bench.ts'

/** Measures the import against COPY and single INSERTs, its memory, and what else the server can do meanwhile. */
await runProgram(async () => {
  const options = parseBenchArguments(process.argv.slice(2))
  const interruption = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => interruption.abort(new OperatorError(`Interrupted by ${signal}.`)))
  }
  const startedAt = performance.now()
  const log = (line: string) => {
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(0)
    process.stderr.write(`${seconds.padStart(5)} s  ${line}\n`)
  }
  const figures = await runBench(options, log, interruption.signal)
  if (options.jsonFile !== undefined) await writeFile(options.jsonFile, JSON.stringify(figures, null, 2))
  process.stdout.write(`${formatFigures(figures)}\n`)
})
