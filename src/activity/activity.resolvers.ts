import { requireViewer } from '../auth/viewer.ts'
import { createPage, createPageRequest } from '../database/pagination.ts'
import { requireUuid } from '../database/validation.ts'
import type { Resolvers } from '../generated/graphql.ts'
import { activitySortKeys, countActivity, listActivity } from './activity.store.ts'

export const activityResolvers = {
  Query: {
    activity: async (_root, { filter, ...pageArguments }, { viewer, db }) => {
      const { id: userId } = requireViewer(viewer)
      if (filter?.contractId != null) requireUuid(filter.contractId, 'filter.contractId')
      const page = createPageRequest(pageArguments, { field: 'occurred_at' }, activitySortKeys)
      const request = { userId, filter: filter ?? {} }
      return createPage(await listActivity(db, request, page), page, () => countActivity(db, request))
    },
  },
  ActivityConnection: { totalCount: (page) => page.countAll() },
} satisfies Resolvers
