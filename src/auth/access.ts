import type { Database } from '../database/connection.ts'
import { explainUnchanged, requireOtherAdmin, takesAdmin } from './access.rules.ts'
import { type AccessChange, findAccessState, lockAdmins, updateAccess } from './access.store.ts'

/**
 * Changes what a user may do, for the API and the command line alike.
 * @throws AppError NOT_FOUND, or CONFLICT: the last administrator would go, the user was changed since the moment
 * given, or a deleted account was to be opened.
 */
export async function changeAccess(transaction: Database, change: AccessChange): Promise<void> {
  if (takesAdmin(change)) requireOtherAdmin(await lockAdmins(transaction), change.id)
  if (await updateAccess(transaction, change)) return
  explainUnchanged(await findAccessState(transaction, change.id), change)
}
