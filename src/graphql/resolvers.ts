import { activityResolvers } from '../activity/activity.resolvers.ts'
import { analysisResolvers } from '../analyses/analysis.resolvers.ts'
import { interpretationResolvers } from '../analyses/interpretation.resolvers.ts'
import { leaseResolvers } from '../analyses/lease.resolvers.ts'
import { syncResolvers } from '../analyses/sync.resolvers.ts'
import { accountResolvers } from '../auth/account.resolvers.ts'
import { chatResolvers } from '../chat/chat.resolvers.ts'
import { contractResolvers } from '../contracts/contract.resolvers.ts'
import { shareLinkResolvers } from '../contracts/share-link.resolvers.ts'
import { dashboardResolvers } from '../dashboard/dashboard.resolvers.ts'
import { documentResolvers } from '../import/document.resolvers.ts'
import { importResolvers } from '../import/import.resolvers.ts'
import { onboardingResolvers } from '../onboarding/onboarding.resolvers.ts'
import { searchResolvers } from '../search/search.resolvers.ts'
import { userResolvers } from '../users/user.resolvers.ts'
import { nodeResolvers } from './node.resolvers.ts'
import { scalarResolvers } from './scalars.ts'

/** The resolvers of all rooms. A field that is a property of its row has no resolver. */
export const resolvers = [
  scalarResolvers,
  nodeResolvers,
  accountResolvers,
  userResolvers,
  onboardingResolvers,
  contractResolvers,
  shareLinkResolvers,
  analysisResolvers,
  interpretationResolvers,
  leaseResolvers,
  syncResolvers,
  activityResolvers,
  dashboardResolvers,
  chatResolvers,
  searchResolvers,
  importResolvers,
  documentResolvers,
]
