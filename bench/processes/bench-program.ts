import { OperatorError } from '../../src/errors.ts'
import { runProgram } from '../../src/process/program.ts'

/** The context of a running benchmark. */
export interface BenchRun {
  /** Reports progress on standard error, with the time since the start. */
  log(line: string): void
  /** Aborted by SIGINT, SIGTERM and SIGHUP: the benchmark then stops what it started. */
  readonly signal: AbortSignal
}

/** Runs a benchmark as a program. An error ends it with the error's message. */
export async function runBenchProgram(work: (run: BenchRun) => Promise<void>): Promise<void> {
  const interruption = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => interruption.abort(new OperatorError(`Interrupted by ${signal}.`)))
  }
  const startedAt = performance.now()
  const log = (line: string) => {
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(0)
    process.stderr.write(`${seconds.padStart(5)} s  ${line}\n`)
  }
  await runProgram(() => work({ log, signal: interruption.signal }))
}
