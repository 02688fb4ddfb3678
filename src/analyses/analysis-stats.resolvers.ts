import { requireViewer } from '../auth/viewer.ts'
import { requireFound } from '../errors.ts'
import type { Resolvers } from '../generated/graphql.ts'
import { decodeFilter } from './analysis-filter.ts'
import { checkMonths, sumCounts, toSuccessRate } from './analysis-stats.rules.ts'

/** What is counted of a user's analyses. Counts come of one statement and times of another, and only when asked for. */
export const analysisStatsResolvers = {
  Query: {
    analysisStats: (_root, { filter }, { viewer }) => ({
      userId: requireViewer(viewer).id,
      conditions: decodeFilter(filter),
    }),
  },
  AnalysisStats: {
    total: async (stats, _args, { loaders }) => sumCounts(await loaders.statusCounts.load(stats)),
    thisMonth: async (stats, _args, { loaders }) => (await loaders.statsTimes.load(stats)).thisMonth,
    successRate: async (stats, _args, { loaders }) => toSuccessRate(await loaders.statusCounts.load(stats)),
    averageDurationSeconds: async (stats, _args, { loaders }) =>
      (await loaders.statsTimes.load(stats)).averageDurationSeconds,
    byStatus: (stats, _args, { loaders }) => loaders.statusCounts.load(stats),
    series: (stats, series, { loaders }) => loaders.statsSeries.load({ ...stats, ...series }),
  },
  User: {
    quota: async ({ id }, _args, { loaders }) => requireFound(await loaders.quotaByUserId.load(id), 'Quota'),
    usage: async ({ id }, { months }, { loaders }) =>
      requireFound(await loaders.usageOfUser.load({ userId: id, months: checkMonths(months) }), 'Usage'),
  },
} satisfies Resolvers
