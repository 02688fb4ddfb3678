import type { Node } from 'libpg-query'
import { sublinksIn } from './conditions.ts'

/** An owned table at one place of a statement. */
export interface Occurrence {
  readonly table: string
  /** What its owner column must equal. */
  readonly restrictedBy: Source[]
}

/**
 * Where a value comes from: the owner column of an owned table; a parameter, a constant or a table of no owner; or
 * something that says nothing about the owner.
 */
export type Source = Occurrence | 'given' | 'unknown'

/** Columns by name, in order. */
export type Columns = ReadonlyMap<string, Source>

/** A table, subquery, CTE or function at one place of a FROM clause. */
export interface Relation {
  readonly alias: string
  readonly columns: Columns
  /** The source of columns that `columns` does not name. */
  readonly otherColumns: 'given' | 'unknown'
  /** The occurrences whose rows a condition on this relation leaves out. */
  readonly restrictable: ReadonlySet<Occurrence>
}

/** What the names of a query mean, from the inside out. */
export interface Scope {
  readonly relations: Relation[]
  readonly ctes: Map<string, Columns>
  readonly outer: Scope | undefined
}

export function isOccurrence(source: Source): source is Occurrence {
  return typeof source === 'object'
}

/** @param names one name, or an alias and a name; of longer ones the last two count. */
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

/** Notes that two values are equal, for those of the occurrences whose rows the condition can leave out. */
export function restrict(restrictable: ReadonlySet<Occurrence>, one: Source, other: Source): void {
  if (one === other) return
  if (isOccurrence(one) && restrictable.has(one)) one.restrictedBy.push(other)
  if (isOccurrence(other) && restrictable.has(other)) other.restrictedBy.push(one)
}

/**
 * The occurrences whose owner is neither given nor equal to one that is.
 * @param exempt tables that may be reached without their owner; what is joined to them still names the same owner.
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

/** What has been read of a statement. */
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

/** Reads the subqueries of expressions, each once. */
export function readSublinks(reading: Reading, expressions: readonly unknown[], scope: Scope): void {
  for (const sublink of sublinksIn(expressions)) {
    if (!('SubLink' in sublink) || reading.sublinks.has(sublink)) continue
    const { subselect, testexpr } = sublink.SubLink
    readSublinks(reading, [testexpr], scope)
    if (subselect !== undefined) reading.sublinks.set(sublink, reading.readStatement(subselect, scope))
  }
}

/** @param names of the first columns; the others keep theirs. */
export function renameColumns(columns: Columns, names: readonly string[]): Columns {
  return new Map([...columns].map(([name, source], at) => [names[at] ?? name, source]))
}
