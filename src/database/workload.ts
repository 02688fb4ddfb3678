import { setTimeout as sleep } from 'node:timers/promises'
import type { AppError } from '../errors.ts'
import { Caller, type CallerLimits, tooLargeAnswer, tooLargeTogether, tooLongAnswer } from './caller.ts'
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

/** All requests in progress of one server process, by caller. */
export class Workload {
  readonly limits: ByteLimits
  readonly maxCallerBytes: number
  /** Held by all requests in progress. */
  bytes = 0
  readonly #callers = new Map<string, Caller>()

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
      if (!this.#hasRoom(caller)) await this.#waitForRoom(caller)
    } catch (error) {
      work.end()
      throw error
    }
    return work
  }

  #forget(key: string, caller: Caller): void {
    caller.openRequests -= 1
    if (caller.openRequests === 0) this.#callers.delete(key)
  }

  /** Whether one more answer of full size would fit. */
  #hasRoom(caller: Caller): boolean {
    const { maxAnswerBytes, maxTotalBytes } = this.limits
    return (
      this.bytes + maxAnswerBytes <= maxTotalBytes && caller.bytes + maxAnswerBytes <= this.maxCallerBytes
    )
  }

  async #waitForRoom(caller: Caller): Promise<void> {
    const deadline = performance.now() + maxRoomWaitMs
    do {
      if (performance.now() > deadline) throw tooLargeTogether(caller.bytes * 2 > this.bytes)
      await sleep(roomPollMs)
    } while (!this.#hasRoom(caller))
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
    const { limits, maxCallerBytes } = this.#workload
    if (this.#readBytes > limits.maxAnswerBytes) return tooLargeAnswer(limits.maxAnswerBytes)
    if (this.caller.bytes > maxCallerBytes) return tooLargeTogether(true)
    if (this.#workload.bytes > limits.maxTotalBytes) return tooLargeTogether(false)
    return undefined
  }

  get maxAnswerBytes(): number {
    return this.#workload.limits.maxAnswerBytes
  }

  /**
   * Counts the answer's text before it is written.
   * @returns AppError TOO_COMPLEX, TOO_MANY_REQUESTS or UNAVAILABLE when it must not be written.
   */
  write(length: number): AppError | undefined {
    const { limits, maxCallerBytes, bytes } = this.#workload
    if (length > limits.maxAnswerBytes) return tooLongAnswer(limits.maxAnswerBytes)
    if (this.caller.bytes + length > maxCallerBytes) return tooLargeTogether(true)
    if (bytes + length > limits.maxTotalBytes) return tooLargeTogether(false)
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

  /** Gives everything back; may be called again. */
  end(): void {
    if (this.#isEnded) return
    this.#isEnded = true
    this.caller.bytes -= this.#heldBytes
    this.#workload.bytes -= this.#heldBytes
    this.caller.requests.leave()
    this.#onEnd()
  }
}
