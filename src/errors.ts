/**
 * The closed list of what can go wrong on purpose. Each code is stable: clients branch on it.
 * `status` is the HTTP status when nothing else of the request succeeded; `cause` describes the cause and the fix.
 */
export const errorCodes = {
  BAD_USER_INPUT: {
    status: 200,
    cause: 'An argument is malformed or out of range. The client corrects the request.',
  },
  UNAUTHENTICATED: {
    status: 401,
    cause: 'No valid credentials came with the request. The client logs in or sends an API key.',
  },
  FORBIDDEN: { status: 200, cause: 'The viewer is known but lacks the role. An administrator can grant it.' },
  NOT_FOUND: {
    status: 200,
    cause: "The id is unknown, or belongs to somebody else; the two can't be told apart.",
  },
  CONFLICT: {
    status: 200,
    cause: 'The request contradicts what is stored. The client reads the current state and decides.',
  },
  EMAIL_TAKEN: {
    status: 200,
    cause: 'An account with this e-mail exists. The client logs in or uses another e-mail.',
  },
  INVALID_CREDENTIALS: {
    status: 200,
    cause: 'E-mail and password do not belong together, or the account is inactive.',
  },
  INVALID_CODE: {
    status: 200,
    cause: 'The code is wrong, used or expired. The client asks for a new one.',
  },
  QUOTA_EXCEEDED: {
    status: 200,
    cause:
      "The month's analyses are used up. The client waits for the next month, or the user changes the tier.",
  },
  LEASE_LOST: {
    status: 200,
    cause:
      'The claim has expired, or the analysis is no longer running. The worker drops it and claims another.',
  },
  IMPORT_RUNNING: { status: 200, cause: 'Another import is under way. Wait for it or cancel it.' },
  UPLOAD_TOO_LARGE: {
    status: 413,
    cause: 'The request has more bytes or files than the server takes. The client sends fewer at once.',
  },
  UPLOAD_TIMEOUT: {
    status: 408,
    cause: 'The files of the request came too slowly. The client sends them again, or fewer at once.',
  },
  UPLOAD_ABORTED: {
    status: 400,
    cause: 'The client went away before all files of its request had come. It sends them again.',
  },
  DOCUMENT_NOT_FOUND: {
    status: 400,
    cause:
      'The server has no document with this `documentId`. The operator generates the manifest again from the client.',
  },
  DOCUMENT_NOT_TRUSTED: {
    status: 400,
    cause:
      'The server executes only the documents in its manifest. The client sends the `documentId` of one of them.',
  },
  TOO_COMPLEX: {
    status: 200,
    cause:
      'The query needs more objects, statements or bytes than the server allows for one request. The message names the ' +
      'most expensive field. The client requests less.',
  },
  TOO_MANY_ATTEMPTS: {
    status: 200,
    cause:
      'Too many wrong passwords or codes, requests for a code, or new e-mails. The client waits for `retryAfterSeconds`.',
  },
  BUSY: {
    status: 503,
    cause:
      'Other changes have locked the same objects for too long; nothing was changed. The client tries again.',
  },
  TOO_MANY_REQUESTS: {
    status: 429,
    cause:
      'The viewer, or all strangers at one address, have too many requests in progress. The client waits for ' +
      '`retryAfterSeconds` and sends fewer requests at once.',
  },
  UNAVAILABLE: {
    status: 503,
    cause:
      'Something that the request needs is unreachable or busy: the database, the mail server, password hashing. ' +
      'The client tries again; the message is for the operator.',
  },
  TIMEOUT: {
    status: 200,
    cause: 'The statement took longer than the server allows. The client requests less.',
  },
  INTERNAL: {
    status: 500,
    cause: 'A bug in the server. The log has the details under the errorId that the client received.',
  },
} as const

export type ErrorCode = keyof typeof errorCodes

/** Facts that a client may use to correct the request: the argument's path, the id of the other job, seconds to wait. */
export type ErrorDetails = Readonly<Record<string, string | number | boolean | readonly string[]>>

/** An expected failure: its message names what is wrong and what to do, and is safe to show to the client. */
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

/**
 * The row, if there is one.
 * @throws AppError NOT_FOUND: the same for an unknown id and for another user's, so that a stranger learns nothing.
 */
export function requireFound<Row>(row: Row | undefined, what: string): Row {
  if (row !== undefined) return row
  throw new AppError('NOT_FOUND', `${what} not found.`)
}

/** @param argument the path of what is malformed or out of range: `input.name`. */
export function badArgument(argument: string, problem: string): AppError {
  return new AppError('BAD_USER_INPUT', `Argument "${argument}" ${problem}.`, { details: { argument } })
}

/**
 * Somebody else changed the object since the client read it.
 * @param updatedAt when it was last changed: what the client reads the object anew for.
 */
function modifiedSince(what: string, updatedAt: Date): AppError {
  return new AppError('CONFLICT', `${what} was changed since you read it. Read it again and decide.`, {
    details: { argument: 'input.ifUnmodifiedSince', updatedAt: updatedAt.toISOString() },
  })
}

/**
 * Says why an update that asks for an object unmodified since a moment met no row; nothing when the object is that old.
 * @throws AppError NOT_FOUND, or CONFLICT with the moment of the last change.
 */
export function requireUnmodified(what: string, updatedAt: Date | undefined, since: Date | undefined): void {
  const found = requireFound(updatedAt, what)
  if (since !== undefined && since.getTime() !== found.getTime()) throw modifiedSince(what, found)
}

/**
 * The value of an argument that may be left out, but not be null.
 * @param argument its path: `input.name`.
 * @throws AppError BAD_USER_INPUT that names the argument.
 */
export function requireGiven<Value>(value: Value | null | undefined, argument: string): Value | undefined {
  if (value !== null) return value
  throw badArgument(argument, 'must not be null; leave it out to keep what it is')
}

/**
 * A mistake of the operator at the process's edge: configuration, database, data directory.
 * The command line prints its message without a stack and exits with 1.
 */
export class OperatorError extends Error {
  constructor(message: string, options: { cause?: unknown } = {}) {
    super(message, options)
    this.name = 'OperatorError'
  }
}
