import type { Database } from './connection.ts'

/** A row that owns others, or that is asked for: its owner's id stands in the statement beside its own. */
export interface Parent {
  readonly id: string
  readonly userId: string
}

/** Rows by the id of the parent that they were loaded for. */
export type RowsByParent<Row> = ReadonlyMap<string, readonly Row[]>

/** Loads rows of parents, with arguments that are the same for all of them. */
export type ListRows<Row, Arguments> = (
  db: Database,
  parents: readonly Parent[],
  args: Arguments,
) => Promise<readonly Row[]>

/** Asked for in one turn of the event loop, and loaded by one statement at its end. */
interface Gathering<Row> {
  readonly parents: Map<string, Parent>
  readonly rows: Promise<RowsByParent<Row>>
}

/** The most parents in one statement; more become two statements. */
export const maxBatchSize = 1000

/**
 * Lets requests that come together share a statement: the more there are, the less each of them costs. Nothing is
 * remembered beyond that, and nobody gets rows of a parent that somebody else asked for: of the same parent with two
 * owners, of which one is wrong, each is asked for alone.
 * @param parentIdOf the id of the parent that a row was loaded for.
 */
export function gatherByParent<Row, Arguments>(
  list: ListRows<Row, Arguments>,
  parentIdOf: (row: Row) => string,
) {
  const gatherings = new WeakMap<Database, Map<string, Gathering<Row>>>()
  /** @param key the arguments as text: who gives the same shares the statement. */
  return (
    db: Database,
    parents: readonly Parent[],
    args: Arguments,
    key: string,
  ): Promise<RowsByParent<Row>> => {
    const open = gatherings.get(db) ?? new Map<string, Gathering<Row>>()
    gatherings.set(db, open)
    const known = open.get(key)
    if (known !== undefined && join(known, parents)) return known.rows
    const gathering = start<Row>(async (gathered) => {
      if (open.get(key) === gathering) open.delete(key)
      return groupBy(await list(db, gathered, args), parentIdOf)
    })
    join(gathering, parents)
    open.set(key, gathering)
    return gathering.rows
  }
}

/** False, with nothing done, when these parents can't be asked for together with those. */
function join(gathering: Gathering<unknown>, parents: readonly Parent[]): boolean {
  const { parents: gathered } = gathering
  const isFull = gathered.size > 0 && gathered.size + parents.length > maxBatchSize
  if (isFull || parents.some(({ id, userId }) => (gathered.get(id)?.userId ?? userId) !== userId))
    return false
  for (const parent of parents) gathered.set(parent.id, parent)
  return true
}

function start<Row>(load: (parents: readonly Parent[]) => Promise<RowsByParent<Row>>): Gathering<Row> {
  const parents = new Map<string, Parent>()
  const rows = new Promise<void>((resolve) => void setImmediate(resolve)).then(() =>
    load([...parents.values()]),
  )
  return { parents, rows }
}

function groupBy<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const key = keyOf(row)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [row])
    else group.push(row)
  }
  return groups
}
