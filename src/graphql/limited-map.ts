interface Entry<Value> {
  readonly value: Value
  readonly bytes: number
}

/** A least-recently-used cache with limited memory. */
export class LimitedMap<Value> {
  readonly #maxBytes: number
  readonly #onDrop: (value: Value) => void
  /** Ordered by last use, oldest first. */
  readonly #entries = new Map<string, Entry<Value>>()
  #bytes = 0

  /** @param onDrop called with each value that is evicted. */
  constructor(maxBytes: number, onDrop: (value: Value) => void = () => undefined) {
    this.#maxBytes = maxBytes
    this.#onDrop = onDrop
  }

  /** The total size of the values, at most the limit. */
  get bytes(): number {
    return this.#bytes
  }

  get size(): number {
    return this.#entries.size
  }

  /** Counts as a use. */
  get(key: string): Value | undefined {
    const entry = this.#entries.get(key)
    if (entry === undefined) return undefined
    this.#entries.delete(key)
    this.#entries.set(key, entry)
    return entry.value
  }

  /** @returns false for a value larger than the limit. It is not stored, and any previous value is removed. */
  set(key: string, value: Value, bytes: number): boolean {
    this.delete(key)
    if (bytes > this.#maxBytes) return false
    this.#entries.set(key, { value, bytes })
    this.#bytes += bytes
    for (const [oldest, entry] of this.#entries) {
      if (this.#bytes <= this.#maxBytes) break
      this.delete(oldest)
      this.#onDrop(entry.value)
    }
    return true
  }

  delete(key: string): void {
    const entry = this.#entries.get(key)
    if (entry === undefined) return
    this.#entries.delete(key)
    this.#bytes -= entry.bytes
  }
}
