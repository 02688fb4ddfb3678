import { requireAdmin } from '../auth/viewer.ts'
import { requireUuid } from '../database/ids.ts'
import { createPage, createPageRequest } from '../database/pagination.ts'
import { requireFound } from '../errors.ts'
import type { Resolvers } from '../generated/graphql.ts'
import { countUsers, listUsers, userSortKeys } from './user.store.ts'

export const userResolvers = {
  Query: {
    me: async (_root, _args, { viewer, loaders }) =>
      viewer === null ? null : ((await loaders.userById.load(viewer.id)) ?? null),
    user: async (_root, { id }, { viewer, loaders }) => {
      requireAdmin(viewer)
      return requireFound(await loaders.userById.load(requireUuid(id, 'id')), 'User')
    },
    users: async (_root, { filter, orderBy, ...pageArguments }, { viewer, db }) => {
      requireAdmin(viewer)
      const page = createPageRequest(pageArguments, orderBy ?? { field: 'created_at' }, userSortKeys)
      return createPage(await listUsers(db, filter ?? {}, page), page, () => countUsers(db, filter ?? {}))
    },
  },
  User: {
    onboarding: async ({ id }, _args, { loaders }) => (await loaders.onboardingByUserId.load(id)) ?? null,
    preferences: async ({ id }, _args, { loaders }) => (await loaders.preferencesByUserId.load(id)) ?? null,
    contracts: ({ id }, args, { loaders }) => loaders.contractPagesByOwner.load({ id, userId: id }, args),
    analyses: ({ id }, args, { loaders }) => loaders.analysisPagesByOwner.load({ id, userId: id }, args),
    chatSessions: ({ id }, args, { loaders }) => loaders.sessionPagesByOwner.load({ id, userId: id }, args),
  },
  UserOnboarding: {
    logo: async ({ userId }, _args, { loaders }) =>
      (await loaders.onboardingDocumentsByUserId.load(userId))?.logo ?? null,
    contractAbi: async ({ userId }, _args, { loaders }) =>
      (await loaders.onboardingDocumentsByUserId.load(userId))?.contractAbi ?? null,
    // The id may point at an analysis that is gone, or is somebody else's: then it is null.
    lastAnalysis: async ({ lastAnalysisId, userId }, _args, { loaders }) => {
      const analysis = lastAnalysisId === null ? undefined : await loaders.analysisById.load(lastAnalysisId)
      return analysis?.userId === userId ? analysis : null
    },
  },
  UserConnection: { totalCount: (page) => page.countAll() },
} satisfies Resolvers
