import type { JoinExpr, Node, RangeVar } from 'libpg-query'
import { namesOf } from './conditions.ts'
import { type Reading, readSublinks, renameColumns } from './reading.ts'
import {
  type Columns,
  findCte,
  isOccurrence,
  type Occurrence,
  type Relation,
  restrict,
  type Scope,
} from './sources.ts'

/** A condition, and the occurrences whose rows it leaves out: an outer join keeps those of one side. */
export interface Condition {
  readonly condition: Node
  readonly restrictable: ReadonlySet<Occurrence>
}

interface FromItem {
  readonly relations: readonly Relation[]
  readonly conditions: Condition[]
}

/** Adds what the item names to the scope. */
export function readFromItem(reading: Reading, item: Node, scope: Scope): FromItem {
  if ('JoinExpr' in item) return readJoin(reading, item.JoinExpr, scope)
  const relation = readRelation(reading, item, scope)
  scope.relations.push(relation)
  return { relations: [relation], conditions: [] }
}

function readRelation(reading: Reading, item: Node, scope: Scope): Relation {
  if ('RangeVar' in item) return readTable(reading, item.RangeVar, scope)
  if ('RangeSubselect' in item) {
    const { subquery, alias } = item.RangeSubselect
    const before = reading.occurrences.length
    const columns = subquery === undefined ? new Map() : reading.readStatement(subquery, scope)
    const own = new Set(reading.occurrences.slice(before))
    return {
      alias: alias?.aliasname ?? '',
      columns: renameColumns(columns, namesOf(alias?.colnames)),
      otherColumns: 'unknown',
      restrictable: new Set([...columns.values()].filter(isOccurrence).filter((source) => own.has(source))),
    }
  }
  if (!('RangeFunction' in item)) throw new Error(`The owner rule does not know ${Object.keys(item).join()}.`)
  const { functions, alias } = item.RangeFunction
  readSublinks(reading, [functions], scope)
  const names = [alias?.aliasname ?? '', ...namesOf(alias?.colnames)]
  const columns: Columns = new Map(names.map((name) => [name, 'given']))
  return { alias: alias?.aliasname ?? '', columns, otherColumns: 'given', restrictable: new Set() }
}

/** A table of the catalog or a CTE. Conditions on a CTE come too late: what it reads, it has read. */
export function readTable(reading: Reading, table: RangeVar, scope: Scope): Relation {
  const name = table.relname ?? ''
  const alias = table.alias?.aliasname ?? name
  const isPublic = table.schemaname === undefined || table.schemaname === 'public'
  const cte = table.schemaname === undefined ? findCte(scope, name) : undefined
  if (cte !== undefined) return { alias, columns: cte, otherColumns: 'unknown', restrictable: new Set() }
  const owner = isPublic ? reading.ownedTables.get(name) : undefined
  if (owner === undefined)
    return { alias, columns: new Map(), otherColumns: 'given', restrictable: new Set() }
  const occurrence: Occurrence = { table: name, restrictedBy: [] }
  reading.occurrences.push(occurrence)
  const columns: Columns = new Map([[owner, occurrence]])
  return { alias, columns, otherColumns: 'unknown', restrictable: new Set([occurrence]) }
}

function readJoin(reading: Reading, join: JoinExpr, scope: Scope): FromItem {
  const { larg, rarg, jointype, usingClause, quals } = join
  if (larg === undefined || rarg === undefined) return { relations: [], conditions: [] }
  const left = readFromItem(reading, larg, scope)
  const right = readFromItem(reading, rarg, scope)
  const isKept = {
    left: jointype === 'JOIN_LEFT' || jointype === 'JOIN_FULL',
    right: jointype === 'JOIN_RIGHT' || jointype === 'JOIN_FULL',
  }
  const filtered = [...(isKept.left ? [] : left.relations), ...(isKept.right ? [] : right.relations)]
  const restrictable = new Set(filtered.flatMap((relation) => [...relation.restrictable]))
  for (const name of namesOf(usingClause)) {
    restrict(restrictable, findIn(left.relations, name), findIn(right.relations, name))
  }
  return {
    relations: [...left.relations, ...right.relations],
    conditions: [
      ...left.conditions,
      ...right.conditions,
      ...(quals === undefined ? [] : [{ condition: quals, restrictable }]),
    ],
  }
}

function findIn(relations: readonly Relation[], column: string) {
  return relations.find(({ columns }) => columns.has(column))?.columns.get(column) ?? 'unknown'
}
