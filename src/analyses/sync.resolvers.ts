import { requireViewer } from '../auth/viewer.ts'
import { clearLoaders } from '../database/loaders.ts'
import { inTransaction } from '../database/transaction.ts'
import { requireUuid } from '../database/validation.ts'
import { requireFound } from '../errors.ts'
import type { Resolvers } from '../generated/graphql.ts'
import { refreshContract, startSync, stopSync } from './sync.ts'

/** Each operation changes the analyses and the flags of the onboarding in one transaction. */
export const syncResolvers = {
  Mutation: {
    startSync: async (_root, { input }, { viewer, db, loaders }) => {
      const parent = {
        id: requireUuid(input.contractId, 'input.contractId'),
        userId: requireViewer(viewer).id,
      }
      const id = await inTransaction(db, (trx) => startSync(trx, parent))
      clearLoaders(loaders)
      const [contract, analysis, onboarding] = await Promise.all([
        loaders.contractById.load(parent.id),
        loaders.analysisById.load(id),
        loaders.onboardingByUserId.load(parent.userId),
      ])
      return {
        contract: requireFound(contract, 'Contract'),
        analysis: requireFound(analysis, 'Analysis'),
        onboarding: requireFound(onboarding, 'Onboarding'),
      }
    },
    stopSync: async (_root, { input }, { viewer, db, loaders }) => {
      const parent = {
        id: requireUuid(input.contractId, 'input.contractId'),
        userId: requireViewer(viewer).id,
      }
      const cancelledAnalyses = await inTransaction(db, (trx) => stopSync(trx, parent))
      clearLoaders(loaders)
      const [contract, onboarding = null] = await Promise.all([
        loaders.contractById.load(parent.id),
        loaders.onboardingByUserId.load(parent.userId),
      ])
      return { contract: requireFound(contract, 'Contract'), cancelledAnalyses, onboarding }
    },
    refreshContract: async (_root, { input }, { viewer, db, loaders }) => {
      const parent = {
        id: requireUuid(input.contractId, 'input.contractId'),
        userId: requireViewer(viewer).id,
      }
      const id = await inTransaction(db, (trx) => refreshContract(trx, parent))
      clearLoaders(loaders)
      const [contract, analysis, onboarding = null] = await Promise.all([
        loaders.contractById.load(parent.id),
        loaders.analysisById.load(id),
        loaders.onboardingByUserId.load(parent.userId),
      ])
      return {
        contract: requireFound(contract, 'Contract'),
        analysis: requireFound(analysis, 'Analysis'),
        onboarding,
      }
    },
  },
} satisfies Resolvers
