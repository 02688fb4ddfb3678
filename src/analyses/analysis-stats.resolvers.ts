import { requireViewer } from '../auth/viewer.ts'
import { requireFound } from '../errors.ts'
import type { Resolvers } from '../generated/graphql.ts'
import { decodeFilter } from './analysis-filter.ts'
import { checkMonths } from './analysis-stats.rules.ts'

/** What is counted of a user's analyses. The fields of a summary come of one statement, and only when asked for. */
export const analysisStatsResolvers = {
  Query: {
    analysisStats: (_root, { filter }, { viewer }) => ({
      userId: requireViewer(viewer).id,
      conditions: decodeFilter(filter),
    }),
  },
  AnalysisStats: {
    total: async (stats, _args, { loaders }) => (await loaders.statsSummary.load(stats)).total,
    thisMonth: async (stats, _args, { loaders }) => (await loaders.statsSummary.load(stats)).thisMonth,
    successRate: async (stats, _args, { loaders }) => (await loaders.statsSummary.load(stats)).successRate,
    averageDurationSeconds: async (stats, _args, { loaders }) =>
      (await loaders.statsSummary.load(stats)).averageDurationSeconds,
    byStatus: async (stats, _args, { loaders }) => (await loaders.statsSummary.load(stats)).byStatus,
    series: (stats, series, { loaders }) => loaders.statsSeries.load({ ...stats, ...series }),
  },
  User: {
    quota: async ({ id }, _args, { loaders }) => requireFound(await loaders.quotaByUserId.load(id), 'Quota'),
    usage: async ({ id }, { months }, { loaders }) =>
      requireFound(await loaders.usageOfUser.load({ userId: id, months: checkMonths(months) }), 'Usage'),
  },
} satisfies Resolvers
