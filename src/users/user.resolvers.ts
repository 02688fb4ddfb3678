import { requireAdmin, requireViewer } from '../auth/viewer.ts'
import { runSearchIf } from '../database/limits/request-database.ts'
import { createPage, createPageRequest } from '../database/pagination.ts'
import { checkTexts, requireUuid } from '../database/validation.ts'
import { requireFound } from '../errors.ts'
import type { Resolvers } from '../generated/graphql.ts'
import { decodePreferencesChange, explainUnsaved, maxSettingsBytes } from './preferences.rules.ts'
import { upsertPreferences } from './preferences.store.ts'
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
      checkTexts(filter, 'filter')
      const page = createPageRequest(pageArguments, orderBy ?? { field: 'created_at' }, userSortKeys)
      const isSearch = Boolean(filter?.search)
      const rows = await runSearchIf(isSearch, db, (bounded) => listUsers(bounded, filter ?? {}, page))
      return createPage(rows, page, () =>
        runSearchIf(isSearch, db, (bounded) => countUsers(bounded, filter ?? {})),
      )
    },
  },
  Mutation: {
    updatePreferences: async (_root, { input }, { viewer, db, loaders }) => {
      const { id } = requireViewer(viewer)
      const change = decodePreferencesChange(input)
      const isSaved = await upsertPreferences(db, id, change, maxSettingsBytes)
      const preferences = await loaders.preferencesByUserId.clear(id).load(id)
      const found = requireFound(preferences, 'Preferences')
      if (!isSaved) explainUnsaved(change, found.updatedAt)
      return { preferences: found }
    },
  },
  User: {
    onboarding: async ({ id }, _args, { loaders }) => (await loaders.onboardingByUserId.load(id)) ?? null,
    preferences: async ({ id }, _args, { loaders }) => (await loaders.preferencesByUserId.load(id)) ?? null,
    contracts: ({ id }, args, { loaders, fieldsOfRows }, info) =>
      loaders.contractPagesByOwner.load({ id, userId: id }, args, fieldsOfRows(info)),
    analyses: ({ id }, args, { loaders, fieldsOfRows }, info) =>
      loaders.analysisPagesByOwner.load({ id, userId: id }, args, fieldsOfRows(info)),
    chatSessions: ({ id }, args, { loaders, fieldsOfRows }, info) =>
      loaders.sessionPagesByOwner.load({ id, userId: id }, args, fieldsOfRows(info)),
  },
  UserConnection: { totalCount: (page) => page.countAll() },
} satisfies Resolvers
