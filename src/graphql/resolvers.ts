import { analysisResolvers } from '../analyses/analysis.resolvers.ts'
import { analysisStatsResolvers } from '../analyses/analysis-stats.resolvers.ts'
import { leaseResolvers } from '../analyses/lease.resolvers.ts'
import { accessResolvers } from '../auth/access.resolvers.ts'
import { accountResolvers } from '../auth/account.resolvers.ts'
import { passwordResolvers } from '../auth/password.resolvers.ts'
import { profileResolvers } from '../auth/profile.resolvers.ts'
import { chatResolvers } from '../chat/chat.resolvers.ts'
import { chatChangeResolvers } from '../chat/chat-change.resolvers.ts'
import { competitorResolvers } from '../contracts/competitor.resolvers.ts'
import { contractResolvers } from '../contracts/contract.resolvers.ts'
import { contractArchiveResolvers } from '../contracts/contract-archive.resolvers.ts'
import { contractChangeResolvers } from '../contracts/contract-change.resolvers.ts'
import { tagResolvers } from '../contracts/tag.resolvers.ts'
import { dashboardResolvers } from '../dashboard/dashboard.resolvers.ts'
import { importResolvers } from '../import/import.resolvers.ts'
import { importOperationResolvers } from '../import/import-operation.resolvers.ts'
import { onboardingResolvers } from '../onboarding/onboarding.resolvers.ts'
import { searchResolvers } from '../search/search.resolvers.ts'
import { userResolvers } from '../users/user.resolvers.ts'
import { nodeResolvers } from './node.resolvers.ts'
import { scalarResolvers } from './scalars.ts'

/** All rooms' resolvers; a field equal to a property of its row has none. */
export const resolvers = [
  scalarResolvers,
  nodeResolvers,
  accountResolvers,
  passwordResolvers,
  profileResolvers,
  accessResolvers,
  userResolvers,
  onboardingResolvers,
  contractResolvers,
  contractChangeResolvers,
  contractArchiveResolvers,
  competitorResolvers,
  tagResolvers,
  analysisResolvers,
  leaseResolvers,
  analysisStatsResolvers,
  dashboardResolvers,
  chatResolvers,
  chatChangeResolvers,
  searchResolvers,
  importResolvers,
  importOperationResolvers,
]
