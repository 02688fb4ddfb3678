import { AppError } from '../errors.ts'

/** Shorter bodies are parsed in a millisecond or two. */
export const minLargeBytes = 64 * 1024
const maxWaiting = 100

/** Does work for one large body at a time. */
export interface LargeBodies {
  /** @throws AppError UNAVAILABLE if too many bodies are waiting. */
  run<Result>(work: () => Result): Promise<Result>
}

/**
 * Parsing can't be interrupted, so large bodies that arrive together would stop the event loop for everybody. They are
 * parsed one by one, and after each the event loop is free for as long as parsing took: they use at most half of its time.
 */
export function createLargeBodies(): LargeBodies {
  let last: Promise<void> = Promise.resolve()
  let waiting = 0
  return {
    async run(work) {
      if (waiting >= maxWaiting) {
        throw new AppError('UNAVAILABLE', 'Too many large requests are waiting. Try again in a moment.', {
          details: { retryAfterSeconds: 1 },
        })
      }
      waiting += 1
      const turn = last
      const { promise, resolve } = Promise.withResolvers<void>()
      last = promise
      await turn
      const startedAt = performance.now()
      try {
        return work()
      } finally {
        waiting -= 1
        setTimeout(resolve, performance.now() - startedAt)
      }
    },
  }
}
