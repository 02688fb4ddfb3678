/**
 * The closed list of error codes. They are stable, because clients depend on them. `status` is the HTTP status if nothing of
 * the request succeeded; `cause` describes the cause and the fix.
 */
export const errorCodes = {
  BAD_USER_INPUT: {
    status: 200,
    cause: 'An argument is malformed or out of range. Correct the request.',
  },
  UNAUTHENTICATED: {
    status: 401,
    cause: 'The request has no valid credentials. Log in, or send an API key.',
  },
  FORBIDDEN: {
    status: 200,
    cause: 'The viewer does not have the required role. An administrator can assign it.',
  },
  NOT_FOUND: {
    status: 200,
    cause: 'The ID is unknown or belongs to another user; the response is the same for both.',
  },
  CONFLICT: {
    status: 200,
    cause: 'The request conflicts with the stored state. Read the current state, then decide.',
  },
  EMAIL_TAKEN: {
    status: 200,
    cause: 'An account with this e-mail exists. Log in, or use another e-mail.',
  },
  INVALID_CREDENTIALS: {
    status: 200,
    cause: 'The e-mail or password is wrong, or the account is inactive.',
  },
  INVALID_CODE: {
    status: 200,
    cause: 'The code is wrong, used or expired. Request a new one.',
  },
  QUOTA_EXCEEDED: {
    status: 200,
    cause: "The month's quota of analyses is used up. Wait for the next month, or change the user's tier.",
  },
  LEASE_LOST: {
    status: 200,
    cause:
      'The claim has expired, or the analysis is no longer running. Stop working on it, and claim another.',
  },
  IMPORT_RUNNING: { status: 200, cause: 'Another import is running. Wait for it, or cancel it.' },
  UPLOAD_TOO_LARGE: {
    status: 413,
    cause: 'The request has more bytes or files than the server accepts. Send fewer at once.',
  },
  UPLOAD_TIMEOUT: {
    status: 408,
    cause: 'The files of the request arrived too slowly. Send them again, or fewer at once.',
  },
  UPLOAD_ABORTED: {
    status: 400,
    cause: 'The client disconnected before all files of its request had arrived. Send them again.',
  },
  DOCUMENT_NOT_FOUND: {
    status: 400,
    cause: 'The server has no document with this `documentId`. Generate the manifest again from the client.',
  },
  DOCUMENT_NOT_TRUSTED: {
    status: 400,
    cause: 'The server executes only the documents in its manifest. Send the `documentId` of one of them.',
  },
  TOO_COMPLEX: {
    status: 200,
    cause:
      'The query needs more objects, statements or bytes than the server allows for one request. The message names the ' +
      'most expensive field. Request less.',
  },
  TOO_MANY_ATTEMPTS: {
    status: 200,
    cause:
      'Too many wrong passwords or codes, requests for a code, or new e-mails. Wait for `retryAfterSeconds`.',
  },
  BUSY: {
    status: 503,
    cause: 'Other changes have locked the same objects for too long; nothing was changed. Try again.',
  },
  TOO_MANY_REQUESTS: {
    status: 429,
    cause:
      'The viewer, or all anonymous clients at one address, have too many requests in progress. Wait for ' +
      '`retryAfterSeconds`, and send fewer requests at once.',
  },
  UNAVAILABLE: {
    status: 503,
    cause:
      'Something that the request needs is unreachable or busy: the database, the mail server, password hashing. ' +
      'Try again; the message is for the operator.',
  },
  TIMEOUT: {
    status: 200,
    cause: 'The statement took longer than the server allows. Request less.',
  },
  TIME_OUT_OF_RANGE: {
    status: 200,
    cause:
      'A stored time is infinite, BC or after the year 9999, so RFC 3339 has no form for it. The API and imports store ' +
      'no such times; an operator corrects the row.',
  },
  INTERNAL: {
    status: 500,
    cause: 'A bug in the server. The log contains the details under the `errorId` of the response.',
  },
} as const

export type ErrorCode = keyof typeof errorCodes

/** The HTTP status of each code. */
export const statusOfCode: ReadonlyMap<unknown, number> = new Map(
  Object.entries(errorCodes).map(([code, { status }]) => [code, status]),
)

/** The closed list of kinds of argument problems. They are stable, because clients depend on them. */
export type ProblemCode =
  /** The argument is missing or null. */
  | 'REQUIRED'
  /** The argument must be omitted next to the others. */
  | 'NOT_ALLOWED'
  /** Too few or too many characters, bytes or items. */
  | 'LENGTH'
  /** A number or time is too small or too large. */
  | 'RANGE'
  /** The value has another form than the argument requires. */
  | 'FORMAT'
  /** The value repeats another one of the list. */
  | 'DUPLICATE'
  /** The value has another type than in the schema. */
  | 'TYPE'

/** One invalid argument of a request. */
export interface ArgumentProblem {
  /** Its path, such as `input.competitors.0.address`. */
  readonly argument: string
  readonly message: string
  readonly code: ProblemCode
}

/** Details for correcting the request: the argument's path, the id of the other job, seconds to wait. */
export type ErrorDetails = Readonly<
  Record<string, string | number | boolean | readonly string[] | readonly ArgumentProblem[]>
>

/** Seconds to wait after a failure that says to try again, without saying when. */
const retrySeconds = 1

/** The part of an error's `extensions` that determines when to try again. */
interface Retry {
  readonly code?: unknown
  readonly retryAfterSeconds?: unknown
}

/**
 * Seconds after which the client should try again, for the header `Retry-After`. Undefined if none of the errors says to
 * wait: there is no `retryAfterSeconds`, and no code with the HTTP status 429 or 503.
 */
export function findRetryAfter(errors: readonly Retry[]): number | undefined {
  const seconds = errors.flatMap(({ code, retryAfterSeconds }) => {
    if (typeof retryAfterSeconds === 'number') return [retryAfterSeconds]
    const status = statusOfCode.get(code)
    return status === 429 || status === 503 ? [retrySeconds] : []
  })
  return seconds.length === 0 ? undefined : Math.max(...seconds)
}

/** An expected failure. Its message describes the problem and the fix, and may be sent to the client. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly details: ErrorDetails

  constructor(code: ErrorCode, message: string, options: { details?: ErrorDetails; cause?: unknown } = {}) {
    super(message, { cause: options.cause })
    this.name = 'AppError'
    this.code = code
    this.details = options.details ?? {}
  }
}

/** Problems of one error. Checks end when they have found this many, so that hostile lists cost little. */
export const maxProblems = 50
/** Problems that its message describes. */
const maxDescribedProblems = 5

/** The arguments of a request that failed their checks, each with its first problem. */
export class ArgumentError extends AppError {
  readonly problems: readonly ArgumentProblem[]

  /** @param found at least one. Only the first `maxProblems` are kept. */
  constructor(found: readonly ArgumentProblem[]) {
    const firstByArgument = new Map<string, ArgumentProblem>()
    for (const problem of found.slice(0, maxProblems)) {
      if (!firstByArgument.has(problem.argument)) firstByArgument.set(problem.argument, problem)
    }
    const problems = [...firstByArgument.values()]
    const described = problems.slice(0, maxDescribedProblems).map(({ message }) => message)
    const more = problems.length - described.length
    const message = [
      ...described,
      ...(more > 0 ? [`${more} more arguments are invalid: see "problems".`] : []),
    ]
    const argument = problems[0]?.argument ?? ''
    super('BAD_USER_INPUT', message.join(' '), { details: { argument, problems } })
    this.problems = problems
  }
}

/**
 * Returns the row if there is one.
 * @throws AppError NOT_FOUND: the same for an unknown id and for an id of another user, so that it reveals nothing.
 */
export function requireFound<Row>(row: Row | undefined, what: string): Row {
  if (row !== undefined) return row
  throw new AppError('NOT_FOUND', `${what} not found.`)
}

/**
 * @param argument the path of the argument that is malformed or out of range: `input.name`.
 * @param problem completes the message `Argument "input.name" ...`.
 */
export function badArgument(argument: string, problem: string, code?: ProblemCode): ArgumentError {
  return new ArgumentError([describeProblem(argument, problem, code)])
}

/** The parameters are those of `badArgument`. */
export function describeProblem(
  argument: string,
  problem: string,
  code: ProblemCode = 'FORMAT',
): ArgumentProblem {
  return { argument, message: `Argument "${argument}" ${problem}.`, code }
}

/** A time in the database has no form in RFC 3339. */
export function timeOutOfRange(): AppError {
  return new AppError('TIME_OUT_OF_RANGE', 'A stored time is not within the years 0000 to 9999.')
}

/**
 * The object was changed since the client read it.
 * @param updatedAt when it was last changed.
 */
function modifiedSince(what: string, updatedAt: Date): AppError {
  return new AppError('CONFLICT', `${what} was changed since you read it. Read it again, then decide.`, {
    details: { argument: 'input.ifUnmodifiedSince', updatedAt: updatedAt.toISOString() },
  })
}

/**
 * Explains why an update with `ifUnmodifiedSince` did not find a row. Returns if the object is unmodified.
 * @throws AppError NOT_FOUND, or CONFLICT with the time of the last change.
 */
export function requireUnmodified(what: string, updatedAt: Date | undefined, since: Date | undefined): void {
  const found = requireFound(updatedAt, what)
  if (since !== undefined && since.getTime() !== found.getTime()) throw modifiedSince(what, found)
}

/**
 * Returns the value of an argument that can be omitted, but must not be null.
 * @param argument its path: `input.name`.
 * @throws AppError BAD_USER_INPUT that names the argument.
 */
export function requireGiven<Value>(value: Value | null | undefined, argument: string): Value | undefined {
  if (value !== null) return value
  throw badArgument(argument, 'must not be null; omit it to keep the current value', 'REQUIRED')
}

/**
 * A problem that the operator can fix: settings, database, data directory. Programs print its message without a stack, and exit
 * with code 1.
 */
export class OperatorError extends Error {
  constructor(message: string, options: { cause?: unknown } = {}) {
    super(message, options)
    this.name = 'OperatorError'
  }
}
