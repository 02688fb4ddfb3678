import type { Scope } from '../database/conditions.ts'
import type { Database } from '../database/connection.ts'
import { oneByKey, oneInScope } from '../database/loaders.ts'
import { findPreferences } from './preferences.store.ts'
import { findUsers } from './user.store.ts'

const userById = oneInScope(findUsers)

/** `userById` loads users of the scope; the others expect a user who was loaded. */
export function createUserLoaders(db: Database, scope: Scope) {
  return {
    userById: userById(db, scope),
    preferencesByUserId: oneByKey(
      (ids) => findPreferences(db, ids),
      (row) => row.userId,
    ),
  }
}
