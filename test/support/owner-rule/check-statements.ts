import { findUnowned } from './find-unowned.ts'
import { type OwnerException, ownerExceptions } from './owner-exceptions.ts'
import type { OwnedTables } from './reading.ts'

export interface OwnerCheck {
  /** `contracts: select …`, for each statement that breaks the rule. */
  readonly breaches: readonly string[]
  /** The exceptions that a statement needs. */
  readonly needed: ReadonlySet<OwnerException>
}

/** Whether each statement names the owner of each owned table in it, or is one of the exceptions. */
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
