import type { Logger } from './logger.ts'

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
export function untilStopRequest(logger: Logger): Promise<StopRequest> {
  const stop = Promise.withResolvers<StopRequest>()
  const request = (reason: string, exitCode: 0 | 1) => {
    stop.resolve({ reason, exitCode })
    setTimeout(() => endAnyway(logger), stopTimeoutMs).unref()
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

function endAnyway(logger: Logger): void {
  logger.fatal(`not everything was closed within ${stopTimeoutMs} ms: ending anyway`)
  process.exit(1)
}
