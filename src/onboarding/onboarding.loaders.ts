import type { Database } from '../database/connection.ts'
import { oneByKey } from '../database/loaders.ts'
import { findOnboardingDocuments, findOnboardings } from './onboarding.store.ts'

/** Expect a user who was loaded. */
export function createOnboardingLoaders(db: Database) {
  return {
    onboardingByUserId: oneByKey(
      (ids) => findOnboardings(db, ids),
      (row) => row.userId,
    ),
    onboardingDocumentsByUserId: oneByKey(
      (ids) => findOnboardingDocuments(db, ids),
      (row) => row.userId,
    ),
  }
}
