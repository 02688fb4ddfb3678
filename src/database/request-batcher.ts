import { batches } from '../process/measurements.ts'
import type { Connection, Database } from './connection.ts'
import type { Caller } from './limits/caller.ts'
import { createMeteredDatabase, RequestDatabase, runSearch } from './limits/request-database.ts'
import type { ReadMeter, RequestWork } from './limits/workload.ts'

/** A row whose children are loaded. The statement restricts them to its owner. */
export interface Parent {
  readonly id: string
  readonly userId: string
}

/** The id of a requested row, and of the owner that it must have; null for any owner. */
export interface ScopedId {
  readonly id: string
  readonly userId: string | null
}

/** Loads rows by their own ids, or by their parents' ids, with the same arguments for all keys. */
export type ListRows<Key, Row, Arguments> = (
  db: Database,
  keys: readonly Key[],
  args: Arguments,
) => Promise<readonly Row[]>

interface BatchRequest<Key, Arguments> {
  readonly keys: readonly Key[]
  readonly args: Arguments
  /** The arguments as text: requests with equal texts may share a statement. */
  readonly argsText: string
  /** The maximum number of rows of a key, or an estimate. */
  readonly rowsOfKey: number
}

/** Loads rows for a request, together with those of concurrent requests. */
export type RequestBatcher<Key, Row, Arguments> = (
  db: Database,
  asked: BatchRequest<Key, Arguments>,
) => Promise<RowsById<Row>>

/** Keys in one statement; more become two statements. */
export const maxBatchSize = 1000
/** Rows in a shared statement: with more, each request would wait too long for rows of others. */
const maxSharedRows = 1024

/**
 * Lets concurrent requests share a statement: the more there are, the less each of them costs. Nothing is cached beyond
 * that. No request gets a row that only another user may read: the same id with another owner goes into another statement.
 *
 * The statement takes one turn of each caller that shares it. Its rows count against the limits of the requests that get
 * them. If they are too large together, each request loads its own.
 * @param idOf the id for which a row was loaded.
 */
export function createRequestBatcher<Key extends ScopedId, Row, Arguments>(
  list: ListRows<Key, Row, Arguments>,
  idOf: (row: Row) => string,
): RequestBatcher<Key, Row, Arguments> {
  const openByRoot = new WeakMap<Database | Connection, Map<string, SharedStatement<Key, Row>>>()
  return async (db, { keys, args, argsText, rowsOfKey }) => {
    const isOfRequest = db instanceof RequestDatabase
    const root = isOfRequest ? db.sharedConnection : db
    const open = openByRoot.get(root) ?? new Map<string, SharedStatement<Key, Row>>()
    openByRoot.set(root, open)
    const maxKeys = Math.min(maxBatchSize, maxSharedRows / rowsOfKey)
    const find = () => {
      const statement = open.get(argsText)
      return statement?.canTake(keys, maxKeys) === true ? statement : undefined
    }
    const work = isOfRequest ? db.work : undefined
    if (work !== undefined && !takeTurn(work.caller, find())) {
      await work.caller.statements.enter()
      // Another request of the caller may have given one while this one waited.
      if (find()?.hasTurnOf(work.caller) === true) work.caller.statements.leave()
    }
    const statement = find() ?? create()
    return statement.load(db, keys)

    function create(): SharedStatement<Key, Row> {
      const loading = {
        list: (bounded: Database, gathered: readonly Key[]) => list(bounded, gathered, args),
        idOf,
      }
      const created: SharedStatement<Key, Row> = new SharedStatement(db, loading, () => {
        if (open.get(argsText) === created) open.delete(argsText)
      })
      open.set(argsText, created)
      return created
    }
  }
}

/** Loads rows by a search. Searches are not shared, because each caller has its own time limit for them. */
export function createSearchLoader<Key extends ScopedId, Row, Arguments>(
  list: ListRows<Key, Row, Arguments>,
  idOf: (row: Row) => string,
): RequestBatcher<Key, Row, Arguments> {
  return async (db, { keys, args }) =>
    groupRows(await runSearch(db, (bounded) => list(bounded, keys, args)), idOf)
}

/** False if the caller has to wait. A statement needs only one turn of each caller. */
function takeTurn<Key extends ScopedId, Row>(
  caller: Caller,
  statement: SharedStatement<Key, Row> | undefined,
): boolean {
  return statement?.hasTurnOf(caller) === true || caller.statements.tryEnter()
}

/** Rows by the id for which they were loaded. */
type RowsById<Row> = ReadonlyMap<string, readonly Row[]>

/** How the statement loads rows for keys, and which key a row belongs to. */
interface Loading<Key, Row> {
  list(db: Database, keys: readonly Key[]): Promise<readonly Row[]>
  idOf(row: Row): string
}

/** A statement shared by the requests of one turn of the event loop, and sent at its end. */
class SharedStatement<Key extends ScopedId, Row> {
  /** The database of the first request. */
  readonly #db: Database
  readonly #loading: Loading<Key, Row>
  readonly #keys = new Map<string, Key>()
  readonly #works = new Set<RequestWork>()
  /** The callers. Each gives one turn, however many of its requests share the statement. */
  readonly #callers = new Set<Caller>()
  readonly #rows: Promise<RowsById<Row>>
  /** Undefined if only one request uses the statement, which is then metered by that request. */
  #meter: SharedMeter | undefined

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
      if (this.#meter !== undefined) charge(work, this.#meter, keys, { rows, keyCount: this.#keys.size })
      return rows
    } catch (error) {
      if (!(error instanceof SharedStatementTooLarge)) throw error
      return groupRows(await this.#loading.list(db, keys), this.#loading.idOf)
    }
  }

  async #send(): Promise<RowsById<Row>> {
    const { list, idOf } = this.#loading
    try {
      batches.publish({ keys: this.#keys.size, requests: Math.max(this.#works.size, 1) })
      const rows = await list(this.#openDatabase(), [...this.#keys.values()])
      this.#meter?.assign(rows.map(idOf))
      return groupRows(rows, idOf)
    } finally {
      for (const { statements } of this.#callers) statements.leave()
    }
  }

  #openDatabase(): Database {
    if (!(this.#db instanceof RequestDatabase)) return this.#db
    const [work, ...others] = this.#works
    if (work !== undefined && others.length === 0)
      return createMeteredDatabase(this.#db.sharedConnection, work)
    this.#meter = new SharedMeter()
    return createMeteredDatabase(this.#db.sharedConnection, this.#meter)
  }
}

/** Charges a request for its share of a statement. @throws AppError when its rows are too large for it. */
function charge<Row>(
  work: RequestWork,
  meter: SharedMeter,
  keys: readonly ScopedId[],
  { rows, keyCount }: { readonly rows: RowsById<Row>; readonly keyCount: number },
): void {
  const ids = keys.map(({ id }) => id)
  work.endStatement(ids.reduce((sum, id) => sum + (rows.get(id)?.length ?? 0), 0))
  const error = work.add(meter.bytesOf(ids, keyCount))
  if (error !== undefined) throw error
}

/** The rows of each id, in the order of the ids. */
function groupRows<Row>(rows: readonly Row[], idOf: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const id = idOf(row)
    const group = groups.get(id)
    if (group === undefined) groups.set(id, [row])
    else group.push(row)
  }
  return groups
}

/** Maximum bytes of a shared statement. Beyond this, each request loads its own keys. */
const maxSharedBytes = 4 * 2 ** 20
/** Below this, the bytes of the statement are divided evenly by keys instead of counted row by row. */
const minMeasuredBytes = 64 * 2 ** 10

/** A shared statement reads too much; it is not yet known whose rows are large. */
class SharedStatementTooLarge extends Error {
  constructor() {
    super(`A shared statement reads more than ${maxSharedBytes} bytes.`)
    this.name = 'SharedStatementTooLarge'
  }
}

/** Counts what a shared statement reads, so that each request can be charged for the rows of its keys. */
class SharedMeter implements ReadMeter {
  readonly #sizes: number[] = []
  #bytes = 0
  #bytesById: Map<string, number> | undefined

  add(bytes: number): Error | undefined {
    this.#bytes += bytes
    this.#sizes.push(bytes)
    return this.#bytes > maxSharedBytes ? new SharedStatementTooLarge() : undefined
  }

  /** Each request counts its share itself. */
  endStatement(): void {}

  /** Sets the ids for which the rows were loaded, in the order of their arrival. */
  assign(ids: readonly string[]): void {
    if (this.#bytes < minMeasuredBytes || ids.length !== this.#sizes.length) return
    this.#bytesById = sumById(ids, this.#sizes)
  }

  /** The bytes of the rows of some of the keys. */
  bytesOf(ids: readonly string[], keyCount: number): number {
    const bytesById = this.#bytesById
    if (bytesById === undefined) return Math.ceil((this.#bytes * ids.length) / keyCount)
    return ids.reduce((sum, id) => sum + (bytesById.get(id) ?? 0), 0)
  }
}

/** The rows of an id usually arrive one after another, so the map is updated once for each run of them. */
function sumById(ids: readonly string[], sizes: readonly number[]): Map<string, number> {
  const sums = new Map<string, number>()
  let sum = 0
  for (let index = 0; index < ids.length; index++) {
    const id = ids[index] ?? ''
    sum += sizes[index] ?? 0
    if (id === ids[index + 1]) continue
    sums.set(id, (sums.get(id) ?? 0) + sum)
    sum = 0
  }
  return sums
}
