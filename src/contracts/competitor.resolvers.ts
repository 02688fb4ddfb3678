import { requireViewer } from '../auth/viewer.ts'
import { clearLoaders } from '../database/batching.ts'
import { requireUuid } from '../database/ids.ts'
import { inTransaction } from '../database/transaction.ts'
import { requireFound } from '../errors.ts'
import type { Resolvers } from '../generated/graphql.ts'
import { checkCompetitor } from './competitor.rules.ts'
import { deleteCompetitor, findCompetitors, insertCompetitors } from './competitor.store.ts'
import { updateContract } from './contract-change.store.ts'

/** Competitors one by one. The contract's row is written first: it is locked, and shows that a part has changed. */
export const competitorResolvers = {
  Mutation: {
    addCompetitor: async (_root, { input }, { viewer, db, loaders }) => {
      const parent = {
        id: requireUuid(input.contractId, 'input.contractId'),
        userId: requireViewer(viewer).id,
      }
      const { competitor, warnings } = checkCompetitor(input.competitor, 'input.competitor')
      const added = await inTransaction(db, async (trx) => {
        const contract = await updateContract(trx, parent, {})
        const [row] = await insertCompetitors(trx, parent, [competitor])
        return { contract, competitor: requireFound(row, 'Competitor') }
      })
      clearLoaders(loaders)
      return { ...added, warnings }
    },
    removeCompetitor: async (_root, args, { viewer, db, loaders }) => {
      const { id: userId } = requireViewer(viewer)
      const id = requireUuid(args.id, 'id')
      const contract = await inTransaction(db, async (trx) => {
        const [competitor] = await findCompetitors(trx, [{ id, userId }])
        const { contractId } = requireFound(competitor, 'Competitor')
        const changed = await updateContract(trx, { id: contractId, userId }, {})
        requireFound((await deleteCompetitor(trx, { id, userId })) || undefined, 'Competitor')
        return changed
      })
      clearLoaders(loaders)
      return { removedCompetitorId: id, contract }
    },
  },
  ContractCompetitor: {
    abi: async (competitor, _args, { loaders }) =>
      (await loaders.abiByCompetitor.load(competitor))?.abi ?? null,
  },
} satisfies Resolvers
