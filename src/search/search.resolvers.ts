import { requireViewer } from '../auth/viewer.ts'
import { runSearch } from '../database/limits/request-database.ts'
import { createPage, createPageRequest } from '../database/pagination.ts'
import { requireFound } from '../errors.ts'
import type { Resolvers } from '../generated/graphql.ts'
import { decodeSearchRequest, findSubjectType } from './search.rules.ts'
import { searchRows, searchSortKeys } from './search.store.ts'

export const searchResolvers = {
  Query: {
    search: async (_root, { query, kinds, ...pageArguments }, { viewer, db }) => {
      const { id } = requireViewer(viewer)
      const request = decodeSearchRequest(query, kinds)
      const page = createPageRequest(pageArguments, { field: 'score' }, searchSortKeys)
      const rows = await runSearch(db, (bounded) => searchRows(bounded, id, request, page))
      // SearchConnection has no totalCount.
      return createPage(rows, page, async () => 0)
    },
  },
  SearchResult: {
    subject: async ({ kind, id }, _args, { loaders }) => {
      const loaderOfKind = {
        contract: loaders.contractById,
        chat_session: loaders.sessionById,
        chat_message: loaders.messageById,
      }
      return requireFound(await loaderOfKind[kind].load(id), 'Object')
    },
    score: ({ sortKey }) => sortKey / 1_000_000,
  },
  SearchSubject: { __resolveType: (row) => findSubjectType(row) },
} satisfies Resolvers
