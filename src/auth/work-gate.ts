import { AppError } from '../errors.ts'

export interface WorkGateOptions {
  /** Pieces of work at the same time. */
  readonly maxRunning: number
  /** Pieces that wait for their turn; one more is refused. */
  readonly maxWaiting: number
}

export interface WorkGate {
  /** Whether the next piece would be refused. */
  isFull(): boolean
  /**
   * Does the work when its turn comes, first come, first served.
   * @throws AppError UNAVAILABLE when too many wait already.
   */
  run<Result>(work: () => Promise<Result>): Promise<Result>
}

/** Bounds work that is costly in memory or threads, however many ask for it at once. */
export function createWorkGate({ maxRunning, maxWaiting }: WorkGateOptions): WorkGate {
  const waiting: (() => void)[] = []
  let running = 0

  async function enter(): Promise<void> {
    if (running < maxRunning) {
      running += 1
      return
    }
    if (waiting.length >= maxWaiting) {
      throw new AppError('UNAVAILABLE', 'The server is busy. Try again in a moment.')
    }
    await new Promise<void>((resolve) => waiting.push(resolve))
  }

  /** The place goes straight to the next in line, so nobody can slip in between. */
  function leave(): void {
    const next = waiting.shift()
    if (next === undefined) running -= 1
    else next()
  }

  return {
    isFull: () => waiting.length >= maxWaiting,
    async run(work) {
      await enter()
      try {
        return await work()
      } finally {
        leave()
      }
    },
  }
}
