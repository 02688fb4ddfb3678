import { oneByKey } from '../database/batching.ts'
import type { Scope } from '../database/conditions.ts'
import type { Database } from '../database/connection.ts'
import { findPreferences } from './preferences.store.ts'
import { findUsers } from './user.store.ts'

/** Loads users of the scope, and what belongs to a user who was loaded. */
export function createUserLoaders(db: Database, scope: Scope) {
  return {
    userById: oneByKey(
      (ids) => findUsers(db, ids, scope),
      (row) => row.id,
    ),
    preferencesByUserId: oneByKey(
      (ids) => findPreferences(db, ids),
      (row) => row.userId,
    ),
  }
}
