import { sql } from 'kysely'
import { parse } from 'libpg-query'
import type { Database } from '../../../src/database/connection.ts'
import { type OwnerException, ownerExceptions } from './exceptions.ts'
import { createReading } from './read-statement.ts'
import { listUnrestricted, type OwnedTables } from './scope.ts'

/** The tables with a `user_id`, according to the catalog, and `users`, whose rows own themselves. */
export async function findOwnedTables(db: Database): Promise<OwnedTables> {
  const { rows } = await sql<{ table: string }>`
    select table_name as "table" from information_schema.columns
    where table_schema = 'public' and column_name = 'user_id'`.execute(db)
  return new Map([['users', 'id'], ...rows.map(({ table }) => [table, 'user_id'] as const)])
}

interface OwnerCheck {
  /** `contracts: select …`, for each statement that breaks the rule. */
  readonly breaches: readonly string[]
  /** The exceptions that a statement needs. */
  readonly needed: ReadonlySet<OwnerException>
}

/** Checks that each statement names the owner of each owned table in it, or is one of the exceptions. */
export async function checkStatements(
  statements: Iterable<string>,
  ownedTables: OwnedTables,
): Promise<OwnerCheck> {
  const breaches: string[] = []
  const needed = new Set<OwnerException>()
  for (const statement of new Set(statements)) {
    const unowned = await findUnowned(statement, ownedTables)
    if (unowned.length === 0) continue
    const text = statement.replaceAll(/\s+/g, ' ').trim()
    const exception = ownerExceptions.find(({ pattern }) => pattern.test(text))
    const left = exception && (await findUnowned(statement, ownedTables, exception.tables))
    if (exception === undefined || left === undefined || left.length > 0) {
      breaches.push(`${(left ?? unowned).join(', ')}: ${text}`)
    } else needed.add(exception)
  }
  return { breaches, needed }
}

/**
 * Lists the owned tables that the statement reads or writes without restricting them to an owner. A WHERE or JOIN
 * condition must equate the owner column with a given value, or with the owner column of restricted rows. An INSERT
 * must set the owner column, and its ON CONFLICT DO UPDATE must not change another owner's row.
 * @param exempt tables that the statement may access without their owner; tables joined to them may not.
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
