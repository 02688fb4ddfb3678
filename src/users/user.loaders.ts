import { oneByKey } from '../database/batching.ts'
import type { Scope } from '../database/conditions.ts'
import type { Database } from '../database/connection.ts'
import { findOnboardingDocuments, findOnboardings } from './onboarding.store.ts'
import { findPreferences } from './preferences.store.ts'
import { findUsers } from './user.store.ts'

/** Loads users of the scope, and what belongs to a user who was loaded. */
export function createUserLoaders(db: Database, scope: Scope) {
  return {
    userById: oneByKey(
      (ids) => findUsers(db, ids, scope),
      (row) => row.id,
    ),
    onboardingByUserId: oneByKey(
      (ids) => findOnboardings(db, ids),
      (row) => row.userId,
    ),
    onboardingDocumentsByUserId: oneByKey(
      (ids) => findOnboardingDocuments(db, ids),
      (row) => row.userId,
    ),
    preferencesByUserId: oneByKey(
      (ids) => findPreferences(db, ids),
      (row) => row.userId,
    ),
  }
}
