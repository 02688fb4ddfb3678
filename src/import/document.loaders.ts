import DataLoader from 'dataloader'
import type { Database } from '../database/connection.ts'
import { pagesByParent } from '../database/loaders.ts'
import { createPageRequest } from '../database/pagination.ts'
import type { UserLegacyDocumentsArgs } from '../generated/graphql.ts'
import { asJsonText, type JsonText } from '../json/print.ts'
import {
  countOwnDocuments,
  type DocumentKey,
  documentSortKeys,
  findDocumentParts,
  findDocumentTexts,
  listOwnDocuments,
  type PartKey,
} from './document.store.ts'
import { decodeDocumentText } from './document-text.ts'

const documentPagesByOwner = pagesByParent({
  createRequest: (args: UserLegacyDocumentsArgs) =>
    createPageRequest(args, { field: 'path', direction: 'asc' }, documentSortKeys),
  list: (db, owners, { page }) => listOwnDocuments(db, owners, page),
  count: countOwnDocuments,
  parentIdOf: ({ userId }) => userId ?? '',
})

/** Loaders of the documents of a loaded user, and of the contents of loaded documents. */
export function createDocumentLoaders(db: Database) {
  return {
    documentPagesByOwner: documentPagesByOwner(db),
    documentText: createTextLoader(db),
    documentPart: createPartLoader(db),
  }
}

function createTextLoader(db: Database): DataLoader<DocumentKey, JsonText | null, string> {
  return new DataLoader(
    async (keys) => {
      const parts = await findDocumentTexts(db, keys)
      const texts = new Map(parts.map(({ place, part }) => [place, part && decodeDocumentText(part)]))
      return keys.map((_key, index) => asJsonText(texts.get(index + 1)))
    },
    { cacheKeyFn: ({ id }) => id },
  )
}

function createPartLoader(db: Database): DataLoader<PartKey, string, string> {
  return new DataLoader(
    async (keys) => {
      const found = await findDocumentParts(db, keys)
      const parts = new Map(found.map(({ place, part }) => [place, part?.toString('base64')]))
      return keys.map((_key, index) => parts.get(index + 1) ?? '')
    },
    { cacheKeyFn: ({ id, offset, length }) => `${id} ${offset} ${length}` },
  )
}
