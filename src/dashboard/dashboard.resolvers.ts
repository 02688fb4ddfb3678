import { requireViewer } from '../auth/viewer.ts'
import { requireRange } from '../database/validation.ts'
import { requireFound } from '../errors.ts'
import type { Resolvers } from '../generated/graphql.ts'

export interface DashboardOwner {
  readonly userId: string
}

const maxRecentAnalyses = 20

/** Only selected fields are loaded, in a number of statements that does not depend on the number of rows. */
export const dashboardResolvers = {
  Query: {
    dashboard: (_root, _args, { viewer }) => ({ userId: requireViewer(viewer).id }),
  },
  Dashboard: {
    contractCount: ({ userId }, _args, { loaders }) =>
      loaders.activeCount.load({ userId, table: 'contracts' }),
    chatSessionCount: ({ userId }, _args, { loaders }) =>
      loaders.activeCount.load({ userId, table: 'chat_sessions' }),
    analyses: ({ userId }) => ({ userId, conditions: {} }),
    quota: async ({ userId }, _args, { loaders }) =>
      requireFound(await loaders.quotaByUserId.load(userId), 'Quota'),
    recentAnalyses: async ({ userId }, { first }, { loaders }) => {
      const size = requireRange(first, 'first', { min: 0, max: maxRecentAnalyses })
      const { edges } = await loaders.analysisPagesByOwner.load({ id: userId, userId }, { first: size })
      return edges.map(({ node }) => node)
    },
  },
} satisfies Resolvers
