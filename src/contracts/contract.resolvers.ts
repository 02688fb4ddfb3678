import { requireViewer } from '../auth/viewer.ts'
import { runOnce } from '../database/idempotency.store.ts'
import { clearLoaders } from '../database/loaders.ts'
import { inTransaction } from '../database/transaction.ts'
import { requireUuid } from '../database/validation.ts'
import { requireFound } from '../errors.ts'
import type { Resolvers } from '../generated/graphql.ts'
import { deleteCompetitor, findCompetitors, insertCompetitors, updateCompetitor } from './competitor.store.ts'
import {
  checkIds,
  checkName,
  checkTarget,
  decodeContractChange,
  decodeNewContract,
  mayReadRpcUrls,
  requireActive,
  requireAll,
  requireArchived,
  toHost,
  warnOfDuplicates,
} from './contract.rules.ts'
import {
  archiveContracts,
  copyContract,
  deleteContracts,
  insertContract,
  lockContracts,
  restoreContract,
  updateContract,
} from './contract.store.ts'
import {
  checkCompetitorTarget,
  checkTags,
  checkTagsToRemove,
  decodeCompetitor,
  decodeCompetitorChange,
  toOutputFormat,
} from './contract-parts.rules.ts'
import { setDefaultContract } from './default-contract.store.ts'
import { findDuplicates } from './duplicate.store.ts'
import { addTags, removeTags } from './tag.store.ts'

export const contractResolvers = {
  Query: {
    contract: async (_root, { id }, { viewer, loaders }) => {
      requireViewer(viewer)
      return requireFound(await loaders.contractById.load(requireUuid(id, 'id')), 'Contract')
    },
    contracts: (_root, args, { viewer, loaders, fieldsOfRows }, info) => {
      const { id } = requireViewer(viewer)
      return loaders.contractPagesByOwner.load({ id, userId: id }, args, fieldsOfRows(info))
    },
  },
  Mutation: {
    createContract: async (_root, { input }, { viewer, db, loaders }) => {
      const { id: userId } = requireViewer(viewer)
      const { contract, warnings } = decodeNewContract(input)
      const call = { userId, key: input.idempotencyKey, operation: 'createContract', request: input }
      const [id = ''] = await inTransaction(db, (trx) =>
        runOnce(trx, call, async () => [await insertContract(trx, userId, contract)]),
      )
      clearLoaders(loaders)
      const created = requireFound(await loaders.contractById.load(id), 'Contract')
      const duplicates = warnOfDuplicates(input, await findDuplicates(db, created))
      return { contract: created, warnings: [...warnings, ...duplicates] }
    },
    updateContract: async (_root, { input }, { viewer, db, loaders }) => {
      const parent = { id: requireUuid(input.id, 'input.id'), userId: requireViewer(viewer).id }
      const { change, warnings } = decodeContractChange(input)
      const changed = await inTransaction(db, async (trx) => {
        const contract = await updateContract(trx, parent, change, input.ifUnmodifiedSince ?? undefined)
        return { contract, targetWarnings: checkTarget(input, contract) }
      })
      clearLoaders(loaders)
      const isRenamedOrMoved = [input.name, input.targetAddress, input.targetChain].some(
        (value) => value != null,
      )
      const duplicates = isRenamedOrMoved
        ? warnOfDuplicates(input, await findDuplicates(db, changed.contract))
        : []
      return {
        contract: changed.contract,
        warnings: [...changed.targetWarnings, ...warnings, ...duplicates],
      }
    },
    duplicateContract: async (_root, { input }, { viewer, db, loaders }) => {
      const parent = { id: requireUuid(input.id, 'input.id'), userId: requireViewer(viewer).id }
      const name = input.name == null ? null : checkName(input.name, 'input.name')
      const id = requireFound(await copyContract(db, parent, name), 'Contract')
      clearLoaders(loaders)
      return { contract: requireFound(await loaders.contractById.load(id), 'Contract') }
    },
    setDefaultContract: async (_root, { input }, { viewer, db, loaders }) => {
      const parent = { id: requireUuid(input.id, 'input.id'), userId: requireViewer(viewer).id }
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
    archiveContract: async (_root, { input }, { viewer, db, loaders }) => {
      const { id: userId } = requireViewer(viewer)
      const [contract] = await archiveContracts(db, userId, [requireUuid(input.id, 'input.id')])
      clearLoaders(loaders)
      return { contract: requireFound(contract, 'Contract') }
    },
    restoreContract: async (_root, { input }, { viewer, db, loaders }) => {
      const parent = { id: requireUuid(input.id, 'input.id'), userId: requireViewer(viewer).id }
      const contract = requireFound(await restoreContract(db, parent), 'Contract')
      clearLoaders(loaders)
      return { contract }
    },
    archiveContracts: async (_root, { input }, { viewer, db, loaders }) => {
      const { id: userId } = requireViewer(viewer)
      const ids = checkIds(input.ids)
      await inTransaction(db, async (trx) => {
        requireAll(await lockContracts(trx, userId, ids), ids)
        await archiveContracts(trx, userId, ids)
      })
      clearLoaders(loaders)
      const contracts = ids.map(async (id) => requireFound(await loaders.contractById.load(id), 'Contract'))
      return { contracts }
    },
    deleteContracts: async (_root, { input }, { viewer, db, loaders }) => {
      const { id: userId } = requireViewer(viewer)
      const ids = checkIds(input.ids)
      await inTransaction(db, async (trx) => {
        const contracts = await lockContracts(trx, userId, ids)
        requireAll(contracts, ids)
        requireArchived(contracts)
        await deleteContracts(trx, userId, ids)
      })
      clearLoaders(loaders)
      return { deletedIds: ids, user: requireFound(await loaders.userById.load(userId), 'User') }
    },
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
    addCompetitor: async (_root, { input }, { viewer, db, loaders }) => {
      const parent = {
        id: requireUuid(input.contractId, 'input.contractId'),
        userId: requireViewer(viewer).id,
      }
      const { competitor, warnings } = decodeCompetitor(input.competitor, 'input.competitor')
      const added = await inTransaction(db, async (trx) => {
        const contract = await updateContract(trx, parent, {})
        const [row] = await insertCompetitors(trx, parent, [competitor])
        return { contract, competitor: requireFound(row, 'Competitor') }
      })
      clearLoaders(loaders)
      return { ...added, warnings }
    },
    updateCompetitor: async (_root, { input }, { viewer, db, loaders }) => {
      const parent = { id: requireUuid(input.id, 'input.id'), userId: requireViewer(viewer).id }
      const change = decodeCompetitorChange(input)
      const changed = await inTransaction(db, async (trx) => {
        const [found] = await findCompetitors(trx, [parent])
        const { contractId: id } = requireFound(found, 'Competitor')
        const contract = await updateContract(trx, { id, userId: parent.userId }, {})
        const competitor = requireFound(await updateCompetitor(trx, parent, change), 'Competitor')
        return { competitor, contract, warnings: checkCompetitorTarget(input, competitor) }
      })
      clearLoaders(loaders)
      return changed
    },
    removeCompetitor: async (_root, { input }, { viewer, db, loaders }) => {
      const { id: userId } = requireViewer(viewer)
      const id = requireUuid(input.id, 'input.id')
      const contract = await inTransaction(db, async (trx) => {
        const [competitor] = await findCompetitors(trx, [{ id, userId }])
        const { contractId } = requireFound(competitor, 'Competitor')
        const changed = await updateContract(trx, { id: contractId, userId }, {})
        requireFound((await deleteCompetitor(trx, { id, userId })) || undefined, 'Competitor')
        return changed
      })
      clearLoaders(loaders)
      return { removedId: id, contract }
    },
  },
  Contract: {
    owner: async ({ userId }, _args, { loaders }) => (await loaders.userById.load(userId)) ?? null,
    targetAbi: async (contract, _args, { loaders }) =>
      (await loaders.abiByContract.load(contract))?.targetAbi ?? null,
    competitors: (contract, _args, { loaders, fieldsOf }, info) =>
      loaders.competitorsByContract.load(contract, fieldsOf(info)),
    rpcConfigs: (contract, _args, { loaders }) => loaders.rpcConfigsByContract.load(contract),
    analysisParams: async (contract, _args, { loaders, fieldsOf }, info) =>
      (await loaders.analysisParamsByContract.load(contract, fieldsOf(info))) ?? null,
    // Loaded by its id, because workers may not read sessions.
    chatSession: async ({ id, userId }, _args, { loaders }) => {
      const session = await loaders.sessionIdByContract.load({ id, userId })
      return session === undefined ? null : ((await loaders.sessionById.load(session.id)) ?? null)
    },
    analyses: (contract, args, { loaders, fieldsOfRows }, info) =>
      loaders.analysisPagesByContract.load(contract, args, fieldsOfRows(info)),
  },
  ContractWarning: {
    duplicateOf: async (warning, _args, { loaders }) =>
      warning.code === 'duplicate'
        ? ((await loaders.contractById.load(warning.duplicateOfId)) ?? null)
        : null,
  },
  ContractAnalysisParams: {
    outputFormats: ({ outputFormats }) => outputFormats.map(toOutputFormat),
    originalOutputFormats: ({ outputFormats }) =>
      outputFormats.some((format) => toOutputFormat(format) === 'other') ? outputFormats : null,
  },
  ContractCompetitor: {
    abi: async (competitor, _args, { loaders }) =>
      (await loaders.abiByCompetitor.load(competitor))?.abi ?? null,
  },
  ContractRpcConfig: {
    rpcUrls: ({ rpcUrls, userId }, _args, { viewer }) => (mayReadRpcUrls(viewer, userId) ? rpcUrls : null),
    rpcHosts: ({ rpcUrls }) => rpcUrls.map(toHost),
  },
  ContractConnection: {
    totalCount: (page) => page.countAll(),
  },
} satisfies Resolvers
