import { AppError } from '../errors.ts'
import { Turns } from './turns.ts'

/** What one caller may do at once. */
export interface CallerLimits {
  /** Statements and transactions, each on a connection; more wait. */
  readonly maxStatements: number
  /** Requests that are executed; more wait. */
  readonly maxRequests: number
  /** Requests that wait; one more is refused. */
  readonly maxWaitingRequests: number
}

const maxRequestWaitMs = 10_000
const maxStatementWaitMs = 10_000
/** More than a caller's requests may cost together. */
const maxWaitingStatements = 10_000
const retryAfterSeconds = 1

/** A viewer, or all strangers at one address. */
export class Caller {
  readonly requests: Turns
  readonly statements: Turns
  /** One at a time, see `runSearch`. */
  readonly searches: Turns
  /** Requests that wait or are in progress. */
  openRequests = 0
  /** Held by its requests in progress. */
  bytes = 0

  constructor({ maxStatements, maxRequests, maxWaitingRequests }: CallerLimits) {
    this.requests = new Turns({
      maxRunning: maxRequests,
      maxWaiting: maxWaitingRequests,
      maxWaitMs: maxRequestWaitMs,
      refuse: () =>
        tooManyRequests(
          `You have ${maxRequests} requests in progress, the most at once. Wait for some to end.`,
        ),
    })
    this.statements = new Turns({
      maxRunning: maxStatements,
      maxWaiting: maxWaitingStatements,
      maxWaitMs: maxStatementWaitMs,
      refuse: () =>
        tooManyRequests(
          `You have ${maxStatements} statements in progress, the most at once, and they take long. ` +
            'Wait for your other requests to end, or ask for less in one.',
        ),
    })
    this.searches = new Turns({
      maxRunning: 1,
      maxWaiting: maxWaitingStatements,
      maxWaitMs: maxStatementWaitMs,
      refuse: () =>
        tooManyRequests(
          'You have a search in progress, the most at once, and others wait for it. ' +
            'Wait for your other searches to end, or search for rarer words.',
        ),
    })
  }
}

/** One request reads too much. */
export function tooLargeAnswer(maxBytes: number): AppError {
  return new AppError(
    'TOO_COMPLEX',
    `The request reads more than ${toMegabytes(maxBytes)} from the database, the most for one answer. ` +
      'Select fewer large fields, such as results, content or abi, or ask for smaller pages.',
    { details: { maxBytes } },
  )
}

/** One answer's text would be too long. */
export function tooLongAnswer(maxBytes: number): AppError {
  return new AppError(
    'TOO_COMPLEX',
    `The answer would be longer than ${toMegabytes(maxBytes)}, the most for one answer. ` +
      'Select large fields, such as results or content, under fewer names, or ask for smaller pages.',
    { details: { maxBytes } },
  )
}

/** Whose requests in progress hold too much together. */
export type Excess = 'of caller' | 'of all'

/** Requests in progress hold too much together. */
export function tooLargeTogether(excess: Excess): AppError {
  if (excess === 'of caller') {
    return tooManyRequests('Your answers in progress are too large together. Ask for them one after another.')
  }
  return new AppError(
    'UNAVAILABLE',
    'The server has too many large answers in progress. Try again in a moment.',
    {
      details: { retryAfterSeconds },
    },
  )
}

function tooManyRequests(message: string): AppError {
  return new AppError('TOO_MANY_REQUESTS', message, { details: { retryAfterSeconds } })
}

function toMegabytes(bytes: number): string {
  return `${Math.round(bytes / 2 ** 20)} MB`
}
