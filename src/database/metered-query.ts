import pg from 'pg'

/** Counts the bytes that a statement reads. */
export interface ReadMeter {
  /**
   * Called for each row before it is decoded.
   * @param bytes the length of the row in the protocol.
   * @returns the error that ends the statement; undefined to continue.
   */
  add(bytes: number): Error | undefined
}

export type QueryCallback = (error: Error | null, result: pg.QueryResult) => void

// The driver's types omit how it passes messages to a query.
interface DriverQuery {
  handleDataRow(message: { readonly length: number }): void
  handleError(error: Error, connection: unknown): void
}
type DriverQueryClass = new (config: pg.QueryConfig, callback: QueryCallback) => pg.Query & DriverQuery

/**
 * A query that stops reading when its meter returns an error. The error is reported immediately, while PostgreSQL may
 * still be sending rows. They are discarded, and the connection must be closed.
 */
export class MeteredQuery extends (pg.Query as unknown as DriverQueryClass) {
  readonly #meter: ReadMeter
  #refusal: Error | undefined

  constructor(config: pg.QueryConfig, meter: ReadMeter, callback: QueryCallback) {
    super(config, callback)
    this.#meter = meter
  }

  /** Whether the meter has stopped the query. */
  get isRefused(): boolean {
    return this.#refusal !== undefined
  }

  override handleDataRow(message: { readonly length: number }): void {
    if (this.#refusal !== undefined) return
    this.#refusal = this.#meter.add(message.length)
    if (this.#refusal === undefined) super.handleDataRow(message)
    else this.handleError(this.#refusal, undefined)
  }
}
