import type { Node } from 'libpg-query'
import { sublinksIn } from './conditions.ts'

/** One reference to an owned table in a statement. */
export interface Occurrence {
  readonly table: string
  /** The values that its owner column must equal. */
  readonly restrictedBy: Source[]
}

/**
 * The source of a value: the owner column of an owned table; `given`, for a parameter, a constant or a table without
 * owners; or `unknown`.
 */
export type Source = Occurrence | 'given' | 'unknown'

/** Columns by name, in order. */
export type Columns = ReadonlyMap<string, Source>

/** A table, subquery, CTE or function in a FROM clause. */
export interface Relation {
  readonly alias: string
  readonly columns: Columns
  /** The source of columns that are not in `columns`. */
  readonly otherColumns: 'given' | 'unknown'
  /** The occurrences whose rows a condition on this relation can exclude. */
  readonly restrictable: ReadonlySet<Occurrence>
}

/** The relations and CTEs that names in a query refer to; inner scopes take precedence. */
export interface Scope {
  readonly relations: Relation[]
  readonly ctes: Map<string, Columns>
  readonly outer: Scope | undefined
}

export function isOccurrence(source: Source): source is Occurrence {
  return typeof source === 'object'
}

/** @param names a column, or an alias and a column; only the last two names count. */
export function findColumn(scope: Scope | undefined, names: readonly string[]): Source {
  const column = names.at(-1) ?? ''
  const alias = names.at(-2)
  for (let level = scope; level !== undefined; level = level.outer) {
    for (const relation of level.relations) {
      if (alias === undefined && relation.columns.has(column))
        return relation.columns.get(column) ?? 'unknown'
      if (alias === relation.alias) return relation.columns.get(column) ?? relation.otherColumns
    }
  }
  return 'unknown'
}

export function findCte(scope: Scope | undefined, name: string): Columns | undefined {
  for (let level = scope; level !== undefined; level = level.outer) {
    const columns = level.ctes.get(name)
    if (columns !== undefined) return columns
  }
  return undefined
}

/** Records that two values are equal, for the occurrences whose rows the condition can exclude. */
export function restrict(restrictable: ReadonlySet<Occurrence>, one: Source, other: Source): void {
  if (one === other) return
  if (isOccurrence(one) && restrictable.has(one)) one.restrictedBy.push(other)
  if (isOccurrence(other) && restrictable.has(other)) other.restrictedBy.push(one)
}

/**
 * The occurrences whose owner is neither given nor equal to a restricted one's.
 * @param exempt tables that may be accessed without their owner; tables joined to them must have the same owner.
 */
export function listUnrestricted(
  occurrences: readonly Occurrence[],
  exempt: readonly string[],
): readonly Occurrence[] {
  const exempted = occurrences.filter(({ table }) => exempt.includes(table))
  const restricted = new Set<Source>(['given', ...exempted])
  for (let sizeBefore = 0; restricted.size > sizeBefore; ) {
    sizeBefore = restricted.size
    for (const occurrence of occurrences) {
      if (occurrence.restrictedBy.some((source) => restricted.has(source))) restricted.add(occurrence)
    }
  }
  return occurrences.filter((occurrence) => !restricted.has(occurrence))
}

/** The owner column of each owned table, by the table's name. */
export type OwnedTables = ReadonlyMap<string, string>

/** The state of reading a statement. */
export interface Reading {
  readonly ownedTables: OwnedTables
  readonly occurrences: Occurrence[]
  /** Tables into which rows are inserted without an owner. */
  readonly unownedInserts: string[]
  /** The columns of the subqueries in expressions. */
  readonly sublinks: Map<Node, Columns>
  /** @returns the columns of the statement's result. */
  readonly readStatement: (statement: Node, outer: Scope | undefined) => Columns
}

/** Reads each subquery of the expressions once. */
export function readSublinks(reading: Reading, expressions: readonly unknown[], scope: Scope): void {
  for (const sublink of sublinksIn(expressions)) {
    if (!('SubLink' in sublink) || reading.sublinks.has(sublink)) continue
    const { subselect, testexpr } = sublink.SubLink
    readSublinks(reading, [testexpr], scope)
    if (subselect !== undefined) reading.sublinks.set(sublink, reading.readStatement(subselect, scope))
  }
}

/** @param names of the first columns; the other columns keep their names. */
export function renameColumns(columns: Columns, names: readonly string[]): Columns {
  return new Map([...columns].map(([name, source], at) => [names[at] ?? name, source]))
}
