/** A response that waits for its client to read it. */
export interface SendingResponse<Owner> {
  readonly owner: Owner
  /** By `performance.now()`. */
  readonly startedAt: number
  /** Closes the client's connection. */
  readonly cut: () => void
}

interface Link<Owner> {
  response: SendingResponse<Owner> | undefined
  previous: Link<Owner>
  next: Link<Owner>
}

/**
 * Responses in the order in which sending started. A linked list, not a Map: a Map replaces its table every few entries,
 * and what an old table refers to, such as requests with all their rows, stays in memory until a full garbage collection.
 */
export class SendingResponses<Owner extends object> {
  /** Before the oldest and after the newest response. */
  readonly #ends: Link<Owner> = createEnds()

  /** @returns a function that removes the response; it may be called again. */
  add(response: SendingResponse<Owner>): () => void {
    const { previous } = this.#ends
    const link: Link<Owner> = { response, previous, next: this.#ends }
    previous.next = link
    this.#ends.previous = link
    return () => remove(link)
  }

  /** The oldest response that fulfils the condition. */
  find(isWanted: (response: SendingResponse<Owner>) => boolean): SendingResponse<Owner> | undefined {
    for (let link = this.#ends.next; link.response !== undefined; link = link.next) {
      if (isWanted(link.response)) return link.response
    }
    return undefined
  }
}

function createEnds<Owner>(): Link<Owner> {
  const ends: Partial<Link<Owner>> = { response: undefined }
  return Object.assign(ends, { previous: ends, next: ends }) as Link<Owner>
}

/** The removed link refers to nothing any more: it may be older than what it referred to. */
function remove<Owner>(link: Link<Owner>): void {
  link.previous.next = link.next
  link.next.previous = link.previous
  link.response = undefined
  link.previous = link
  link.next = link
}
