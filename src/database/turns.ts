export interface TurnOptions {
  /** Pieces of work at the same time. */
  readonly maxRunning: number
  /** Pieces that wait; one more is refused at once. */
  readonly maxWaiting: number
  /** How long a piece waits before it is refused. */
  readonly maxWaitMs: number
  /** The error of a piece that is refused. */
  readonly refuse: () => Error
}

interface Waiter {
  readonly resolve: () => void
  readonly timer: NodeJS.Timeout
}

/** A semaphore whose queue is bounded in length and time. First come, first served. */
export class Turns {
  readonly #options: TurnOptions
  /** A Set keeps the order of arrival, and a waiter that gives up leaves it in constant time. */
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

  /** Takes a turn, waiting for one if need be. Rejects with `refuse()` when the queue is full or the wait too long. */
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

  /** Gives a turn back. It passes directly to the first waiter, so that nobody can overtake it. */
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
