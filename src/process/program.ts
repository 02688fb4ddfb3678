import { OperatorError } from '../errors.ts'
import type { Logger } from '../logger.ts'

/**
 * Runs a program. An OperatorError is printed without its stack, other errors with it; both set exit code 1. A closed pipe at
 * standard output or error does not end the program.
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

/** EPIPE: the reader of the output has closed it. */
function ignore(): void {}

function describe(error: unknown): string {
  if (error instanceof OperatorError) return error.message
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

/** Why the process should end. */
export interface StopRequest {
  readonly reason: string
  readonly exitCode: 0 | 1
}

/** Docker kills a process after 10 s, and people at a terminal expect a faster stop. */
const stopTimeoutMs = 4_500

/**
 * Resolves at the first signal (Ctrl-C, SIGTERM, a closed terminal) or uncaught error. From then on, the process has 4.5 s to
 * close everything. Further signals are ignored, because npm sends every Ctrl-C a second time.
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
    logger.fatal({ err: error }, 'uncaught error')
    request('an unexpected error', 1)
  })
  return stop.promise
}

function exitAfterTimeout(logger: Logger): void {
  logger.fatal(`not everything was closed within ${stopTimeoutMs} ms: exiting`)
  process.exit(1)
}

/** Whether a process has this id, even if it belongs to another user. */
export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
