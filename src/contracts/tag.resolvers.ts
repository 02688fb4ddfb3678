import { requireViewer } from '../auth/viewer.ts'
import { clearLoaders } from '../database/batching.ts'
import { requireUuid } from '../database/ids.ts'
import { requireFound } from '../errors.ts'
import type { Resolvers } from '../generated/graphql.ts'
import { checkTags, checkTagsToRemove } from './tag.rules.ts'
import { addTags, removeTags } from './tag.store.ts'

export const tagResolvers = {
  Mutation: {
    addContractTags: async (_root, { input }, { viewer, db, loaders }) => {
      const parent = {
        id: requireUuid(input.contractId, 'input.contractId'),
        userId: requireViewer(viewer).id,
      }
      const tags = checkTags(input.tags, 'input.tags')
      const contract = requireFound(await addTags(db, parent, tags), 'Contract')
      clearLoaders(loaders)
      return { contract }
    },
    removeContractTags: async (_root, { input }, { viewer, db, loaders }) => {
      const parent = {
        id: requireUuid(input.contractId, 'input.contractId'),
        userId: requireViewer(viewer).id,
      }
      const tags = checkTagsToRemove(input.tags, 'input.tags')
      const contract = requireFound(await removeTags(db, parent, tags), 'Contract')
      clearLoaders(loaders)
      return { contract }
    },
  },
} satisfies Resolvers
