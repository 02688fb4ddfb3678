import type { ReadMeter } from './metered-query.ts'

/** Maximum bytes of a shared statement. Beyond this, each request loads its own keys. */
const maxSharedBytes = 4 * 2 ** 20
/** Below this, the bytes of the statement are divided evenly by keys instead of counted row by row. */
const minMeasuredBytes = 64 * 2 ** 10

/** A shared statement reads too much; it is not yet known whose rows are large. */
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

  /** Sets the ids for which the rows were loaded, in the order of their arrival. */
  assign(ids: readonly string[]): void {
    if (this.#bytes < minMeasuredBytes || ids.length !== this.#sizes.length) return
    this.#bytesById = sumById(ids, this.#sizes)
  }

  /** The bytes of the rows of some of the keys. */
  bytesOf(ids: readonly string[], keyCount: number): number {
    const bytesById = this.#bytesById
    if (bytesById === undefined) return Math.ceil((this.#bytes * ids.length) / keyCount)
    return ids.reduce((sum, id) => sum + (bytesById.get(id) ?? 0), 0)
  }
}

/** The rows of an id usually arrive one after another, so the map is updated once for each run of them. */
function sumById(ids: readonly string[], sizes: readonly number[]): Map<string, number> {
  const sums = new Map<string, number>()
  let sum = 0
  for (let index = 0; index < ids.length; index++) {
    const id = ids[index] ?? ''
    sum += sizes[index] ?? 0
    if (id === ids[index + 1]) continue
    sums.set(id, (sums.get(id) ?? 0) + sum)
    sum = 0
  }
  return sums
}
