import { createAnalysisLoaders } from '../analyses/analysis.loaders.ts'
import { scopeOf, type Viewer } from '../auth/viewer.ts'
import { createChatLoaders } from '../chat/chat.loaders.ts'
import { createContractLoaders } from '../contracts/contract.loaders.ts'
import { createDashboardLoaders } from '../dashboard/dashboard.loaders.ts'
import type { Database } from '../database/connection.ts'
import { oneByKey } from '../database/loaders.ts'
import { createDocumentLoaders } from '../import/document.loaders.ts'
import { createImportLoaders } from '../import/import.loaders.ts'
import { createOnboardingLoaders } from '../onboarding/onboarding.loaders.ts'
import { createUserLoaders } from '../users/user.loaders.ts'
import { findNodeTypes } from './node.store.ts'

export type Loaders = ReturnType<typeof createLoaders>

/** The loaders of all rooms for one request. They find only rows in the viewer's scope. */
export function createLoaders(db: Database, viewer: Viewer | null) {
  return {
    ...createUserLoaders(db, scopeOf(viewer, 'users')),
    ...createOnboardingLoaders(db),
    ...createContractLoaders(db, scopeOf(viewer, 'contracts')),
    ...createAnalysisLoaders(db, scopeOf(viewer, 'analyses')),
    ...createDashboardLoaders(db),
    ...createChatLoaders(db, scopeOf(viewer, 'chat')),
    ...createImportLoaders(db, viewer?.role === 'admin'),
    ...createDocumentLoaders(db),
    nodeTypeById: oneByKey(
      (ids) => findNodeTypes(db, ids, viewer),
      (row) => row.id,
    ),
  }
}
