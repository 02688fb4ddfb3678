import { parsePointer } from '../analyses/analysis.rules.ts'
import { requireViewer } from '../auth/viewer.ts'
import { clearLoaders } from '../database/loaders.ts'
import { inTransaction } from '../database/transaction.ts'
import { requireUuid } from '../database/validation.ts'
import { requireFound } from '../errors.ts'
import type { Resolvers } from '../generated/graphql.ts'
import { requireActive, requireAll } from './contract.rules.ts'
import { lockContracts } from './contract.store.ts'
import {
  createShareToken,
  decodeShareLink,
  digestShareToken,
  hasScope,
  mayListShareLinks,
  requireRoomForLink,
} from './share-link.rules.ts'
import { countShareLinks, deleteShareLink, findSharedContract, insertShareLink } from './share-link.store.ts'

export const shareLinkResolvers = {
  Query: {
    // The token is the credential, so no viewer is required.
    sharedContract: async (_root, { token }, { db }) =>
      requireFound(await findSharedContract(db, digestShareToken(token)), 'Shared contract'),
  },
  Mutation: {
    createShareLink: async (_root, { input }, { viewer, db, loaders }) => {
      const { id: userId } = requireViewer(viewer)
      const link = decodeShareLink(input)
      const token = createShareToken()
      const shareLink = await inTransaction(db, async (trx) => {
        const contracts = await lockContracts(trx, userId, [link.contractId])
        requireAll(contracts, [link.contractId])
        requireActive(contracts)
        requireRoomForLink(await countShareLinks(trx, { id: link.contractId, userId }))
        return insertShareLink(trx, userId, link, digestShareToken(token))
      })
      clearLoaders(loaders)
      const contract = requireFound(await loaders.contractById.load(link.contractId), 'Contract')
      return { shareLink, token, contract }
    },
    revokeShareLink: async (_root, { input }, { viewer, db, loaders }) => {
      const { id: userId } = requireViewer(viewer)
      const id = requireUuid(input.id, 'input.id')
      const contractId = requireFound(await deleteShareLink(db, { id, userId }), 'Share link')
      clearLoaders(loaders)
      const contract = requireFound(await loaders.contractById.load(contractId), 'Contract')
      return { revokedId: id, contract }
    },
  },
  Contract: {
    shareLinks: ({ id, userId }, _args, { viewer, loaders }) =>
      mayListShareLinks(viewer, userId) ? loaders.shareLinksByContract.load({ id, userId }) : null,
  },
  SharedContract: {
    description: (contract) => (hasScope(contract, 'contract') ? contract.description : null),
    tags: (contract) => (hasScope(contract, 'contract') ? contract.tags : null),
    targetAbi: async (contract, _args, { loaders }) =>
      hasScope(contract, 'contract')
        ? ((await loaders.abiByContract.load(contract))?.targetAbi ?? null)
        : null,
    latestAnalysis: async (contract, _args, { loaders }) =>
      hasScope(contract, 'latest_analysis')
        ? ((await loaders.latestCompletedByContract.load(contract)) ?? null)
        : null,
    results: async (contract, { path }, { loaders }) => {
      if (!hasScope(contract, 'results')) return null
      const analysis = await loaders.latestCompletedByContract.load(contract)
      if (analysis === undefined) return null
      return loaders.resultsPart.load({ ...analysis, path: parsePointer(path ?? '') })
    },
  },
} satisfies Resolvers
