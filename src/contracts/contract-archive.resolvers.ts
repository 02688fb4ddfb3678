import { requireViewer } from '../auth/viewer.ts'
import { clearLoaders } from '../database/batching.ts'
import { requireUuid } from '../database/ids.ts'
import { inTransaction } from '../database/transaction.ts'
import { requireFound } from '../errors.ts'
import type { Resolvers } from '../generated/graphql.ts'
import { checkIds, requireActive, requireAll, requireArchived } from './contract.rules.ts'
import { archiveContracts, deleteContracts, restoreContract } from './contract-archive.store.ts'
import { lockContracts, setDefaultContract } from './default-contract.store.ts'

/** What becomes of whole contracts. Of several, all or none change. */
export const contractArchiveResolvers = {
  Mutation: {
    setDefaultContract: async (_root, args, { viewer, db, loaders }) => {
      const parent = { id: requireUuid(args.id, 'id'), userId: requireViewer(viewer).id }
      const previousId = await inTransaction(db, async (trx) => {
        const contracts = await lockContracts(trx, parent.userId, [parent.id])
        requireAll(contracts, [parent.id])
        requireActive(contracts)
        return setDefaultContract(trx, parent)
      })
      clearLoaders(loaders)
      const previous = previousId === undefined ? undefined : loaders.contractById.load(previousId)
      const contract = requireFound(await loaders.contractById.load(parent.id), 'Contract')
      return { contract, previousDefault: (await previous) ?? null }
    },
    archiveContract: async (_root, args, { viewer, db, loaders }) => {
      const { id: userId } = requireViewer(viewer)
      const [contract] = await archiveContracts(db, userId, [requireUuid(args.id, 'id')])
      clearLoaders(loaders)
      return { contract: requireFound(contract, 'Contract') }
    },
    restoreContract: async (_root, args, { viewer, db, loaders }) => {
      const parent = { id: requireUuid(args.id, 'id'), userId: requireViewer(viewer).id }
      const contract = requireFound(await restoreContract(db, parent), 'Contract')
      clearLoaders(loaders)
      return { contract }
    },
    archiveContracts: async (_root, args, { viewer, db, loaders }) => {
      const { id: userId } = requireViewer(viewer)
      const ids = checkIds(args.ids)
      await inTransaction(db, async (trx) => {
        requireAll(await lockContracts(trx, userId, ids), ids)
        await archiveContracts(trx, userId, ids)
      })
      clearLoaders(loaders)
      const contracts = ids.map(async (id) => requireFound(await loaders.contractById.load(id), 'Contract'))
      return { contracts }
    },
    deleteContracts: async (_root, args, { viewer, db, loaders }) => {
      const { id: userId } = requireViewer(viewer)
      const ids = checkIds(args.ids)
      await inTransaction(db, async (trx) => {
        const contracts = await lockContracts(trx, userId, ids)
        requireAll(contracts, ids)
        requireArchived(contracts)
        await deleteContracts(trx, userId, ids)
      })
      clearLoaders(loaders)
      return { deletedContractIds: ids }
    },
  },
} satisfies Resolvers
