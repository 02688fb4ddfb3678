import type { Database } from './connection.ts'

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

/** Rows by the id that they were loaded for. */
export type RowsById<Row> = ReadonlyMap<string, readonly Row[]>

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

/** Asked for in one turn of the event loop, and loaded by one statement at its end. */
interface Gathering<Key, Row> {
  readonly keys: Map<string, Key>
  readonly rows: Promise<RowsById<Row>>
}

/** The most keys in one statement; more become two statements. */
export const maxBatchSize = 1000
/** The most rows in a statement that requests share: with more, the first of them would wait for what others need. */
const maxSharedRows = 1024

/**
 * Lets requests that come together share a statement: the more there are, the less each of them costs. Nothing is
 * remembered beyond that, and nobody gets a row that only somebody else may have: the same id with another owner is
 * asked for by another statement.
 * @param idOf the id that a row was loaded for.
 */
export function createGather<Key extends ScopedId, Row, Arguments>(
  list: ListRows<Key, Row, Arguments>,
  idOf: (row: Row) => string,
): Gather<Key, Row, Arguments> {
  const gatherings = new WeakMap<Database, Map<string, Gathering<Key, Row>>>()
  return (db, { keys, args, argsText, rowsOfKey }) => {
    const open = gatherings.get(db) ?? new Map<string, Gathering<Key, Row>>()
    gatherings.set(db, open)
    const known = open.get(argsText)
    const maxSharedKeys = Math.min(maxBatchSize, maxSharedRows / rowsOfKey)
    if (known !== undefined && join(known, keys, maxSharedKeys)) return known.rows
    const gathering = start<Key, Row>(async (gathered) => {
      if (open.get(argsText) === gathering) open.delete(argsText)
      return groupBy(await list(db, gathered, args), idOf)
    })
    join(gathering, keys, maxBatchSize)
    open.set(argsText, gathering)
    return gathering.rows
  }
}

/** False, with nothing done, when these keys can't be asked for together with those. */
function join<Key extends ScopedId>(
  { keys: gathered }: Gathering<Key, unknown>,
  keys: readonly Key[],
  maxKeys: number,
): boolean {
  const isFull = gathered.size > 0 && gathered.size + keys.length > maxKeys
  if (isFull || keys.some(({ id, userId }) => gathered.has(id) && gathered.get(id)?.userId !== userId))
    return false
  for (const key of keys) gathered.set(key.id, key)
  return true
}

function start<Key, Row>(load: (keys: readonly Key[]) => Promise<RowsById<Row>>): Gathering<Key, Row> {
  const keys = new Map<string, Key>()
  const rows = new Promise<void>((resolve) => void setImmediate(resolve)).then(() => load([...keys.values()]))
  return { keys, rows }
}

function groupBy<Row>(rows: readonly Row[], idOf: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const id = idOf(row)
    const group = groups.get(id)
    if (group === undefined) groups.set(id, [row])
    else group.push(row)
  }
  return groups
}
