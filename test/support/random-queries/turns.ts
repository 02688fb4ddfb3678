import { setImmediate } from 'node:timers/promises'
import { hash } from '../random.ts'

interface Turn {
  readonly rank: number
  readonly settle: () => void
}

/**
 * Promises that are settled one at a time, in an order that their names decide. Two executions of one query get them in
 * the same order, whatever they do meanwhile: which of two failures comes first is no matter of chance.
 */
export class Turns {
  readonly #waiting: Turn[] = []

  later<Value>(name: string, value: Value): Promise<Value> {
    const { promise, resolve } = Promise.withResolvers<Value>()
    this.#waiting.push({ rank: hash(name), settle: () => resolve(value) })
    return promise
  }

  fail(name: string, error: unknown): Promise<never> {
    const { promise, reject } = Promise.withResolvers<never>()
    this.#waiting.push({ rank: hash(name), settle: () => reject(error) })
    return promise
  }

  /** Settles until nothing is waiting. */
  async run(): Promise<void> {
    await setImmediate()
    for (;;) {
      const first = this.#waiting.reduce<Turn | undefined>(
        (least, turn) => (least === undefined || turn.rank < least.rank ? turn : least),
        undefined,
      )
      if (first === undefined) return
      this.#waiting.splice(this.#waiting.indexOf(first), 1)
      first.settle()
      await setImmediate()
    }
  }
}

/** What acts like a promise, and is none. */
export function createThenable(
  then: (...callbacks: Parameters<Promise<unknown>['then']>) => unknown,
): object {
  return Object.fromEntries(Object.entries({ then }))
}
