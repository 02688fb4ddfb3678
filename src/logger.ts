import { randomUUID } from 'node:crypto'
import { type DestinationStream, type Logger, pino, stdTimeFunctions } from 'pino'

export type { Logger } from 'pino'

/** Paths of logged objects whose values are replaced. */
const secretPaths = ['password', 'apiKey', 'authorization', 'token', 'connectionString'].flatMap((key) => [
  key,
  `*.${key}`,
  `*.*.${key}`,
])

const censor = '[secret]'
/** What a secret looks like inside of a text, such as the message of a library's error. */
const secretShapes: readonly (readonly [shape: RegExp, replacement: string])[] = [
  // API keys.
  [/\bmg_[\w-]{43}/g, censor],
  // JSON Web Tokens.
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, censor],
  [/\b([Bb]earer|BEARER) +[\w.~+/-]{16,}=*/g, `$1 ${censor}`],
  // Passwords in URLs.
  [/(\w:\/\/[^\s/:@"\\]*):[^\s/@"\\]+@/g, `$1:${censor}@`],
  // Password hashes of bcrypt, scrypt and Argon2.
  [/\$(?:2[abxy]|scrypt|argon2(?:id?|d))\$[\w$./+=,-]+/g, censor],
]

/** Every secret contains one of these. Most lines contain none of them, and finding that out is fast. */
const secretHints = ['mg_', 'eyJ', 'earer', 'EARER', '://', '$']

/** Replaces the secrets in a line of the log. They stay within a JSON string, so the line stays valid. */
function hideSecrets(line: string): string {
  if (!secretHints.some((hint) => line.includes(hint))) return line
  return secretShapes.reduce((text, [shape, replacement]) => text.replace(shape, replacement), line)
}

/**
 * Creates a structured log with one JSON object per line, on standard error: standard output is for the person at the
 * terminal.
 */
export function createLogger(level: string, destination: DestinationStream = process.stderr): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      serializers: { err: describeError },
      hooks: { streamWrite: hideSecrets },
      redact: {
        paths: [
          ...secretPaths,
          'req.headers.authorization',
          'req.headers["x-api-key"]',
          'req.headers.cookie',
        ],
        censor,
      },
    },
    // Synchronous, so that the last line before a crash is written, too.
    destination,
  )
}

/** Only known properties: the driver attaches its client with the password, and the row's values, to errors. */
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

interface Failure {
  readonly error: unknown
  readonly message: string
  /** An id that the client already has; generated if omitted. */
  readonly errorId?: string
  /** Additional fields of the first line. */
  readonly facts?: Readonly<Record<string, unknown>>
}

/** Logs failures without flooding the log. */
interface FailureLog {
  /** Returns the id under which the failure is logged: its own, or that of the same failure shortly before. */
  report(failure: Failure): string
}

interface Known {
  readonly errorId: string
  /** Occurrences since the last line. */
  count: number
}

const defaultWindowMs = 10_000
/** How many different failures are tracked, because messages can vary without limit. All others count as one failure. */
const maxKnown = 100
const maxKeyLength = 500
const anyOther = 'other'

/**
 * Logs a failure with its stack, and repetitions of it as one line with a count per window, until a window passes without
 * one: an unreachable database must not fill the disk with stacks.
 */
export function createFailureLog(
  logger: Pick<Logger, 'error'>,
  windowMs: number = defaultWindowMs,
): FailureLog {
  const known = new Map<string, Known>()
  const watch = (key: string, failure: Known, message: string): void => {
    const timer = setTimeout(() => {
      if (failure.count === 0) {
        known.delete(key)
        return
      }
      const { errorId, count } = failure
      logger.error({ errorId, count, seconds: windowMs / 1000 }, `${message} (repeated)`)
      failure.count = 0
      watch(key, failure, message)
    }, windowMs)
    timer.unref()
  }
  return {
    report({ error, message, errorId = randomUUID(), facts }) {
      const key = findKey(error, known)
      const same = known.get(key)
      if (same !== undefined) {
        same.count++
        return same.errorId
      }
      const first = { errorId, count: 0 }
      known.set(key, first)
      logger.error({ err: error, errorId, ...facts }, message)
      watch(key, first, message)
      return errorId
    },
  }
}

/** Failures with the same code, message and origin count as the same. */
function findKey(error: unknown, known: ReadonlyMap<string, Known>): string {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined
  const [origin = ''] = error instanceof Error ? (/^\s+at .*$/m.exec(error.stack ?? '') ?? []) : []
  const key = `${String(code)}\n${origin}\n${String(error)}`.slice(0, maxKeyLength)
  return known.has(key) || known.size < maxKnown ? key : anyOther
}
