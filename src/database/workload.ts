import { setTimeout as sleep } from 'node:timers/promises'
import type { AppError } from '../errors.ts'
import {
  Caller,
  type CallerLimits,
  type Excess,
  tooLargeAnswer,
  tooLargeTogether,
  tooLongAnswer,
} from './caller.ts'
import type { ReadMeter } from './metered-query.ts'

/** Bounds on memory. */
export interface ByteLimits {
  /** What one request may read from the database. */
  readonly maxAnswerBytes: number
  /** What all requests in progress may hold together: what they have read, and answers that are not yet sent. */
  readonly maxTotalBytes: number
}

export const defaultByteLimits: ByteLimits = { maxAnswerBytes: 32 * 2 ** 20, maxTotalBytes: 256 * 2 ** 20 }

/** One caller may hold this part of the total, but always one answer. */
const callersInTotal = 4
const maxRoomWaitMs = 2_000
const roomPollMs = 25
/** How long a client may take to read its answer while others wait for the memory that it holds. */
const minSendMs = 500

/** An answer that is made and waits for its client to read it. */
interface Sending {
  readonly startedAt: number
  /** Closes the client's connection. */
  readonly cut: () => void
}

/** All requests in progress of one server process, by caller. */
export class Workload {
  readonly limits: ByteLimits
  readonly maxCallerBytes: number
  /** Held by all requests in progress. */
  bytes = 0
  readonly #callers = new Map<string, Caller>()
  /** Oldest first. */
  readonly #sending = new Map<RequestWork, Sending>()

  constructor(limits: ByteLimits) {
    this.limits = limits
    this.maxCallerBytes = Math.max(limits.maxAnswerBytes, limits.maxTotalBytes / callersInTotal)
  }

  /**
   * Admits a request: waits until its caller may run another one and there is memory for its answer.
   * @param key names the caller: a viewer, or all strangers at one address.
   * @throws AppError TOO_MANY_REQUESTS when the caller, UNAVAILABLE when the server has too much in progress.
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

  /** From now on the request may be cut off when its client reads slowly and memory is short. */
  startSending(work: RequestWork, cut: () => void): void {
    this.#sending.set(work, { startedAt: performance.now(), cut })
  }

  stopSending(work: RequestWork): void {
    this.#sending.delete(work)
  }

  /**
   * Makes room for a caller's bytes. While there is none, clients that have been reading their answers for long are cut
   * off: otherwise a few that don't read at all would keep everybody else out.
   * @returns the bound that stays exceeded, or undefined.
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

  /** False when no client has been reading for long: of this caller, or of all. */
  #cutSlowest(caller: Caller | undefined): boolean {
    const latestStart = performance.now() - minSendMs
    for (const [work, { startedAt, cut }] of this.#sending) {
      if (startedAt > latestStart) return false
      if (caller !== undefined && work.caller !== caller) continue
      work.end()
      cut()
      return true
    }
    return false
  }

  #forget(key: string, caller: Caller): void {
    caller.openRequests -= 1
    if (caller.openRequests === 0) this.#callers.delete(key)
  }

  /** Until one more answer of full size would fit. */
  async #waitForRoom(caller: Caller): Promise<void> {
    const { maxAnswerBytes } = this.limits
    const deadline = performance.now() + maxRoomWaitMs
    for (;;) {
      const excess = this.findExcess(caller, maxAnswerBytes)
      if (excess === undefined) return
      if (performance.now() > deadline) throw tooLargeTogether(excess)
      await sleep(roomPollMs)
    }
  }
}

/** One admitted request: meters what it reads until its answer is sent. */
export class RequestWork implements ReadMeter {
  readonly caller: Caller
  readonly #workload: Workload
  readonly #onEnd: () => void
  #readBytes = 0
  #heldBytes = 0
  #isEnded = false

  constructor(workload: Workload, caller: Caller, onEnd: () => void) {
    this.#workload = workload
    this.caller = caller
    this.#onEnd = onEnd
  }

  /** @returns AppError TOO_COMPLEX, TOO_MANY_REQUESTS or UNAVAILABLE when a bound is exceeded. */
  add(bytes: number): AppError | undefined {
    this.#hold(bytes)
    this.#readBytes += bytes
    const { maxAnswerBytes } = this
    if (this.#readBytes > maxAnswerBytes) return tooLargeAnswer(maxAnswerBytes)
    const excess = this.#workload.findExcess(this.caller, 0)
    return excess && tooLargeTogether(excess)
  }

  get maxAnswerBytes(): number {
    return this.#workload.limits.maxAnswerBytes
  }

  /**
   * Counts the answer's text before it is written.
   * @returns AppError TOO_COMPLEX, TOO_MANY_REQUESTS or UNAVAILABLE when it must not be written.
   */
  write(length: number): AppError | undefined {
    const { maxAnswerBytes } = this
    if (length > maxAnswerBytes) return tooLongAnswer(maxAnswerBytes)
    const excess = this.#workload.findExcess(this.caller, length)
    if (excess !== undefined) return tooLargeTogether(excess)
    this.#hold(length)
    return undefined
  }

  #hold(bytes: number): void {
    // Work that goes on after the answer, such as sending mail, is no longer the request's.
    if (this.#isEnded) return
    this.#heldBytes += bytes
    this.caller.bytes += bytes
    this.#workload.bytes += bytes
  }

  /** The answer is made. @param cut closes the connection of a client that reads it too slowly. */
  startSending(cut: () => void): void {
    if (!this.#isEnded) this.#workload.startSending(this, cut)
  }

  /** Gives everything back; may be called again. */
  end(): void {
    if (this.#isEnded) return
    this.#isEnded = true
    this.#workload.stopSending(this)
    this.caller.bytes -= this.#heldBytes
    this.#workload.bytes -= this.#heldBytes
    this.caller.requests.leave()
    this.#onEnd()
  }
}
