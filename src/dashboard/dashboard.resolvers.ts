import { requireViewer } from '../auth/viewer.ts'
import { badArgument, requireFound } from '../errors.ts'
import type { Resolvers } from '../generated/graphql.ts'

export interface DashboardOwner {
  readonly userId: string
}

const maxRecentAnalyses = 20
const maxActivity = 50

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
      const size = checkFirst(first, maxRecentAnalyses)
      const { edges } = await loaders.analysisPagesByOwner.load({ id: userId, userId }, { first: size })
      return edges.map(({ node }) => node)
    },
    activity: ({ userId }, { first }, { loaders }) =>
      loaders.activityOfUser.load({ userId, first: checkFirst(first, maxActivity) }),
  },
} satisfies Resolvers

/** @throws AppError BAD_USER_INPUT if `first` is out of range. */
function checkFirst(first: number, max: number): number {
  if (first >= 0 && first <= max) return first
  throw badArgument('first', `must be 0 to ${max}, not ${first}`, 'RANGE')
}
