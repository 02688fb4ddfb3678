import { OperatorError } from '../errors.ts'
import type { Logger } from '../logger.ts'

/**
 * Runs a program's body at the process's edge. An operator's mistake is printed as it is, anything else with its
 * stack; both end with exit code 1. Output that nobody reads any more (a closed pipe) does not end the program.
 */
export async function runProgram(body: () => Promise<void>): Promise<void> {
  process.stdout.on('error', ignore)
  process.stderr.on('error', ignore)
  try {
    await body()
  } catch (error) {
    process.stderr.write(`${describe(error)}\n`)
    process.exitCode = 1
  }
}

/** EPIPE: the reader of our output has gone. */
function ignore(): void {}

function describe(error: unknown): string {
  if (error instanceof OperatorError) return error.message
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

/** Why the process is to end. */
export interface StopRequest {
  readonly reason: string
  readonly exitCode: 0 | 1
}

/** Docker kills after 10 s; a person at the terminal is less patient. */
const stopTimeoutMs = 4_500

/**
 * Resolves at the first signal (Ctrl-C, SIGTERM, a closed terminal) or error that nobody caught. From then on the
 * process has 4.5 s to close everything. More signals change nothing: npm sends every Ctrl-C a second time.
 */
export function waitForStopRequest(logger: Logger): Promise<StopRequest> {
  const stop = Promise.withResolvers<StopRequest>()
  const request = (reason: string, exitCode: 0 | 1) => {
    stop.resolve({ reason, exitCode })
    setTimeout(() => exitAfterTimeout(logger), stopTimeoutMs).unref()
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => request(signal, 0))
  }
  process.on('uncaughtException', (error) => {
    logger.fatal({ err: error }, 'an error that nobody caught')
    request('an unexpected error', 1)
  })
  return stop.promise
}

function exitAfterTimeout(logger: Logger): void {
  logger.fatal(`not everything was closed within ${stopTimeoutMs} ms: ending anyway`)
  process.exit(1)
}
