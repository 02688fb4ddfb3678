import type { Caller } from './caller.ts'
import type { Connection, Database } from './connection.ts'
import { GatheredStatement, groupBy, type RowsById } from './gathered-statement.ts'
import { RequestDatabase } from './request-database.ts'
import { runSearch } from './run-search.ts'

/** A row that owns others: its owner's id stands in the statement beside its own. */
export interface Parent {
  readonly id: string
  readonly userId: string
}

/** A row that is asked for by its id, and whose it must be; null for anybody's. */
export interface ScopedId {
  readonly id: string
  readonly userId: string | null
}

/** Loads rows of parents, or by their own ids, with arguments that are the same for all of them. */
export type ListRows<Key, Row, Arguments> = (
  db: Database,
  keys: readonly Key[],
  args: Arguments,
) => Promise<readonly Row[]>

/** What a request asks for. */
export interface Asked<Key, Arguments> {
  readonly keys: readonly Key[]
  readonly args: Arguments
  /** The arguments as text: who gives the same may share a statement. */
  readonly argsText: string
  /** How many rows a key has at most, as far as that is known. */
  readonly rowsOfKey: number
}

/** Loads what others may be asking for, too. */
export type Gather<Key, Row, Arguments> = (
  db: Database,
  asked: Asked<Key, Arguments>,
) => Promise<RowsById<Row>>

/** The most keys in one statement; more become two statements. */
export const maxBatchSize = 1000
/** The most rows in a statement that requests share: with more, the first of them would wait for what others need. */
const maxSharedRows = 1024

/**
 * Lets requests that come together share a statement: the more there are, the less each of them costs. Nothing is
 * remembered beyond that, and nobody gets a row that only somebody else may have: the same id with another owner is
 * asked for by another statement.
 *
 * The statement takes one turn of each caller that shares it. Its rows count against the requests that get them; when
 * they are too large together, each request loads its own.
 * @param idOf the id that a row was loaded for.
 */
export function createGather<Key extends ScopedId, Row, Arguments>(
  list: ListRows<Key, Row, Arguments>,
  idOf: (row: Row) => string,
): Gather<Key, Row, Arguments> {
  const openByRoot = new WeakMap<Database | Connection, Map<string, GatheredStatement<Key, Row>>>()
  return async (db, { keys, args, argsText, rowsOfKey }) => {
    const isOfRequest = db instanceof RequestDatabase
    const root = isOfRequest ? db.sharedConnection : db
    const open = openByRoot.get(root) ?? new Map<string, GatheredStatement<Key, Row>>()
    openByRoot.set(root, open)
    const maxKeys = Math.min(maxBatchSize, maxSharedRows / rowsOfKey)
    const find = () => {
      const statement = open.get(argsText)
      return statement?.canTake(keys, maxKeys) === true ? statement : undefined
    }
    const work = isOfRequest ? db.work : undefined
    if (work !== undefined && !takeTurn(work.caller, find())) {
      await work.caller.statements.enter()
      // Another request of the caller may have given one in the meantime.
      if (find()?.hasTurnOf(work.caller) === true) work.caller.statements.leave()
    }
    const statement = find() ?? create()
    return statement.load(db, keys)

    function create(): GatheredStatement<Key, Row> {
      const loading = {
        list: (bounded: Database, gathered: readonly Key[]) => list(bounded, gathered, args),
        idOf,
      }
      const created: GatheredStatement<Key, Row> = new GatheredStatement(db, loading, () => {
        if (open.get(argsText) === created) open.delete(argsText)
      })
      open.set(argsText, created)
      return created
    }
  }
}

/** The same for searches, which are not shared, because each caller has its own time limit for searches. */
export function createSearch<Key extends ScopedId, Row, Arguments>(
  list: ListRows<Key, Row, Arguments>,
  idOf: (row: Row) => string,
): Gather<Key, Row, Arguments> {
  return async (db, { keys, args }) =>
    groupBy(await runSearch(db, (bounded) => list(bounded, keys, args)), idOf)
}

/** False if the caller has to wait. A statement needs only one turn of each caller. */
function takeTurn<Key extends ScopedId, Row>(
  caller: Caller,
  statement: GatheredStatement<Key, Row> | undefined,
): boolean {
  return statement?.hasTurnOf(caller) === true || caller.statements.tryEnter()
}
