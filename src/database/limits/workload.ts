import { setTimeout as sleep } from 'node:timers/promises'
import type { AppError } from '../../errors.ts'
import type { DatabaseUsage } from '../../request-record.ts'
import {
  Caller,
  type CallerLimits,
  type Excess,
  memoryLimitError,
  readLimitError,
  responseTooLongError,
} from './caller.ts'

/** Counts the bytes that a statement reads. */
export interface ReadMeter {
  /**
   * Called for each row before it is decoded.
   * @param bytes the length of the row in the protocol.
   * @returns the error that ends the statement; undefined to continue.
   */
  add(bytes: number): Error | undefined
  /** Called when a statement has ended, or for its share in a shared statement. */
  endStatement(rows: number): void
}

/** Limits on memory. */
export interface ByteLimits {
  /** How much one request may read from the database. */
  readonly maxAnswerBytes: number
  /** How much all requests in progress may hold together: data read, and responses not yet sent. */
  readonly maxTotalBytes: number
}

export const defaultByteLimits: ByteLimits = { maxAnswerBytes: 32 * 2 ** 20, maxTotalBytes: 128 * 2 ** 20 }

/** The fraction of the total that one caller may hold; at least one response is always allowed. */
const callersInTotal = 2
const maxRoomWaitMs = 2_000
const roomPollMs = 25
/** How long a client may take to read its response while others wait for the memory that it holds. */
const minSendMs = 500

/** All requests in progress of one server process, by caller. */
export class Workload {
  readonly limits: ByteLimits
  readonly maxCallerBytes: number
  /** Bytes held by all requests in progress. */
  bytes = 0
  readonly #callers = new Map<string, Caller>()
  readonly #sending = new SendingResponses<RequestWork>()

  constructor(limits: ByteLimits) {
    this.limits = limits
    this.maxCallerBytes = Math.max(limits.maxAnswerBytes, limits.maxTotalBytes / callersInTotal)
  }

  /**
   * Admits a request: waits until its caller may run another one and there is memory for its response.
   * @param key names the caller: a viewer, or all anonymous clients at one address.
   * @throws AppError TOO_MANY_REQUESTS if the caller, UNAVAILABLE if the server, has too much in progress.
   */
  async open(key: string, limits: CallerLimits): Promise<RequestWork> {
    const caller = this.#callers.get(key) ?? new Caller(limits)
    this.#callers.set(key, caller)
    caller.openRequests += 1
    try {
      await caller.requests.enter()
    } catch (error) {
      this.#forget(key, caller)
      throw error
    }
    const work = new RequestWork(this, caller, () => this.#forget(key, caller))
    try {
      await this.#waitForRoom(caller)
    } catch (error) {
      work.end()
      throw error
    }
    return work
  }

  /**
   * From now on, the client's connection may be closed if it reads slowly and memory is short.
   * @returns a function that ends this.
   */
  startSending(work: RequestWork, cut: () => void): () => void {
    return this.#sending.add({ owner: work, startedAt: performance.now(), cut })
  }

  /**
   * Makes room for a caller's bytes. If memory is short, closes the connections of clients that have been reading their
   * responses for too long: otherwise a few clients that don't read at all would block all others.
   * @returns the limit that is still exceeded, or undefined.
   */
  findExcess(caller: Caller, bytes: number): Excess | undefined {
    let excess = this.#measureExcess(caller, bytes)
    while (excess !== undefined && this.#cutSlowest(excess === 'of caller' ? caller : undefined)) {
      excess = this.#measureExcess(caller, bytes)
    }
    return excess
  }

  #measureExcess(caller: Caller, bytes: number): Excess | undefined {
    if (caller.bytes + bytes > this.maxCallerBytes) return 'of caller'
    return this.bytes + bytes > this.limits.maxTotalBytes ? 'of all' : undefined
  }

  /** False if no client, of this caller or of all, has been reading for too long. */
  #cutSlowest(caller: Caller | undefined): boolean {
    const latestStart = performance.now() - minSendMs
    const slowest = this.#sending.find(({ owner }) => caller === undefined || owner.caller === caller)
    if (slowest === undefined || slowest.startedAt > latestStart) return false
    slowest.owner.end()
    slowest.cut()
    return true
  }

  #forget(key: string, caller: Caller): void {
    caller.openRequests -= 1
    if (caller.openRequests === 0) this.#callers.delete(key)
  }

  /** Waits until there is memory for one more response of maximum size. */
  async #waitForRoom(caller: Caller): Promise<void> {
    const { maxAnswerBytes } = this.limits
    const deadline = performance.now() + maxRoomWaitMs
    for (;;) {
      const excess = this.findExcess(caller, maxAnswerBytes)
      if (excess === undefined) return
      if (performance.now() > deadline) throw memoryLimitError(excess)
      await sleep(roomPollMs)
    }
  }
}

/** An admitted request. Counts the bytes it reads until its response is sent. */
export class RequestWork implements ReadMeter, DatabaseUsage {
  readonly caller: Caller
  /** Statements that have ended. A shared one counts for each request. */
  statements = 0
  /** Rows of these statements. */
  rows = 0
  readonly #workload: Workload
  readonly #onEnd: () => void
  #stopSending: (() => void) | undefined
  #hasExpensiveTurn = false
  #readBytes = 0
  #heldBytes = 0
  #isEnded = false

  constructor(workload: Workload, caller: Caller, onEnd: () => void) {
    this.#workload = workload
    this.caller = caller
    this.#onEnd = onEnd
  }

  /**
   * Waits until no other expensive request of the caller is in progress: building its response keeps the event loop busy.
   * @throws AppError TOO_MANY_REQUESTS if that takes too long.
   */
  async takeExpensiveTurn(): Promise<void> {
    await this.caller.expensive.enter()
    if (this.#isEnded) this.caller.expensive.leave()
    else this.#hasExpensiveTurn = true
  }

  get readBytes(): number {
    return this.#readBytes
  }

  endStatement(rows: number): void {
    this.statements += 1
    this.rows += rows
  }

  /** @returns AppError TOO_COMPLEX, TOO_MANY_REQUESTS or UNAVAILABLE if a limit is exceeded. */
  add(bytes: number): AppError | undefined {
    this.#hold(bytes)
    this.#readBytes += bytes
    const { maxAnswerBytes } = this
    if (this.#readBytes > maxAnswerBytes) return readLimitError(maxAnswerBytes)
    const excess = this.#workload.findExcess(this.caller, 0)
    return excess && memoryLimitError(excess)
  }

  get maxAnswerBytes(): number {
    return this.#workload.limits.maxAnswerBytes
  }

  /**
   * Counts the response before it is serialized.
   * @returns AppError TOO_COMPLEX, TOO_MANY_REQUESTS or UNAVAILABLE if it must not be sent.
   */
  write(length: number): AppError | undefined {
    const { maxAnswerBytes } = this
    if (length > maxAnswerBytes) return responseTooLongError(maxAnswerBytes)
    const excess = this.#workload.findExcess(this.caller, length)
    if (excess !== undefined) return memoryLimitError(excess)
    this.#hold(length)
    return undefined
  }

  #hold(bytes: number): void {
    // Work that continues after the response, such as sending mail, no longer counts as the request's.
    if (this.#isEnded) return
    this.#heldBytes += bytes
    this.caller.bytes += bytes
    this.#workload.bytes += bytes
  }

  /** The response has been produced. @param cut closes the connection of a client that reads it too slowly. */
  startSending(cut: () => void): void {
    if (!this.#isEnded) this.#stopSending = this.#workload.startSending(this, cut)
  }

  /** Releases everything. Can be called repeatedly. */
  end(): void {
    if (this.#isEnded) return
    this.#isEnded = true
    this.#stopSending?.()
    this.#stopSending = undefined
    this.caller.bytes -= this.#heldBytes
    this.#workload.bytes -= this.#heldBytes
    if (this.#hasExpensiveTurn) this.caller.expensive.leave()
    this.caller.requests.leave()
    this.#onEnd()
  }
}

/** A response that waits for its client to read it. */
interface SendingResponse<Owner> {
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
 * Responses in the order in which sending started. A linked list, not a Map: a Map replaces its table every few
 * entries, and objects that an old table refers to, such as requests with all their rows, stay in memory until a full
 * garbage collection.
 */
class SendingResponses<Owner extends object> {
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

/**
 * The removed link no longer refers to other links, because it may be in an older generation of the heap than they are.
 */
function remove<Owner>(link: Link<Owner>): void {
  link.previous.next = link.next
  link.next.previous = link.previous
  link.response = undefined
  link.previous = link
  link.next = link
}
