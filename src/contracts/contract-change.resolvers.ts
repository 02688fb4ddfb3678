import { requireViewer } from '../auth/viewer.ts'
import { clearLoaders } from '../database/batching.ts'
import { runOnce } from '../database/idempotency.store.ts'
import { requireUuid } from '../database/ids.ts'
import { inTransaction } from '../database/transaction.ts'
import { requireFound } from '../errors.ts'
import type { Resolvers } from '../generated/graphql.ts'
import { checkContractChange, checkName, checkNewContract, checkTarget } from './contract-change.rules.ts'
import { insertContract, updateContract } from './contract-change.store.ts'
import { copyContract } from './contract-copy.store.ts'

export const contractChangeResolvers = {
  Mutation: {
    createContract: async (_root, { input }, { viewer, db, loaders }) => {
      const { id: userId } = requireViewer(viewer)
      const { contract, warnings } = checkNewContract(input)
      const call = { userId, key: input.idempotencyKey, operation: 'createContract', request: input }
      const [id = ''] = await inTransaction(db, (trx) =>
        runOnce(trx, call, async () => [await insertContract(trx, userId, contract)]),
      )
      clearLoaders(loaders)
      return { contract: requireFound(await loaders.contractById.load(id), 'Contract'), warnings }
    },
    updateContract: async (_root, { input }, { viewer, db, loaders }) => {
      const parent = { id: requireUuid(input.id, 'input.id'), userId: requireViewer(viewer).id }
      const { change, warnings } = checkContractChange(input)
      const changed = await inTransaction(db, async (trx) => {
        const contract = await updateContract(trx, parent, change, input.ifUnmodifiedSince ?? undefined)
        return { contract, ofTarget: checkTarget(input, contract) }
      })
      clearLoaders(loaders)
      return { contract: changed.contract, warnings: [...changed.ofTarget, ...warnings] }
    },
    duplicateContract: async (_root, { input }, { viewer, db, loaders }) => {
      const parent = { id: requireUuid(input.id, 'input.id'), userId: requireViewer(viewer).id }
      const name = input.name == null ? null : checkName(input.name, 'input.name')
      const id = requireFound(await copyContract(db, parent, name), 'Contract')
      clearLoaders(loaders)
      return { contract: requireFound(await loaders.contractById.load(id), 'Contract') }
    },
  },
} satisfies Resolvers
