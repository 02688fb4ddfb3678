import type { Caller } from './caller.ts'
import type { Database } from './connection.ts'
import { GatheredMeter, GatheredTooLarge } from './gathered-meter.ts'
import type { ScopedId } from './gathering.ts'
import { createMeteredDatabase, RequestDatabase } from './request-database.ts'
import type { RequestWork } from './workload.ts'

/** Rows by the id for which they were loaded. */
export type RowsById<Row> = ReadonlyMap<string, readonly Row[]>

/** How the statement loads rows for keys, and which key a row belongs to. */
interface Loading<Key, Row> {
  list(db: Database, keys: readonly Key[]): Promise<readonly Row[]>
  idOf(row: Row): string
}

/** A statement shared by the requests of one turn of the event loop, and sent at its end. */
export class GatheredStatement<Key extends ScopedId, Row> {
  /** The database of the first request. */
  readonly #db: Database
  readonly #loading: Loading<Key, Row>
  readonly #keys = new Map<string, Key>()
  readonly #works = new Set<RequestWork>()
  /** The callers. Each gives one turn, however many of its requests share the statement. */
  readonly #callers = new Set<Caller>()
  readonly #rows: Promise<RowsById<Row>>
  /** Undefined if only one request uses the statement, which is then metered by that request. */
  #meter: GatheredMeter | undefined

  /** @param onSend called when no more keys can be added. */
  constructor(db: Database, loading: Loading<Key, Row>, onSend: () => void) {
    this.#db = db
    this.#loading = loading
    this.#rows = new Promise<void>((resolve) => void setImmediate(resolve)).then(() => {
      onSend()
      return this.#send()
    })
  }

  hasTurnOf(caller: Caller): boolean {
    return this.#callers.has(caller)
  }

  /** Whether the keys can be loaded together with the current ones. */
  canTake(keys: readonly Key[], maxKeys: number): boolean {
    if (this.#keys.size + keys.length > maxKeys) return false
    return !keys.some(({ id, userId }) => this.#keys.has(id) && this.#keys.get(id)?.userId !== userId)
  }

  /**
   * Loads the rows of the keys for the database of a request. Its caller must have given a turn, unless `hasTurnOf` it.
   * @throws AppError when the rows are too large for the request.
   */
  async load(db: Database, keys: readonly Key[]): Promise<RowsById<Row>> {
    for (const key of keys) this.#keys.set(key.id, key)
    if (!(db instanceof RequestDatabase)) return this.#rows
    const { work } = db
    this.#works.add(work)
    this.#callers.add(work.caller)
    try {
      const rows = await this.#rows
      const ids = keys.map(({ id }) => id)
      const error = this.#meter && work.add(this.#meter.bytesOf(ids, this.#keys.size))
      if (error !== undefined) throw error
      return rows
    } catch (error) {
      if (!(error instanceof GatheredTooLarge)) throw error
      return groupBy(await this.#loading.list(db, keys), this.#loading.idOf)
    }
  }

  async #send(): Promise<RowsById<Row>> {
    const { list, idOf } = this.#loading
    try {
      const rows = await list(this.#openDatabase(), [...this.#keys.values()])
      this.#meter?.assign(rows.map(idOf))
      return groupBy(rows, idOf)
    } finally {
      for (const { statements } of this.#callers) statements.leave()
    }
  }

  #openDatabase(): Database {
    if (!(this.#db instanceof RequestDatabase)) return this.#db
    const [work, ...others] = this.#works
    if (work !== undefined && others.length === 0)
      return createMeteredDatabase(this.#db.sharedConnection, work)
    this.#meter = new GatheredMeter()
    return createMeteredDatabase(this.#db.sharedConnection, this.#meter)
  }
}

/** The rows of each id, in the order of the ids. */
export function groupBy<Row>(rows: readonly Row[], idOf: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const id = idOf(row)
    const group = groups.get(id)
    if (group === undefined) groups.set(id, [row])
    else group.push(row)
  }
  return groups
}
