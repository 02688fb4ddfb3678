import { OperatorError } from '../../src/errors.ts'
import { runProgram } from '../../src/process/program.ts'

/** What a benchmark is run with. */
export interface BenchRun {
  /** Tells on standard error what is being done, and when. */
  log(line: string): void
  /** Aborted by the usual signals: what was started must be stopped again. */
  readonly signal: AbortSignal
}

/** Runs a benchmark as a program. What it throws ends it with its message. */
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
