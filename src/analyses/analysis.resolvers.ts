import { requireViewer } from '../auth/viewer.ts'
import { requireUuid } from '../database/ids.ts'
import { requireFound } from '../errors.ts'
import type { Resolvers } from '../generated/graphql.ts'
import { checkLogCount, parsePointer, toMoment } from './analysis.rules.ts'

export const analysisResolvers = {
  Query: {
    analysis: async (_root, { id }, { viewer, loaders }) => {
      requireViewer(viewer)
      return requireFound(await loaders.analysisById.load(requireUuid(id, 'id')), 'Analysis')
    },
    analyses: (_root, args, { viewer, loaders }) => {
      const { id } = requireViewer(viewer)
      return loaders.analysisPagesByOwner.load({ id, userId: id }, args)
    },
  },
  Analysis: {
    owner: async ({ userId }, _args, { loaders }) => (await loaders.userById.load(userId)) ?? null,
    config: async ({ configId }, _args, { loaders }) =>
      configId === null ? null : ((await loaders.contractById.load(configId)) ?? null),
    results: ({ id, userId }, { path }, { loaders }) =>
      loaders.resultsPart.load({ id, userId, path: parsePointer(path ?? '') }),
    logs: ({ id, userId }, { last }, { loaders }) =>
      loaders.logTail.load({ id, userId, last: checkLogCount(last) }),
  },
  AnalysisLog: {
    timestamp: ({ timestamp }) => toMoment(timestamp),
    data: ({ data }) => data ?? null,
  },
  AnalysisConnection: { totalCount: (page) => page.countAll() },
} satisfies Resolvers
