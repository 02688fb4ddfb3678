import { requireViewer } from '../auth/viewer.ts'
import { requireUuid } from '../database/ids.ts'
import { requireFound } from '../errors.ts'
import type { Resolvers } from '../generated/graphql.ts'
import { mayReadRpcUrls, toHost } from './contract.rules.ts'

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
  Contract: {
    owner: async ({ userId }, _args, { loaders }) => (await loaders.userById.load(userId)) ?? null,
    targetAbi: async (contract, _args, { loaders }) =>
      (await loaders.abiByContract.load(contract))?.targetAbi ?? null,
    competitors: (contract, _args, { loaders, fieldsOf }, info) =>
      loaders.competitorsByContract.load(contract, fieldsOf(info)),
    rpcConfigs: (contract, _args, { loaders }) => loaders.rpcConfigsByContract.load(contract),
    analysisParams: async (contract, _args, { loaders, fieldsOf }, info) =>
      (await loaders.analysisParamsByContract.load(contract, fieldsOf(info))) ?? null,
    analyses: (contract, args, { loaders, fieldsOfRows }, info) =>
      loaders.analysisPagesByContract.load(contract, args, fieldsOfRows(info)),
  },
  ContractRpcConfig: {
    rpcUrls: ({ rpcUrls, userId }, _args, { viewer }) => (mayReadRpcUrls(viewer, userId) ? rpcUrls : null),
    rpcHosts: ({ rpcUrls }) => rpcUrls.map(toHost),
  },
  ContractConnection: { totalCount: (page) => page.countAll() },
} satisfies Resolvers
