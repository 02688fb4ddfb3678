import type { Node } from 'libpg-query'
import { sublinksIn } from './conditions.ts'
import type { Columns, Occurrence, Scope } from './sources.ts'

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
