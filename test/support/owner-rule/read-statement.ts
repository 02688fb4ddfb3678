import type {
  DeleteStmt,
  InsertStmt,
  JoinExpr,
  Node,
  RangeVar,
  SelectStmt,
  UpdateStmt,
  WithClause,
} from 'libpg-query'
import { isFalse, listConjuncts, listEqualities, namesOf } from './conditions.ts'
import {
  type Columns,
  findColumn,
  findCte,
  isOccurrence,
  type Occurrence,
  type OwnedTables,
  type Reading,
  type Relation,
  readSublinks,
  renameColumns,
  restrict,
  type Scope,
  type Source,
} from './scope.ts'

/** Creates the state for reading one statement. */
export function createReading(ownedTables: OwnedTables): Reading {
  const reading: Reading = {
    ...{ ownedTables, occurrences: [], unownedInserts: [], sublinks: new Map() },
    readStatement: (statement, outer) => readStatement(reading, statement, outer),
  }
  return reading
}

function readStatement(reading: Reading, statement: Node, outer: Scope | undefined): Columns {
  if ('SelectStmt' in statement) return readSelect(reading, statement.SelectStmt, outer)
  if ('InsertStmt' in statement) return readInsert(reading, statement.InsertStmt, outer)
  if ('UpdateStmt' in statement) {
    return readChange(reading, statement.UpdateStmt, statement.UpdateStmt.fromClause, outer)
  }
  if ('DeleteStmt' in statement) {
    return readChange(reading, statement.DeleteStmt, statement.DeleteStmt.usingClause, outer)
  }
  if ('MergeStmt' in statement) throw new Error("The owner rule doesn't support MERGE. Extend it.")
  return new Map()
}

function readSelect(reading: Reading, select: SelectStmt, outer: Scope | undefined): Columns {
  const scope = openScope(reading, select.withClause, outer)
  const { larg, rarg, fromClause = [], targetList = [], valuesLists = [] } = select
  if (larg !== undefined && rarg !== undefined) {
    return union(readSelect(reading, larg, scope), readSelect(reading, rarg, scope))
  }
  const conditions = fromClause.flatMap((item) => readFromItem(reading, item, scope).conditions)
  if (select.whereClause !== undefined) conditions.push(conditionOnAll(select.whereClause, scope))
  const { groupClause, havingClause, windowClause, sortClause, distinctClause, limitCount, limitOffset } =
    select
  const others = [
    groupClause,
    havingClause,
    windowClause,
    sortClause,
    distinctClause,
    limitCount,
    limitOffset,
  ]
  applyConditions(reading, conditions, scope)
  readSublinks(reading, [targetList, valuesLists, ...others], scope)
  return readTargets(reading, targetList, scope)
}

function readChange(
  reading: Reading,
  { relation, whereClause, returningClause, withClause, ...rest }: UpdateStmt & DeleteStmt,
  from: readonly Node[] = [],
  outer: Scope | undefined,
): Columns {
  const scope = openScope(reading, withClause, outer)
  if (relation !== undefined) scope.relations.push(readTable(reading, relation, scope))
  const conditions = from.flatMap((item) => readFromItem(reading, item, scope).conditions)
  if (whereClause !== undefined) conditions.push(conditionOnAll(whereClause, scope))
  applyConditions(reading, conditions, scope)
  readSublinks(reading, [rest.targetList, returningClause], scope)
  return readTargets(reading, returningClause?.exprs ?? [], scope)
}

function readInsert(reading: Reading, insert: InsertStmt, outer: Scope | undefined): Columns {
  const { relation, cols = [], selectStmt, onConflictClause, returningClause, withClause } = insert
  const scope = openScope(reading, withClause, outer)
  if (selectStmt !== undefined) readStatement(reading, selectStmt, scope)
  const table = relation?.relname ?? ''
  const owner = relation?.schemaname === undefined ? reading.ownedTables.get(table) : undefined
  const names = cols.map((column) => ('ResTarget' in column ? column.ResTarget.name : undefined))
  // A new user owns itself.
  if (owner !== undefined && owner !== 'id' && !names.includes(owner)) reading.unownedInserts.push(table)
  const columns: Columns = new Map(owner === undefined ? [] : [[owner, 'given']])
  const alias = relation?.alias?.aliasname ?? table
  scope.relations.push({ alias, columns, otherColumns: 'unknown', restrictable: new Set() })
  readSublinks(reading, [onConflictClause, returningClause], scope)
  if (owner !== undefined) readConflict(reading, insert, { table, owner, alias })
  return readTargets(reading, returningClause?.exprs ?? [], scope)
}

/** The conflicting row must have the same owner, by the conflict key or by the condition of the update. */
function readConflict(
  reading: Reading,
  { onConflictClause }: InsertStmt,
  { table, owner, alias }: { readonly table: string; readonly owner: string; readonly alias: string },
): void {
  if (onConflictClause?.action !== 'ONCONFLICT_UPDATE') return
  const keys = (onConflictClause.infer?.indexElems ?? []).map((key) =>
    'IndexElem' in key ? key.IndexElem.name : undefined,
  )
  if (keys.includes(owner)) return
  const occurrence: Occurrence = { table, restrictedBy: [] }
  reading.occurrences.push(occurrence)
  const restrictable = new Set([occurrence])
  const relations: Relation[] = [
    { alias, columns: new Map([[owner, occurrence]]), otherColumns: 'unknown', restrictable },
    {
      alias: 'excluded',
      columns: new Map([[owner, 'given']]),
      otherColumns: 'unknown',
      restrictable: new Set(),
    },
  ]
  const { whereClause } = onConflictClause
  const scope: Scope = { relations, ctes: new Map(), outer: undefined }
  if (whereClause !== undefined) applyConditions(reading, [{ condition: whereClause, restrictable }], scope)
}

function openScope(reading: Reading, withClause: WithClause | undefined, outer: Scope | undefined): Scope {
  const scope: Scope = { relations: [], ctes: new Map(), outer }
  for (const node of withClause?.ctes ?? []) {
    if (!('CommonTableExpr' in node)) continue
    const { ctename = '', ctequery, aliascolnames } = node.CommonTableExpr
    if (withClause?.recursive === true) scope.ctes.set(ctename, new Map())
    if (ctequery === undefined) continue
    scope.ctes.set(ctename, renameColumns(readStatement(reading, ctequery, scope), namesOf(aliascolnames)))
  }
  return scope
}

function conditionOnAll(condition: Node, scope: Scope): Condition {
  return {
    condition,
    restrictable: new Set(scope.relations.flatMap(({ restrictable }) => [...restrictable])),
  }
}

function applyConditions(reading: Reading, conditions: readonly Condition[], scope: Scope): void {
  for (const { condition, restrictable } of conditions) {
    readSublinks(reading, [condition], scope)
    for (const conjunct of listConjuncts(condition)) {
      if (isFalse(conjunct)) for (const occurrence of restrictable) occurrence.restrictedBy.push('given')
      for (const [one, other] of listEqualities(conjunct)) {
        restrict(restrictable, sourceOf(reading, one, scope), sourceOf(reading, other, scope))
      }
    }
  }
}

function readTargets(reading: Reading, targets: readonly Node[], scope: Scope): Columns {
  return new Map(targets.flatMap((target, place) => readTarget(reading, target, scope, place)))
}

function readTarget(reading: Reading, target: Node, scope: Scope, place: number): [string, Source][] {
  if (!('ResTarget' in target) || target.ResTarget.val === undefined) return []
  const { name, val } = target.ResTarget
  const names = 'ColumnRef' in val ? namesOf(val.ColumnRef.fields) : []
  const column = names.at(-1)
  if (column !== '*') return [[name ?? column ?? `column ${place}`, sourceOf(reading, val, scope)]]
  const alias = names.at(-2)
  return scope.relations
    .filter((relation) => alias === undefined || alias === relation.alias)
    .flatMap(({ columns }) => [...columns])
}

function sourceOf(reading: Reading, value: Node, scope: Scope): Source {
  if ('ColumnRef' in value) return findColumn(scope, namesOf(value.ColumnRef.fields))
  if ('TypeCast' in value) return sourceOfAll(reading, [value.TypeCast.arg], scope)
  if ('ParamRef' in value) return 'given'
  if ('A_Const' in value) return value.A_Const.isnull === true ? 'unknown' : 'given'
  if ('A_ArrayExpr' in value) return sourceOfAll(reading, value.A_ArrayExpr.elements ?? [], scope)
  if ('List' in value) return sourceOfAll(reading, value.List.items ?? [], scope)
  if ('SubLink' in value) return [...(reading.sublinks.get(value)?.values() ?? [])][0] ?? 'unknown'
  return 'unknown'
}

function sourceOfAll(reading: Reading, values: readonly (Node | undefined)[], scope: Scope): Source {
  const sources = values.map((value) => (value === undefined ? 'unknown' : sourceOf(reading, value, scope)))
  const [first = 'unknown'] = sources
  return sources.every((source) => source === first) ? first : 'unknown'
}

function union(one: Columns, other: Columns): Columns {
  const others = [...other.values()]
  return new Map([...one].map(([name, source], at) => [name, others[at] === source ? source : 'unknown']))
}

/** A condition and the occurrences whose rows it can exclude. An outer join keeps all rows of one side. */
interface Condition {
  readonly condition: Node
  readonly restrictable: ReadonlySet<Occurrence>
}

interface FromItem {
  readonly relations: readonly Relation[]
  readonly conditions: Condition[]
}

/** Adds the item's relations to the scope. */
function readFromItem(reading: Reading, item: Node, scope: Scope): FromItem {
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
  if (!('RangeFunction' in item))
    throw new Error(`The owner rule doesn't support ${Object.keys(item).join()}. Extend it.`)
  const { functions, alias } = item.RangeFunction
  readSublinks(reading, [functions], scope)
  const names = [alias?.aliasname ?? '', ...namesOf(alias?.colnames)]
  const columns: Columns = new Map(names.map((name) => [name, 'given']))
  return { alias: alias?.aliasname ?? '', columns, otherColumns: 'given', restrictable: new Set() }
}

/** A table or a CTE. Conditions on a CTE don't count: it has already read its rows. */
function readTable(reading: Reading, table: RangeVar, scope: Scope): Relation {
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
