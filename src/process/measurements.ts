import { channel } from 'node:diagnostics_channel'

/**
 * Measurements that any part of the program publishes and metrics collect. Publishing costs next to nothing if nobody
 * has subscribed, as in commands.
 */
export class Measurement<Value> {
  readonly #channel

  /** @param name the name of the channel of node:diagnostics_channel, for tools that subscribe by name. */
  constructor(name: string) {
    this.#channel = channel(name)
  }

  /** Whether somebody has subscribed: if not, there is no need to measure. */
  get isWatched(): boolean {
    return this.#channel.hasSubscribers
  }

  publish(value: Value): void {
    this.#channel.publish(value)
  }

  /** @returns a function that ends the subscription. */
  subscribe(take: (value: Value) => void): () => void {
    const listener = (message: unknown) => take(message as Value)
    this.#channel.subscribe(listener)
    return () => void this.#channel.unsubscribe(listener)
  }
}

/** A statement that has ended, successfully or not. */
export interface MeasuredStatement {
  readonly text: string
  readonly durationMs: number
}

/** The statements of pools. Those of COPY and of connections outside of pools are not included. */
export const statements = new Measurement<MeasuredStatement>('metagauge:statement')

/** Milliseconds that a request waited for a connection of the pool. */
export const connectionWaits = new Measurement<number>('metagauge:connection-wait')

/** A statement that loads rows by keys, for one or more requests. */
export interface MeasuredBatch {
  readonly keys: number
  readonly requests: number
}

export const batches = new Measurement<MeasuredBatch>('metagauge:batch')

/** A run of a repeated task. */
export interface MeasuredTask {
  readonly name: string
  readonly durationMs: number
  readonly isSuccessful: boolean
}

export const repeatedTasks = new Measurement<MeasuredTask>('metagauge:repeated-task')

/** An e-mail that has been handed over to the mail server, or not. */
export interface MeasuredMail {
  readonly isSent: boolean
}

export const mails = new Measurement<MeasuredMail>('metagauge:mail')
