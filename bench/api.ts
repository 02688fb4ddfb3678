import { writeFile } from 'node:fs/promises'
import { OperatorError } from '../src/errors.ts'
import { runProgram } from '../src/program.ts'
import { parseApiBenchArguments } from './api/api-arguments.ts'
import type { ApiBench } from './api/api-bench.ts'
import { formatApiFigures } from './api/api-table.ts'
import { explainLists } from './api/explain/explain-lists.ts'
import { formatExplainedLists, requireIndexes } from './api/explain/explain-table.ts'
import { compareServers, withApiBench } from './api/run-api-bench.ts'
import { scaleOut } from './api/scale-out.ts'
import { soak } from './api/soak.ts'

/** Measures how fast the API answers dashboards' queries, beside other GraphQL servers on the same data. */
await runProgram(async () => {
  const options = parseApiBenchArguments(process.argv.slice(2))
  const interruption = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => interruption.abort(new OperatorError(`Interrupted by ${signal}.`)))
  }
  const startedAt = performance.now()
  const log = (line: string) => {
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(0)
    process.stderr.write(`${seconds.padStart(5)} s  ${line}\n`)
  }
  const { soakMinutes, processes } = options
  if (options.isExplained) {
    const explained = await explainLists(options, log, interruption.signal)
    process.stdout.write(`${formatExplainedLists(explained)}\n`)
    return requireIndexes(explained)
  }
  const tell = async (run: (bench: ApiBench) => Promise<string>) => {
    process.stdout.write(`${await withApiBench(options, log, interruption.signal, run)}\n`)
  }
  if (soakMinutes !== undefined) return tell((bench) => soak(bench, soakMinutes))
  if (processes !== undefined) return tell((bench) => scaleOut(bench, processes))
  const figures = await withApiBench(options, log, interruption.signal, compareServers)
  if (options.jsonFile !== undefined) await writeFile(options.jsonFile, JSON.stringify(figures, null, 2))
  process.stdout.write(`${formatApiFigures(figures)}\n`)
})
