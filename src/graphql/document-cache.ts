import type { ApolloServerOptions } from '@apollo/server'
import type { DocumentNode } from 'graphql'
import type { Context } from './context.ts'

/** Estimated bytes of memory. */
export interface DocumentCacheLimits {
  /** For documents that returned data to a viewer. */
  readonly viewersBytes: number
  /** For all other valid documents: anonymous clients can fill only this share. */
  readonly anonymousBytes: number
}

/** An application has a few dozen documents, which take 50 to 200 KB each. */
const usualLimits: DocumentCacheLimits = { viewersBytes: 24 * 1024 ** 2, anonymousBytes: 4 * 1024 ** 2 }

/** Measured: the nodes and tokens of a document take 70 to 170 bytes per character of its text. */
const bytesPerCharacter = 170

/** A valid document, and the value created from it. */
interface CachedDocument<Made> {
  readonly document: DocumentNode
  readonly text: string
  readonly made: Made
}

interface StoredDocument<Made> extends CachedDocument<Made> {
  readonly storeKey: string
}

type DocumentStore = NonNullable<ApolloServerOptions<Context>['documentStore']>

/** Valid documents by their text, for Apollo Server and for this server's own execution, within limits on memory. */
export class DocumentCache<Made> {
  readonly #create: () => Made
  readonly #measure: (made: Made) => number
  readonly #viewers: LruCache<StoredDocument<Made>>
  readonly #anonymous: LruCache<StoredDocument<Made>>
  /** By Apollo Server's keys, which are digests. */
  readonly #textByStoreKey = new Map<string, string>()

  /**
   * @param create creates the value of a new document.
   * @param measure estimates its bytes.
   */
  constructor(create: () => Made, measure: (made: Made) => number, limits = usualLimits) {
    this.#create = create
    this.#measure = measure
    const forget = ({ storeKey }: StoredDocument<Made>) => void this.#textByStoreKey.delete(storeKey)
    this.#viewers = new LruCache(limits.viewersBytes, forget)
    this.#anonymous = new LruCache(limits.anonymousBytes, forget)
  }

  /** The store in which Apollo Server caches validated documents. */
  readonly store: DocumentStore = {
    get: async (storeKey) => this.find(this.#textByStoreKey.get(storeKey) ?? '')?.document,
    set: async (storeKey, document) => {
      const text = document.loc?.source.body
      if (text !== undefined) this.#keep(this.#anonymous, { storeKey, document, text, made: this.#create() })
    },
    delete: async () => false,
  }

  find(text: string): CachedDocument<Made> | undefined {
    return this.#viewers.get(text) ?? this.#anonymous.get(text)
  }

  /** Updates the size of a document's value, and moves it to the viewers' share if it returned data to a viewer. */
  update(text: string, isForViewer: boolean): void {
    const ofViewers = this.#viewers.get(text)
    const entry = ofViewers ?? this.#anonymous.get(text)
    if (entry === undefined) return
    this.#anonymous.delete(text)
    this.#keep(isForViewer || ofViewers !== undefined ? this.#viewers : this.#anonymous, entry)
  }

  /** The estimated size of each share. */
  get bytes(): DocumentCacheLimits {
    return { viewersBytes: this.#viewers.bytes, anonymousBytes: this.#anonymous.bytes }
  }

  #keep(share: LruCache<StoredDocument<Made>>, entry: StoredDocument<Made>): void {
    const { text, storeKey, made } = entry
    const isKept = share.set(text, entry, text.length * bytesPerCharacter + this.#measure(made))
    if (isKept) this.#textByStoreKey.set(storeKey, text)
    else this.#textByStoreKey.delete(storeKey)
  }
}

interface SizedValue<Value> {
  readonly value: Value
  readonly bytes: number
}

/** A least-recently-used cache with limited memory. */
class LruCache<Value> {
  readonly #maxBytes: number
  readonly #onDrop: (value: Value) => void
  /** Ordered by last use, oldest first. */
  readonly #entries = new Map<string, SizedValue<Value>>()
  #bytes = 0

  /** @param onDrop called with each value that is evicted. */
  constructor(maxBytes: number, onDrop: (value: Value) => void) {
    this.#maxBytes = maxBytes
    this.#onDrop = onDrop
  }

  /** The total size of the values, at most the limit. */
  get bytes(): number {
    return this.#bytes
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
