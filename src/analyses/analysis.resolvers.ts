import { requireViewer } from '../auth/viewer.ts'
import { clearLoaders } from '../database/loaders.ts'
import { inTransaction } from '../database/transaction.ts'
import { requireUuid } from '../database/validation.ts'
import { requireFound } from '../errors.ts'
import type { Resolvers } from '../generated/graphql.ts'
import {
  checkMonths,
  decodeFilter,
  estimateRemaining,
  findEnd,
  parsePointer,
  requireCancelled,
  sumCounts,
  toSuccessRate,
} from './analysis.rules.ts'
import { cancelAnalysis, findAnalyses } from './analysis.store.ts'
import { checkLogCount, toDate, toLogLevel } from './log.rules.ts'
import { decodeRequest, startAnalysis } from './start-analysis.ts'

export const analysisResolvers = {
  Query: {
    analysis: async (_root, { id }, { viewer, loaders }) => {
      requireViewer(viewer)
      return requireFound(await loaders.analysisById.load(requireUuid(id, 'id')), 'Analysis')
    },
    analyses: (_root, args, { viewer, loaders, fieldsOfRows }, info) => {
      const { id } = requireViewer(viewer)
      return loaders.analysisPagesByOwner.load({ id, userId: id }, args, fieldsOfRows(info))
    },
    analysisStats: (_root, { filter }, { viewer }) => ({
      userId: requireViewer(viewer).id,
      conditions: decodeFilter(filter),
    }),
  },
  Mutation: {
    startAnalysis: async (_root, { input }, { viewer, db, loaders }) => {
      const request = decodeRequest(requireViewer(viewer).id, input)
      const id = await inTransaction(db, (trx) => startAnalysis(trx, request, input))
      clearLoaders(loaders)
      const analysis = requireFound(await loaders.analysisById.load(id), 'Analysis')
      return { analysis, warnings: request.warnings }
    },
    cancelAnalysis: async (_root, { input }, { viewer, db, loaders }) => {
      const { id: userId } = requireViewer(viewer)
      const id = requireUuid(input.id, 'input.id')
      const cancelled = await cancelAnalysis(db, { id, userId })
      clearLoaders(loaders)
      return { analysis: cancelled ?? requireCancelled((await findAnalyses(db, [{ id, userId }]))[0]) }
    },
  },
  StartAnalysisPayload: {
    quota: async ({ analysis }, _args, { loaders }) =>
      requireFound(await loaders.quotaByUserId.load(analysis.userId), 'Quota'),
  },
  Analysis: {
    owner: async ({ userId }, _args, { loaders }) => (await loaders.userById.load(userId)) ?? null,
    contract: async ({ contractId }, _args, { loaders }) =>
      contractId === null ? null : ((await loaders.contractById.load(contractId)) ?? null),
    results: ({ id, userId }, { path }, { loaders }) =>
      loaders.resultsPart.load({ id, userId, path: parsePointer(path ?? '') }),
    logs: ({ id, userId }, { last }, { loaders }) =>
      loaders.logTail.load({ id, userId, last: checkLogCount(last) }),
    startedAt: async ({ id, userId }, _args, { loaders }) =>
      (await loaders.runByAnalysis.load({ id, userId }))?.startedAt ?? null,
    finishedAt: async (analysis, _args, { loaders }) =>
      findEnd(analysis, await loaders.runByAnalysis.load(analysis)),
    estimatedRemainingSeconds: async (analysis, _args, { loaders }) =>
      estimateRemaining(analysis, await loaders.runByAnalysis.load(analysis)),
  },
  AnalysisLog: {
    loggedAt: ({ timestamp }) => toDate(timestamp),
    level: ({ level }) => toLogLevel(level),
    originalLevel: ({ level = null }) => (toLogLevel(level) === 'other' ? level : null),
    data: ({ data }) => data ?? null,
  },
  AnalysisConnection: {
    totalCount: (page) => page.countAll(),
  },
  AnalysisStats: {
    totalCount: async (stats, _args, { loaders }) => sumCounts(await loaders.statusCounts.load(stats)),
    thisMonthCount: async (stats, _args, { loaders }) => (await loaders.statsTimes.load(stats)).thisMonth,
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
