import { AppError } from '../../errors.ts'

/** Limits on the concurrent work of one caller. */
export interface CallerLimits {
  /** Concurrent statements and transactions, each on its own connection; more wait. */
  readonly maxStatements: number
  /** Requests being executed; more wait. */
  readonly maxRequests: number
  /** Requests that may wait; more are rejected. */
  readonly maxWaitingRequests: number
}

const maxRequestWaitMs = 10_000
const maxStatementWaitMs = 10_000
const maxWaitingStatements = 10_000
const retryAfterSeconds = 1

/** A viewer, or all anonymous clients at one address. */
export class Caller {
  readonly requests: Turns
  readonly statements: Turns
  /** One at a time, see `runSearch`. */
  readonly searches: Turns
  /** One expensive request at a time, see `RequestWork.takeExpensiveTurn`. */
  readonly expensive: Turns
  /** Requests that wait or are in progress. */
  openRequests = 0
  /** Bytes held by its requests in progress. */
  bytes = 0

  constructor({ maxStatements, maxRequests, maxWaitingRequests }: CallerLimits) {
    this.requests = new Turns({
      maxRunning: maxRequests,
      maxWaiting: maxWaitingRequests,
      maxWaitMs: maxRequestWaitMs,
      refuse: () =>
        tooManyRequestsError(
          `You have ${maxRequests} requests in progress, which is the limit. Wait for some of them to finish.`,
        ),
    })
    this.statements = new Turns({
      maxRunning: maxStatements,
      maxWaiting: maxWaitingStatements,
      maxWaitMs: maxStatementWaitMs,
      refuse: () =>
        tooManyRequestsError(
          `You have ${maxStatements} slow statements in progress, which is the limit. ` +
            'Wait for your other requests to finish, or request less at once.',
        ),
    })
    this.searches = new Turns({
      maxRunning: 1,
      maxWaiting: maxWaitingStatements,
      maxWaitMs: maxStatementWaitMs,
      refuse: () =>
        tooManyRequestsError(
          'You have a search in progress, and too many others are waiting for it. ' +
            'Wait for your other searches to finish, or search for rarer words.',
        ),
    })
    this.expensive = new Turns({
      maxRunning: 1,
      maxWaiting: maxRequests,
      maxWaitMs: maxRequestWaitMs,
      refuse: () =>
        tooManyRequestsError(
          'You have an expensive query in progress, and others are waiting for it. ' +
            'Send such queries one after another, or request smaller pages.',
        ),
    })
  }
}

/** The error of a request that reads too much. */
export function readLimitError(maxBytes: number): AppError {
  return new AppError(
    'TOO_COMPLEX',
    `The request reads more than ${toMegabytes(maxBytes)} from the database, the limit for one response. ` +
      'Select fewer large fields, such as results, content or abi, or request smaller pages.',
    { details: { maxBytes } },
  )
}

/** The error of a response that would be too long. */
export function responseTooLongError(maxBytes: number): AppError {
  return new AppError(
    'TOO_COMPLEX',
    `The response would be longer than ${toMegabytes(maxBytes)}, the limit for one response. ` +
      'Select large fields, such as results or content, under fewer aliases, or request smaller pages.',
    { details: { maxBytes } },
  )
}

/** Whether the requests of one caller or of all callers hold too much memory. */
export type Excess = 'of caller' | 'of all'

/** The error when the requests in progress of one caller, or of all callers, hold too much memory. */
export function memoryLimitError(excess: Excess): AppError {
  if (excess === 'of caller') {
    return tooManyRequestsError(
      'Your requests in progress need too much memory together. Send them one after another.',
    )
  }
  return new AppError(
    'UNAVAILABLE',
    'The server has too many large responses in progress. Try again in a moment.',
    {
      details: { retryAfterSeconds },
    },
  )
}

function tooManyRequestsError(message: string): AppError {
  return new AppError('TOO_MANY_REQUESTS', message, { details: { retryAfterSeconds } })
}

function toMegabytes(bytes: number): string {
  return `${Math.round(bytes / 2 ** 20)} MB`
}

interface TurnOptions {
  /** Tasks that run at the same time. */
  readonly maxRunning: number
  /** Tasks that may wait; more are rejected immediately. */
  readonly maxWaiting: number
  /** How long a task waits before it is rejected. */
  readonly maxWaitMs: number
  /** Creates the error of a rejected task. */
  readonly refuse: () => Error
}

interface Waiter {
  readonly resolve: () => void
  readonly timer: NodeJS.Timeout
}

/** A FIFO semaphore whose queue is limited in length and waiting time. */
export class Turns {
  readonly #options: TurnOptions
  /** A Set keeps the order of arrival and removes a waiter in constant time. */
  readonly #waiting = new Set<Waiter>()
  #running = 0

  constructor(options: TurnOptions) {
    this.#options = options
  }

  /** Takes a turn if one is free. */
  tryEnter(): boolean {
    if (this.#running >= this.#options.maxRunning) return false
    this.#running += 1
    return true
  }

  /** Takes a turn, waiting for one if necessary. Rejects with `refuse()` if the queue is full or the wait is too long. */
  enter(): Promise<void> {
    if (this.tryEnter()) return Promise.resolve()
    const { maxWaiting, maxWaitMs, refuse } = this.#options
    if (this.#waiting.size >= maxWaiting) return Promise.reject(refuse())
    return new Promise((resolve, reject) => {
      const giveUp = () => {
        this.#waiting.delete(waiter)
        reject(refuse())
      }
      const waiter: Waiter = { resolve, timer: setTimeout(giveUp, maxWaitMs) }
      this.#waiting.add(waiter)
    })
  }

  /** Returns a turn. It passes directly to the first waiter, so that no other task can overtake it. */
  leave(): void {
    const [next] = this.#waiting
    if (next === undefined) {
      this.#running -= 1
      return
    }
    this.#waiting.delete(next)
    clearTimeout(next.timer)
    next.resolve()
  }
}
