import { type DestinationStream, type Logger, pino, stdTimeFunctions } from 'pino'

export type { Logger } from 'pino'

/** Paths whose values never reach a log line, wherever an object with them is logged. */
const secretPaths = ['password', 'apiKey', 'authorization', 'token', 'connectionString'].flatMap((key) => [
  key,
  `*.${key}`,
  `*.*.${key}`,
])

/** A structured log, one JSON object a line; on standard error, for standard output stays for people. */
export function createLogger(level: string, destination: DestinationStream = process.stderr): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      serializers: { err: describeError },
      redact: {
        paths: [
          ...secretPaths,
          'req.headers.authorization',
          'req.headers["x-api-key"]',
          'req.headers.cookie',
        ],
        censor: '[secret]',
      },
    },
    // Synchronous: the last line before a crash is written too.
    destination,
  )
}

/** Named properties only: the driver hangs its client, password and all, and the row's values on its errors. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const { name, message, stack, cause } = error
  const fields = ['code', 'constraint', 'table', 'severity'].flatMap((key) =>
    Reflect.has(error, key) ? [[key, Reflect.get(error, key)]] : [],
  )
  return {
    type: name,
    message,
    stack,
    ...Object.fromEntries(fields),
    ...(cause === undefined ? {} : { cause: describeError(cause) }),
  }
}
