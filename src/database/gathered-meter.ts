import type { ReadMeter } from './metered-query.ts'

/** The most bytes of a statement that requests share. With more, each request loads its own keys. */
const maxSharedBytes = 4 * 2 ** 20
/** Below this, what the statement has read is divided by keys instead of row by row. */
const minMeasuredBytes = 64 * 2 ** 10

/** A shared statement reads too much: nobody knows yet whose rows are large. */
export class GatheredTooLarge extends Error {
  constructor() {
    super(`A shared statement reads more than ${maxSharedBytes} bytes.`)
    this.name = 'GatheredTooLarge'
  }
}

/** Counts what a shared statement reads, so that each request can be charged for the rows of its keys. */
export class GatheredMeter implements ReadMeter {
  readonly #sizes: number[] = []
  #bytes = 0
  #bytesById: Map<string, number> | undefined

  add(bytes: number): Error | undefined {
    this.#bytes += bytes
    this.#sizes.push(bytes)
    return this.#bytes > maxSharedBytes ? new GatheredTooLarge() : undefined
  }

  /** Says for which ids the rows were loaded, in the order in which they came. */
  assign(ids: readonly string[]): void {
    if (this.#bytes < minMeasuredBytes || ids.length !== this.#sizes.length) return
    const bytesById = new Map<string, number>()
    for (const [index, id] of ids.entries()) {
      bytesById.set(id, (bytesById.get(id) ?? 0) + (this.#sizes[index] ?? 0))
    }
    this.#bytesById = bytesById
  }

  /** What the rows of some of the keys have taken. */
  bytesOf(ids: readonly string[], keyCount: number): number {
    const bytesById = this.#bytesById
    if (bytesById === undefined) return Math.ceil((this.#bytes * ids.length) / keyCount)
    return ids.reduce((sum, id) => sum + (bytesById.get(id) ?? 0), 0)
  }
}
