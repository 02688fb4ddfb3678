import { parse } from 'libpg-query'
import { createReading } from './read-statement.ts'
import type { OwnedTables } from './reading.ts'
import { listUnrestricted } from './sources.ts'

/**
 * The owned tables that the statement reads or writes without restricting them to an owner: a WHERE or JOIN condition
 * must equate the owner column with a value that is given, or with the owner of rows that are restricted so. An INSERT
 * must name the owner column, and its ON CONFLICT DO UPDATE must not change another owner's row.
 * @param exempt tables that the statement may reach without their owner; what is joined to them may not.
 */
export async function findUnowned(
  statement: string,
  ownedTables: OwnedTables,
  exempt: readonly string[] = [],
): Promise<readonly string[]> {
  const { stmts = [] } = await parse(statement)
  const reading = createReading(ownedTables)
  for (const { stmt } of stmts) if (stmt !== undefined) reading.readStatement(stmt, undefined)
  const tables = listUnrestricted(reading.occurrences, exempt).map(({ table }) => table)
  return [...new Set([...tables, ...reading.unownedInserts])].toSorted()
}
