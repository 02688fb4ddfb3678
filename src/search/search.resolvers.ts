import { requireViewer } from '../auth/viewer.ts'
import { runSearch } from '../database/limits/request-database.ts'
import { createPage, createPageRequest } from '../database/pagination.ts'
import { requireFound } from '../errors.ts'
import type { Resolvers } from '../generated/graphql.ts'
import { decodeSearchRequest, findSubjectType, isWholeAddress } from './search.rules.ts'
import { searchRows, searchSortKeys } from './search.store.ts'
import { cutSnippet, listSoughtTexts, listSoughtWords } from './snippet.rules.ts'
import { parseTerms } from './term.store.ts'
import { createSearchQuery } from './tsquery.rules.ts'
import { splitCamelCase } from './word.rules.ts'

export const searchResolvers = {
  Query: {
    search: async (_root, { query, kinds, ...pageArguments }, { viewer, db }) => {
      const { id } = requireViewer(viewer)
      const request = decodeSearchRequest(query, kinds)
      const page = createPageRequest(pageArguments, { field: 'score' }, searchSortKeys)
      const terms = request.groups.flat().map(({ text, isPhrase, isExcluded }) => {
        const isBare = !isPhrase && !isExcluded
        return { text, parts: isBare ? splitCamelCase(text) : '', isBare, isAddress: isWholeAddress(text) }
      })
      const { rows, parsed } = await runSearch(db, async (bounded) => {
        const parsed = await parseTerms(bounded, id, terms)
        const wanted = { userId: id, request, query: createSearchQuery(id, request, parsed) }
        return { rows: await searchRows(bounded, wanted, listSoughtTexts(request, parsed), page), parsed }
      })
      const sought = listSoughtWords(request, parsed)
      const found = rows.map((row) => ({ ...row, snippet: cutSnippet(row, sought) }))
      // SearchConnection has no totalCount.
      return createPage(found, page, async () => 0)
    },
  },
  SearchResult: {
    subject: async ({ kind, id }, _args, { loaders }) => {
      const loaderOfKind = {
        contract: loaders.contractById,
        chat_session: loaders.sessionById,
        chat_message: loaders.messageById,
        analysis: loaders.analysisById,
      }
      return requireFound(await loaderOfKind[kind].load(id), 'Object')
    },
    score: ({ sortKey }) => sortKey / 1_000_000,
  },
  SearchSubject: { __resolveType: (row) => findSubjectType(row) },
} satisfies Resolvers
