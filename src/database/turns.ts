export interface TurnOptions {
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
