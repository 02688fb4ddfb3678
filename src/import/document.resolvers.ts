import { requireAdmin } from '../auth/viewer.ts'
import { createPage, createPageRequest } from '../database/pagination.ts'
import { badArgument } from '../errors.ts'
import type { Resolvers } from '../generated/graphql.ts'
import { countAllDocuments, documentSortKeys, listAllDocuments } from './document.store.ts'

/** Bytes of a document in one value of a response. */
const maxPartBytes = 1024 * 1024

export const documentResolvers = {
  Query: {
    legacyDocuments: async (_root, pageArguments, { viewer, db }) => {
      requireAdmin(viewer)
      const page = createPageRequest(pageArguments, { field: 'path', direction: 'asc' }, documentSortKeys)
      return createPage(await listAllDocuments(db, page), page, () => countAllDocuments(db))
    },
  },
  User: {
    legacyDocuments: ({ id }, args, { loaders }) =>
      loaders.documentPagesByOwner.load({ id, userId: id }, args),
  },
  LegacyDocument: {
    owner: async ({ userId }, _args, { loaders }) =>
      userId === null ? null : ((await loaders.userById.load(userId)) ?? null),
    json: ({ id, userId }, _args, { loaders }) => loaders.documentText.load({ id, userId }),
    base64: ({ id, userId }, { offset, length }, { loaders }) => {
      if (offset < 0) throw badArgument('offset', 'must be 0 or more')
      if (length < 1 || length > maxPartBytes)
        throw badArgument('length', `must be from 1 to ${maxPartBytes}`)
      return loaders.documentPart.load({ id, userId, offset, length })
    },
  },
  LegacyDocumentConnection: { totalCount: (page) => page.countAll() },
} satisfies Resolvers
