import pg from 'pg'

/** Counts what a statement reads. */
export interface ReadMeter {
  /**
   * Called for each row before it is decoded.
   * @param bytes the length of the row in the protocol.
   * @returns the error with which the statement ends; undefined to go on.
   */
  add(bytes: number): Error | undefined
}

export type QueryCallback = (error: Error | null, result: pg.QueryResult) => void

// The driver's types leave out how it hands messages to a query.
interface DriverQuery {
  handleDataRow(message: { readonly length: number }): void
  handleError(error: Error, connection: unknown): void
}
type DriverQueryClass = new (config: pg.QueryConfig, callback: QueryCallback) => pg.Query & DriverQuery

/**
 * A query that stops reading when its meter says so: the error is reported at once, while PostgreSQL may still be
 * sending rows. They are dropped, and the connection must be closed.
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
